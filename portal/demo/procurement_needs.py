"""Needs of the demonstration and their way: shared, pooled, published, moved on, closed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from improvement.models import Measure
from indicators.models import Goal, Indicator, Target
from networks.actions.decisions import record_decision
from networks.enums import Effect
from networks.models import Network
from portal.demo.moments import moment
from portal.demo.places import Place
from portal.demo.tale import Event, Tale
from procurement.actions.benefits import Found, report_benefit
from procurement.actions.need_file import declare_conflicts, weigh_climate
from procurement.actions.needs import NeedDetails, NeedParts, Point, create_need
from procurement.actions.pools import (
    PoolTerms,
    anchor_member,
    answer_pool,
    ask_municipalities,
    leave_pool,
    start_pool,
)
from procurement.actions.publishing import close_need, publish_need, share_need
from procurement.actions.stages import move_on, plan_stages
from procurement.enums import BenefitKind, Budget, JoinAnswer, PointKind, Stage
from procurement.models import Category, Need

_WRITTEN = 4  # days before the first event
_NOON = time(12)


def describe(row: dict[str, Any], network: Network, lead: Place, *, at: datetime) -> Need:
    """Describe a need as its municipality would; it is a draft."""
    first = row["events"][0]["day"] if row["events"] else -_WRITTEN
    written = lead.day(at, first - _WRITTEN)
    indicator, measure = row.get("indicator"), row.get("measure")
    musts = [Point(text, PointKind.MUST) for text in row["must"]]
    unknown = [Point(text, PointKind.UNKNOWN) for text in row.get("unknown", ())]
    day = _days_of(row, at=at)
    noon = _noons_of(row, lead, at=at)
    return create_need(
        municipality=lead.municipality,
        details=NeedDetails(
            title=row["title"],
            category=Category.objects.get(code=row["category"]),
            summary=row["summary"],
            description=row.get("description", "").strip(),
            language=network.language,
            network=network,
            volume=_number(row, "volume"),
            unit=row.get("unit", ""),
            budget=row.get("budget", Budget.UNKNOWN),
            contact=lead.person,
            contact_name=lead.person.name,
            contact_email=lead.person.email,
            expected_effect=row.get("effect", ""),
            from_indicator=Indicator.objects.get(code=indicator) if indicator else None,
            from_measure=_measure(lead, measure) if measure else None,
            wanted_from=day("wanted_from"),
            contract_ends_on=day("contract_ends"),
            questions_until=noon("questions_until"),
            solutions_until=noon("solutions_until"),
        ),
        parts=NeedParts(
            goals=_goals(row["goals"]),
            targets=tuple(Target.objects.filter(number__in=row["targets"])),
            points=(*musts, *unknown),
        ),
        by=lead.person,
        at=written,
    )


def _days_of(row: dict[str, Any], *, at: datetime) -> Callable[[str], date | None]:
    today = timezone.localdate(at)

    def find(key: str) -> date | None:
        return today + timedelta(days=row[key]) if key in row else None

    return find


def _noons_of(
    row: dict[str, Any], lead: Place, *, at: datetime
) -> Callable[[str], datetime | None]:
    zone, day_of = lead.municipality.country.time_zone, _days_of(row, at=at)

    def find(key: str) -> datetime | None:
        day = day_of(key)
        return moment(day, _NOON, zone) if day is not None else None

    return find


def _goals(numbers: list[int]) -> frozenset[int]:
    return frozenset(Goal.objects.filter(number__in=numbers).values_list("pk", flat=True))


def _measure(place: Place, title: str) -> Measure | None:
    """Find the measure that a need was made from, if people have left it."""
    rows = Measure.objects.filter(municipality=place.municipality, title=title)
    return rows.order_by("pk").first()


def _number(row: dict[str, Any], key: str) -> Decimal | None:
    return Decimal(row[key]) if key in row else None


def _share(tale: Tale, event: Event) -> None:
    share_need(need=tale.need, by=tale.lead.person, at=tale.when(event))


def _publish(tale: Tale, event: Event) -> None:
    publish_need(need=tale.need, by=tale.lead.person, at=tale.when(event))


def _close(tale: Tale, event: Event) -> None:
    close_need(need=tale.need, reason=event["reason"], by=tale.lead.person, at=tale.when(event))


def _move(tale: Tale, event: Event) -> None:
    move_on(
        need=tale.need,
        stage=Stage(event["stage"]),
        on=tale.day(event["day"]),
        by=tale.lead.person,
        at=tale.when(event),
        reason=event.get("reason", ""),
        competition_url=event.get("url", ""),
    )


def _plan(tale: Tale, event: Event) -> None:
    plan_stages(
        need=tale.need,
        days={Stage(stage): tale.day(days) for stage, days in event["days"].items()},
        by=tale.lead.person,
        at=tale.when(event),
    )


def _climate(tale: Tale, event: Event) -> None:
    weigh_climate(
        need=tale.need,
        climate=event["climate"],
        percent=event.get("percent"),
        reason=event.get("reason", ""),
        by=tale.lead.person,
        at=tale.when(event),
    )


def _conflicts(tale: Tale, event: Event) -> None:
    declare_conflicts(
        need=tale.need, text=event["text"], by=tale.lead.person, at=tale.when(event)
    )


def _pool(tale: Tale, event: Event) -> None:
    start_pool(
        need=tale.need,
        terms=PoolTerms(
            join_until=tale.day(event["join_until"]),
            minimum=_number(event, "minimum"),
            minimum_by=event.get("minimum_by", ""),
        ),
        by=tale.lead.person,
        at=tale.when(event),
    )


def _ask_places(tale: Tale, event: Event) -> None:
    ask_municipalities(
        need=tale.need,
        municipalities=[tale.places[code].municipality for code in event["places"]],
        by=tale.lead.person,
    )


def _join(tale: Tale, event: Event) -> None:
    place = tale.places[event["place"]]
    answer_pool(
        need=tale.need,
        municipality=place.municipality,
        answer=JoinAnswer(event["answer"]),
        by=place.person,
        at=tale.when(event),
        volume=_number(event, "volume"),
        contract_ends_on=tale.day(event["ends"]) if "ends" in event else None,
    )


def _leave(tale: Tale, event: Event) -> None:
    place = tale.places[event["place"]]
    leave_pool(
        need=tale.need,
        municipality=place.municipality,
        reason=event["reason"],
        by=place.person,
        at=tale.when(event),
    )


def _anchor(tale: Tale, event: Event) -> None:
    place = tale.places[event["place"]]
    decision = record_decision(
        municipality=place.municipality,
        network=tale.network,
        body=event["body"],
        title=event["title"],
        decided_on=tale.day(event["day"]),
        effect=Effect.PRIORITISES,
        by=place.person,
        at=tale.when(event),
    )
    anchor_member(
        need=tale.need, municipality=place.municipality, decision=decision, by=place.person
    )


def _benefit(tale: Tale, event: Event) -> None:
    place = tale.places[event["place"]] if "place" in event else None
    seller = event.get("supplier")
    code = event.get("indicator")
    report_benefit(
        need=tale.need,
        found=Found(
            kind=BenefitKind(event["kind"]),
            year=tale.day(event["day"]).year,
            value=Decimal(event["value"]),
            unit=event["unit"],
            text=event["text"],
            reported_by=event["by"],
            municipality=place.municipality if place else None,
            measure=tale.need.from_measure if event.get("measure") else None,
            indicator=Indicator.objects.get(code=code) if code else None,
            solution=tale.sent[seller][0] if seller else None,
        ),
        by=tale.lead.person,
        at=tale.when(event),
    )


EVENTS: Final[Mapping[str, Callable[[Tale, Event], None]]] = {
    "share": _share,
    "publish": _publish,
    "close": _close,
    "move": _move,
    "plan": _plan,
    "climate": _climate,
    "conflicts": _conflicts,
    "pool": _pool,
    "ask_places": _ask_places,
    "join": _join,
    "leave": _leave,
    "anchor": _anchor,
    "benefit": _benefit,
}
