"""Series as their readers see them: the list, and one series with everything on its page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from accounts.models import User
from common.nordic import by_name, matches, sort_key
from gatherings.enums import (
    LIVE_STATES,
    SEATED_STATES,
    GatheringState,
    SeatState,
    SeriesState,
)
from gatherings.models import (
    AgendaItem,
    Gathering,
    GatheringChange,
    Registration,
    SeatCount,
    Series,
    SeriesHost,
)
from gatherings.queries.openness import Closed, Openness, answer, has_been, why_closed
from improvement.queries.acting import workplaces
from networks.models import MainContact, Membership, Municipality, Network
from networks.queries import Roles, roles_of

Person = User | AnonymousUser
OPEN, COMING, PAST = 0, 1, 2


def listed_series(
    *, person: Person, at: datetime, text: str = "", network: str = ""
) -> QuerySet[Series]:
    """List series: open for sign-up by deadline, then coming ones, then past ones.

    Each has ``section`` (OPEN, COMING or PAST), ``first_day`` and ``last_day``.
    """
    rows = Series.objects.visible_to(person).filter(
        Q(network__slug=network) if network else Q()
    )
    if text:
        hosts = SeriesHost.objects.filter(matches(text, fields=("name",)))
        found = matches(text, fields=("name", "summary", "target_group", "network__name"))
        rows = rows.filter(found | Q(pk__in=hosts.values("series")))
    planned = Q(gatherings__state=GatheringState.PLANNED)
    to_come = _days_to_come(at)
    rows = rows.annotate(
        first_day=Min("gatherings__day", filter=planned),
        last_day=Max("gatherings__day", filter=planned),
        section=Case(
            When(_is_past(to_come), then=Value(PAST)),
            When(_is_open(at), then=Value(OPEN)),
            default=Value(COMING),
            output_field=IntegerField(),
        ),
    )
    closing = Case(
        When(section=OPEN, then=F("closes_at")),
        default=Value(None),
        output_field=DateTimeField(),
    )
    beginning = Case(When(section=PAST, then=Value(None)), default=F("first_day"))
    return rows.select_related("network").order_by(
        "section",
        closing.asc(nulls_last=True),
        beginning.asc(nulls_last=True),
        F("last_day").desc(nulls_last=True),
        by_name(),
        "pk",
    )


def section_of(series: Series) -> int:
    """Tell in which part of the list a series stands."""
    section: int = series.section  # type: ignore[attr-defined]
    return section


def open_series(*, at: datetime) -> QuerySet[Series]:
    """Series that some municipality can sign up for ``at`` that time."""
    return Series.objects.exclude(_is_past(_days_to_come(at))).filter(_is_open(at))


def networks_with_series(person: Person) -> QuerySet[Network]:
    """Networks that the reader may know of series in, by name."""
    seen = Series.objects.visible_to(person).values("network")
    return Network.objects.filter(pk__in=seen).order_by(by_name(), "pk")


def _days_to_come(at: datetime) -> QuerySet[Gathering]:
    today = timezone.localdate(at)
    return Gathering.objects.filter(
        Q(day__isnull=True) | Q(day__gte=today),
        series=OuterRef("pk"),
        state=GatheringState.PLANNED,
    )


def _is_past(to_come: QuerySet[Gathering]) -> Q:
    """Cancelled, in a closed network, or with all its gatherings behind it."""
    planned = Gathering.objects.filter(series=OuterRef("pk"), state=GatheringState.PLANNED)
    return (
        Q(state=SeriesState.CANCELLED)
        | Q(network__closed_at__isnull=False)
        | (Q(Exists(planned)) & ~Q(Exists(to_come)))
    )


def _is_open(at: datetime) -> Q:
    second = at.replace(microsecond=0)
    return (
        Q(state=SeriesState.PUBLISHED)
        & (Q(opens_at__isnull=True) | Q(opens_at__lte=at))
        & (Q(closes_at__isnull=True) | Q(closes_at__gte=second))
    )


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody's place among those who wait: 1 is next.

    Attributes:
        own: Among those of the same municipality.
        whole: Among all.
    """

    own: int
    whole: int


