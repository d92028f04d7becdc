"""What the pages of cases show: finished texts, nothing left to compute."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from common.dates import date_in_words
from common.numbers import format_number
from common.words import MISSING, Words
from gatherings import words
from gatherings.actions.case_advice import is_author
from gatherings.calculations import loop
from gatherings.calculations.loop import Reading
from gatherings.enums import CaseState
from gatherings.models import (
    Case,
    CaseAdvice,
    CaseFigure,
    CaseReturn,
    Gathering,
    Homework,
    Registration,
)
from gatherings.queries.cases import FigureNow
from improvement.models import Measure
from improvement.views.rows import status_code
from improvement.views.work_rows import indicator_address
from indicators.enums import Status
from indicators.models import Indicator

MOVES: Final[dict[str, tuple[str, Words]]] = {
    loop.TOGETHER: ("yes", gettext_lazy("Better than at the start")),
    loop.OPPOSITE: ("no", gettext_lazy("Worse than at the start")),
    loop.NOT_YET: ("wait", gettext_lazy("No change to speak of")),
    loop.NO_NEWER: ("wait", gettext_lazy("No newer figure yet")),
    loop.HIDDEN: ("wait", gettext_lazy("Hidden, because the numbers are small")),
    loop.NO_VALUE: ("wait", gettext_lazy("No figure to compare")),
    loop.NO_DIRECTION: ("wait", gettext_lazy("It is not recorded which way is better")),
}
"""What has become of one indicator → (mark, words)."""
VERDICTS: Final[dict[str, tuple[str, Words]]] = {
    loop.TOGETHER: ("yes", gettext_lazy("Moved together with the measure")),
    loop.NOT_YET: ("wait", gettext_lazy("Not yet")),
    loop.OPPOSITE: ("no", gettext_lazy("Went the opposite way")),
}
"""What is said of a whole case → (mark, words); never why."""
STATES: Final = {
    CaseState.DRAFT: "wait",
    CaseState.READY: "wait",
    CaseState.PRESENTED: "yes",
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list."""

    title: str
    lang: str
    href: str
    place: str
    question: str
    kind: str
    state: str
    slot: str
    advise: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One indicator at the start and now."""

    name: str
    lang: str
    href: str
    then: str
    then_year: str
    now: str
    now_year: str
    kind: str
    verdict: str
    source: str
    source_url: str
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """One piece of advice; ``withdraw`` is the address where the author takes it back."""

    text: str
    place: str
    group: str
    day: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class HomeworkRow:
    """One piece of homework."""

    text: str
    when: str
    is_done: bool
    is_late: bool
    result: str
    done: str
    change: str
    remove: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """The measure that the case became."""

    title: str
    lang: str
    href: str
    status: str
    logged: str


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """The case back on the table."""

    day: str
    where: str
    text: str
    lang: str
    outcome: str
    kind: str
    verdict: str
    figures: list[FigureRow]


def case_row(case: Case, *, href: str, advise: str = "") -> CaseRow:
    """Show one case of a list."""
    return CaseRow(
        title=case.title,
        lang=case.language,
        href=href,
        place=str(case.municipality),
        question=case.question,
        kind=STATES[CaseState(case.state)],
        state=str(case.get_state_display()),
        slot=slot_words(case),
        advise=advise,
    )


def slot_words(case: Case) -> str:
    """Say where and when a case is presented; nothing where that is not decided."""
    gathering, item = case.gathering, case.agenda_item
    if gathering is None:
        return ""
    parts = [words.gathering_name(gathering), words.day_of(gathering)]
    if item is not None:
        parts.append(words.times(item.starts, item.ends))
    return ", ".join(part for part in parts if part)


def figure_rows(
    figures: Iterable[CaseFigure], now: Mapping[int, FigureNow], *, place: dict[str, str]
) -> list[FigureRow]:
    """Set the starting figures beside those of today."""
    rows = []
    for each in figures:
        today = now[each.indicator_id]
        start = Reading(each.period, each.value, each.is_hidden)
        found = loop.moved(start=start, now=today.reading, worst=today.worst, best=today.best)
        rows.append(
            _figure(
                each.indicator,
                start,
                today.reading,
                found,
                href=indicator_address(each.indicator, place),
            )
        )
    return rows


def _figure(
    indicator: Indicator, start: Reading, now: Reading, found: str, *, href: str
) -> FigureRow:
    name, unit = indicator.local_name, str(indicator.local_unit)
    kind, verdict = MOVES[found]
    return FigureRow(
        name=name.text,
        lang=name.lang,
        href=href,
        then=_value(start, unit=unit, decimals=indicator.decimals),
        then_year=_year(start),
        now=_value(now, unit=unit, decimals=indicator.decimals),
        now_year=_year(now),
        kind=kind,
        verdict=str(verdict),
        source=indicator.source,
        source_url=indicator.source_url,
        is_illustrative=indicator.is_illustrative,
    )


def _value(reading: Reading, *, unit: str, decimals: int) -> str:
    if reading.is_hidden:
        return str(MISSING[Status.HIDDEN])
    if reading.value is None:
        return str(MISSING[""])
    return f"{format_number(reading.value, decimals=decimals)} {unit}".strip()


def _year(reading: Reading) -> str:
    return str(reading.year) if reading.year and reading.value is not None else ""


def advice_rows(
    case: Case,
    advice: Iterable[CaseAdvice],
    *,
    person: User | None,
    seat: Registration | None = None,
    address: str,
) -> list[AdviceRow]:
    """Show the advice with the municipality that it comes from.

    Args:
        case: The case.
        advice: What it got.
        person: Who reads, where signed in.
        seat: Whose link is used.
        address: Where advice is taken back, with ``0`` for its key; empty where nothing is.
    """
    rows = []
    for each in advice:
        is_own = is_author(each, by=person, registration=seat)
        place = str(each.municipality) if each.municipality else _("The hosts")
        rows.append(
            AdviceRow(
                text=each.text,
                place=place,
                group=each.group,
                day=date_in_words(each.at),
                withdraw=address.replace("/0/", f"/{each.pk}/") if is_own and address else "",
            )
        )
    return rows


def homework_rows(
    homework: Iterable[Homework], *, today: date, may_do: bool
) -> list[HomeworkRow]:
    """Show homework, with what can be done about it."""
    return [_homework(each, today=today, may_do=may_do) for each in homework]


def _homework(each: Homework, *, today: date, may_do: bool) -> HomeworkRow:
    is_late = each.done_at is None and each.due_on < today
    if each.done_at is not None:
        when = _("Done %(day)s") % {"day": date_in_words(each.done_at)}
    elif is_late:
        when = _("Late: was to be done by %(day)s") % {"day": date_in_words(each.due_on)}
    else:
        when = _("By %(day)s") % {"day": date_in_words(each.due_on)}
    keys = {"pk": each.case_id, "homework": each.pk}
    open_ = may_do and each.done_at is None
    return HomeworkRow(
        text=each.text,
        when=when,
        is_done=each.done_at is not None,
        is_late=is_late,
        result=each.result,
        done=reverse("gatherings:homework-done", kwargs=keys) if open_ else "",
        change=reverse("gatherings:homework-change", kwargs=keys) if open_ else "",
        remove=reverse("gatherings:homework-remove", kwargs=keys) if open_ else "",
    )


def measure_row(measure: Measure | None) -> MeasureRow | None:
    """Show the measure of a case, if the reader may see it."""
    if measure is None:
        return None
    logged = date_in_words(measure.logged_at) if measure.logged_at else ""
    return MeasureRow(
        title=measure.title,
        lang=measure.language,
        href=measure.get_absolute_url(),
        status=status_code(measure.state),
        logged=_("Last logged %(day)s") % {"day": logged} if logged else "",
    )


def stored_moves(figures: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say of each frozen figure which way it went."""
    return [
        loop.moved(
            start=Reading(**each["then"]),
            now=Reading(**each["now"]),
            worst=each["worst"],
            best=each["best"],
        )
        for each in figures
    ]


