"""Series: made, changed, published, cancelled, removed while nobody has seen them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import count

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings import notices
from gatherings.actions import gatherings, seats
from gatherings.actions.locks import lock_in_open_network, lock_series
from gatherings.actions.materials import delete_with_files
from gatherings.actions.talks import call_off_talks
from gatherings.enums import GatheringState, SeriesState
from gatherings.models import HostPerson, Series, SeriesHost
from improvement.actions.refusals import Declined
from networks.actions.locks import open_network, sign
from networks.actions.slugs import slug_for
from networks.models import Network, Topic
from networks.queries import leaders_of

# Pages of the site have these addresses.
RESERVED_SLUGS = frozenset({"kalender", "ny", "plan"})
_SLUG_LENGTH = 50
_NETWORK = "nettverk"  # what a network without a letter in its name is called


class SeriesCancelled(Declined):
    """The series is cancelled: it can be read and no longer changed."""

    sentence = _("The series is cancelled and can no longer be changed.")


class CancelReasonMissing(Declined):
    """Those who were signed up want to know why."""

    field = "reason"
    sentence = _("Say why. Those who are signed up get the reason by e-mail.")


class NothingToPublish(Declined):
    """A series without gatherings has nothing to sign up for."""

    sentence = _("Add at least one gathering first.")


class SeriesInUse(Declined):
    """The series has been published, or somebody has been signed up."""

    sentence = _("Only a draft that nobody is signed up for can be deleted. Cancel it instead.")


class NoSuchAccount(Declined):
    """Nobody has an account with the e-mail address."""

    field = "email"
    sentence = _("Nobody has an account with this address. Invite the person first.")


class LastHost(Declined):
    """Nobody but those who lead the network could change the series any more."""

    sentence = _("The last one can only be removed by somebody who leads the network.")


@dataclass(frozen=True, slots=True)
class SeriesDetails:
    """What is said about a series.

    Attributes:
        opens_at: First moment of sign-up; None for at once.
        closes_at: Last moment of sign-up; None for no end.
        answer_hours: Hours that an offered seat is held; at least 1.
        names_kept_days: Days after the last gathering.
        talks_per_municipality: Guidance talks that each may book; None for no limit.
    """

    name: str
    contact_email: str
    summary: str = ""
    description: str = ""
    target_group: str = ""
    language: str = "nb"
    time_zone: str = "Europe/Oslo"
    contact_name: str = ""
    shows_programme: bool = True
    shows_seats: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    answer_hours: int = 48
    names_kept_days: int = 365
    talks_per_municipality: int | None = 1
    diet_text_reason: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seats; None for no limit."""

    per_municipality: int | None = 3
    total: int | None = None


DETAILS = tuple(field.name for field in fields(SeriesDetails))


@transaction.atomic
def create_series(
    *,
    network: Network,
    details: SeriesDetails,
    limits: Limits,
    hosts: Sequence[str],
    topics: Collection[Topic],
    by: User,
    at: datetime,
) -> Series:
    """Make a draft in a network. Whoever makes it is one of the people of its hosts.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = open_network(network=network)
    series = Series(
        network=locked,
        seats_per_municipality=limits.per_municipality,
        seats_total=limits.total,
    )
    _write(series, details)
    sign(series, by=by)
    _save_under_free_address(series)
    series.topics.set(topics)
    _set_hosts(series, hosts)
    HostPerson.objects.create(series=series, person=by, added_by=by, added_at=at)
    return series


@transaction.atomic
def change_series(
    *,
    series: Series,
    details: SeriesDetails,
    limits: Limits,
    hosts: Sequence[str],
    topics: Collection[Topic],
    by: User,
    at: datetime,
) -> Series:
    """Change what is said about a series; its address stays.

    Higher limits offer seats to those who wait; lower ones take nobody's.

    Passes on:
        SeriesCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    locked = open_series(series)
    _write(locked, details)
    sign(locked, by=by)
    locked.save(update_fields=[*DETAILS, "updated_at"])
    locked.topics.set(topics)
    _set_hosts(locked, hosts)
    if limits != Limits(locked.seats_per_municipality, locked.seats_total):
        seats.set_limits(
            series=locked, per_municipality=limits.per_municipality, total=limits.total, at=at
        )
    return locked


