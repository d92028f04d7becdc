"""Decisions of municipalities and cases of regional councils."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.dates import date_in_words
from common.nordic import by_name
from networks.enums import Effect
from networks.forms.base import DayField, PlainForm
from networks.models import Decision, Region

EFFECTS = [(code, capfirst(label)) for code, label in Effect.choices]
LINK_INVALID = _("Write a whole address that begins with https://.")


class AwaitedChoice(forms.ModelChoiceField):
    """Awaited decisions, named by the case that asks for them."""

    def label_from_instance(self, obj: Decision) -> str:
        case = obj.council_case
        name = str(case) if case is not None else obj.title or obj.body
        return f"{name} ({date_in_words(obj.due_on)})" if obj.due_on else name


class DecisionForm(PlainForm):
    answers = AwaitedChoice(
        Decision.objects.none(),
        label=_("Is it the answer to a case?"),
        required=False,
        empty_label=_("No, a decision of its own"),
    )
    body = forms.CharField(
        label=_("Who decided"),
        max_length=200,
        help_text=_("For example «Kommunestyret» or «Kommunfullmäktige»."),
    )
    case_number = forms.CharField(
        label=_("Case number"),
        max_length=40,
        required=False,
        help_text=_("As it stands in the minutes, for example «31/23»."),
    )
    title = forms.CharField(label=_("Title of the case"), max_length=300, required=False)
    decided_on = DayField(label=_("Decided on"))
    effect = forms.ChoiceField(
        label=_("What the decision does"),
        choices=EFFECTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the decision does.")},
    )
    wording = forms.CharField(
        label=_("Wording"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    link = forms.URLField(
        label=_("Link to the paper"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": LINK_INVALID},
    )

    def __init__(self, *args: Any, awaited: QuerySet[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if awaited:
            self.fields["answers"].queryset = awaited  # type: ignore[attr-defined]
            self.initial.setdefault("answers", awaited[0].pk)
        else:
            del self.fields["answers"]


class CaseForm(PlainForm):
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("Regional council"),
        empty_label=_("Choose"),
        help_text=_("Its municipalities on the day of the case are asked to decide."),
    )
    body = forms.CharField(
        label=_("Who decided"),
        max_length=200,
        help_text=_("For example «Regionrådet for Hallingdal»."),
    )
    case_number = forms.CharField(label=_("Case number"), max_length=40)
    title = forms.CharField(label=_("Title of the case"), max_length=300, required=False)
    decided_on = DayField(label=_("Decided on"))
    points = forms.CharField(
        label=pgettext_lazy("of a case", "Points"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One point on each line, without numbers."),
    )
    effect = forms.ChoiceField(
        label=_("What the case does"),
        choices=EFFECTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the decision does.")},
    )
    due_on = DayField(
        label=_("The municipalities decide by"),
        required=False,
        help_text=_("Their administrators and coordinators get a mail."),
    )
    link = forms.URLField(
        label=_("Link to the paper"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": LINK_INVALID},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.order_by(by_name(), "pk")  # type: ignore[attr-defined]

    def clean_points(self) -> list[str]:
        lines = self.cleaned_data["points"].splitlines()
        return [line.strip() for line in lines if line.strip()]