@dataclass(frozen=True, slots=True)
class Place:
    """One member of the network, and how its seats stand.

    Attributes:
        waiting: How many of its people wait.
        people: Its live registrations, only where the reader may see them.
        may_sign_up: The reader signs up its people.
        may_sign_up_self: The reader belongs to it.
    """

    municipality: Municipality
    openness: Openness
    waiting: int
    people: list[Registration]
    may_sign_up: bool
    may_sign_up_self: bool

    @property
    def is_own(self) -> bool:
        return self.may_sign_up or self.may_sign_up_self


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the programme, with its speakers."""

    item: AgendaItem
    speakers: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class SeriesRead:
    """Everything on the page of a series, read in six queries.

    Attributes:
        closed: Why sign-up is closed to members; None where it is open.
        next: The gathering that comes next, if one does.
        is_of_network: The reader has a role in the network or one of its members.
        shows_programme: The reader may see programme and themes.
        lines: Key of a registration → its place in line.
        mine: The reader's own live registration.
    """

    series: Series
    hosts: list[str]
    gatherings: list[Gathering]
    next: Gathering | None
    items: list[Item]
    closed: Closed | None
    places: list[Place]
    is_of_network: bool
    shows_programme: bool
    lines: dict[int, Line] = field(default_factory=dict)
    mine: Registration | None = None


def read_series(*, series: Series, person: Person, at: datetime, may_hold: bool) -> SeriesRead:
    """Read one series for one reader; ``series`` has its network and programme."""
    gatherings = gatherings_of(series)
    over = has_been(gatherings, series=series, at=at)
    live = list(series.registrations.filter(state__in=LIVE_STATES).order_by("queued_at", "pk"))
    members = _members(series, person)
    roles = roles_of(person)
    of_network = may_hold or _is_of(roles, series, members)
    coming = next_of(gatherings, series=series, at=at)
    shows = series.shows_programme or of_network
    closed = why_closed(series=series, is_member=True, is_over=over, at=at)
    return SeriesRead(
        series=series,
        hosts=list(series.hosts.order_by("position", "pk").values_list("name", flat=True)),
        gatherings=gatherings,
        next=coming,
        items=items_of(coming) if coming and shows else [],
        closed=closed,
        places=_places(series, members, live, person=person, roles=roles, over=over, at=at),
        is_of_network=of_network,
        shows_programme=shows,
        lines=lines_of(live),
        mine=next((row for row in live if person.pk and row.person_id == person.pk), None),
    )


def is_of_network(series: Series, person: Person) -> bool:
    """Whether the reader has a role in the network or one of its members; two queries."""
    return _is_of(roles_of(person), series, _members(series, person))


def gatherings_of(series: Series) -> list[Gathering]:
    """List the gatherings by number, each with its series at hand."""
    rows = list(series.gatherings.order_by("number"))
    for row in rows:
        row.series = series
    return rows


def previous_starts(gatherings: Iterable[Gathering]) -> dict[int, list[str]]:
    """Give the starts that no longer hold, oldest first, as ISO 8601; one query at most.

    Returns:
        Key of a gathering → its former starts; those that never moved are left out.
    """
    starts = {one.pk: one.start for one in gatherings if one.sequence}
    if not starts:
        return {}
    rows = GatheringChange.objects.filter(gathering__in=starts).exclude(previous_start="")
    found: dict[int, list[str]] = {}
    for pk, start in rows.order_by("sequence").values_list("gathering", "previous_start"):
        if start != starts[pk]:
            found.setdefault(pk, []).append(start)
    return found


def next_of(
    gatherings: Iterable[Gathering], *, series: Series, at: datetime
) -> Gathering | None:
    """Give the next gathering: of those with a day to come the first, else one without."""
    today = at.astimezone(series.zone).date()
    planned = [one for one in gatherings if one.state == GatheringState.PLANNED]
    dated = [(one.day, one.number, one) for one in planned if one.day and one.day >= today]
    if dated:
        return min(dated)[2]
    return next((one for one in planned if one.day is None), None)


def items_of(gathering: Gathering) -> list[Item]:
    """List the programme of a gathering with its speakers, in one query."""
    rows = (
        AgendaItem.objects.filter(gathering=gathering)
        .annotate(
            speaker_name=F("speakers__name"),
            speaker_title=F("speakers__title"),
            speaker_organisation=F("speakers__organisation"),
        )
        .order_by("position", "pk", "speakers__pk")
    )
    found: dict[int, Item] = {}
    for row in rows:
        item = found.setdefault(row.pk, Item(row, []))
        if row.speaker_name:
            item.speakers.append(
                (row.speaker_name, row.speaker_title, row.speaker_organisation)
            )
    return list(found.values())


def lines_of(live: Iterable[Registration]) -> dict[int, Line]:
    """Tell each one's place in line; ``live`` comes in the order of the line."""
    lines: dict[int, Line] = {}
    own: Counter[int] = Counter()
    for row in live:
        if row.state == SeatState.WAITING:
            own[row.municipality_id] += 1
            lines[row.pk] = Line(own[row.municipality_id], len(lines) + 1)
    return lines


