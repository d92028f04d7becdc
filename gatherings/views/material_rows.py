"""What the pages show of materials and minutes: finished texts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings import words
from gatherings.enums import Access, SeatState
from gatherings.models import Gathering, Material, Registration
from gatherings.queries.materials import level_of, materials_of, may_read, readable
from gatherings.queries.seats import OwnSeat
from gatherings.queries.series import SeriesRead

KINDS = {
    "application/pdf": "PDF",
    "text/plain": gettext_lazy("Text"),
    "text/csv": "CSV",
    "image/png": gettext_lazy("Picture"),
    "image/jpeg": gettext_lazy("Picture"),
}
_PARTS = {
    "text": gettext_lazy("Document"),
    "document": gettext_lazy("Document"),
    "sheet": gettext_lazy("Sheet"),
    "spreadsheet": gettext_lazy("Sheet"),
    "presentation": gettext_lazy("Slides"),
}


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One material; ``about`` tells kind and size, or where a link leads."""

    pk: int
    title: str
    href: str
    about: str
    access: str
    is_file: bool


@dataclass(frozen=True, slots=True)
class MaterialGroup:
    """The materials of the series, with an empty name, or of one gathering."""

    name: str
    rows: list[MaterialRow]


@dataclass(frozen=True, slots=True)
class SeatDocuments:
    """Materials, and minutes by the name of their gathering."""

    groups: list[MaterialGroup]
    minutes: list[tuple[str, str]]


def material_row(material: Material, *, address: Callable[[Material], str]) -> MaterialRow:
    """Show a material; ``address`` gives where a file is fetched."""
    stored = material.file
    if stored is None:
        about = _("Link to %(site)s") % {"site": urlsplit(material.link).hostname or ""}
    else:
        about = f"{kind_of(stored.media_type)}, {filesizeformat(stored.size)}"
    return MaterialRow(
        pk=material.pk,
        title=material.title,
        href=material.link if stored is None else address(material),
        about=about,
        access=str(Access(material.access).label),
        is_file=stored is not None,
    )


def kind_of(media_type: str) -> str:
    """Say what a file is, in one word."""
    named = KINDS.get(media_type)
    if named is None:
        named = _PARTS.get(media_type.rsplit(".", 1)[-1], gettext_lazy("File"))
    return str(named)


def own_address(material: Material) -> str:
    """Address of a file for those who are known by their account, or need not be known."""
    return reverse("gatherings:material-file", kwargs={"pk": material.pk})


def groups(
    materials: Iterable[Material], *, address: Callable[[Material], str] = own_address
) -> list[MaterialGroup]:
    """Show materials, which come in order, under their gatherings."""
    return [
        MaterialGroup(
            words.gathering_name(gathering) if gathering else "",
            [material_row(one, address=address) for one in rows],
        )
        for gathering, rows in groupby(materials, key=lambda one: one.gathering)
    ]


def of_series(read: SeriesRead, *, may_hold: bool) -> list[MaterialGroup]:
    """Show what the reader of a series may read; one query where it has materials.

    The series comes of ``with_materials``.
    """
    if not read.series.has_materials:  # type: ignore[attr-defined]  # as said above
        return []
    mine = read.mine
    level = level_of(
        may_hold=may_hold,
        has_seat=mine is not None and mine.state == SeatState.CONFIRMED,
        is_of_network=read.is_of_network,
    )
    return groups(readable(materials_of(read.series), level))


def of_gathering(
    gathering: Gathering, *, level: Callable[[], Access]
) -> tuple[list[MaterialGroup], str]:
    """Show materials and minutes of a gathering; the level is asked for where it matters."""
    found = materials_of(gathering.series, gathering=gathering)
    wanted = {row.access for row in found}
    if gathering.minutes:
        wanted.add(gathering.minutes_access)
    if not wanted:
        return [], ""
    held = Access.PUBLIC if wanted == {Access.PUBLIC} else level()
    shown = groups(readable(found, held))
    return shown, gathering.minutes if may_read(gathering.minutes_access, held) else ""


def of_seat(own: OwnSeat, *, address: Callable[..., str]) -> SeatDocuments:
    """Show what the owner of a seat may read; one query."""
    row = own.registration
    level = seat_level(row)
    found = readable(materials_of(row.series), level)
    shown = groups(found, address=lambda one: address("seat-material", pk=one.pk))
    minutes = [
        (words.gathering_name(one.gathering), one.gathering.minutes)
        for one in own.gatherings
        if one.gathering.minutes and may_read(one.gathering.minutes_access, level)
    ]
    return SeatDocuments(shown, minutes)


def seat_level(registration: Registration) -> Access:
    """Give the access of the one who has the secret link."""
    is_seated = registration.state == SeatState.CONFIRMED
    return level_of(may_hold=False, has_seat=is_seated, is_of_network=False)
