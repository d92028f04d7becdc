"""Outlines in and out of the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from networks.models import Municipality
from portal.geometry import Ring, Shape
from portal.models import MunicipalityShape


class UnknownMunicipalities(LookupError):
    """The file has outlines for codes that no municipality has.

    Attributes:
        shapes: The outlines that could not be placed.
    """

    def __init__(self, shapes: Sequence[Shape]) -> None:
        super().__init__(", ".join(shape.code for shape in shapes))
        self.shapes = shapes


@dataclass(frozen=True, slots=True)
class ShapeChanges:
    """What a file with outlines changed."""

    added: int
    changed: int
    unchanged: int
    without: int


@transaction.atomic
def store_shapes(
    *, shapes: Sequence[Shape], country: str, source: str, at: datetime
) -> ShapeChanges:
    """Store the outlines of a country's municipalities; the same again changes nothing.

    Args:
        shapes: The outlines.
        country: Two letters.
        source: Who published them; shown under the map.
        at: When they were loaded.

    Raises:
        UnknownMunicipalities: One of the codes is not known; nothing is stored.
    """
    places = dict(Municipality.objects.filter(country=country).values_list("code", "pk"))
    unknown = [shape for shape in shapes if shape.code not in places]
    if unknown:
        raise UnknownMunicipalities(unknown)
    stored = {
        row.municipality_id: row
        for row in MunicipalityShape.objects.filter(municipality__country=country)
    }
    added, changed = [], []
    for shape in shapes:
        row = stored.get(places[shape.code])
        if row is None:
            added.append(
                MunicipalityShape(
                    municipality_id=places[shape.code],
                    rings=shape.rings,
                    source=source,
                    loaded_at=at,
                )
            )
        elif row.rings != shape.rings or row.source != source:
            row.rings, row.source, row.loaded_at = shape.rings, source, at
            changed.append(row)
    MunicipalityShape.objects.bulk_create(added)
    MunicipalityShape.objects.bulk_update(changed, ["rings", "source", "loaded_at"])
    drawn = stored.keys() | {row.municipality_id for row in added}
    return ShapeChanges(
        added=len(added),
        changed=len(changed),
        unchanged=len(shapes) - len(added) - len(changed),
        without=len(set(places.values()) - drawn),
    )


def shapes_of(municipalities: Sequence[int]) -> tuple[dict[int, list[Ring]], list[str]]:
    """Read outlines by municipality, and who published them."""
    rows = MunicipalityShape.objects.filter(municipality__in=municipalities)
    found = list(rows)
    sources = sorted({row.source for row in found if row.source})
    return {row.municipality_id: row.rings for row in found}, sources
