"""Work of procurement that nobody waits for."""

from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Min, QuerySet

from accounts.models import User
from procurement import letters
from procurement.models import Need, Watch
from procurement.queries.suppliers import found_by, open_needs


def tell_new_needs(*, at: datetime) -> int:
    """Mail everybody who follows a search the needs published since the last mail.

    One mail to a person; a need is told once, also where two searches find it. Run again
    at the same time it writes nothing.

    Returns:
        How many people were written to.
    """
    searches = Watch.objects.filter(need=None, told_until__lt=at, person__is_active=True)
    since = searches.aggregate(first=Min("told_until"))["first"]
    if since is None:
        return 0
    new = open_needs(at=at).filter(published_at__gt=since, published_at__lte=at)
    if not new.exists():
        searches.update(told_until=at)
        return 0
    rows = searches.select_related("person").prefetch_related("goals", "categories", "counties")
    by_person = groupby(rows.order_by("person", "pk"), key=lambda watch: watch.person)
    return sum(_tell(person, list(watches), new, at=at) for person, watches in by_person)


@transaction.atomic
def _tell(person: User, watches: list[Watch], new: QuerySet[Need], *, at: datetime) -> bool:
    found: dict[int, Need] = {}
    for watch in watches:
        fitting = found_by(watch, new).filter(published_at__gt=watch.told_until)
        for need in fitting.select_related("municipality__country"):
            found[need.pk] = need
    Watch.objects.filter(pk__in=[watch.pk for watch in watches]).update(told_until=at)
    if found:
        letters.new_needs(person=person, needs=found.values(), at=at)
    return bool(found)
