"""What the hosts see: seats per municipality, people, the log."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from common.nordic import by_name, matches, sort_key
from gatherings.enums import LIVE_STATES, SEATED_STATES, SeatState, WorkArea
from gatherings.models import Participation, Registration, RegistrationEvent, Series
from networks.models import MainContact, Municipality


@dataclass(frozen=True, slots=True)
class MunicipalitySeats:
    """The seats of one municipality.

    Attributes:
        limit: Its seats; None without a limit.
        extra: Seats given past the limit.
        answered: Whether anybody has ever been signed up.
    """

    municipality: Municipality
    confirmed: int
    offered: int
    waiting: int
    limit: int | None
    extra: int
    answered: bool

    @property
    def taken(self) -> int:
        return self.confirmed + self.offered


@dataclass(frozen=True, slots=True)
class PeopleChoice:
    """Who a list shows; "" and None for all."""

    words: str = ""
    municipality: int | None = None
    gathering: int | None = None
    state: str = ""


def seats_by_municipality(series: Series) -> list[MunicipalitySeats]:
    """Give the members by name, then others that somebody was signed up for. Four queries."""
    by_state = series.registrations.values("municipality", "state").annotate(n=Count("pk"))
    counts: dict[int, Counter[str]] = {}
    for row in by_state.order_by("municipality", "state"):
        counts.setdefault(row["municipality"], Counter())[row["state"]] = row["n"]
    limits = {row.municipality_id: row for row in series.seat_counts.all()}
    members = list(series.network.current_municipalities().select_related("country"))
    known = {place.pk for place in members}
    others = Municipality.objects.filter(pk__in=set(counts) - known).select_related("country")
    rows = []
    for group in (members, list(others)):
        for place in sorted(group, key=lambda each: sort_key(each.name)):
            found = counts.get(place.pk, Counter())
            limit = limits.get(place.pk)
            rows.append(
                MunicipalitySeats(
                    municipality=place,
                    confirmed=found[SeatState.CONFIRMED],
                    offered=found[SeatState.OFFERED],
                    waiting=found[SeatState.WAITING],
                    limit=limit.limit if limit else series.seats_per_municipality,
                    extra=limit.extra if limit else 0,
                    answered=bool(found),
                )
            )
    return rows


@dataclass(frozen=True, slots=True)
class Silent:
    """A member that has signed nobody up; ``contact`` is its main contact, if it has one."""

    municipality: Municipality
    contact: MainContact | None


def silent_members(series: Series) -> list[Silent]:
    """Give the members that have never signed anybody up, by name. Two queries."""
    answered = series.registrations.values("municipality")
    contacts = MainContact.objects.current().select_related("person")
    rows = (
        series.network.memberships.counted()
        .exclude(municipality__in=answered)
        .select_related("municipality__country")
        .prefetch_related(Prefetch("main_contacts", queryset=contacts, to_attr="current"))
    )
    found = [Silent(row.municipality, next(iter(row.current), None)) for row in rows]
    return sorted(
        found, key=lambda each: (sort_key(str(each.municipality)), each.municipality.pk)
    )


def work_areas(series: Series) -> list[tuple[str, int]]:
    """Count who has a seat by what they work with, most first; one query."""
    seated = series.registrations.filter(state__in=SEATED_STATES)
    counts = Counter(seated.values_list("work_area", flat=True))
    found = [(str(WorkArea(code).label), n) for code, n in counts.items()]
    return sorted(found, key=lambda each: (-each[1], sort_key(each[0])))


def people(series: Series, choice: PeopleChoice) -> QuerySet[Registration]:
    """Give the people of the choice: by municipality and name; those in line in their order."""
    rows = series.registrations.select_related("municipality__country").prefetch_related(
        Prefetch(
            "participations",
            queryset=Participation.objects.select_related("gathering").order_by(
                "gathering__number"
            ),
        )
    )
    if choice.state:
        rows = rows.filter(state=choice.state)
    else:
        rows = rows.filter(state__in=LIVE_STATES)
    if choice.municipality is not None:
        rows = rows.filter(municipality=choice.municipality)
    if choice.gathering is not None:
        rows = rows.filter(participations__gathering=choice.gathering)
    if choice.words:
        fields = ("name", "email", "municipality__name")
        rows = rows.filter(matches(choice.words, fields=fields))
    return rows.order_by(by_name("municipality__name"), "municipality", by_name(), "pk")


def places_in_line(series: Series) -> dict[int, int]:
    """Give the place of each who waits, 1 for the next; one query."""
    waiting = series.registrations.filter(state=SeatState.WAITING)
    keys = waiting.order_by("queued_at", "pk").values_list("pk", flat=True)
    return {pk: place for place, pk in enumerate(keys, start=1)}


def log(series: Series) -> QuerySet[RegistrationEvent]:
    """Give everything that happened to the seats, newest first."""
    rows = RegistrationEvent.objects.filter(registration__series=series)
    return rows.select_related(
        "registration__municipality__country", "gathering", "by"
    ).order_by("-at", "-pk")


def at_the_door(series: Series, *, gathering: int) -> Iterable[Participation]:
    """Give those who have a seat and come to a gathering, by municipality and name."""
    rows = Participation.objects.filter(
        gathering=gathering,
        registration__series=series,
        registration__state__in=SEATED_STATES,
    )
    return rows.select_related("registration__municipality__country", "gathering").order_by(
        by_name("registration__municipality__name"),
        "registration__municipality",
        by_name("registration__name"),
        "pk",
    )
