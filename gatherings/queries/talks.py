"""Guidance talks as municipalities and hosts see them, and as they stand in calendars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.nordic import sort_key
from gatherings.calendars import Entry
from gatherings.enums import SeriesState
from gatherings.models import Series, Talk, TalkNote
from improvement.queries.acting import workplaces
from networks.enums import Role
from networks.models import MainContact, Municipality, RoleAssignment
from networks.models.networks import COUNTED_STATES
from networks.queries import leaders_of, roles_of

UPCOMING, PAST, CANCELLED = VIEWS = ("kommende", "tidligere", "avlyst")
_CONTACTS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class TalkPlace:
    """A municipality that the reader is of; ``may_book`` says whether to book for it."""

    municipality: Municipality
    may_book: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody of a municipality; ``person`` is None where nobody has an account."""

    municipality: Municipality
    person: User | None


def free() -> Q:
    """Talks that nobody has booked."""
    return Q(municipality__isnull=True, cancelled_at__isnull=True)


def booked() -> Q:
    """Talks that somebody has booked, held ones too."""
    return Q(municipality__isnull=False, cancelled_at__isnull=True)


def guides_of(series: Series, *, at: datetime) -> list[User]:
    """List those who may give guidance, by name: the people of the hosts, and leaders."""
    people = User.objects.filter(hosted_series__series=series, is_active=True)
    found = {one.pk: one for one in [*people, *leaders_of(network=series.network, at=at)]}
    return sorted(found.values(), key=lambda one: (sort_key(one.get_full_name()), one.pk))


def overlapping(
    guide: User, times: Sequence[tuple[datetime, datetime]], *, besides: Talk | None = None
) -> Talk | None:
    """Find a talk that the guide has at one of the times, in whatever series."""
    rows = Talk.objects.filter(
        guide=guide,
        cancelled_at__isnull=True,
        starts_at__lt=max(end for _start, end in times),
        ends_at__gt=min(start for start, _end in times),
    ).select_related("series", "guide")
    for row in rows.order_by("starts_at"):
        clashes = any(row.starts_at < end and start < row.ends_at for start, end in times)
        if clashes and row != besides:
            return row
    return None


def booked_by_municipality(series: Series) -> dict[int, int]:
    """Count the talks of each municipality, held ones too and cancelled ones not."""
    rows = series.talks.filter(booked()).values_list("municipality").annotate(n=Count("pk"))
    return dict(rows.order_by())


def own_places(series: Series, person: User) -> list[TalkPlace]:
    """List the members that the reader is of, those with a role first; three queries."""
    held = set(roles_of(person).municipalities)
    works = {place.pk for place in workplaces(person)}
    contact = set(
        MainContact.objects.current()
        .filter(
            person=person,
            membership__network=series.network_id,
            membership__state__in=COUNTED_STATES,
        )
        .values_list("membership__municipality", flat=True)
    )
    acting = works | contact
    members = series.network.current_municipalities().select_related("country")
    if not person.is_superuser:
        members = members.filter(pk__in=held | acting)
    found = sorted(members, key=lambda one: (one.pk not in held, sort_key(one.name), one.pk))
    return [TalkPlace(one, person.is_superuser or one.pk in acting) for one in found]


def talks_for(
    series: Series, municipality: Municipality, *, at: datetime
) -> tuple[list[Talk], list[Talk]]:
    """Give the free times to come, and all that the municipality has booked; one query."""
    offered = free() & Q(starts_at__gt=at)
    rows = series.talks.filter(offered | Q(municipality=municipality))
    found = list(rows.select_related("guide", "booked_by").order_by("starts_at", "pk"))
    for row in found:
        row.series = series
    return (
        [row for row in found if row.municipality_id is None],
        [row for row in found if row.municipality_id is not None],
    )


def talks_of(series: Series, *, view: str, at: datetime) -> QuerySet[Talk]:
    """Give the talks as the hosts list them: to come, past (newest first) or cancelled."""
    rows = series.talks.select_related("guide", "booked_by", "municipality__country")
    if view == CANCELLED:
        return rows.filter(cancelled_at__isnull=False).order_by("-starts_at", "-pk")
    rows = rows.filter(cancelled_at__isnull=True)
    if view == PAST:
        return rows.filter(ends_at__lte=at).order_by("-starts_at", "-pk")
    return rows.filter(ends_at__gt=at).order_by("starts_at", "pk")


