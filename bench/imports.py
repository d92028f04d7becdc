"""Figures coming in: an import the first time and again, and JSON-stat."""

import itertools
import json
import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd
from django.db import connection, transaction
from django.utils import timezone
from pyjstat import pyjstat

from bench.gates import Gate, at_least, at_most, nothing, times
from common.models import Job
from indicators.actions.imports import Origin, import_observations
from indicators.enums import ImportKind
from indicators.models import ImportBatch, Indicator, Observation
from indicators.sources import jsonstat
from networks.models import Country, Municipality

PLACES, INDICATORS, YEARS = 450, 35, 17  # 267,750 values
COUNTRY = "XI"
RUNS = 3


def gates() -> Iterator[Gate]:
    frame = build()
    yield from _import(frame)
    yield from _jsonstat()


def build() -> pd.DataFrame:
    """A country, its indicators, and the rows of a file with a value for every cell."""
    Country.objects.create(code=COUNTRY, name="Imports")
    Municipality.objects.bulk_create(
        Municipality(country_id=COUNTRY, code=f"M{n:04}", name=f"Place {n}")
        for n in range(PLACES)
    )
    Indicator.objects.bulk_create(
        Indicator(code=f"{COUNTRY}-{n}", name=f"Indicator {n}") for n in range(INDICATORS)
    )
    cells = itertools.product(
        (f"{COUNTRY}-{n}" for n in range(INDICATORS)),
        (f"M{n:04}" for n in range(PLACES)),
        range(2008, 2008 + YEARS),
    )
    frame = pd.DataFrame(cells, columns=["indicator", "municipality", "period"])
    frame["value"] = np.random.default_rng(5).random(len(frame)).round(4) * 100
    return frame.assign(country=COUNTRY, gender="T", status="")


def _import(frame: pd.DataFrame) -> Iterator[Gate]:
    indicators = dict(
        Indicator.objects.filter(code__startswith=f"{COUNTRY}-").values_list("code", "pk")
    )
    places = dict(Municipality.objects.filter(country=COUNTRY).values_list("code", "pk"))
    batch = ImportBatch.objects.create(
        kind=ImportKind.FILE, source="bench", imported_at=timezone.now()
    )

    def orm() -> None:
        rows = zip(
            frame["indicator"],
            frame["municipality"],
            frame["period"],
            frame["value"],
            strict=True,
        )
        with transaction.atomic():
            Observation.objects.bulk_create(
                (
                    Observation(
                        indicator_id=indicators[indicator],
                        municipality_id=places[place],
                        period=period,
                        value=value,
                        batch=batch,
                    )
                    for indicator, place, period, value in rows
                ),
                batch_size=5_000,
                update_conflicts=True,
                unique_fields=["indicator", "municipality", "period", "gender"],
                update_fields=["value", "status", "batch"],
            )

    def ours() -> None:
        import_observations(frame=frame, origin=Origin("bench"), at=timezone.now())

    theirs, own = times(RUNS, (_empty, orm), (_empty, ours))
    yield at_least("first import of 267,750 values, bulk_create", theirs, own, 3)
    theirs, own = times(RUNS, (nothing, orm), (ours, ours))
    yield at_least("the same again unchanged, bulk_create", theirs, own, 10)
    batches, jobs = ImportBatch.objects.count(), Job.objects.count()
    again = import_observations(frame=frame, origin=Origin("bench"), at=timezone.now())
    written = again.added + again.changed + ImportBatch.objects.count() - batches
    started = Job.objects.count() - jobs
    yield Gate(
        "rows written and jobs started by the unchanged import",
        "–",
        f"{written} rows, {started} jobs",
        "–",
        "0, 0",
        written == started == 0,
    )


def _empty() -> None:
    Observation.objects.filter(municipality__country=COUNTRY).delete()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) indicators_observation")


def _jsonstat() -> Iterator[Gate]:
    names = {"Region": PLACES, "ContentsCode": INDICATORS, "Tid": YEARS}
    random = np.random.default_rng(11)
    values = [
        None if missing else value
        for missing, value in zip(
            random.random(PLACES * INDICATORS * YEARS) < 0.02,
            random.random(PLACES * INDICATORS * YEARS).round(1).tolist(),
            strict=True,
        )
    ]
    document = {
        "version": "2.0",
        "class": "dataset",
        "label": "bench",
        "id": list(names),
        "size": list(names.values()),
        "dimension": {
            name: {
                "label": name,
                "category": {
                    "index": {f"{n:04}": n for n in range(size)},
                    "label": {f"{n:04}": f"{n:04}" for n in range(size)},
                },
            }
            for name, size in names.items()
        },
        "value": values,
        "status": {str(n): "." for n, value in enumerate(values) if value is None},
    }
    data = json.dumps(document).encode()

    def floor() -> None:
        np.array(json.loads(data)["value"], dtype=float).reshape(tuple(names.values()))

    def ours() -> None:
        jsonstat.read(data)[0].frame()

    def other() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pyjstat.Dataset.read(data.decode()).write("dataframe")

    least, own, theirs = times(5, (nothing, floor), (nothing, ours), (nothing, other))
    yield at_most("JSON-stat, 267,750 cells, json + NumPy", least, own, 2)
    yield at_least("JSON-stat, 267,750 cells, pyjstat", theirs, own, 10)
