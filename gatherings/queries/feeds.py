"""What stands in whose calendar.

A gathering without a day stands in none, and nobody subscribes to a draft. The link to a
digital meeting stands only in the calendars of those who come and of those who hold it;
names of people, speakers too, in no calendar at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import digest
from accounts.models import User
from common.nordic import by_name
from gatherings import calendars, words
from gatherings.calendars import Entry
from gatherings.enums import GatheringState, SeatState, SeriesState
from gatherings.models import (
    AgendaItem,
    CalendarFeed,
    Gathering,
    HostPerson,
    Participation,
    Registration,
    Series,
    Talk,
)
from gatherings.queries.talks import entries_of, entry_of
from gatherings.sealed import unseal
from improvement.models import workplace_networks
from networks.models import MainContact, Network
from networks.models.networks import COUNTED_STATES


@dataclass(frozen=True, slots=True)
class NetworkFeed:
    """The calendar of a network, for one of its people.

    Attributes:
        token: The secret; empty while there is none, or where its key is lost.
        may_renew: The reader leads the network.
    """

    network: Network
    is_made: bool
    token: str
    may_renew: bool


def find_feed(token: str) -> CalendarFeed | None:
    """Find the calendar that a secret opens; None for an old one, or of a closed account."""
    rows = CalendarFeed.objects.select_related("person", "network")
    feed = rows.filter(token_digest=digest(token)).first()
    if feed is None or (feed.person is not None and not feed.person.is_active):
        return None
    return feed


def own_token(person: User) -> str | None:
    """Give the secret of a person's calendar: None before one is made, empty if lost."""
    feed = CalendarFeed.objects.filter(person=person).first()
    return unseal(feed.token_sealed) if feed else None


def network_feeds(person: User) -> list[NetworkFeed]:
    """List the networks whose calendars a person may subscribe to, by name."""
    published = Series.objects.exclude(state=SeriesState.DRAFT)
    networks = (
        workplace_networks(person)
        .filter(pk__in=published.values("network"))
        .select_related("calendar_feed", "programme", "region")
        .order_by(by_name(), "pk")
    )
    return [_network_feed(network, person) for network in networks]


def _network_feed(network: Network, person: User) -> NetworkFeed:
    feed = getattr(network, "calendar_feed", None)
    return NetworkFeed(
        network=network,
        is_made=feed is not None,
        token=unseal(feed.token_sealed) if feed else "",
        may_renew=person.has_perm("networks.lead_network", network),
    )


def calendar_of(feed: CalendarFeed) -> bytes:
    """Write the calendar that a feed stands for; six queries at most."""
    if feed.person is not None:
        return _of_person(feed.person)
    return _of_network(cast("Network", feed.network))  # the database sees that it has one


def calendar_of_seat(registration: Registration) -> bytes:
    """Write the calendar of somebody who comes, perhaps without an account."""
    rows = _published().filter(pk__in=_coming(Registration.objects.filter(pk=registration.pk)))
    entries = [_entry(row, shows_link=True, shows_programme=True) for row in rows]
    return _write(registration.series.name, entries)


def calendar_of_gathering(*, gathering: Gathering, shows_programme: bool) -> bytes | None:
    """Write one gathering, for everybody who may know of it; None while it has no day."""
    row = _rows().filter(pk=gathering.pk).first()
    if row is None:
        return None
    entry = _entry(row, shows_link=False, shows_programme=shows_programme)
    return _write(row.series.name, [entry])


def calendar_of_talk(*, talk: Talk, person_key: int) -> bytes:
    """Write a booked talk for one of its sides; cancelled for who has it no more."""
    has_it = person_key in {talk.guide_id, talk.booked_by_id}
    return _write(talk.series.name, [entry_of(talk, is_cancelled=not has_it)])