def contacts_of(series: Series) -> list[Contact]:
    """List whom hosts can book for: main contacts, coordinators and administrators.

    By municipality and name; each member has also a row without a person. Three queries.
    """
    members = {one.pk: one for one in series.network.current_municipalities()}
    contacts = (
        MainContact.objects.current()
        .filter(
            membership__network=series.network_id,
            membership__state__in=COUNTED_STATES,
            person__is_active=True,
        )
        .values_list("membership__municipality", "person")
    )
    roles = RoleAssignment.objects.current().filter(
        municipality__in=members, role__in=_CONTACTS, person__is_active=True
    )
    pairs = {*contacts, *roles.values_list("municipality", "person")}
    people = User.objects.in_bulk({person for _place, person in pairs if person})
    rows = [Contact(one, None) for one in members.values()]
    rows += [
        Contact(members[place], people[person])
        for place, person in pairs
        if place in members and person in people
    ]

    def place_and_name(row: Contact) -> tuple[object, ...]:
        name = sort_key(row.person.get_full_name()) if row.person else sort_key("")
        key = row.person.pk if row.person else 0
        return (sort_key(row.municipality.name), row.municipality.pk, not key, name, key)

    return sorted(rows, key=place_and_name)


def with_talk_counts(rows: QuerySet[Series], *, at: datetime) -> QuerySet[Series]:
    """Give each series ``talk_count``, cancelled ones left out, and ``free_talk_count``."""
    own = Talk.objects.filter(series=OuterRef("pk"), cancelled_at__isnull=True)

    def count(talks: QuerySet[Talk]) -> Coalesce:
        counts = talks.order_by().values("series").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counts), 0)

    return rows.annotate(
        talk_count=count(own),
        free_talk_count=count(own.filter(municipality__isnull=True, starts_at__gt=at)),
    )


def counts_for(series: Series, *, at: datetime) -> tuple[int, int]:
    """Count all talks of a series that are not cancelled, and the free ones to come."""
    found = series.talks.filter(cancelled_at__isnull=True).aggregate(
        every=Count("pk"), free=Count("pk", filter=free() & Q(starts_at__gt=at))
    )
    return found["every"], found["free"]


def series_with_free_talks(*, at: datetime) -> QuerySet[Series]:
    """Published series in which a time to come is free, with its last day."""
    offered = Q(talks__municipality__isnull=True, talks__cancelled_at__isnull=True)
    offered &= Q(talks__starts_at__gt=at)
    rows = Series.objects.filter(offered, state=SeriesState.PUBLISHED)
    return rows.annotate(last_talk=Max("talks__starts_at"))


def notes_of(talk: Talk, sides: Sequence[str]) -> list[TalkNote]:
    """List the notes of the sides that the reader is on, oldest first."""
    rows = talk.notes.filter(side__in=sides).select_related("by")
    return list(rows.order_by("at", "pk"))


def entries_of(person: User) -> list[Entry]:
    """Give the booked talks of a person's calendar: those one booked, and those one gives.

    What was given back or called off stands there as cancelled. One query.
    """
    rows = Talk.objects.filter(
        Q(guide=person) | Q(booked_by=person), municipality__isnull=False
    ).exclude(series__state=SeriesState.DRAFT)
    rows = rows.select_related("series", "municipality__country")
    return [entry_of(row) for row in rows.order_by("starts_at", "pk")]


def entry_of(row: Talk, *, is_cancelled: bool = False) -> Entry:
    """Put a talk into the words of its series; no name of a person, no question, no note."""
    is_off = is_cancelled or row.cancelled_at is not None
    path = reverse("gatherings:talk", kwargs={"slug": row.series.slug, "talk": row.pk})
    with translation.override(row.series.language):
        title = _("Guidance talk: %(place)s") % {"place": row.municipality}
        title = f"{title} – {row.series.name}"
        text = row.cancel_reason if is_off else ""
        if row.link and not is_off:
            text = _("Link to the meeting: %(link)s") % {"link": row.link}
        return Entry(
            uid=row.uid,
            sequence=row.sequence,
            changed_at=row.updated_at,
            title=_("Cancelled: %(title)s") % {"title": title} if is_off else title,
            day=row.starts_at.astimezone(row.series.zone).date(),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            zone=row.series.time_zone,
            is_cancelled=is_off,
            place="" if is_off else row.link,
            text=text,
            address=settings.SITE_URL + path,
        )
