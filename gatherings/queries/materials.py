"""Materials and minutes: which there are, and who reads them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from gatherings.enums import Access, SeatState
from gatherings.models import Gathering, Material, Registration, Series
from gatherings.queries.series import Person

_ORDER = list(Access)


def level_of(*, may_hold: bool, has_seat: bool, is_of_network: bool) -> Access:
    """Give the narrowest access that a reader of the series has."""
    if may_hold:
        return Access.HOSTS
    if has_seat:
        return Access.PARTICIPANTS
    return Access.NETWORK if is_of_network else Access.PUBLIC


def may_read(access: str, level: str) -> bool:
    """Whether somebody of a level reads what is open to ``access``."""
    return _ORDER.index(Access(access)) <= _ORDER.index(Access(level))


def has_seat(series: Series, person: Person) -> bool:
    """Whether a person has a seat in a series; one query for those who are signed in."""
    if person.pk is None:
        return False
    return Registration.objects.filter(
        series=series, person=person, state=SeatState.CONFIRMED
    ).exists()


def materials_of(series: Series, *, gathering: Gathering | None = None) -> list[Material]:
    """List the materials of one gathering, or all: those of the series first; one query."""
    rows = series.materials.select_related("file", "gathering")
    if gathering is not None:
        rows = rows.filter(gathering=gathering)
    found = list(rows.order_by("position", "pk"))
    return sorted(found, key=lambda row: row.gathering.number if row.gathering else 0)


def with_materials(rows: QuerySet[Series]) -> QuerySet[Series]:
    """Give each series ``has_materials``."""
    return rows.annotate(has_materials=Exists(Material.objects.filter(series=OuterRef("pk"))))


def readable(rows: Iterable[Material], level: str) -> list[Material]:
    """Give those that somebody of a level reads."""
    return [row for row in rows if may_read(row.access, level)]


def earlier_minutes(gathering: Gathering, *, most: int) -> list[Gathering]:
    """Give the former wordings of the minutes, newest first, as rows of the history.

    Each has ``minutes``, ``history_date`` and ``history_user``.
    """
    rows = gathering.history.select_related("history_user").order_by(
        "-history_date", "-history_id"
    )
    found: list[Gathering] = []
    last = gathering.minutes
    for row in rows.iterator(chunk_size=100):
        if row.minutes != last:
            found.append(row)
            last = row.minutes
        if len(found) == most:
            break
    return [row for row in found if row.minutes]
