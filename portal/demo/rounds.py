"""Rounds, judgements and status rounds of the demonstration."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from improvement.actions.functions import fill_function
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
    anchor_part,
    create_status_round,
    deliver_part,
)
from improvement.enums import (
    REQUIRED_FUNCTIONS,
    Anchoring,
    Judgement,
    Priority,
    StepKind,
)
from improvement.models import Round, StatusRound
from indicators.models import Goal, Indicator
from networks.actions.decisions import record_decision
from networks.enums import Effect
from networks.models import Network
from portal.demo.networks import COUNCIL, GOL
from portal.demo.places import Place, content_in

# The steps of a round and how many days ago each was finished, in a round that is over.
_FIRST_ROUND = (-380, -350, -310, -180, -140, -125)
_HELP = {
    "NO": "Vi er to på dette. Hvem har en mal for kartlegging?",
    "SE": "Vi är två om det här. Vem har en mall för kartläggning?",
}
_STATUS_ROUND = {"nb": "Status %(year)s", "sv": "Status %(year)s"}
_ANCHORED = {
    "NO": "Status på bærekraftsmålene (eksempel)",
    "SE": "Status för de globala målen (exempel)",
}
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
        if place.turn % 3 == 1:
            _anchor(place, opened, at=at)


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


def open_first_round(place: Place, *, at: datetime) -> Round:
    """Open a municipality's first round, the earlier the older its network is."""
    days = {"nord": -400, "dalalab": -130}.get(place.network.slug, -300)
    return _open(place, at=at, days=days)


def begin_second_round(place: Place, first: Round, *, at: datetime) -> Round:
    """Take the first round through all its steps, close it, and open the next."""
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


def go_on_with_round(place: Place, opened: Round, *, at: datetime) -> None:
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


def name_functions(place: Place, *, at: datetime) -> None:
    """Name who takes care of what in every second municipality, by the name of the role."""
    if place.turn % 2 == 0:
        for function in REQUIRED_FUNCTIONS:
            fill_function(
                municipality=place.municipality,
                function=function,
                name=f"{function.label}, {place.municipality.name}",
                by=place.person,
                at=place.day(at, -90),
            )


def _anchor(place: Place, opened: StatusRound, *, at: datetime) -> None:
    """Let the council have taken note of the status that was delivered."""
    country = place.municipality.country_id
    day = timezone.localdate(at) - timedelta(days=1)
    decision = record_decision(
        municipality=place.municipality,
        network=place.network,
        body=COUNCIL[country],
        title=_ANCHORED[country],
        decided_on=day,
        effect=Effect.NOTED,
        by=place.person,
        at=at,
    )
    anchor_part(
        status_round=opened,
        municipality=place.municipality,
        how=Anchoring.POLITICAL,
        on=day,
        decision=decision,
        by=place.person,
        at=at,
    )


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
