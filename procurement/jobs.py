"""Work of procurement that nobody waits for."""

from collections import defaultdict
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Min, QuerySet

from accounts.models import User
from procurement import letters
from procurement.enums import DialogueEvent
from procurement.models import DialogueEntry, Need, Watch
from procurement.queries.suppliers import found_by, open_needs

# What those who follow a need hear of, unless they were told at once.
_NEWS = (
    DialogueEvent.CHANGED,
    DialogueEvent.ANSWERED,
    DialogueEvent.LEFT,
    DialogueEvent.CLOSED,
)


def tell_news(*, at: datetime) -> int:
    """Mail everybody who follows needs or searches what is new since the last mail.

    One mail to a person a day; a need is told once, also where two searches find it. Run
    again at the same time it writes nothing.

    Returns:
        How many people were written to.
    """
    watches = Watch.objects.filter(told_until__lt=at, person__is_active=True)
    since = watches.aggregate(first=Min("told_until"))["first"]
    if since is None:
        return 0
    new = open_needs(at=at).filter(published_at__gt=since, published_at__lte=at)
    happened = _happened(since=since, at=at)
    if not happened and not new.exists():
        watches.update(told_until=at)
        return 0
    rows = watches.select_related("person").prefetch_related("goals", "categories", "counties")
    by_person = groupby(rows.order_by("person", "pk"), key=lambda watch: watch.person)
    return sum(
        _tell(person, list(watches), new=new, happened=happened, at=at)
        for person, watches in by_person
    )


def _happened(*, since: datetime, at: datetime) -> dict[int, list[DialogueEntry]]:
    """Give what happened to needs that somebody follows, by the key of the need."""
    rows = DialogueEntry.objects.filter(
        need__in=Watch.objects.filter(need__isnull=False).values("need"),
        kind__in=_NEWS,
        told=0,
        at__gt=since,
        at__lte=at,
    )
    found: dict[int, list[DialogueEntry]] = defaultdict(list)
    for row in rows.select_related("need__municipality__country").order_by("at", "pk"):
        found[row.need_id].append(row)
    return found


@transaction.atomic
def _tell(
    person: User,
    watches: list[Watch],
    *,
    new: QuerySet[Need],
    happened: dict[int, list[DialogueEntry]],
    at: datetime,
) -> bool:
    found: dict[int, Need] = {}
    news: list[DialogueEntry] = []
    for watch in watches:
        if watch.need_id is not None:
            entries = happened.get(watch.need_id, [])
            news += [row for row in entries if row.at > watch.told_until]
            continue
        fitting = found_by(watch, new).filter(published_at__gt=watch.told_until)
        for need in fitting.select_related("municipality__country"):
            found[need.pk] = need
    Watch.objects.filter(pk__in=[watch.pk for watch in watches]).update(told_until=at)
    if found or news:
        letters.news(person=person, needs=found.values(), entries=news, at=at)
    return bool(found or news)
