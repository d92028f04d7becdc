"""Forms about measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from improvement.actions.measures import Expectation, MeasureDetails
from improvement.enums import MeasureKind
from improvement.forms import parts
from improvement.models import Objective
from improvement.queries.choices import IndicatorChoice, TargetGroup
from indicators.models import Indicator
from networks.forms.base import DayField, PlainForm
from networks.models import Municipality, Network


class ExpectationForm(parts.IndicatorRowForm):
    """An indicator that the measure is expected to move."""

    delay_months = forms.IntegerField(
        label=gettext_lazy("Seen after, months"),
        required=False,
        min_value=0,
        max_value=240,
        initial=12,
        error_messages={
            "invalid": gettext_lazy("Write a number of months, for example 12."),
            "min_value": gettext_lazy("Write a number of months from 0 to 240."),
            "max_value": gettext_lazy("Write a number of months from 0 to 240."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    expected = forms.CharField(
        label=gettext_lazy("Expected change"), required=False, max_length=200
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the indicator where something is said about it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if (
            cleaned.get("expected")
            and not cleaned.get("indicator")
            and "indicator" not in self.errors
        ):
            self.add_error("indicator", _("Choose the indicator that is meant."))
        return cleaned


class ExpectationRows(parts.IndicatorRows):
    """What the indicators are expected to do, each indicator once."""

    def expectations(self) -> tuple[Expectation, ...]:
        """What was filled in."""
        return tuple(
            Expectation(
                row["indicator"],
                12 if row["delay_months"] is None else row["delay_months"],
                row["expected"],
            )
            for row in self.filled()
        )


_Rows = cast(
    "type[ExpectationRows]",
    forms.formset_factory(
        ExpectationForm,
        formset=ExpectationRows,
        extra=2,
        max_num=parts.MOST_ROWS,
        validate_max=True,
    ),
)


class ObjectiveChoice(forms.ModelChoiceField):
    """Objectives by their titles."""

    def label_from_instance(self, obj: Objective) -> str:
        return obj.title


class MeasureForm(PlainForm):
    """What is needed first, then the details. The rows of indicators stand in ``rows``."""

    title = forms.CharField(
        label=gettext_lazy("What will you do?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write what you will do.")},
    )
    description = forms.CharField(
        label=gettext_lazy("Describe it in a few sentences"),
        required=False,
        widget=forms.Textarea(attrs=parts.TEXT_AREA),
    )
    responsible_person = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Responsible person"),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
        help_text=gettext_lazy("Gets the reminders. People with a role in the municipality."),
    )
    responsible_unit = forms.CharField(
        label=gettext_lazy("Responsible unit"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("For example the department that does it."),
    )
    starts_on = DayField(label=pgettext_lazy("day", "Start"), required=False)
    ends_on = DayField(label=pgettext_lazy("day", "End"), required=False)
    objective = ObjectiveChoice(
        Objective.objects.none(),
        label=gettext_lazy("Objective"),
        required=False,
        empty_label=gettext_lazy("None"),
    )
    network = forms.ModelChoiceField(
        Network.objects.none(),
        label=gettext_lazy("Network"),
        required=False,
        empty_label=gettext_lazy("None, the municipality's own"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"), choices=MeasureKind.choices, initial=MeasureKind.OTHER
    )
    collaborators = forms.CharField(
        label=gettext_lazy("Who helps"), max_length=300, required=False
    )
    cost = forms.CharField(
        label=gettext_lazy("Cost"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("A sum or a few words, with year."),
    )
    budget_link = forms.URLField(
        label=gettext_lazy("Link to the budget"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": parts.LINK_INVALID},
    )
    helps = parts.TargetsField(label=gettext_lazy("Targets that the measure helps"))
    hurts = parts.TargetsField(label=gettext_lazy("Targets that the measure hurts"))
    from_indicator = parts.IndicatorField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        municipality: Municipality,
        people: QuerySet[User],
        networks: QuerySet[Network],
        objectives: QuerySet[Objective],
        choices: Sequence[IndicatorChoice],
        groups: Sequence[TargetGroup],
        expectations: Sequence[dict[str, Any]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self._groups = groups
        for name, rows in (
            ("responsible_person", people),
            ("network", networks),
            ("objective", objectives),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        listed = parts.grouped(choices)
        origin = self.fields["from_indicator"]
        assert isinstance(origin, parts.IndicatorField)  # noqa: S101 -- declared above
        origin.offer(choices, listed)
        self.rows = _Rows(
            self.data if self.is_bound else None,
            prefix="forventet",
            initial=list(expectations),
            form_kwargs={"choices": choices, "listed": listed},
        )

    @cached_property
    def panels(self) -> list[parts.TargetPanel]:
        """The targets, goal by goal, with what is ticked off."""
        return parts.target_panels(
            self._groups,
            helped=parts.chosen_numbers(self, "helps"),
            hurt=parts.chosen_numbers(self, "hurts"),
        )

    def clean(self) -> dict[str, Any]:
        """See that dates and targets hold together, and that the rows are right."""
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end must come after the start."))
        both = set(cleaned.get("helps") or ()) & set(cleaned.get("hurts") or ())
        if both:
            numbers = ", ".join(sorted(target.pk for target in both))
            self.add_error(
                "hurts",
                _("A target is either helped or hurt, not both: %(numbers)s.")
                % {"numbers": numbers},
            )
        if not self.rows.is_valid():
            self.add_error(None, _("Look at the indicators that the measure should move."))
            for text in self.rows.non_form_errors():
                self.add_error(None, str(text))
        return cleaned

    @property
    def chosen_targets(self) -> int:
        """How many targets are ticked off."""
        return sum(panel.chosen for panel in self.panels)

    @property
    def chosen_indicators(self) -> int:
        """How many rows have an indicator."""
        return sum(1 for row in self.rows if row["indicator"].value())

    @property
    def targets_open(self) -> bool:
        """Whether something is wrong among the targets."""
        return bool({"helps", "hurts"} & set(self.errors))

    @property
    def rows_open(self) -> bool:
        """Whether something is wrong among the indicators."""
        return self.is_bound and not self.rows.is_valid()

    @property
    def more_open(self) -> bool:
        """Whether something is wrong in the last part."""
        last = {"kind", "network", "collaborators", "cost", "budget_link"}
        return bool(last & set(self.errors))

    def details(self, *, language: str) -> MeasureDetails:
        """What was written; ``language`` is that of the one who writes."""
        data = dict(self.cleaned_data)
        origin: Indicator | None = data.pop("from_indicator")
        return MeasureDetails(
            language=language,
            from_indicator=origin,
            helps=tuple(data.pop("helps")),
            hurts=tuple(data.pop("hurts")),
            expectations=self.rows.expectations(),
            **data,
        )


class CopyForm(PlainForm):
    """For which municipality the measure is copied; asked only where there are several."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=gettext_lazy("Municipality"), empty_label=None
    )

    def __init__(self, *args: Any, places: Sequence[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        field.queryset = Municipality.objects.filter(  # type: ignore[attr-defined]
            pk__in=[place.pk for place in places]
        ).select_related("country")
        if places:
            self.initial.setdefault("municipality", places[0].pk)
        if len(places) == 1:
            field.widget = forms.HiddenInput()
