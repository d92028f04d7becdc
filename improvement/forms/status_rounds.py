"""Ask the members for their status, deliver a part, anchor it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import date_in_words
from common.numbers import whole_number
from improvement.queries.status_rounds import GoalIndicators
from indicators.models import Indicator
from networks.enums import Effect
from networks.forms.base import DayField, PlainForm
from networks.models import Decision

EFFECTS = [(one, one.label.capitalize()) for one in (Effect.ADOPTS, Effect.NOTED)]


class StatusRoundForm(PlainForm):
    """Name, dates, and the indicators that are asked for, by goal or one by one."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("For example «Status 2026»."),
    )
    opens_on = DayField(label=gettext_lazy("Opens"))
    deadline = DayField(
        label=gettext_lazy("Deadline"),
        help_text=gettext_lazy("The last day to deliver, where the municipality lies."),
    )
    year_from = forms.IntegerField(
        label=gettext_lazy("Figures from the year"),
        min_value=1990,
        max_value=2100,
        help_text=gettext_lazy("A figure of this year or later fills an indicator."),
    )
    goals = forms.TypedMultipleChoiceField(
        label=gettext_lazy("All indicators of the goal"), coerce=int, required=False
    )
    indicators = forms.MultipleChoiceField(label=gettext_lazy("Indicators"), required=False)

    def __init__(self, *args: Any, catalogue: Sequence[GoalIndicators], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.catalogue = catalogue
        known = {row.pk: row for group in catalogue for row in group.indicators}
        self.known = known
        self.fields["goals"].choices = [(group.number, "") for group in catalogue]  # type: ignore[attr-defined]
        self.fields["indicators"].choices = [(row.pk, str(row)) for row in known.values()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        goals = set(values.pop("goals", []))
        chosen = {int(pk) for pk in values.get("indicators", [])}
        for group in self.catalogue:
            if group.number in goals:
                chosen |= {row.pk for row in group.indicators}
        found: list[Indicator] = [self.known[pk] for pk in sorted(chosen)]
        if not found and "indicators" not in self.errors:
            self.add_error("indicators", _("Choose at least one indicator."))
        values["indicators"] = found
        return values

    @property
    def groups(self) -> list[tuple[GoalIndicators, bool]]:
        """The goals, and whether one of their indicators is ticked."""
        ticked = self.chosen_indicators
        return [
            (group, any(row.pk in ticked for row in group.indicators))
            for group in self.catalogue
        ]

    @property
    def chosen_goals(self) -> set[int]:
        """Goals that are ticked now."""
        return _numbers(self["goals"].value())

    @property
    def chosen_indicators(self) -> set[int]:
        """Indicators that are ticked now."""
        return _numbers(self["indicators"].value())


def _numbers(values: Iterable[Any] | None) -> set[int]:
    """Give the values of a field that are keys, as a form shows them again."""
    found = (whole_number(str(value)) for value in values or ())
    return {number for number in found if number is not None}


class DeliverForm(PlainForm):
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What the network should know when it reads the figures."),
    )


class DecisionChoice(forms.ModelChoiceField):
    """Decisions with their day."""

    def label_from_instance(self, obj: Decision) -> str:
        if obj.decided_on is None:
            return str(obj)
        title = f" {obj.title}" if obj.title and obj.title not in str(obj) else ""
        return f"{obj}{title} ({date_in_words(obj.decided_on)})"


class AnchorForm(PlainForm):
    """The day, and a decision that is there or is recorded now."""

    on = DayField(label=gettext_lazy("Anchored on"))
    decision = DecisionChoice(
        Decision.objects.none(),
        label=gettext_lazy("Decision"),
        required=False,
        empty_label=gettext_lazy("A new one, below"),
    )
    body = forms.CharField(
        label=gettext_lazy("Who decided"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only for a new decision, as the following fields."),
    )
    case_number = forms.CharField(
        label=gettext_lazy("Case number"), max_length=40, required=False
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the case"), max_length=300, required=False
    )
    effect = forms.ChoiceField(
        label=gettext_lazy("What the decision does"), choices=EFFECTS, required=False
    )
    link = forms.URLField(
        label=gettext_lazy("Link to the paper"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": gettext_lazy("Write a whole address that begins with https://.")
        },
    )

    def __init__(self, *args: Any, decisions: QuerySet[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("decision") is None and not values.get("body", "").strip():
            self.add_error("body", _("Choose a decision, or write who has decided."))
        return values