@transaction.atomic
def publish_series(*, series: Series, by: User) -> Series:
    """Let the network see a draft, and sign up. Publishing again changes nothing.

    Raises:
        NothingToPublish: It has no planned gathering.

    Passes on:
        SeriesCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    locked = open_series(series)
    if locked.state == SeriesState.PUBLISHED:
        return locked
    if not locked.gatherings.filter(state=GatheringState.PLANNED).exists():
        raise NothingToPublish
    locked.state = SeriesState.PUBLISHED
    sign(locked, by=by)
    locked.save(update_fields=["state", "updated_at"])
    return locked


@transaction.atomic
def cancel_series(*, series: Series, reason: str, by: User, at: datetime) -> Series:
    """Cancel a series with the gatherings that are still to come, and tell all who signed up.

    Cancelling again changes nothing.

    Raises:
        CancelReasonMissing: ``reason`` is empty.
    """
    if not reason.strip():
        raise CancelReasonMissing
    locked = lock_series(series)
    if locked.state == SeriesState.CANCELLED:
        return locked
    locked.state = SeriesState.CANCELLED
    locked.cancel_reason = reason.strip()
    sign(locked, by=by)
    locked.save(update_fields=["state", "cancel_reason", "updated_at"])
    for gathering in gatherings.still_to_come(locked, at=at):
        gatherings.call_off(gathering, reason=locked.cancel_reason, by=by, at=at)
    call_off_talks(series=locked, reason=locked.cancel_reason, at=at)
    notices.series_cancelled(series=locked)
    return locked


@transaction.atomic
def delete_series(*, series: Series, by: User) -> None:
    """Remove a draft for which nobody has been signed up.

    Raises:
        SeriesInUse: It is no draft, or somebody has been signed up.
    """
    locked = lock_series(series)
    if locked.state != SeriesState.DRAFT or locked.registrations.exists():
        raise SeriesInUse
    locked.talks.all().delete()  # of a draft all are free
    delete_with_files(locked.materials.all())
    sign(locked, by=by)
    locked.delete()


@transaction.atomic
def add_host(*, series: Series, email: str, by: User, at: datetime) -> HostPerson:
    """Let somebody with an account edit the series. Adding again changes nothing.

    Raises:
        NoSuchAccount: Nobody with this e-mail address has an account in use.
    """
    locked = lock_series(series)
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise NoSuchAccount
    row, _created = HostPerson.objects.get_or_create(
        series=locked, person=person, defaults={"added_by": by, "added_at": at}
    )
    return row


@transaction.atomic
def remove_host(*, host: HostPerson, by: User, at: datetime) -> None:
    """Take somebody from the people of the hosts. Removing again changes nothing.

    Raises:
        LastHost: Nobody would be left, and ``by`` does not lead the network.
    """
    locked = lock_series(host.series)
    others = locked.host_people.exclude(pk=host.pk)
    leads = by.is_superuser or by in leaders_of(network=locked.network, at=at)
    if not leads and not others.exists():
        raise LastHost
    locked.host_people.filter(pk=host.pk).delete()


def open_series(series: Series) -> Series:
    """Lock a series that is to be changed.

    Raises:
        SeriesCancelled: It is cancelled.

    Passes on:
        NetworkClosed: Its network is closed.
    """
    locked = lock_in_open_network(series)
    if locked.state == SeriesState.CANCELLED:
        raise SeriesCancelled
    return locked


def address_for(name: str) -> str:
    """Make an address of a name: *Styrning på Åland* → ``styrning-pa-aland``."""
    slug = slug_for(name)
    if slug == _NETWORK and _NETWORK not in name.lower():  # not one letter or digit
        slug = "samling"
    return f"{slug}-2" if slug in RESERVED_SLUGS else slug


def _save_under_free_address(series: Series) -> None:
    """Save a new series under the first address of its name that is free.

    Another series may take the address between the look and the write: the database refuses
    the second, and the next address is tried.

    Raises:
        IntegrityError: Something else than the address was refused.
    """
    for slug in _addresses(address_for(series.name)):
        if Series.objects.filter(slug=slug).exists():
            continue
        series.slug = slug
        try:
            with transaction.atomic():
                series.save()
        except IntegrityError:
            if not Series.objects.filter(slug=slug).exists():
                raise
        else:
            return


def _addresses(wanted: str) -> Iterator[str]:
    yield wanted
    for number in count(2):
        ending = f"-{number}"
        yield f"{wanted[: _SLUG_LENGTH - len(ending)].rstrip('-')}{ending}"


def _write(series: Series, details: SeriesDetails) -> None:
    for name in DETAILS:
        setattr(series, name, getattr(details, name))


def _set_hosts(series: Series, names: Sequence[str]) -> None:
    """Keep the bodies in the order given, each once."""
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    series.hosts.exclude(name__in=wanted).delete()
    for position, name in enumerate(wanted):
        SeriesHost.objects.update_or_create(
            series=series, name=name, defaults={"position": position}
        )
