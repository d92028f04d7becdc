"""Stored dashboards of areas, made from the municipalities of the small country."""

from datetime import date
from statistics import mean

from indicators.documents import pack
from indicators.models import Dashboard
from tests.portal.world import COMPUTED, municipality_document


def area_document(world, kind, key, places):
    """Build the document of an area: its values are the plain means of its members."""
    members = [world.documents[place.pk] for place in places]
    series = []
    for i in range(len(world.indicators)):
        known = [d["series"][i] for d in members if d["value"][i] is not None]
        series.append(
            [mean(years) for years in zip(*known, strict=True)]
            if known
            else [None] * len(world.years)
        )
    document = municipality_document(world, places[0], series)
    challenges = []
    for i in range(len(world.indicators)):
        ratings = [d["rating"][i] for d in members]
        falling = [d["trend"][i] == "down" for d in members]
        off = [rating in {"orange", "red"} for rating in ratings]
        known = sum(rating != "grey" for rating in ratings)
        count = sum(o or f for o, f in zip(off, falling, strict=True))
        if known and count:
            challenges.append(
                {
                    "i": i,
                    "count": count,
                    "off": sum(off),
                    "falling": sum(falling),
                    "with": known,
                    "without": len(members) - known,
                    "gap": 0.1,
                }
            )
    challenges.sort(key=lambda row: (-row["count"] / row["with"], row["i"]))
    return document | {
        "kind": kind,
        "object": key,
        "members": [place.pk for place in places],
        "have": [sum(d["value"][i] is not None for d in members) for i in range(len(series))],
        "aggregation": ["ratio"] * len(series),
        "heat": {
            part: [[d["goals"][part][g] for d in members] for g in range(17)]
            for part in ("score", "rating", "trend")
        },
        "challenges": {"indicators": challenges, "goals": []},
    }


def store_area(world, kind, key, places=None):
    """Store the dashboard of an area with the given members, all when left out."""
    Dashboard.objects.create(
        framework=world.framework,
        kind=kind,
        object_id=key,
        version=world.framework.results_version,
        input_digest="x",
        vintage=date(2026, 10, 1),
        computed_at=COMPUTED,
        document=pack(area_document(world, kind, key, places or world.places)),
    )
