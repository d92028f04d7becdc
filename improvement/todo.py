"""What waits for a person in the improvement cycle."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from common.things import Thing
from improvement.enums import OPEN_STATES
from improvement.models import Measure
from improvement.queries.acting import workplaces
from improvement.queries.dues import Due, dues_of, measures_in
from improvement.queries.staff import staff_of
from improvement.queries.work import goals_of
from improvement.things import localised, work
from networks.models import Municipality

SHOWN = 6  # measures of one municipality on the page


@dataclass(frozen=True, slots=True)
class Work:
    """What a person works with, read once for the page «Min kommune».

    Attributes:
        places: The municipalities that the person works in or acts for, own ones first.
        things: What waits for the person.
        dues: Everything with a date in those municipalities, whoever answers for it.
        measures: Their measures, oldest status first, done and stopped ones last.
        goals: Key of a measure → numbers of the goals it helps; only for those shown.
    """

    places: list[Municipality]
    things: list[Thing]
    dues: list[Due]
    measures: list[Measure]
    goals: dict[int, tuple[int, ...]]


def things_for(person: User, at: datetime) -> list[Thing]:
    """List what waits for ``person``; six queries, three more for those who lead."""
    return read_work(person, at=at).things


def read_work(person: User, *, at: datetime) -> Work:
    """Read what a person works with: roles, places, measures, dates, staff and goals."""
    places = workplaces(person)
    by_key = {place.pk: place for place in places}
    things = localised.things_for(person, at)
    if not by_key:
        return Work([], things, [], [], {})
    measures = measures_in(by_key)
    dues = dues_of(by_key, measures=measures, at=at)
    mine = work.falls_to(person, dues=work.near(dues, at=at), staff=staff_of(by_key, at=at))
    measures.sort(key=_oldest_status_first)
    goals = goals_of(_shown(measures, mine))
    things += [work.thing(due, goals=goals.get(due.measure_id or 0, ())) for due in mine]
    return Work(places, things, dues, measures, goals)


def _shown(measures: list[Measure], mine: list[Due]) -> list[Measure]:
    """Choose the measures whose goals the page needs: of the things, and of the lists."""
    wanted = {due.measure_id for due in mine}
    seen: dict[int, int] = {}
    chosen = []
    for measure in measures:
        number = seen[measure.municipality_id] = seen.get(measure.municipality_id, 0) + 1
        if number <= SHOWN or measure.pk in wanted:
            chosen.append(measure)
    return chosen


def _oldest_status_first(measure: Measure) -> tuple[bool, datetime, int]:
    return (
        measure.state not in OPEN_STATES,
        measure.logged_at or measure.created_at,
        measure.pk,
    )