def return_row(
    back: CaseReturn,
    *,
    indicators: Mapping[str, Indicator],
    place: dict[str, str],
    names_outcome: bool,
) -> ReturnRow:
    """Show a return with the figures that were frozen in it.

    Args:
        back: The return; its gathering with its series.
        indicators: By code; the figures' own.
        place: The part of an address that names the municipality.
        names_outcome: Whether the reader may know of the evaluation of the measure.
    """
    moves = stored_moves(back.figures)
    kind, verdict = VERDICTS[loop.whole(moves)]
    outcome = back.evaluation.get_outcome_display() if back.evaluation else ""
    return ReturnRow(
        day=date_in_words(back.at),
        where=words.gathering_name(back.gathering) if back.gathering else "",
        text=back.text,
        lang=back.language,
        outcome=str(outcome) if names_outcome else "",
        kind=kind,
        verdict=str(verdict),
        figures=[
            _figure(
                indicators[stored["indicator"]],
                Reading(**stored["then"]),
                Reading(**stored["now"]),
                found,
                href=indicator_address(indicators[stored["indicator"]], place),
            )
            for stored, found in zip(back.figures, moves, strict=True)
            if stored["indicator"] in indicators
        ],
    )


def programme_rows(gathering: Gathering, cases: Iterable[Case]) -> list[CaseRow]:
    """Show the cases of one gathering, with where advice is written."""
    found = []
    for case in cases:
        case.gathering = gathering
        keys = {"pk": case.pk}
        found.append(
            case_row(
                case,
                href=case.get_absolute_url(),
                advise=reverse("gatherings:case-advice", kwargs=keys),
            )
        )
    return found


def advice_count(number: int) -> str:
    """Say how much advice there is; nothing where there is none."""
    if not number:
        return ""
    text = ngettext("%(number)s piece of advice", "%(number)s pieces of advice", number)
    return text % {"number": number}
