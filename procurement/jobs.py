"""Work of procurement that nobody waits for."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, QuerySet

from accounts.models import User
from gatherings.calculations.reminding import windows
from procurement import letters, pool_letters, seats, talk_letters, words
from procurement.enums import DialogueEvent
from procurement.models import DialogueEntry, Need, PoolMember, Slot, Watch
from procurement.queries.reminders import soon_over
from procurement.queries.suppliers import found_by, hidden_needs, open_needs

# What an action writes is seen when its transaction ends, a little after its own time.
_SETTLED = timedelta(minutes=2)
_LONGEST_BEFORE = timedelta(days=3)  # a day, and the width of all time zones
# What those who follow a need hear of, unless they were told at once.
_NEWS = (
    DialogueEvent.PUBLISHED,
    DialogueEvent.CHANGED,
    DialogueEvent.ANSWERED,
    DialogueEvent.OFFERED,
    DialogueEvent.LEFT,
    DialogueEvent.CLOSED,
)


def tell_news(*, at: datetime) -> int:
    """Mail everybody who follows needs or searches what is new since the last mail.

    One mail to a person; a need is told once, also where two searches find it, and where
    one follows it besides. Run again, or twice at once, it writes nothing.

    Returns:
        How many people were written to.
    """
    until = at - _SETTLED
    watches = Watch.objects.filter(told_until__lt=until, person__is_active=True)
    since = watches.aggregate(first=Min("told_until"))["first"]
    if since is None:
        return 0
    new = open_needs(at=at).filter(published_at__gt=since, published_at__lte=until)
    happened = _happened(since=since, until=until)
    if not happened and not new.exists():
        watches.update(told_until=until)
        return 0
    people = User.objects.filter(pk__in=watches.values("person")).order_by("pk")
    return sum(_tell(person, new=new, happened=happened, until=until) for person in people)


def _happened(*, since: datetime, until: datetime) -> dict[int, list[DialogueEntry]]:
    """Give what happened to needs that somebody follows, by the key of the need."""
    rows = DialogueEntry.objects.filter(
        need__in=Watch.objects.filter(need__isnull=False).values("need"),
        kind__in=_NEWS,
        told=0,
        at__gt=since,
        at__lte=until,
    )
    found: dict[int, list[DialogueEntry]] = defaultdict(list)
    for row in rows.select_related("need__municipality__country").order_by("at", "pk"):
        found[row.need_id].append(row)
    return found


@transaction.atomic
def _tell(
    person: User,
    *,
    new: QuerySet[Need],
    happened: dict[int, list[DialogueEntry]],
    until: datetime,
) -> bool:
    """Write to one person; the watches are locked, so a job beside finds them told."""
    found: dict[int, Need] = {}
    news: list[DialogueEntry] = []
    rows = Watch.objects.select_for_update(of=("self",)).filter(person=person)
    watches = rows.filter(told_until__lt=until)
    for watch in watches.prefetch_related("goals", "categories", "counties").order_by("pk"):
        if watch.need_id is not None:
            entries = happened.get(watch.need_id, [])
            news += [row for row in entries if row.at > watch.told_until]
            continue
        fitting = found_by(watch, new).filter(published_at__gt=watch.told_until)
        for need in fitting.select_related("municipality__country"):
            found[need.pk] = need
    rows.update(told_until=until)
    news = _readable([row for row in news if not _is_told_as_new(row, found)], person)
    if found or news:
        letters.news(person=person, needs=found.values(), entries=news, at=until)
    return bool(found or news)


def _readable(news: list[DialogueEntry], person: User) -> list[DialogueEntry]:
    """Leave out needs that are not public and that the person may read no more."""
    hidden = hidden_needs([row.need for row in news], person)
    return [row for row in news if row.need_id not in hidden]


def _is_told_as_new(row: DialogueEntry, found: dict[int, Need]) -> bool:
    return row.kind == DialogueEvent.PUBLISHED and row.need_id in found


def remind(*, at: datetime) -> int:
    """Remind of talks and conferences the day before, and of pools soon not to be joined.

    Conferences that are cancelled or moved are told of first. Each goes once: the outbox knows
    what it has.

    Returns:
        How many talks, companies and municipalities were told of.
    """
    count = seats.release_cancelled(at=at) + seats.tell_moved(at=at) + seats.remind(at=at)
    talks = Slot.objects.filter(
        supplier__isnull=False, starts_at__gt=at, starts_at__lte=at + _LONGEST_BEFORE
    ).select_related("need__municipality__country", "need__contact", "supplier")
    count += sum(_remind_of_talk(slot, at=at) for slot in talks.order_by("starts_at", "pk"))
    return count + sum(_remind_of_pool(row, at=at) for row in soon_over(at=at))


def _remind_of_talk(slot: Slot, *, at: datetime) -> bool:
    """Remind of a talk that was booked before the mails go out; later ones are fresh."""
    zone = words.zone_of(slot.need)
    day = slot.starts_at.astimezone(zone).date()
    window = windows(day=day, starts_at=slot.starts_at, zone=zone).day
    is_due = window.holds(at) and slot.booked_at is not None and slot.booked_at < window.opens
    return is_due and talk_letters.reminder(slot=slot)


def _remind_of_pool(row: PoolMember, *, at: datetime) -> bool:
    """Remind a municipality that was asked before the mails go out."""
    zone, last = words.zone_in(row.municipality), row.pool.join_until
    if last is None:
        return False
    opens = pool_letters.reminded_from(last, zone=zone)
    is_due = opens <= at < pool_letters.closes_at(last, zone=zone) and row.created_at < opens
    return is_due and pool_letters.reminder(member=row)
