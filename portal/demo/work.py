"""The work of the demonstration: rounds, objectives, measures and their log.

All of it is made by the actions that people use, dated from the day of loading, so that it
is always alive. The texts are examples (``portal/demo/data/work_*.toml``).
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone, translation

from accounts.actions import open_account
from accounts.models import User
from improvement.actions.conflicts import propose_from_measure
from improvement.actions.judgements import Assessed, assess, carry_over
from improvement.actions.log import log_status
from improvement.actions.measures import Expectation, MeasureDetails, create_measure
from improvement.actions.objectives import ObjectiveDetails, Wanted, create_objective
from improvement.actions.rounds import (
    ask_help,
    begin_step,
    close_round,
    finish_step,
    go_back,
    open_round,
    set_due,
)
from improvement.actions.status_rounds import (
    StatusRoundDetails,
    create_status_round,
    deliver_part,
)
from improvement.actions.tasks import add_task, finish_task
from improvement.enums import Judgement, Priority, StepKind
from improvement.models import Measure, Objective, Round, StatusRound
from indicators.models import Goal, Indicator, Target
from networks.actions.roles import give_role
from networks.enums import Role
from networks.models import Membership, Municipality, Network, RoleAssignment
from networks.models.networks import ENDED_STATES
from portal.demo.networks import DOMAIN, GOL

DATA = Path(__file__).parent / "data"
_HORIZON = 2030
# The steps of a round and how many days ago each was finished, in a round that is over.
_FIRST_ROUND = (-380, -350, -310, -180, -140, -125)
_COORDINATOR = {"NO": "Koordinator i %s", "SE": "Samordnare i %s"}
_HELP = {
    "NO": "Vi er to på dette. Hvem har en mal for kartlegging?",
    "SE": "Vi är två om det här. Vem har en mall för kartläggning?",
}
_STATUS_ROUND = {"nb": "Status %(year)s", "sv": "Status %(year)s"}
_BACK = "Nye tall viser at målet om lavinntekt må settes på nytt."


@dataclass(frozen=True, slots=True)
class Place:
    """A member of a network, its turn in the list, and who writes for it."""

    network: Network
    municipality: Municipality
    turn: int
    group: str
    person: User

    def day(self, at: datetime, days: int) -> datetime:
        """So many days from ``at``, in the morning, not the same minute for all."""
        moment = at + timedelta(days=days)
        return moment.replace(hour=8, minute=(self.turn * 7) % 60, second=0, microsecond=0)


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
            places = list(_places(network, at=at))
            for place in places:
                if not _has_work(place.municipality):
                    written += _begin(place, _content(language), at=at)
            if not StatusRound.objects.filter(network=network).exists():
                _status_round(network, places, language, at=at)
    return written


def _status_round(
    network: Network, places: list[Place], language: str, *, at: datetime
) -> None:
    """Let the network ask for figures; two of three members have answered."""
    today = timezone.localdate(at)
    codes = [row["indicator"] for row in _content(language)["measure"]]
    opened = create_status_round(
        network=network,
        details=StatusRoundDetails(
            name=_STATUS_ROUND[language] % {"year": today.year},
            indicators=tuple(Indicator.objects.filter(code__in=codes).order_by("pk")),
            year_from=today.year - 2,
            opens_on=today - timedelta(days=21),
            deadline=today + timedelta(days=18),
        ),
        by=None,
        at=at - timedelta(days=21),
    )
    for place in places:
        if place.turn % 3:
            deliver_part(
                status_round=opened,
                municipality=place.municipality,
                comment="",
                by=place.person,
                at=place.day(at, -place.turn - 1),
            )


def _has_work(municipality: Municipality) -> bool:
    return (
        Measure.objects.filter(municipality=municipality).exists()
        or Round.objects.filter(municipality=municipality).exists()
    )


def _places(network: Network, *, at: datetime) -> Iterator[Place]:
    rows = (
        Membership.objects.filter(network=network)
        .exclude(state__in=ENDED_STATES)
        .select_related("municipality__country", "group")
        .order_by("municipality__code")
    )
    for turn, row in enumerate(rows):
        group = row.group.name if row.group else ""
        person = _coordinator(row.municipality, at=at)
        yield Place(network, row.municipality, turn, group, person)


def _coordinator(municipality: Municipality, *, at: datetime) -> User:
    """Find who works for a municipality, or open an account that nobody can sign in to."""
    held = RoleAssignment.objects.filter(municipality=municipality, role=Role.COORDINATOR)
    found = held.current().select_related("person").order_by("pk").first()
    if found is not None:
        return found.person
    code = f"{municipality.country_id}{municipality.code}".lower()
    person = open_account(
        email=f"koordinator.{code}@{DOMAIN}",
        name=_COORDINATOR[municipality.country_id] % municipality.name,
        language=municipality.country.language,
    )
    give_role(
        person=person,
        role=Role.COORDINATOR,
        scope=municipality,
        given_by=None,
        on=timezone.localdate(at) - timedelta(days=500),
    )
    return person


@lru_cache(maxsize=2)
def _content(language: str) -> dict[str, list[dict[str, Any]]]:
    with (DATA / f"work_{language}.toml").open("rb") as file:
        return tomllib.load(file)


def _begin(place: Place, content: dict[str, list[dict[str, Any]]], *, at: datetime) -> int:
    """Write one municipality's rounds and work; gives the number of its measures."""
    is_gol = place.municipality.code == GOL
    opened = _rounds_until_work(place, at=at)
    objectives = {
        each["key"]: _objective(place, each, at=at)
        for each in _some(content["objective"], place, all_of_them=is_gol, count=2)
    }
    chosen = _some(content["measure"], place, all_of_them=is_gol, count=3)
    for each in chosen:
        _measure(place, each, objectives.get(each["objective"]), at=at)
    _rounds_after_work(place, opened, at=at)
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
    propose_from_measure(measure=measure, by=place.person, at=at)


