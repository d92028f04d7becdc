"""Cases: the figures they start from and come back with, what is shown of them, what waits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Prefetch, Q, QuerySet

from accounts.models import User
from gatherings.calculations.loop import Reading
from gatherings.enums import CaseState, SeatState
from gatherings.models import (
    Case,
    CaseAdvice,
    CaseFigure,
    CaseReturn,
    Homework,
    HostPerson,
    Registration,
    Series,
)
from improvement.models import workplace_networks
from improvement.queries.acting import workplaces
from improvement.queries.report_figures import Figures, figures_of
from improvement.queries.work import results_of
from indicators.enums import Status
from indicators.models import FrameworkIndicator, Indicator
from networks.models import MainContact, Municipality, Network
from networks.queries import roles_of

Person = User | AnonymousUser
SUGGESTED = 8
"""Weak indicators that the form shows first."""
AHEAD_DAYS = 30
"""For how many days before its date homework waits in «Min kommune»."""


@dataclass(frozen=True, slots=True)
class FigureNow:
    """What the dashboard says of one indicator now.

    Attributes:
        worst: The value that gives 0 points, in its unit; None where no framework says so.
        best: The value that gives 100 points.
    """

    reading: Reading
    worst: float | None
    best: float | None


def figures_now(
    municipality: Municipality, indicators: Collection[int]
) -> dict[int, FigureNow]:
    """Read today's figures by indicator, as the dashboard shows them; two queries.

    A hidden small number never leaves the database: only that it is hidden.
    """
    keys = set(indicators)
    if not keys:
        return {}
    results = results_of(municipality, keys)
    bounds = {
        (row.indicator_id, row.framework_id): (row.worst, row.best)
        for row in FrameworkIndicator.objects.filter(indicator__in=keys).defer(
            "profiles", "trend_profiles"
        )
    }
    found = {}
    for key in keys:
        result = results.get(key)
        if result is None:
            found[key] = FigureNow(Reading(None, None), None, None)
            continue
        is_hidden = result.status == Status.HIDDEN
        value = None if is_hidden else result.value
        worst, best = bounds.get((key, result.framework_id), (None, None))
        found[key] = FigureNow(Reading(result.year, value, is_hidden), worst, best)
    return found


def start_figures(case: Case) -> list[CaseFigure]:
    """List the figures that a case starts from, in order, with their indicators."""
    rows = CaseFigure.objects.filter(case=case).select_related("indicator")
    return list(rows.order_by("position", "pk"))


@dataclass(frozen=True, slots=True)
class FigureChoices:
    """What the form lets one choose from.

    Attributes:
        suggested: Codes of those with furthest to go, the furthest first.
    """

    figures: Figures
    suggested: tuple[str, ...]


def figure_choices(municipality: Municipality) -> FigureChoices:
    """Read the indicators of the municipality's dashboard, and which are weak."""
    figures = figures_of(municipality)
    return FigureChoices(figures, tuple(one.code for one in figures.weakest(SUGGESTED)))


def indicators_of(codes: Iterable[str]) -> dict[str, Indicator]:
    """Find indicators by code."""
    return {row.code: row for row in Indicator.objects.filter(code__in=list(codes))}


@dataclass(frozen=True, slots=True)
class CaseRead:
    """All that stands on the page of a case, read in six queries."""

    figures: list[CaseFigure]
    now: Mapping[int, FigureNow]
    advice: list[CaseAdvice]
    homework: list[Homework]
    returns: list[CaseReturn]


def read_case(case: Case) -> CaseRead:
    """Read one case; ``case`` has its municipality at hand."""
    figures = start_figures(case)
    return CaseRead(
        figures=figures,
        now=figures_now(case.municipality, [each.indicator_id for each in figures]),
        advice=advice_of(case),
        homework=list(case.homework.order_by("due_on", "pk")),
        returns=list(
            case.returns.select_related("gathering__series", "evaluation").order_by(
                "-at", "-pk"
            )
        ),
    )


def advice_of(case: Case) -> list[CaseAdvice]:
    """List the advice that stands, the first first."""
    rows = CaseAdvice.objects.filter(case=case, withdrawn_at__isnull=True)
    return list(rows.select_related("municipality__country", "gathering").order_by("at", "pk"))


def cases_of(series: Series, person: Person) -> list[Case]:
    """List the cases of a series that the reader may know of, by gathering and time."""
    return _in_programme_order(Case.objects.visible_to(person), series)


def shown_to_participants(series: Series) -> QuerySet[Case]:
    """Cases of a series that are no drafts."""
    return Case.objects.filter(series=series).exclude(state=CaseState.DRAFT)


def cases_for_participants(series: Series) -> list[Case]:
    """List the cases of a series that are no drafts, by gathering and time."""
    return _in_programme_order(shown_to_participants(series), series)


