"""Forms of pools: terms, whom to ask, answer, withdraw, decision."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.dates import date_in_words
from common.numbers import NO_BREAK_SPACE
from improvement.forms.parts import NumberField
from networks.forms.base import DayField, PlainForm
from networks.models import Decision, Municipality
from procurement.actions.pools import ANSWERS, PoolTerms
from procurement.forms.parts import PlaceField, Places

_LARGEST = Decimal(10) ** 12
_DECIMALS = 2


class VolumeField(NumberField):
    """A volume with at most two decimals."""

    def clean(self, value: Any) -> Any:
        """Give the number, or None.

        Raises:
            ValidationError: It is too large to be meant.
        """
        number = super().clean(value)
        if number is None:
            return None
        exact = Decimal(str(number))
        if abs(exact) >= _LARGEST:
            raise forms.ValidationError(_("The number is too large."), code="large")
        return round(exact, _DECIMALS)


class TermsForm(PlainForm):
    """Until when one may join, and what a supplier needs."""

    join_until = DayField(
        label=_("Municipalities may join until"),
        required=False,
        help_text=_("The last day counts. Without a day they may join until the competition."),
    )
    minimum = VolumeField(
        label=_("A supplier's stated minimum a year"),
        required=False,
        help_text=_("The least volume that makes it pay, in the unit of the need."),
    )
    minimum_by = forms.CharField(label=_("Who has stated it?"), max_length=200, required=False)

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit:
            self.fields[
                "minimum"
            ].label = f"{self.fields['minimum'].label},{NO_BREAK_SPACE}{unit}"

    @property
    def terms(self) -> PoolTerms:
        """What was filled in."""
        values = self.cleaned_data
        return PoolTerms(
            join_until=values["join_until"],
            minimum=values["minimum"],
            minimum_by=values["minimum_by"],
        )


class _WhomForm(PlainForm):
    """Whom to ask: those of the network and of alike needs, and one more by name."""

    municipalities = forms.MultipleChoiceField(
        label=_("Municipalities to ask"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    another = PlaceField(
        label=_("Another municipality"),
        help_text=_("By its name. You can ask more of them afterwards."),
    )

    def __init__(self, *args: Any, places: Sequence[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = {str(place.pk): place for place in places}
        self.fields["another"].places = Places()  # type: ignore[attr-defined]
        if places:
            self.fields["municipalities"].choices = [  # type: ignore[attr-defined]
                (key, str(place)) for key, place in self._places.items()
            ]
        else:
            del self.fields["municipalities"]

    @cached_property
    def chosen(self) -> list[Municipality]:
        """All that are asked."""
        found = [self._places[key] for key in self.cleaned_data.get("municipalities", [])]
        another = self.cleaned_data.get("another")
        return [*found, another] if another is not None else found


class AskForm(_WhomForm):
    """Whom to ask."""


class StartForm(TermsForm, _WhomForm):
    """Terms of a new pool, and whom to ask."""

    field_order = ("municipalities", "another", "join_until", "minimum", "minimum_by")


class AnswerForm(PlainForm):
    """Yes, interested or no; a yes with its volume."""

    answer = forms.ChoiceField(
        label=_("Do you join?"),
        choices=[(answer.value, answer.label) for answer in ANSWERS],
        widget=forms.RadioSelect,
    )
    volume = VolumeField(
        label=_("Your volume a year"),
        required=False,
        help_text=_("A yes needs it. The sum shows whether the need is large enough."),
    )
    contract_ends_on = DayField(label=_("Your present contract ends"), required=False)

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["volume"].label = f"{self.fields['volume'].label},{NO_BREAK_SPACE}{unit}"


class LeaveForm(PlainForm):
    """Why one withdraws."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who follows the need reads it."),
    )


class _DecisionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """Name a decision by its body, day and title."""
        day = date_in_words(obj.decided_on) if obj.decided_on else ""
        return " · ".join(part for part in (obj.body, day, obj.title) if part)


class AnchorForm(PlainForm):
    """The decision that the municipality's part rests on."""

    decision = _DecisionField(
        Decision.objects.none(),
        label=_("Decision"),
        required=False,
        empty_label=_("None yet"),
    )

    def __init__(self, *args: Any, decisions: QuerySet[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
