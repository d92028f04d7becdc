"""A case as it is written, its slot, advice, homework, and what was learnt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from common.nordic import by_name
from common.numbers import format_number
from common.translations import LocalText
from common.words import MISSING, goal_name
from gatherings import words
from gatherings.actions.cases import MOST_FIGURES, CaseDetails
from gatherings.enums import AgendaKind, GatheringState
from gatherings.forms.parts import ClockField, in_order
from gatherings.models import AgendaItem, Case, CaseFigure, Gathering, Series
from gatherings.queries.cases import FigureChoices
from improvement.queries.report_figures import Figure
from indicators.enums import Status
from indicators.models import Indicator
from networks.forms.base import DayField, PlainForm

LONG = 8000
ADVICE = 2000


@dataclass(frozen=True, slots=True)
class FigureOption:
    """One indicator that can be ticked off, with what it says now."""

    code: str
    name: LocalText
    now: str
    element: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FigurePanel:
    """Indicators that stand together; ``goal`` is 0 for those with furthest to go."""

    goal: int
    title: str
    options: tuple[FigureOption, ...]
    is_open: bool

    @property
    def chosen(self) -> int:
        return sum(each.is_chosen for each in self.options)


class CaseForm(PlainForm):
    title = forms.CharField(
        label=gettext_lazy("What is the case called?"),
        max_length=200,
        help_text=gettext_lazy("A few words that others recognise it by."),
    )
    question = forms.CharField(
        label=gettext_lazy("What do you ask the others?"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One question that the others can answer at the table."),
    )
    background = forms.CharField(
        label=gettext_lazy("Background"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("What have you tried, and what stands in the way?"),
    )
    contact = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who presents it?"),
        required=False,
        empty_label="–",
    )
    indicators = forms.MultipleChoiceField(
        label=gettext_lazy("Figures to start from"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        people: QuerySet[User],
        choices: FigureChoices,
        kept: Sequence[CaseFigure] = (),
        needs_figures: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.needs_figures = needs_figures
        self.fields["contact"].queryset = people.order_by(by_name(), "pk")  # type: ignore[attr-defined]  # of ModelChoiceField
        self.choices = choices
        known = {one.code for one in choices.figures.indicators}
        self.lost = [row for row in kept if row.indicator.code not in known]
        codes = [*known, *(row.indicator.code for row in self.lost)]
        self.fields["indicators"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]  # of MultipleChoiceField

    def clean_indicators(self) -> list[str]:
        """Give the codes in the order of the page, each once.

        Raises:
            ValidationError: Too many, or none where the case is shown to others.
        """
        wanted = set(self.cleaned_data["indicators"])
        if len(wanted) > MOST_FIGURES:
            text = ngettext(
                "Choose at most %(most)s indicator.",
                "Choose at most %(most)s indicators.",
                MOST_FIGURES,
            )
            raise forms.ValidationError(text % {"most": MOST_FIGURES})
        if self.needs_figures and not wanted:
            raise forms.ValidationError(
                _("Choose at least one indicator before you show the case.")
            )
        shown = [each.code for panel in self.panels for each in panel.options]
        return [code for code in dict.fromkeys(shown) if code in wanted]

    @property
    def panels(self) -> list[FigurePanel]:
        """The indicators: first those with furthest to go, then all others by goal."""
        chosen = set(self["indicators"].value() or [])
        by_code = {one.code: one for one in self.choices.figures.indicators}
        weak = [by_code[code] for code in self.choices.suggested]
        panels = []
        lost = tuple(_lost_option(row, chosen) for row in self.lost)
        if weak or lost:
            options = (*(_option(one, chosen) for one in weak), *lost)
            panels.append(FigurePanel(0, _("With furthest to go"), options, is_open=True))
        rest = [one for one in by_code.values() if one.code not in self.choices.suggested]
        for goal in sorted({one.goal for one in rest}):
            options = tuple(_option(one, chosen) for one in rest if one.goal == goal)
            is_open = any(each.is_chosen for each in options)
            panels.append(FigurePanel(goal, goal_name(goal), options, is_open=is_open))
        return panels

    def details(self, found: dict[str, Indicator], *, language: str) -> CaseDetails:
        """Give what was written; ``found`` has the chosen indicators by code."""
        data = self.cleaned_data
        return CaseDetails(
            title=data["title"],
            question=data["question"],
            background=data["background"],
            contact=data["contact"],
            language=language,
            indicators=tuple(found[code] for code in data["indicators"]),
        )


def _option(one: Figure, chosen: set[str]) -> FigureOption:
    if one.status == Status.HIDDEN or one.value is None:
        now = str(MISSING.get(one.status, MISSING[""]))
    else:
        value = format_number(one.value, decimals=one.decimals)
        now = f"{value} {one.unit}".strip()
        now = f"{now}, {one.year}" if one.year else now
    return FigureOption(one.code, one.name, now, f"id_ind_{one.pk}", one.code in chosen)


def _lost_option(row: CaseFigure, chosen: set[str]) -> FigureOption:
    indicator = row.indicator
    return FigureOption(
        indicator.code,
        indicator.local_name,
        _("not in the dashboard any more"),
        f"id_ind_{indicator.pk}",
        indicator.code in chosen,
    )


class GatheringChoice(forms.ModelChoiceField):
    """Gatherings of a series with day and place."""

    def label_from_instance(self, obj: Gathering) -> str:
        return words.whole(obj)


class ItemChoice(forms.ModelChoiceField):
    """Items of programmes that a case can take over."""

    def label_from_instance(self, obj: AgendaItem) -> str:
        times = words.times(obj.starts, obj.ends)
        parts = [words.gathering_name(obj.gathering), times, obj.title]
        return " · ".join(part for part in parts if part)


class SlotForm(PlainForm):
    gathering = GatheringChoice(
        Gathering.objects.none(), label=gettext_lazy("Gathering"), empty_label=None
    )
    starts = ClockField(label=gettext_lazy("From"), required=False)
    ends = ClockField(label=gettext_lazy("To"), required=False)
    item = ItemChoice(
        AgendaItem.objects.none(),
        label=gettext_lazy("Use an item that is in the programme"),
        required=False,
        empty_label=gettext_lazy("Make a new one"),
        help_text=gettext_lazy("It takes the name of the case if you give a time."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gathering"].queryset = planned(case.series)  # type: ignore[attr-defined]  # of ModelChoiceField
        free = AgendaItem.objects.filter(
            gathering__series=case.series,
            gathering__state=GatheringState.PLANNED,
            kind=AgendaKind.CASE,
            case__isnull=True,
        )
        self.fields["item"].queryset = free.select_related("gathering__series").order_by(  # type: ignore[attr-defined]  # as above
            "gathering__number", "position"
        )
        if not free.exists():
            del self.fields["item"]

    def clean(self) -> dict[str, Any]:
        return in_order(self, super().clean())


class AdviceForm(PlainForm):
    group = forms.CharField(
        label=gettext_lazy("Your group"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As on the table: Group 3."),
    )
    text = forms.CharField(
        label=gettext_lazy("Your advice"),
        max_length=ADVICE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class HomeworkForm(PlainForm):
    text = forms.CharField(label=gettext_lazy("What is to be done?"), max_length=300)
    due_on = DayField(label=gettext_lazy("By when"))


class ResultForm(PlainForm):
    result = forms.CharField(
        label=gettext_lazy("What came of it?"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AskBackForm(PlainForm):
    gathering = GatheringChoice(
        Gathering.objects.none(),
        label=gettext_lazy("To which gathering?"),
        required=False,
        empty_label=gettext_lazy("Not decided"),
    )

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gathering"].queryset = planned(series)  # type: ignore[attr-defined]  # of ModelChoiceField


class ReturnForm(AskBackForm):
    text = forms.CharField(
        label=gettext_lazy("What have you learnt?"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("What you did, what came of it, and what you would do again."),
    )
    field_order = ("text", "gathering")


def planned(series: Series) -> QuerySet[Gathering]:
    """Gatherings of a series that are not cancelled, in order."""
    rows = series.gatherings.filter(state=GatheringState.PLANNED).select_related("series")
    return rows.order_by("number")