def _targets(numbers: list[str]) -> tuple[Target, ...]:
    found = Target.objects.in_bulk(numbers)
    return tuple(found[number] for number in numbers)


def _submission(place: Place, key: str, days: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"{place.network.slug}/{place.municipality.pk}/{key}/{days}")


def _rounds_until_work(place: Place, *, at: datetime) -> Round:
    """Open the round that the work belongs to; in the north it is the second one."""
    if place.network.slug != "nord":
        age = -130 if place.network.slug == "dalalab" else -300
        return _open(place, at=at, days=age)
    first = _open(place, at=at, days=-400)
    _judge(place, first, at=place.day(at, -390))
    for step, days in zip(_steps(first), _FIRST_ROUND, strict=True):
        finish_step(
            round=first,
            step=step,
            begin_next=True,
            by=place.person,
            at=place.day(at, days),
        )
    close_round(round=first, by=place.person, at=place.day(at, -124))
    return _open(place, at=at, days=-120)


def _judge(place: Place, opened: Round, *, at: datetime) -> None:
    """Write down how the municipality itself sees its status, goal by goal."""
    language = "sv" if place.network.language == "sv" else "nb"
    goals = Goal.objects.in_bulk()
    for row in _content(language)["judgement"]:
        if (row["goal"] + place.turn) % 5:  # each leaves some goals out
            said = Assessed(
                judgement=Judgement(row["judgement"]),
                priority=Priority(row["priority"]),
                text=row["text"],
            )
            assess(round=opened, goal=goals[row["goal"]], said=said, by=place.person, at=at)


def _rounds_after_work(place: Place, opened: Round, *, at: datetime) -> None:
    """Take the open round as far as the network and the turn say."""
    if opened.previous is not None:
        carry_over(round=opened, by=place.person, at=place.day(at, -115))
    else:
        _judge(place, opened, at=place.day(at, -100))
    steps = _steps(opened)
    done = {
        "hallingdal": 3 if place.municipality.code == GOL else place.turn % 4,
        "nord": 2 if place.group == "Midt-Troms" else 1,
    }.get(place.network.slug, place.turn % 3)
    begun = timezone.localdate(at) - opened.started_on
    for number, step in enumerate(steps[:done], start=1):
        days = -begun.days + number * begun.days // (done + 2)
        finish_step(
            round=opened, step=step, begin_next=True, by=place.person, at=place.day(at, days)
        )
    current = steps[done]
    set_due(
        round=opened,
        step=current,
        due_on=timezone.localdate(at) + timedelta(days=14 + place.turn * 5),
        by=place.person,
        at=place.day(at, -12),
    )
    if place.turn % 4 == 1:
        ask_help(
            round=opened,
            step=current,
            text=_HELP[place.municipality.country_id],
            by=place.person,
            at=place.day(at, -9),
        )
    side = opened.progress.filter(step__kind=StepKind.INVOLVEMENT).select_related("step")
    for progress in side[: place.turn % 2]:
        begin_step(round=opened, step=progress.step, by=place.person, at=place.day(at, -30))
    if place.network.slug == "nord" and place.turn == 1:
        go_back(
            round=opened,
            step=steps[0],
            reason=_BACK,
            by=place.person,
            at=place.day(at, -7),
        )
    _topic_round(place, at=at)


def _topic_round(place: Place, *, at: datetime) -> None:
    """Open a round of its own for a topic in every third municipality."""
    topic = place.network.topics.order_by("pk").first()
    if topic is not None and place.turn % 3 == 0:
        open_round(
            municipality=place.municipality,
            network=place.network,
            topic=topic,
            by=place.person,
            at=place.day(at, -45),
        )


def _open(place: Place, *, at: datetime, days: int) -> Round:
    return open_round(
        municipality=place.municipality,
        network=place.network,
        by=place.person,
        at=place.day(at, days),
    )


def _steps(opened: Round) -> list[Any]:
    rows = opened.progress.filter(step__is_side_input=False).select_related("step")
    return [row.step for row in rows.order_by("step__position", "pk")]
