"""What an import writes, logs, hides, withdraws and starts."""

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.tabular.problems import LoadRefused
from indicators import bulk
from indicators.actions.hiding import hide_small_numbers
from indicators.actions.imports import Origin, import_observations
from indicators.enums import ImportKind
from indicators.models import ImportBatch, Observation, ObservationRevision
from tests.factories import IndicatorFactory, MunicipalityFactory, ObservationFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ORIGIN = Origin(source="Test")


def frame(*rows, indicator="a"):
    columns = ("municipality", "period", "value", "status", "numerator", "denominator")
    padded = [row + (np.nan,) * (len(columns) - len(row)) for row in rows]
    table = pd.DataFrame(padded, columns=list(columns))
    return table.assign(
        country="NO", indicator=indicator, gender="T", row=range(2, len(rows) + 2)
    )


def imported(*rows, **options):
    return import_observations(frame=frame(*rows), origin=ORIGIN, at=AT, **options)


@pytest.fixture
def indicator():
    return IndicatorFactory(code="a")


@pytest.fixture
def gol():
    return MunicipalityFactory(code="3324")


def test_the_change_set_is_what_changed_only(indicator, gol):
    al = MunicipalityFactory(code="3326")
    imported(("3324", 2023, 1.0, ""), ("3324", 2024, 1.0, ""), ("3326", 2024, 1.0, ""))

    done = imported(("3324", 2024, 1.0, ""), ("3326", 2024, 2.0, ""))

    assert (done.added, done.changed, done.unchanged) == (0, 1, 1)
    assert (done.indicator_ids, done.municipality_ids) == ((indicator.pk,), (al.pk,))


def test_again_writes_no_row(indicator, gol):
    rows = [("3324", year, year / 7, "") for year in range(1990, 2025)]
    imported(*rows)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        done = imported(*rows)

    assert (done.nothing, done.batch, done.jobs) == (True, None, [])
    written = [
        query["sql"] for query in queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        and "incoming_observations" not in query["sql"].split("SELECT")[0]
    ]  # fmt: skip
    assert written == []


def test_status_and_figures_behind_a_value_are_updated(indicator, gol):
    imported(("3324", 2024, 50.0, "p", 5, 10))
    done = imported(("3324", 2024, 50.0, "", 10, 20))

    observation = Observation.objects.get()
    kept = (observation.status, observation.numerator, observation.denominator)
    assert (done.changed, kept) == (1, ("", 10.0, 20.0))
    assert ObservationRevision.objects.get().old_status == "p"
    imported(("3324", 2024, 50.0, "", 20, 40))
    assert (ObservationRevision.objects.count(), ImportBatch.objects.count()) == (1, 3)


def test_a_withdrawn_value_stays_as_withdrawn_and_is_logged(indicator, gol):
    imported(("3324", 2024, 50.0, ""))
    rows = [("3324", 2024, np.nan, "w"), ("3324", 2023, np.nan, "w")]

    done = imported(*rows)

    assert (done.added, done.changed, done.withdrawn_unknown) == (0, 1, 1)
    assert list(Observation.objects.values_list("period", "value", "status")) == [
        (2024, None, "w")
    ]
    assert ObservationRevision.objects.get().old_value == 50.0
    assert imported(*rows).nothing


def test_small_numbers_are_hidden_before_anything_reads_them(gol):
    indicator = IndicatorFactory(code="a", min_denominator=30, min_count=5, aggregation="ratio")
    imported(
        ("3324", 2020, 50.0, "", 5, 30), ("3324", 2021, 50.0, "", 15, 29.9),
        ("3324", 2022, 10.0, "", 4, 40), ("3324", 2023, 3.0, ""),
        ("3324", 2024, np.nan, ":", 1, 1),
    )  # fmt: skip

    def hidden():
        return sorted(
            Observation.objects.filter(is_hidden=True).values_list("period", flat=True)
        )

    assert hidden() == [2021, 2022]
    assert hide_small_numbers(indicator_ids=[indicator.pk]) == 0
    indicator.min_denominator = None
    indicator.save()
    assert (hide_small_numbers(indicator_ids=[indicator.pk]), hidden()) == (1, [2022])


def test_an_unknown_code_refuses_all_and_names_every_row(indicator, gol):
    with pytest.raises(LoadRefused) as refused:
        imported(("3324", 2024, 1.0, ""), ("9999", 2024, 1.0, ""), ("9998", 2023, 1.0, ""))

    assert [(each.row, each.code) for each in refused.value.problems] == [
        (3, "unknown_municipality"),
        (4, "unknown_municipality"),
    ]
    assert Observation.objects.count() == 0


def test_codes_of_two_countries_do_not_meet(indicator):
    norwegian = MunicipalityFactory(code="1121")
    MunicipalityFactory(code="1121", country__code="SE")
    imported(("1121", 2024, 1.0, ""))

    assert Observation.objects.get().municipality == norwegian


def test_the_log_says_where_and_when(indicator, gol):
    origin = Origin(source="Källa: Kolada (RKA)", kind=ImportKind.KOLADA)
    done = import_observations(frame=frame(("3324", 2024, 1.0, "")), origin=origin, at=AT)

    assert (done.batch.source, done.batch.kind, done.batch.imported_at) == (
        "Källa: Kolada (RKA)", ImportKind.KOLADA, AT
    )  # fmt: skip


def test_revisions_are_never_changed_or_deleted(indicator, gol):
    imported(("3324", 2024, 1.0, ""))
    imported(("3324", 2024, 2.0, ""))

    with pytest.raises(TypeError):
        ObservationRevision.objects.all().delete()
    with pytest.raises(TypeError):
        ObservationRevision.objects.update(old_value=3.0)


def test_many_kinds_of_column_in_one_bulk_write():
    gol, al = MunicipalityFactory(), MunicipalityFactory()
    stored = ObservationFactory(municipality=gol, value=1.0)
    keys = np.array([stored.indicator_id] * 2)
    columns = [
        bulk.Column("indicator_id", "key", keys),
        bulk.Column("municipality_id", "key", np.array([gol.pk, al.pk])),
        bulk.Column("period", "small", np.array([2024, 2024])),
        bulk.Column("gender", "code", np.array([0, 0]), ("T",)),
        bulk.Column("value", "float", np.array([1.0, np.nan])),
        bulk.Column("status", "code", np.array([0, 1]), ("", "..")),
        bulk.Column("is_hidden", "flag", np.array([False, True])),
    ]
    options = {
        "target": "indicators_observation",
        "key": ["indicator_id", "municipality_id", "period", "gender"],
        "constants": {"batch_id": stored.batch_id},
    }

    first, second = bulk.upsert(columns, **options), bulk.upsert(columns, **options)

    assert (first, second) == (bulk.Differences(1, 0), bulk.Differences(0, 0))
    new = Observation.objects.get(municipality=al)
    assert (new.value, new.status, new.is_hidden, new.gender) == (None, "..", True, "T")
