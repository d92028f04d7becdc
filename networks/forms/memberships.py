"""Invite, answer, activate and leave; main contacts and expectations."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from networks.forms.base import DayField, PlainForm, RowsField
from networks.models import Municipality, SubGroup

ACCEPT, DECLINE = "ja", "nei"


class InviteForm(PlainForm):
    municipalities = RowsField(
        Municipality.objects.none(),
        label=_("Municipalities"),
        error_messages={
            "required": _("Search for municipalities and tick those that you want to invite."),
            "invalid_choice": _("One of the municipalities can no longer be invited."),
            "invalid_pk_value": _("One of the municipalities can no longer be invited."),
        },
        widget=forms.CheckboxSelectMultiple,
    )
    apply_by = DayField(
        label=_("Last day to answer"),
        required=False,
        help_text=_("They can answer until midnight, in their own time zone."),
    )

    def __init__(self, *args: Any, candidates: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipalities"].queryset = candidates  # type: ignore[attr-defined]


class AnswerForm(PlainForm):
    answer = forms.ChoiceField(
        label=_("What does the municipality answer?"),
        choices=[
            (ACCEPT, _("Yes, we want to take part")),
            (DECLINE, _("No, not this time")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    reason = forms.CharField(
        label=_("Reason, if you answer no"),
        max_length=300,
        required=False,
        help_text=_("The network leader reads it."),
    )


class ContactForm(PlainForm):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"),
        error_messages={
            "invalid": _("Write a whole e-mail address, such as name@municipality.example.")
        },
    )
    position = forms.CharField(
        label=_("Position"),
        max_length=150,
        required=False,
        help_text=_("For example «Head of planning»."),
    )
    on = DayField(
        label=_("First day"),
        help_text=_("The time of the former main contact ends on this day."),
    )


class LastDayForm(PlainForm):
    on = DayField(label=_("Last day"))


class ActivateForm(PlainForm):
    on = DayField(label=_("Active from"))


class LeaveForm(PlainForm):
    reason = forms.CharField(
        label=_("Why does the municipality leave?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
    )
    on = DayField(label=_("Last day"))


class WithdrawForm(PlainForm):
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class ExpectationsForm(PlainForm):
    is_anchored = forms.BooleanField(
        label=_("Decided and anchored, politically and in the administration"), required=False
    )
    covers_own_costs = forms.BooleanField(label=_("Covers its own costs"), required=False)
    takes_active_part = forms.BooleanField(
        label=_("Politicians, top management and departments take an active part"),
        required=False,
    )
    is_tied_to_planning = forms.BooleanField(
        label=_("Tied to the municipality's overall planning"), required=False
    )
    works_between_gatherings = forms.BooleanField(
        label=_("Does work of its own between the gatherings"), required=False
    )


class MemberGroupForm(PlainForm):
    group = forms.ModelChoiceField(
        SubGroup.objects.none(),
        label=_("Group"),
        required=False,
        empty_label=_("No group"),
    )

    def __init__(self, *args: Any, groups: QuerySet[SubGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