def _of_person(person: User) -> bytes:
    coming = set(_coming(Registration.objects.filter(person=person)))
    held = set(HostPerson.objects.filter(person=person).values_list("series", flat=True))
    contact = MainContact.objects.current().filter(
        person=person, membership__state__in=COUNTED_STATES
    )
    rows = _published().filter(
        Q(pk__in=coming)
        | Q(series__in=held)
        | Q(series__network__in=contact.values("membership__network"))
    )
    entries = [
        _entry(
            row,
            shows_link=row.pk in coming or row.series_id in held,
            shows_programme=True,
        )
        for row in rows
    ]
    with translation.override(person.language or settings.LANGUAGE_CODE):
        name = _("My gatherings")
    return _write(name, [*entries, *entries_of(person)])


def _of_network(network: Network) -> bytes:
    rows = _published().filter(series__network=network)
    entries = [_entry(row, shows_link=False, shows_programme=True) for row in rows]
    return _write(network.name, entries)


def _coming(registrations: QuerySet[Registration]) -> QuerySet[Participation, int]:
    """Give the gatherings that the owners of seats come to themselves."""
    return Participation.objects.filter(
        registration__in=registrations.filter(state=SeatState.CONFIRMED), substitute_name=""
    ).values_list("gathering", flat=True)


def _rows() -> QuerySet[Gathering]:
    items = AgendaItem.objects.order_by("position", "pk")
    return (
        Gathering.objects.filter(day__isnull=False)
        .select_related("series")
        .prefetch_related(Prefetch("agenda", queryset=items))
        .annotate(told_at=Max("changes__at"))
        .order_by("day", "starts_at", "pk")
    )


def _published() -> QuerySet[Gathering]:
    return _rows().exclude(series__state=SeriesState.DRAFT)


def _write(name: str, entries: Iterable[Entry]) -> bytes:
    host = urlsplit(settings.SITE_URL).hostname or ""
    return calendars.write(name=f"Samverk: {name}", host=host, entries=list(entries))


def _entry(row: Gathering, *, shows_link: bool, shows_programme: bool) -> Entry:
    """Put a gathering into the words of its series; ``row`` is of ``_rows``."""
    link = row.link if shows_link else ""
    told_at = getattr(row, "told_at", None) or row.updated_at
    with translation.override(row.series.language):
        return Entry(
            uid=row.uid,
            sequence=row.sequence,
            changed_at=max(told_at, row.updated_at),
            title=_title(row),
            day=cast("date", row.day),  # _rows gives no others
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            zone=row.series.time_zone,
            is_cancelled=row.state == GatheringState.CANCELLED,
            place=", ".join(part for part in (row.place, row.address) if part) or link,
            text=_text(row, link=link, shows_programme=shows_programme),
            address=settings.SITE_URL + row.get_absolute_url(),
        )


def _title(row: Gathering) -> str:
    title = f"{row.series.name} – {words.gathering_name(row)}"
    if row.state == GatheringState.CANCELLED:  # many programs show no state
        return _("Cancelled: %(title)s") % {"title": title}
    return title


def _text(row: Gathering, *, link: str, shows_programme: bool) -> str:
    paragraphs = [row.description.strip()]
    if row.state == GatheringState.CANCELLED:
        paragraphs.insert(0, row.cancel_reason)
    elif row.starts_at is None:
        paragraphs.insert(0, _("The time of day is to come."))
    if row.theme and shows_programme:
        paragraphs.append(_("Theme: %(theme)s") % {"theme": row.theme})
    if link:
        paragraphs.append(_("Link to the meeting: %(link)s") % {"link": link})
    if shows_programme:
        paragraphs.append(_programme(row))
    if row.bring:
        paragraphs.append(_("Bring: %(things)s") % {"things": row.bring.strip()})
    return "\n\n".join(part for part in paragraphs if part)


def _programme(row: Gathering) -> str:
    lines = [
        " ".join(part for part in (words.times(item.starts, item.ends), item.title) if part)
        for item in row.agenda.all()
    ]
    return "\n".join([_("Programme:"), *lines]) if lines else ""
