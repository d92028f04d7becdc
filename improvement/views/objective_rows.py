"""What the page of one objective shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.dates import date_in_words
from common.numbers import format_number
from common.translations import localized
from improvement.models import Objective, ObjectiveIndicator
from improvement.queries.series import Series
from improvement.views.work_rows import WantedCell
from indicators.models import Target
from networks.models import Network


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target with its goal."""

    goal: int
    number: str
    title: str
    lang: str


@dataclass(frozen=True, slots=True)
class SparkCell:
    """An indicator of the objective with its small picture; ``text`` is for those who hear."""

    cell: WantedCell
    values: tuple[float | None, ...]
    wanted: float
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about the objective; ``href`` where it leads somewhere."""

    label: str
    text: str
    href: str = ""
    lang: str = ""


def target_rows(targets: Sequence[Target]) -> list[TargetLine]:
    """Print the targets."""
    rows = []
    for each in targets:
        title = localized(each, "title")
        rows.append(TargetLine(each.goal_id, each.pk, title.text, title.lang))
    return rows


def spark_cells(
    cells: Sequence[WantedCell],
    wanted: Sequence[ObjectiveIndicator],
    series: Mapping[int, Series],
) -> list[SparkCell]:
    """Put cells and series together."""
    rows = []
    for cell, each in zip(cells, wanted, strict=True):
        found = series.get(each.indicator_id)
        values = found.values if found else ()
        rows.append(SparkCell(cell, values, each.wanted_value, _spoken(each, found)))
    return rows


def objective_facts(objective: Objective, *, network: Network | None) -> list[Fact]:
    """Say where the objective stands in plans and decisions.

    Args:
        objective: The objective.
        network: Its network, if the reader may know of it.
    """
    facts = []
    decision = objective.decision
    if decision is not None:
        parts = [decision.body, decision.case_number]
        parts.append(date_in_words(decision.decided_on) if decision.decided_on else "")
        text = ", ".join(part for part in parts if part)
        facts.append(Fact(_("Decided by"), text, decision.link))
    else:
        facts.append(Fact(_("Decided by"), _("not decided yet")))
    plan = ", ".join(
        part for part in (objective.plan_document, objective.plan_paragraph) if part
    )
    if plan or objective.plan_link:
        facts.append(Fact(_("Plan"), plan or _("the plan"), objective.plan_link))
    if network is not None:
        facts.append(
            Fact(_("Network"), network.label, network.get_absolute_url(), network.language)
        )
    if objective.round is not None:
        facts.append(Fact(_("Round"), str(objective.round), objective.round.get_absolute_url()))
    if objective.on_behalf_of_id:
        facts.append(Fact(_("Written on behalf of"), str(objective.municipality)))
    return facts


def _spoken(wanted: ObjectiveIndicator, series: Series | None) -> str:
    if series is None:
        return ""
    known = [
        (year, value)
        for year, value in zip(series.years, series.values, strict=True)
        if value is not None
    ]
    if not known:
        return ""
    decimals = wanted.indicator.decimals
    (first, begin), (last, end) = known[0], known[-1]
    return _("From %(begin)s in %(first)s to %(end)s in %(last)s.") % {
        "begin": format_number(begin, decimals=decimals),
        "first": first,
        "end": format_number(end, decimals=decimals),
        "last": last,
    }
