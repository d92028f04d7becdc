"""How far the members of a network have come in a status round, and what is frozen of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from common.nordic import sort_key
from common.translations import LANGUAGES, localized
from improvement.models import StatusAssessment, StatusRound, StatusRoundPart
from indicators.enums import Gender
from indicators.models import Framework, FrameworkIndicator, Indicator, Observation
from networks.actions.locks import day_in
from networks.models import Decision, Membership, Municipality, SubGroup


@dataclass(frozen=True, slots=True)
class MemberPart:
    """One municipality in a status round.

    Attributes:
        municipality: Which.
        group: Its group in the network, if any.
        filled: Indicators of the set with a figure that is new enough.
        of: Indicators in the set, at least 1.
        part: What it has delivered, or None when nothing is.
        is_late: Delivered after the deadline in the municipality's own time zone.
    """

    municipality: Municipality
    group: SubGroup | None
    filled: int
    of: int
    part: StatusRoundPart | None
    is_late: bool

    @property
    def share(self) -> int:
        """Filled, per cent, rounded down: 100 only when all are filled."""
        return self.filled * 100 // self.of if self.of else 0

    @property
    def is_delivered(self) -> bool:
        return self.part is not None and self.part.delivered_at is not None

    @property
    def is_anchored(self) -> bool:
        """Both politically and administratively."""
        part = self.part
        return (
            part is not None
            and part.politically_on is not None
            and part.administratively_on is not None
        )


@dataclass(frozen=True, slots=True)
class GoalIndicators:
    """The indicators of one goal in the framework that is shown first."""

    number: int
    indicators: list[Indicator]


def catalogue() -> list[GoalIndicators]:
    """What a status round can ask for, by goal; two queries."""
    framework = Framework.objects.order_by("-is_default", "pk").first()
    if framework is None:
        return []
    rows = FrameworkIndicator.objects.filter(framework=framework).select_related("indicator")
    groups: dict[int, list[Indicator]] = {}
    for row in rows.order_by("goal", "position", "pk"):
        groups.setdefault(row.goal_id, []).append(row.indicator)
    return [GoalIndicators(number, found) for number, found in groups.items()]


def decided_by(municipality: Municipality) -> QuerySet[Decision]:
    """Decisions that a municipality has made, the newest first."""
    rows = Decision.objects.filter(municipality=municipality, decided_on__isnull=False)
    return rows.order_by("-decided_on", "-pk")


def asked_municipalities(status_round: StatusRound) -> list[Membership]:
    """Those who are asked: members that count, in the reader's alphabet; one query."""
    rows = (
        Membership.objects.counted()
        .filter(network=status_round.network_id)
        .select_related("municipality__country", "group")
    )
    return sorted(rows, key=lambda row: (sort_key(str(row.municipality)), row.pk))


def is_late(status_round: StatusRound, municipality: Municipality, at: datetime) -> bool:
    """Whether ``at`` is after the last day to deliver, in the municipality's time zone."""
    return day_in(municipality=municipality, at=at) > status_round.deadline


def parts_of(status_round: StatusRound) -> list[MemberPart]:
    """Everybody who is asked, by name; four queries, whatever their number."""
    members = asked_municipalities(status_round)
    parts = {
        part.municipality_id: part
        for part in status_round.parts.select_related(
            "politically_by", "administratively_by", "delivered_by"
        )
    }
    indicators = list(status_round.indicators.values_list("pk", flat=True))
    filled = filled_counts(
        indicators=indicators,
        municipalities=[row.municipality_id for row in members],
        year_from=status_round.year_from,
    )
    found = []
    for row in members:
        part = parts.get(row.municipality_id)
        delivered = part.delivered_at if part is not None else None
        found.append(
            MemberPart(
                municipality=row.municipality,
                group=row.group,
                filled=filled.get(row.municipality_id, 0),
                of=len(indicators),
                part=part,
                is_late=delivered is not None
                and is_late(status_round, row.municipality, delivered),
            )
        )
    return found


def filled_counts(
    *, indicators: list[int], municipalities: list[int], year_from: int
) -> dict[int, int]:
    """Count for each municipality the indicators with a figure; one query.

    A figure that is hidden because the numbers are small counts: it is there.
    """
    rows = (
        Observation.objects.filter(
            indicator__in=indicators,
            municipality__in=municipalities,
            period__gte=year_from,
            gender=Gender.TOTAL,
            value__isnull=False,
        )
        .values_list("municipality", "indicator")
        .distinct()
    )
    counts: dict[int, int] = {}
    for municipality, _indicator in rows:
        counts[municipality] = counts.get(municipality, 0) + 1
    return counts


