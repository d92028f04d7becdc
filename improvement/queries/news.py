"""What has happened in the work that a person follows, for the weekly digest."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from improvement.models import Evaluation, RoundEvent, StatusEntry, readable_municipalities
from networks.enums import Role
from networks.queries import roles_of

MOST_ROWS = 500  # of each kind; whoever follows more reads it on the pages


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that happened to an object.

    Attributes:
        about: Kind and key of the object, as ``measure:41``.
        row: The entry, evaluation or event.
        at: When.
    """

    about: str
    row: StatusEntry | Evaluation | RoundEvent
    at: datetime


def news_for(
    person: User, *, places: list[int], after: datetime, until: datetime
) -> list[list[News]]:
    """List what others have done, by object: the object with the newest first.

    Three queries. A network's leader follows the work that belongs to the network, of
    municipalities that are in it.

    Args:
        person: Whose own doings are left out.
        places: Keys of the municipalities that the person works in.
        after: Later than this.
        until: Not later than this.
    """
    roles = roles_of(person)
    led = [pk for pk, held in roles.networks.items() if Role.NETWORK_LEADER in held]
    programmes = [pk for pk, held in roles.programmes.items() if Role.NETWORK_LEADER in held]
    new = Q(at__gt=after, at__lte=until) & ~Q(by=person)

    readable = readable_municipalities(person)

    def followed(prefix: str) -> Q:
        leads = Q(**{f"{prefix}__network__in": led})
        leads |= Q(**{f"{prefix}__network__programme__in": programmes})
        return Q(**{f"{prefix}__municipality__in": places}) | (
            leads & Q(**{f"{prefix}__municipality__in": readable})
        )

    entries = StatusEntry.objects.filter(
        new, followed("measure"), measure__archived_at=None
    ).select_related("measure__municipality", "by")
    evaluations = Evaluation.objects.filter(
        new, followed("measure"), measure__archived_at=None
    ).select_related("measure__municipality", "by")
    events = RoundEvent.objects.filter(new, followed("round")).select_related(
        "round__municipality", "round__network", "step", "by"
    )
    found: list[News] = []
    for rows in (entries, evaluations):
        for row in rows.order_by("-at", "-pk")[:MOST_ROWS]:
            found.append(News(about=f"measure:{row.measure_id}", row=row, at=row.at))
    for event in events.order_by("-at", "-pk")[:MOST_ROWS]:
        found.append(News(about=f"round:{event.round_id}", row=event, at=event.at))
    return _grouped(found)


def _grouped(found: list[News]) -> list[list[News]]:
    found.sort(key=lambda news: (news.at, news.row.pk), reverse=True)
    groups: dict[str, list[News]] = {}
    for news in found:
        groups.setdefault(news.about, []).append(news)
    return list(groups.values())
