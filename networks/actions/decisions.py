"""Decisions of municipalities, and cases of regional councils that ask for them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from networks.actions import notices
from networks.actions.applications import UNANSWERED, DecisionOfOther, attach_decision, decline
from networks.actions.locks import (
    Refused,
    day_in,
    open_network,
    sign,
)
from networks.enums import Effect
from networks.models import Decision, Membership, Municipality, Network, Region
from networks.models.networks import ENDED_STATES
from networks.queries.places import members_of_region

# Who decides in a municipality when nothing else is said, in its own language.
COUNCILS = {"NO": "Kommunestyret", "SE": "Kommunfullmäktige"}
COUNCIL_ELSEWHERE = "Council"


class DecidedInFuture(Refused):
    """The day of the decision is later than today."""


class BodyMissing(Refused):
    """A decision is made by a body."""


class AlreadyDecided(Refused):
    """The awaited decision has been made, with another content."""


class PointsMissing(Refused):
    """A case has at least one point."""


class RegionWithoutMembers(Refused):
    """The region had no municipalities on the day of the case."""


class DueBeforeDecided(Refused):
    """The municipalities' deadline is before the day of the case."""


@transaction.atomic
def record_decision(
    *,
    municipality: Municipality,
    network: Network | None,
    body: str,
    decided_on: date,
    effect: Effect,
    by: User | None,
    at: datetime,
    case_number: str = "",
    title: str = "",
    wording: str = "",
    link: str = "",
    answers: Decision | None = None,
) -> Decision:
    """Record what a municipality has decided. The same again changes nothing.

    A decision to take part is attached to the municipality's membership; one
    that rejects declines an invitation or application. Neither ends a
    membership that has been decided: leaving has its own action and reason.

    Args:
        municipality: Whose decision.
        network: What it is about; ``None`` for something else.
        body: Who decided.
        decided_on: The day, not later than today.
        effect: What the decision does.
        by: Who records it.
        at: When it is recorded.
        case_number: As the body writes it.
        title: Of the case.
        wording: Of the decision.
        link: To the paper.
        answers: The awaited decision that this one is.

    Raises:
        DecidedInFuture: ``decided_on`` is later than today.
        BodyMissing: ``body`` is empty.

    Passes on:
        NetworkClosed: The network is closed.
        DecisionOfOther: ``answers`` is another municipality's or network's.
        AlreadyDecided: ``answers`` was decided with another content.
    """
    locked = open_network(network=network) if network is not None else None
    if decided_on > day_in(municipality=municipality, at=at):
        raise DecidedInFuture
    if not body.strip():
        raise BodyMissing
    content = {
        "body": body.strip(),
        "case_number": case_number.strip(),
        "title": title.strip(),
        "decided_on": decided_on,
        "wording": wording.strip(),
        "effect": effect,
        "link": link.strip(),
    }
    if answers is not None:
        decision = _answer(answers, municipality, locked, content, by=by)
    else:
        same = Decision.objects.filter(municipality=municipality, network=locked, **content)
        decision = same.first() or Decision(
            municipality=municipality, network=locked, **content
        )
        if decision._state.adding:
            sign(decision, by=by)
            decision.save()
    if locked is not None:
        _let_it_work(decision, by=by, at=at)
    return decision