def _members(series: Series, person: Person) -> list[Membership]:
    """Members that count, by name, with their seats and whether the reader is contact."""
    counts = SeatCount.objects.filter(series=series, municipality=OuterRef("municipality"))
    contact = MainContact.objects.current().filter(membership=OuterRef("pk"), person=person.pk)
    rows = (
        series.network.memberships.counted()
        .select_related("municipality__country")
        .annotate(
            seat_count=Subquery(counts.values("pk")[:1]),
            seat_limit=Subquery(counts.values("limit")[:1]),
            seat_extra=Subquery(counts.values("extra")[:1]),
            is_contact=Exists(contact),
        )
    )
    return sorted(rows, key=lambda row: (sort_key(str(row.municipality)), row.pk))


def _is_of(roles: Roles, series: Series, members: list[Membership]) -> bool:
    network = series.network
    return (
        network.pk in roles.networks
        or network.programme_id in roles.programmes
        or network.region_id in roles.regions
        or any(row.municipality_id in roles.municipalities for row in members)
        or any(row.is_contact for row in members)  # type: ignore[attr-defined]
    )


def _places(
    series: Series,
    members: list[Membership],
    live: list[Registration],
    *,
    person: Person,
    roles: Roles,
    over: bool,
    at: datetime,
) -> list[Place]:
    works = {place.pk for place in workplaces(person)} if isinstance(person, User) else set()
    taken = Counter(row.municipality_id for row in live if row.state in SEATED_STATES)
    waiting = Counter(row.municipality_id for row in live if row.state == SeatState.WAITING)
    places = []
    for row in members:
        pk = row.municipality_id
        may_sign_up = pk in works or row.is_contact or person.is_superuser  # type: ignore[attr-defined]
        belongs = pk in roles.municipalities
        found = answer(
            series=series,
            taken=taken[pk],
            limit=_limit(series, row),
            is_member=True,
            is_over=over,
            at=at,
        )
        people = [one for one in live if one.municipality_id == pk]
        places.append(
            Place(
                municipality=row.municipality,
                openness=found,
                waiting=waiting[pk],
                people=people if may_sign_up or belongs else [],
                may_sign_up=may_sign_up,
                may_sign_up_self=belongs,
            )
        )
    return places


def _limit(series: Series, row: Membership) -> int | None:
    """Give the seats of a member; None without a limit."""
    if row.seat_count is None:  # type: ignore[attr-defined]
        return series.seats_per_municipality
    limit: int | None = row.seat_limit  # type: ignore[attr-defined]
    return None if limit is None else limit + row.seat_extra  # type: ignore[attr-defined]
