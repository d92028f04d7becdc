"""A made-up country of any size: municipalities, counties, networks, indicators, values."""

from datetime import date
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from indicators import bulk
from indicators.enums import ImportKind
from indicators.models import (
    Framework,
    FrameworkIndicator,
    Goal,
    ImportBatch,
    Indicator,
)
from networks.models import (
    Country,
    County,
    CountyMembership,
    Membership,
    Municipality,
    Network,
    Region,
    RegionMembership,
)

LAST_YEAR = 2025
START = date(2000, 1, 1)
AGGREGATIONS = (
    "ratio",
    "none",
    "sum",
    "ratio",
    "population_mean",
    "none",
    "ratio",
    "mean",
    "none",
    "none",
)


def build(code: str, *, municipalities: int, indicators: int, years: int) -> Framework:
    """Make a country ``code`` with a framework of its own; a tenth of the values is missing."""
    framework = _framework(code, indicators)
    places = _places(code, municipalities)
    own = list(
        FrameworkIndicator.objects.filter(framework=framework)
        .order_by("position")
        .values_list("indicator_id", "indicator__aggregation")
    )
    batch = ImportBatch.objects.create(
        kind=ImportKind.FILE,
        source="bench",
        vintage=date(2026, 10, 1),
        imported_at=timezone.now(),
    )
    for place, (indicator, aggregation) in enumerate(own):
        with transaction.atomic():
            _values(place, indicator, aggregation, places, years, batch.pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return framework


def _framework(code: str, indicators: int) -> Framework:
    Goal.objects.bulk_create(
        [
            Goal(number=n, **{f"name_{each}": f"Goal {n}" for each in ("nb", "nn", "sv", "en")})
            for n in range(1, 18)
        ],
        ignore_conflicts=True,
    )
    framework = Framework.objects.create(code=f"bench-{code.lower()}", name=f"Bench {code}")
    made = Indicator.objects.bulk_create(
        Indicator(
            code=f"{code}-{n}",
            name=f"Indicator {n}",
            unit="%",
            aggregation=AGGREGATIONS[n % len(AGGREGATIONS)],
        )
        for n in range(indicators)
    )
    FrameworkIndicator.objects.bulk_create(
        FrameworkIndicator(
            framework=framework,
            indicator=each,
            position=n + 1,
            goal_id=n % 17 + 1,
            worst=(0.0, 100.0)[n % 3 == 0],
            best=(100.0, 0.0)[n % 3 == 0],
            green=(70.0, 30.0)[n % 3 == 0],
            red=(35.0, 65.0)[n % 3 == 0],
        )
        for n, each in enumerate(made)
    )
    return framework


def _places(code: str, count: int) -> Any:
    Country.objects.create(code=code, name=code)
    made = Municipality.objects.bulk_create(
        Municipality(
            country_id=code,
            code=f"M{n:05}",
            name=f"Place {n}",
            group=f"{code} {n % 7}",
            population=1_000 + 37 * (n % 997),
            population_year=LAST_YEAR,
        )
        for n in range(count)
    )
    size = 40
    counties = County.objects.bulk_create(
        County(country_id=code, code=f"{n:04}", name=f"County {n}", valid_from=START)
        for n in range((count + size - 1) // size)
    )
    CountyMembership.objects.bulk_create(
        CountyMembership(municipality=each, county=counties[n // size], valid_from=START)
        for n, each in enumerate(made)
    )
    # A fourth of the municipalities in a network of nine, a tenth in a region of ten.
    for n in range(max(1, count // 36)):
        network = Network.objects.create(slug=f"{code.lower()}-{n}", name=f"Network {n}")
        Membership.objects.bulk_create(
            Membership(network=network, municipality=each, state="APPLIED")
            for each in made[n * 36 : n * 36 + 9]
        )
    for n in range(max(1, count // 100)):
        region = Region.objects.create(
            slug=f"{code.lower()}-{n}", name=f"Region {n}", kind="COUNCIL"
        )
        RegionMembership.objects.bulk_create(
            RegionMembership(region=region, municipality=each, valid_from=START)
            for each in made[n * 100 : n * 100 + 10]
        )
    return np.array([each.pk for each in made])


def _values(
    seed: int, indicator: int, aggregation: str, places: Any, years: int, batch: int
) -> None:
    """Random walks, rounded as statistics are; ratios with numerator and denominator."""
    random = np.random.default_rng(seed)
    steps = random.normal(0, 1.5, size=(years, len(places))).cumsum(axis=0)
    value = np.clip(random.uniform(15, 85, size=len(places)) + steps, 0, 100).round(1)
    denominator = np.broadcast_to(random.integers(500, 90_000, size=len(places)), value.shape)
    numerator = (value * denominator / 100).round()
    kept = random.random(value.shape) < 0.9
    period = np.broadcast_to(
        np.arange(LAST_YEAR - years + 1, LAST_YEAR + 1)[:, None], value.shape
    )
    count = int(kept.sum())
    ratio = aggregation == "ratio"
    nan = np.full(count, np.nan)
    bulk.stage(
        "bench_values",
        [
            bulk.Column("indicator_id", "key", np.full(count, indicator)),
            bulk.Column("municipality_id", "key", np.broadcast_to(places, value.shape)[kept]),
            bulk.Column("period", "small", period[kept]),
            bulk.Column("gender", "code", np.zeros(count, dtype=int), labels=("T",)),
            bulk.Column("value", "float", value[kept]),
            bulk.Column("status", "code", np.zeros(count, dtype=int), labels=("",)),
            bulk.Column("numerator", "float", numerator[kept] if ratio else nan),
            bulk.Column(
                "denominator", "float", denominator[kept].astype(float) if ratio else nan
            ),
            bulk.Column("is_hidden", "flag", np.zeros(count, dtype=bool)),
            bulk.Column("batch_id", "key", np.full(count, batch)),
        ],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO indicators_observation (indicator_id, municipality_id, period, "
            "gender, value, status, numerator, denominator, is_hidden, batch_id) "
            "SELECT indicator_id, municipality_id, period, gender, value, trim(status), "
            "NULLIF(numerator, 'NaN'), NULLIF(denominator, 'NaN'), is_hidden, batch_id "
            "FROM bench_values"
        )