def _in_programme_order(rows: QuerySet[Case], series: Series) -> list[Case]:
    """Put cases in the order in which they are presented; those without a slot last."""
    found = rows.filter(series=series).select_related(
        "municipality__country", "gathering", "agenda_item", "measure", "contact"
    )
    cases = list(
        found.order_by(
            F("gathering__number").asc(nulls_last=True),
            F("agenda_item__position").asc(nulls_last=True),
            "pk",
        )
    )
    for case in cases:
        if case.gathering is not None:
            case.gathering.series = series
    return cases


def writers_places(series: Series, person: User) -> list[Municipality]:
    """List members of the network that the person writes cases for; two queries at most."""
    mine = [place.pk for place in workplaces(person)]
    contact = MainContact.objects.current().filter(person=person)
    members = series.network.memberships.counted()
    if not person.is_superuser:
        members = members.filter(
            Q(municipality__in=mine) | Q(pk__in=contact.values("membership"))
        )
    rows = members.select_related("municipality__country").order_by("pk")
    return [row.municipality for row in rows]


def own_seat(series: Series, person: User) -> Registration | None:
    """Find the seat in the series that is linked to the person's account."""
    rows = Registration.objects.filter(
        series=series, person=person, state=SeatState.CONFIRMED, erased_at__isnull=True
    )
    return rows.select_related("municipality__country").order_by("pk").first()


def speaks_for(series: Series, person: User) -> Municipality | None:
    """Whose advice it is when the person writes without a seat; None for the hosts."""
    held = roles_of(person).municipalities
    members = series.network.memberships.counted().filter(municipality__in=list(held))
    row = members.select_related("municipality__country").order_by("pk").first()
    return row.municipality if row is not None else None


def presenters(municipality: Municipality, *, people: QuerySet[User]) -> QuerySet[User]:
    """Those who may present a case: ``people`` of the municipality and its main contacts."""
    contacts = MainContact.objects.current().filter(membership__municipality=municipality)
    keys = Q(pk__in=people.values("pk")) | Q(pk__in=contacts.values("person"))
    return User.objects.filter(keys, is_active=True)


def _acted_for(person: User, prefix: str = "") -> Q:
    contact = MainContact.objects.current().filter(person=person)
    found: dict[str, Any] = {
        f"{prefix}municipality__in": [place.pk for place in workplaces(person)]
    }
    contacts: dict[str, Any] = {
        f"{prefix}municipality__in": contact.values("membership__municipality")
    }
    return Q(**found) | Q(**contacts)


def due_homework(person: User, *, today: date) -> QuerySet[Homework]:
    """Give homework not done, of municipalities one acts for, that is near or late."""
    rows = Homework.objects.filter(
        _acted_for(person, "case__"),
        done_at__isnull=True,
        due_on__lte=today + timedelta(days=AHEAD_DAYS),
        case__series__network__closed_at__isnull=True,
    )
    return rows.select_related("case__municipality__country", "case__series").order_by(
        "due_on", "pk"
    )


def asked_back(person: User) -> QuerySet[Case]:
    """Give cases that the hosts ask back, of municipalities one acts for."""
    rows = Case.objects.filter(
        _acted_for(person),
        return_asked_at__isnull=False,
        series__network__closed_at__isnull=True,
    )
    return rows.select_related("municipality__country", "series", "return_gathering").order_by(
        "pk"
    )


def loop_networks(person: User) -> QuerySet[Network]:
    """Networks that the person works in, is main contact in, or holds a series in."""
    contact = MainContact.objects.current().filter(person=person)
    hosted = HostPerson.objects.filter(person=person)
    return Network.objects.filter(
        Q(pk__in=workplace_networks(person).values("pk"))
        | Q(pk__in=contact.values("membership__network"))
        | Q(pk__in=hosted.values("series__network"))
    )


def presented_cases(
    network: Network, *, person: Person, series: str = ""
) -> tuple[list[Case], list[Series]]:
    """Read the cases that have been presented in a network; two queries.

    Args:
        network: The network.
        person: Who reads; a draft series is not named to others than its hosts.
        series: Address name of a series; empty for all.

    Returns:
        The cases of that series, the last presented first, each with its returns (newest
        first) at hand; and every series that has such cases, the newest first.
    """
    seen = Series.objects.visible_to(person).filter(network=network)
    rows = Case.objects.filter(
        series__network=network, series__in=seen, state=CaseState.PRESENTED
    )
    returns = CaseReturn.objects.select_related("evaluation").order_by("-at", "-pk")
    found = list(
        rows.select_related("municipality__country", "series", "gathering", "measure")
        .prefetch_related(Prefetch("returns", queryset=returns))
        .order_by("-presented_at", "-pk")
    )
    held = {case.series_id: case.series for case in found}
    chosen = [case for case in found if not series or case.series.slug == series]
    return chosen, sorted(held.values(), key=lambda each: -each.pk)
