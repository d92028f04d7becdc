"""All that a network has, as plain values: what is kept when it closes."""

from datetime import date, datetime
from typing import Any

from django.db.models import Model

from improvement.models import (
    GoalConflict,
    LocalisedIndicator,
    Measure,
    Objective,
    Report,
    Round,
    StateInput,
    StatusRound,
)
from indicators.enums import DashboardKind
from indicators.models import Dashboard, GoalResult, IndicatorResult
from networks.models import Municipality, Network
from networks.queries import members_of
from networks.queries.members import Member

FORMAT = 1


def snapshot_of(network: Network, *, at: datetime) -> dict[str, Any]:
    """Read everything about a network; numbers are not rounded, days are ISO 8601.

    Args:
        network: Which one, still open.
        at: When it closes.
    """
    members = members_of(network)
    places = [one.municipality for one in members if not one.has_ended]
    return {
        "format": FORMAT,
        "taken_at": at.isoformat(),
        "network": _network(network),
        "members": [_member(one) for one in members],
        "figures": _figures(network, places),
        "status_rounds": [_status_round(one) for one in _status_rounds(network)],
        "rounds": [_round(one) for one in _rounds(network)],
        "objectives": [
            {**_key(one), "title": one.title, "language": one.language}
            for one in Objective.objects.filter(network=network)
            .select_related("municipality")
            .order_by("pk")
        ],
        "measures": [_measure(one) for one in _measures(network)],
        "conflicts": [_conflict(one) for one in _conflicts(network)],
        "inputs": [
            {**_key(one), "title": one.title, "barrier": one.barrier, "state": one.state}
            for one in StateInput.objects.filter(network=network)
            .select_related("municipality")
            .order_by("pk")
        ],
        "localised_indicators": [
            {"pk": one.pk, "code": one.indicator.code, "version": one.version}
            for one in LocalisedIndicator.objects.filter(network=network)
            .select_related("indicator")
            .order_by("pk")
        ],
        "reports": [
            {
                "pk": one.pk,
                "kind": one.kind,
                "title": one.title,
                "sha256": one.sha256,
                "frozen_at": one.frozen_at.isoformat(),
            }
            for one in Report.objects.filter(network=network).defer("content").order_by("pk")
        ],
    }


def place_key(municipality: Municipality) -> str:
    """The key of a municipality in a snapshot: *NO 3324*."""
    return f"{municipality.country_id} {municipality.code}"


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _key(row: Model) -> dict[str, Any]:
    municipality: Municipality = row.municipality  # type: ignore[attr-defined]
    return {"pk": row.pk, "municipality": place_key(municipality)}


def _network(network: Network) -> dict[str, Any]:
    return {
        "slug": network.slug,
        "name": network.name,
        "description": network.description,
        "language": network.language,
        "programme": network.programme.slug if network.programme else None,
        "region": network.region.slug if network.region else None,
        "hosts": network.hosts,
        "starts_on": _day(network.starts_on),
        "ends_on": _day(network.ends_on),
        "topics": sorted(topic.name for topic in network.topics.all()),
        "successor": network.successor.slug if network.successor else None,
    }


def _member(one: Member) -> dict[str, Any]:
    membership, decision = one.membership, one.decision
    return {
        "municipality": place_key(one.municipality),
        "name": one.municipality.name,
        "group": one.group.name if one.group else None,
        "state": membership.state,
        "decided_on": _day(decision.decided_on) if decision else None,
        "decision": str(decision) if decision else None,
        "active_from": _day(membership.active_from),
        "left_on": _day(membership.left_on),
        "expectations_met": one.expectations_met,
    }


def _figures(network: Network, places: list[Municipality]) -> list[dict[str, Any]]:
    """The stored results of the members, for each framework that the network has some of."""
    boards = Dashboard.objects.filter(
        kind=DashboardKind.NETWORK, object_id=network.pk
    ).select_related("framework")
    return [
        {
            "framework": board.framework.code,
            "version": board.version,
            "input_digest": board.input_digest,
            "vintage": _day(board.vintage),
            "computed_at": board.computed_at.isoformat(),
            "members": _results(board.framework_id, places),
        }
        for board in boards.order_by("framework_id")
    ]


def _results(framework: int, places: list[Municipality]) -> dict[str, Any]:
    """Give the indicators and goals of each member, with value, points, rating and trend."""
    keys = {place.pk: place_key(place) for place in places}
    found: dict[str, Any] = {key: {"indicators": {}, "goals": {}} for key in keys.values()}
    results = IndicatorResult.objects.filter(framework=framework, municipality__in=keys)
    for row in results.values_list(
        "municipality_id",
        "indicator__code",
        "year",
        "value",
        "status",
        "score",
        "rating",
        "trend",
    ):
        found[keys[row[0]]]["indicators"][row[1]] = list(row[2:])
    goals = GoalResult.objects.filter(framework=framework, municipality__in=keys)
    for place, goal, *rest in goals.values_list(
        "municipality_id", "goal", "score", "rating", "trend", "have", "of"
    ):
        found[keys[place]]["goals"][str(goal)] = rest
    return found


def _status_rounds(network: Network) -> list[StatusRound]:
    rows = StatusRound.objects.filter(network=network).prefetch_related("parts__municipality")
    return list(rows.order_by("pk"))


def _status_round(one: StatusRound) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "name": one.name,
        "opens_on": _day(one.opens_on),
        "deadline": _day(one.deadline),
        "locked_at": one.locked_at.isoformat() if one.locked_at else None,
        "sha256": one.sha256,
        "parts": [
            {
                "municipality": place_key(part.municipality),
                "delivered_at": part.delivered_at.isoformat() if part.delivered_at else None,
                "politically_on": _day(part.politically_on),
                "administratively_on": _day(part.administratively_on),
            }
            for part in sorted(one.parts.all(), key=lambda part: part.pk)
        ],
    }


def _rounds(network: Network) -> list[Round]:
    rows = Round.objects.filter(network=network).select_related("municipality", "topic")
    return list(rows.prefetch_related("progress__step").order_by("pk"))


def _round(one: Round) -> dict[str, Any]:
    ordered = sorted(one.progress.all(), key=lambda row: (row.step.position, row.pk))
    return {
        **_key(one),
        "topic": one.topic.name if one.topic else None,
        "number": one.number,
        "started_on": _day(one.started_on),
        "closed_at": one.closed_at.isoformat() if one.closed_at else None,
        "steps": [
            {
                "kind": row.step.kind,
                "name": row.step.name,
                "state": row.state,
                "begun_on": _day(row.begun_on),
                "done_on": _day(row.done_on),
                "due_on": _day(row.due_on),
                "needs_help": row.needs_help,
            }
            for row in ordered
        ],
    }


def _measures(network: Network) -> list[Measure]:
    rows = Measure.objects.filter(network=network).select_related("municipality")
    return list(rows.order_by("pk"))


def _measure(one: Measure) -> dict[str, Any]:
    return {
        **_key(one),
        "title": one.title,
        "language": one.language,
        "state": one.state,
        "share_done": one.share_done,
        "logged_at": one.logged_at.isoformat() if one.logged_at else None,
        "archived_at": one.archived_at.isoformat() if one.archived_at else None,
    }


def _conflicts(network: Network) -> list[GoalConflict]:
    rows = GoalConflict.objects.filter(network=network).select_related("municipality")
    return list(rows.order_by("pk"))


def _conflict(one: GoalConflict) -> dict[str, Any]:
    return {
        **_key(one),
        "title": one.title,
        "first": one.first_id,
        "second": one.second_id,
        "score": one.score,
        "state": one.state,
    }