@transaction.atomic
def open_council_case(
    *,
    region: Region,
    network: Network | None,
    body: str,
    decided_on: date,
    points: Sequence[str],
    effect: Effect,
    by: User | None,
    at: datetime,
    case_number: str = "",
    title: str = "",
    link: str = "",
    due_on: date | None = None,
) -> Decision:
    """Record a regional council's case and open one awaited decision per municipality.

    A municipality that has decided to take part before keeps that decision: it
    counts as the answer. The same case again opens only what is missing.

    Args:
        region: Whose council, with the members it had on ``decided_on``.
        network: What the case is about.
        body: Who decided, for example *Regionrådet for Hallingdal*.
        decided_on: The day, not later than today.
        points: The points of the case, in order, ``n >= 1``.
        effect: What the case does.
        by: Who records it.
        at: When it is recorded.
        case_number: As the body writes it.
        title: Of the case.
        link: To the paper.
        due_on: By when the municipalities are asked to decide.

    Returns:
        The case; its ``follow_ups`` are the municipalities' decisions.

    Raises:
        RegionWithoutMembers: The region had no municipalities on that day.

    Passes on:
        NetworkClosed: The network is closed.
        DecidedInFuture: ``decided_on`` is later than today.
        BodyMissing: ``body`` is empty.
        PointsMissing: All points are empty.
        DueBeforeDecided: ``due_on`` is before ``decided_on``.
    """
    locked = open_network(network=network) if network is not None else None
    wording = _numbered(points)
    _check_case(body, wording, decided_on=decided_on, due_on=due_on, at=at)
    members = list(members_of_region(region=region, on=decided_on))
    if not members:
        raise RegionWithoutMembers
    known = Decision.objects.select_for_update(no_key=True, of=("self",)).filter(
        region=region,
        network=locked,
        body=body.strip(),
        case_number=case_number.strip(),
        decided_on=decided_on,
    )
    case = known.first() or Decision(region=region, network=locked)
    if case._state.adding:
        case.body, case.case_number, case.decided_on = (
            body.strip(),
            case_number.strip(),
            decided_on,
        )
        case.title, case.wording, case.link = title.strip(), wording, link.strip()
        case.effect, case.due_on = effect, due_on
        sign(case, by=by)
        case.save()
    opened = _open_follow_ups(case, members, by=by)
    notices.awaited(decisions=opened, at=at)
    return case


def _check_case(
    body: str, wording: str, *, decided_on: date, due_on: date | None, at: datetime
) -> None:
    if decided_on > timezone.localdate(at):
        raise DecidedInFuture
    if not body.strip():
        raise BodyMissing
    if not wording:
        raise PointsMissing
    if due_on is not None and due_on < decided_on:
        raise DueBeforeDecided


def _numbered(points: Sequence[str]) -> str:
    """Write the points below each other, numbered when there are several."""
    texts = [point.strip() for point in points if point.strip()]
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))


def _open_follow_ups(
    case: Decision, members: Sequence[Municipality], *, by: User | None
) -> list[Decision]:
    answered = set(case.follow_ups.values_list("municipality", flat=True))
    earlier = _earlier_decisions(case, members)
    opened = []
    for municipality in members:
        if municipality.pk in answered:
            continue
        decision = earlier.get(municipality.pk) or Decision(
            municipality=municipality,
            network=case.network,
            body=COUNCILS.get(municipality.country_id, COUNCIL_ELSEWHERE),
            title=case.title,
            due_on=case.due_on,
        )
        decision.council_case = case
        sign(decision, by=by)
        decision.save()
        if not decision.is_decided:
            opened.append(decision)
    return opened


def _earlier_decisions(case: Decision, members: Sequence[Municipality]) -> dict[int, Decision]:
    """Give each municipality's own decision to take part that answers no other case."""
    if case.network_id is None:
        return {}
    rows = Decision.objects.filter(
        municipality__in=members,
        network=case.network_id,
        effect=Effect.TAKES_PART,
        decided_on__isnull=False,
        council_case__isnull=True,
    ).order_by("decided_on", "pk")
    return {row.municipality_id: row for row in rows if row.municipality_id is not None}


def _answer(
    awaited: Decision,
    municipality: Municipality,
    network: Network | None,
    content: dict[str, object],
    *,
    by: User | None,
) -> Decision:
    locked = Decision.objects.select_for_update(no_key=True, of=("self",)).get(pk=awaited.pk)
    if locked.municipality_id != municipality.pk or locked.network_id != (
        network.pk if network else None
    ):
        raise DecisionOfOther
    if locked.is_decided:
        if any(getattr(locked, name) != value for name, value in content.items()):
            raise AlreadyDecided
        return locked
    for name, value in content.items():
        setattr(locked, name, value)
    sign(locked, by=by)
    locked.save()
    return locked


def _let_it_work(decision: Decision, *, by: User | None, at: datetime) -> None:
    """Carry a decision into the municipality's membership, if there is one to carry it to."""
    membership = (
        Membership.objects.filter(
            network=decision.network_id, municipality=decision.municipality_id
        )
        .exclude(state__in=ENDED_STATES)
        .select_related("decision")
        .first()
    )
    if membership is None:
        return
    attached = membership.decision
    is_attached = attached is not None and attached != decision and attached.is_decided
    if decision.effect == Effect.TAKES_PART and not is_attached:
        attach_decision(membership=membership, decision=decision, by=by, at=at)
    elif decision.effect == Effect.REJECTS and membership.state in UNANSWERED:
        decline(membership=membership, by=by, at=at, reason=decision.case_number)
