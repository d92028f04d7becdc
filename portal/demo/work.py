"""The work of the demonstration: rounds, objectives, measures and their log.

All of it is made by the actions that people use, dated from the day of loading, so that it
is always alive. The texts are examples (``portal/demo/data/work_*.toml``).
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone, translation

from improvement.actions.conflicts import settle_conflict
from improvement.actions.evaluations import EvaluationDetails, evaluate
from improvement.actions.log import log_status
from improvement.actions.measures import Expectation, MeasureDetails, create_measure
from improvement.actions.objectives import ObjectiveDetails, Wanted, create_objective
from improvement.actions.tasks import add_task, finish_task
from improvement.enums import Confidence, ConflictState, Outcome
from improvement.models import GoalConflict, Measure, Objective, Round, StatusRound
from improvement.queries.comparison_groups import groups_of
from indicators.models import Indicator, Target
from networks.models import Municipality, Network
from portal.demo.networks import GOL
from portal.demo.places import Place, content_in, places_of
from portal.demo.rounds import (
    ask_for_status,
    begin_second_round,
    go_on_with_round,
    name_functions,
    open_first_round,
)

_HORIZON = 2030


@transaction.atomic
def load_work(*, at: datetime) -> int:
    """Give each demonstration network a living round, once.

    A municipality that has a measure or a round is left as people have left it.

    Returns:
        How many measures were written.
    """
    written = 0
    for network in Network.objects.filter(closed_at=None).order_by("pk"):
        language = "sv" if network.language == "sv" else "nb"
        with translation.override(language):
            places = list(places_of(network, at=at))
            for place in places:
                if not _has_work(place.municipality):
                    written += _begin(place, content_in(language), at=at)
            if not StatusRound.objects.filter(network=network).exists():
                ask_for_status(network, places, language, at=at)
    return written


def _has_work(municipality: Municipality) -> bool:
    return (
        Measure.objects.filter(municipality=municipality).exists()
        or Round.objects.filter(municipality=municipality).exists()
    )


def _begin(place: Place, content: dict[str, list[dict[str, Any]]], *, at: datetime) -> int:
    """Write one municipality's rounds and work; gives the number of its measures."""
    is_gol = place.municipality.code == GOL
    opened = open_first_round(place, at=at)
    objectives = {
        each["key"]: _objective(place, each, at=at)
        for each in _some(content["objective"], place, all_of_them=is_gol, count=2)
    }
    chosen = _some(content["measure"], place, all_of_them=is_gol, count=3)
    _measure(place, chosen[0], objectives.get(chosen[0]["objective"]), at=at)
    if place.network.slug == "nord":
        opened = begin_second_round(place, opened, at=at)
    for each in chosen[1:]:
        _measure(place, each, objectives.get(each["objective"]), at=at)
    go_on_with_round(place, opened, at=at)
    name_functions(place, at=at)
    return len(chosen)


def _some(
    rows: list[dict[str, Any]], place: Place, *, all_of_them: bool, count: int
) -> list[dict[str, Any]]:
    """Choose some of the examples, others for each place; Gol has the first eight."""
    if all_of_them:
        return rows[:8]
    first = place.turn * 2
    return [rows[(first + n) % len(rows)] for n in range(min(count, len(rows)))]


def _objective(place: Place, row: dict[str, Any], *, at: datetime) -> Objective:
    indicator = Indicator.objects.get(code=row["indicator"])
    return create_objective(
        municipality=place.municipality,
        details=ObjectiveDetails(
            title=row["title"],
            language=place.network.language,
            network=place.network,
            targets=_targets(row["targets"]),
            wanted=(Wanted(indicator, float(row["wanted"]), _HORIZON),),
            plan_document=row["plan"],
            plan_paragraph=row["paragraph"],
        ),
        by=place.person,
        at=place.day(at, -110),
    )


def _measure(
    place: Place, row: dict[str, Any], objective: Objective | None, *, at: datetime
) -> None:
    begins, ends = row["days"]
    today = timezone.localdate(at)
    indicator = Indicator.objects.get(code=row["indicator"])
    measure = create_measure(
        municipality=place.municipality,
        details=MeasureDetails(
            title=row["title"],
            description=row["description"],
            language=place.network.language,
            kind=row["kind"],
            network=place.network,
            objective=objective,
            responsible_person=place.person,
            responsible_unit=row["unit"],
            starts_on=today + timedelta(days=begins),
            ends_on=today + timedelta(days=ends),
            cost=row["cost"],
            helps=_targets(row["helps"]),
            hurts=_targets(row["hurts"]),
            expectations=(Expectation(indicator, row["delay"]),),
        ),
        by=place.person,
        at=place.day(at, begins),
    )
    # The row is written now; what it tells of began then.
    Measure.objects.filter(pk=measure.pk).update(created_at=place.day(at, begins))
    for days, state, text, share in row["entries"]:
        log_status(
            measure=measure,
            state=state,
            text=text,
            share_done=share,
            next_step=row["next"],
            by=place.person,
            at=place.day(at, days),
            submission=_submission(place, row["key"], days),
        )
    for title, days, is_done in row["tasks"]:
        task = add_task(
            measure=measure,
            title=title,
            due_on=today + timedelta(days=days),
            person=place.person,
            by=place.person,
        )
        if is_done:
            finish_task(task=task, by=place.person, at=place.day(at, days))
    _settle(place, row, list(measure.goal_conflicts.order_by("pk")), at=at)
    if "evaluation" in row and place.municipality.code != GOL:
        _evaluate(place, measure, row["evaluation"], at=at)


def _evaluate(place: Place, measure: Measure, text: str, *, at: datetime) -> None:
    """Judge a measure that is done; Gol's waits for the coordinator."""
    groups = groups_of(place.municipality, person=place.person)
    evaluate(
        measure=measure,
        group=groups[-1],
        details=EvaluationDetails(
            outcome=Outcome.PARTLY,
            text=text,
            confidence=Confidence.MEDIUM,
            language=place.network.language,
        ),
        by=place.person,
        at=place.day(at, -40),
    )


def _settle(
    place: Place, row: dict[str, Any], proposed: list[GoalConflict], *, at: datetime
) -> None:
    """Answer what the product proposes: the first pair is a conflict, the others are not."""
    for number, conflict in enumerate(proposed):
        if place.municipality.code == GOL and row["key"] == "myr":
            return  # one is left to answer
        settle_conflict(
            conflict=conflict,
            state=ConflictState.DISMISSED if number else ConflictState.CONFIRMED,
            score=-1 - (place.turn + number) % 3,
            mitigation="" if number else row.get("mitigation", ""),
            by=place.person,
            at=place.day(at, -55),
        )


def _targets(numbers: list[str]) -> tuple[Target, ...]:
    found = Target.objects.in_bulk(numbers)
    return tuple(found[number] for number in numbers)


def _submission(place: Place, key: str, days: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"{place.network.slug}/{place.municipality.pk}/{key}/{days}")
