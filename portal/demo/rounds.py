"""Rounds, judgements and status rounds of the demonstration."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from improvement.actions.judgements import Assessed, assess, carry_over
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
from improvement.enums import Judgement, Priority, StepKind
from improvement.models import Round
from indicators.models import Goal, Indicator
from networks.models import Network
from portal.demo.networks import GOL
from portal.demo.places import Place, content_in

# The steps of a round and how many days ago each was finished, in a round that is over.
_FIRST_ROUND = (-380, -350, -310, -180, -140, -125)
_HELP = {
    "NO": "Vi er to på dette. Hvem har en mal for kartlegging?",
    "SE": "Vi är två om det här. Vem har en mall för kartläggning?",
}
_STATUS_ROUND = {"nb": "Status %(year)s", "sv": "Status %(year)s"}
_BACK = "Nye tall viser at målet om lavinntekt må settes på nytt."


def ask_for_status(
    network: Network, places: list[Place], language: str, *, at: datetime
) -> None:
    """Let the network ask for figures; two of three members have answered."""
    today = timezone.localdate(at)
    codes = [row["indicator"] for row in content_in(language)["measure"]]
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


def _judge(place: Place, opened: Round, *, at: datetime) -> None:
    """Write down how the municipality itself sees its status, goal by goal."""
    language = "sv" if place.network.language == "sv" else "nb"
    goals = Goal.objects.in_bulk()
    for row in content_in(language)["judgement"]:
        if (row["goal"] + place.turn) % 5:  # each leaves some goals out
            said = Assessed(
                judgement=Judgement(row["judgement"]),
                priority=Priority(row["priority"]),
                text=row["text"],
            )
            assess(round=opened, goal=goals[row["goal"]], said=said, by=place.person, at=at)


def rounds_until_work(place: Place, *, at: datetime) -> Round:
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


def rounds_after_work(place: Place, opened: Round, *, at: datetime) -> None:
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