def newest_values(
    *, indicators: Iterable[int], municipalities: Iterable[int], year_from: int
) -> dict[tuple[int, int], Observation]:
    """The newest figure by (municipality, indicator); one query."""
    rows = Observation.objects.filter(
        indicator__in=list(indicators),
        municipality__in=list(municipalities),
        period__gte=year_from,
        gender=Gender.TOTAL,
        value__isnull=False,
    ).order_by("period")
    return {(row.municipality_id, row.indicator_id): row for row in rows}


def snapshot_of(status_round: StatusRound, *, at: datetime) -> dict[str, Any]:
    """Everything that a status round says, as plain values; eight queries at most.

    Names stand in all languages they have; a value that is hidden because the numbers are
    small is not in it.
    """
    members = parts_of(status_round)
    indicators = list(status_round.indicators.order_by("code"))
    values = newest_values(
        indicators=[row.pk for row in indicators],
        municipalities=[member.municipality.pk for member in members],
        year_from=status_round.year_from,
    )
    judgements = _judgements(status_round, [member.municipality.pk for member in members])
    return {
        "network": {"slug": status_round.network.slug, "name": status_round.network.name},
        "name": status_round.name,
        "year_from": status_round.year_from,
        "opens_on": status_round.opens_on.isoformat(),
        "deadline": status_round.deadline.isoformat(),
        "locked_at": at.isoformat(),
        "indicators": [_indicator(row) for row in indicators],
        "municipalities": [
            _member(member, indicators, values, judgements.get(member.municipality.pk, []))
            for member in sorted(
                members, key=lambda each: (each.municipality.country_id, each.municipality.code)
            )
        ],
    }


def _indicator(row: Indicator) -> dict[str, Any]:
    names = {code: localized(row, "name", language=code).text for code in LANGUAGES}
    units = {code: localized(row, "unit", language=code).text for code in LANGUAGES}
    return {
        "code": row.code,
        "name": names,
        "unit": units,
        "decimals": row.decimals,
        "source": row.source,
    }


def _member(
    member: MemberPart,
    indicators: list[Indicator],
    values: dict[tuple[int, int], Observation],
    judgements: list[dict[str, Any]],
) -> dict[str, Any]:
    place, part = member.municipality, member.part
    return {
        "country": place.country_id,
        "code": place.code,
        "name": place.name,
        "filled": member.filled,
        "of": member.of,
        "delivered_at": _iso(part.delivered_at if part is not None else None),
        "is_late": member.is_late,
        "comment": part.comment if part is not None else "",
        "politically": _anchored(part.politically_on, part.politically_by) if part else None,
        "administratively": _anchored(part.administratively_on, part.administratively_by)
        if part
        else None,
        "values": [
            _value(row.code, values[place.pk, row.pk])
            for row in indicators
            if (place.pk, row.pk) in values
        ],
        "judgements": judgements,
    }


def _value(code: str, row: Observation) -> dict[str, Any]:
    return {
        "indicator": code,
        "year": row.period,
        "value": None if row.is_hidden else row.value,
        "status": "h" if row.is_hidden else row.status,
    }


def _anchored(on: date | None, decision: Decision | None) -> dict[str, Any] | None:
    if on is None or decision is None:
        return None
    return {
        "on": on.isoformat(),
        "body": decision.body,
        "case_number": decision.case_number,
        "title": decision.title,
        "link": decision.link,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _judgements(
    status_round: StatusRound, municipalities: list[int]
) -> dict[int, list[dict[str, Any]]]:
    """The judgements of the last round of each municipality in the network that has any."""
    rows = (
        StatusAssessment.objects.filter(
            round__network=status_round.network_id, round__municipality__in=municipalities
        )
        .order_by("round__number", "goal", "target__position", "pk")
        .values_list(
            "round__municipality",
            "round__topic__name",
            "round__number",
            "goal",
            "target",
            "judgement",
            "priority",
            "text",
        )
    )
    newest: dict[tuple[int, str, int, str], dict[str, Any]] = {}
    for place, topic, number, goal, target, judgement, priority, text in rows:
        newest[place, topic or "", goal, target or ""] = {
            "topic": topic or "",
            "round": number,
            "goal": goal,
            "target": target or "",
            "judgement": judgement,
            "priority": priority,
            "text": text,
        }
    found: dict[int, list[dict[str, Any]]] = {}
    for (place, *_rest), said in sorted(newest.items()):
        found.setdefault(place, []).append(said)
    return found
