"""Forms about objectives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.actions.objectives import ObjectiveDetails, Wanted
from improvement.forms import parts
from improvement.queries.choices import IndicatorChoice, TargetGroup
from networks.forms.base import PlainForm
from networks.models import Decision, Network

FIRST_YEAR, LAST_YEAR = 2000, 2100
_YEAR = gettext_lazy("Write a year from 2000 to 2100, for example 2030.")


class WantedForm(parts.IndicatorRowForm):
    """An indicator with the value that is wanted, and by when."""

    wanted_value = parts.NumberField(label=gettext_lazy("Wanted value"), required=False)
    wanted_year = forms.IntegerField(
        label=gettext_lazy("By the end of"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        initial=2030,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _YEAR, "min_value": _YEAR, "max_value": _YEAR},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing of a row that is begun."""
        cleaned: dict[str, Any] = super().clean() or {}
        has_value = cleaned.get("wanted_value") is not None or "wanted_value" in self.errors
        if cleaned.get("indicator"):
            if not has_value:
                self.add_error("wanted_value", _("Write the value that you want to reach."))
            if cleaned.get("wanted_year") is None and "wanted_year" not in self.errors:
                self.add_error("wanted_year", _YEAR)
        elif has_value and "indicator" not in self.errors:
            self.add_error("indicator", _("Choose the indicator that is meant."))
        return cleaned


class WantedRows(parts.IndicatorRows):
    """What the indicators should reach, each indicator once."""

    def wanted(self) -> tuple[Wanted, ...]:
        """What was filled in."""
        return tuple(
            Wanted(row["indicator"], row["wanted_value"], row["wanted_year"])
            for row in self.filled()
        )


_Rows = cast(
    "type[WantedRows]",
    forms.formset_factory(
        WantedForm, formset=WantedRows, extra=2, max_num=parts.MOST_ROWS, validate_max=True
    ),
)


class ObjectiveForm(PlainForm):
    """An objective. The rows of indicators stand in ``rows``."""

    title = forms.CharField(
        label=gettext_lazy("What do you want to reach?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write what you want to reach.")},
    )
    description = forms.CharField(
        label=gettext_lazy("Describe it in a few sentences"),
        required=False,
        widget=forms.Textarea(attrs=parts.TEXT_AREA),
    )
    network = forms.ModelChoiceField(
        Network.objects.none(),
        label=gettext_lazy("Network"),
        required=False,
        empty_label=gettext_lazy("None, the municipality's own"),
    )
    targets = parts.TargetsField(label=gettext_lazy("Targets"))
    decision = parts.DecisionChoice(
        Decision.objects.none(),
        label=gettext_lazy("Decision"),
        required=False,
        empty_label=gettext_lazy("Not decided yet"),
        help_text=gettext_lazy("Decisions are recorded on the municipality's networks page."),
    )
    plan_document = forms.CharField(
        label=gettext_lazy("Plan document"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example the social part of the municipal master plan."),
    )
    plan_paragraph = forms.CharField(
        label=gettext_lazy("Chapter or paragraph"), max_length=100, required=False
    )
    plan_link = forms.URLField(
        label=gettext_lazy("Link to the plan"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": parts.LINK_INVALID},
    )

    def __init__(
        self,
        *args: Any,
        networks: QuerySet[Network],
        decisions: QuerySet[Decision],
        choices: Sequence[IndicatorChoice],
        groups: Sequence[TargetGroup],
        wanted: Sequence[dict[str, Any]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._groups = groups
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
        self.rows = _Rows(
            self.data if self.is_bound else None,
            prefix="onsket",
            initial=list(wanted),
            form_kwargs={"choices": choices, "listed": parts.grouped(choices)},
        )

    @cached_property
    def panels(self) -> list[parts.TargetPanel]:
        """The targets, goal by goal, with what is ticked off."""
        return parts.target_panels(self._groups, helped=parts.chosen_numbers(self, "targets"))

    @property
    def chosen_targets(self) -> int:
        """How many targets are ticked off."""
        return sum(panel.chosen for panel in self.panels)

    @property
    def targets_open(self) -> bool:
        """Whether something is wrong among the targets."""
        return "targets" in self.errors

    def clean(self) -> dict[str, Any]:
        """See that the rows are right."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.rows.is_valid():
            self.add_error(None, _("Look at the indicators and the wanted values."))
            for text in self.rows.non_form_errors():
                self.add_error(None, str(text))
        return cleaned

    def details(self, *, language: str) -> ObjectiveDetails:
        """What was written; ``language`` is that of the one who writes."""
        data = dict(self.cleaned_data)
        return ObjectiveDetails(
            language=language,
            targets=tuple(data.pop("targets")),
            wanted=self.rows.wanted(),
            **data,
        )
