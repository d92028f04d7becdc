"""Mergers and divisions from the database to the stored documents."""

from datetime import date

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.documents import unpack_dashboard
from indicators.jobs.setup import load_setup
from indicators.jobs.successions import past_of
from indicators.models import Dashboard, Indicator, Observation
from networks.models import MunicipalityChange
from tests.factories import MunicipalityFactory
from tests.indicators.world import World

pytestmark = pytest.mark.django_db
ON = date(2021, 1, 1)
RATIO, SUM, MEAN = 0, 1, 3


class Merged(World):
    """``places[0]`` came out of two others in 2021: it has no values of its own before."""

    def __init__(self, *, share=1.0, joins=False, number_only=False):
        super().__init__()
        self.new = self.places[0]
        Observation.objects.filter(municipality=self.new, period__lt=ON.year).delete()
        count = 1 if number_only else 2
        self.old = [
            MunicipalityFactory(
                country=self.country, code=f"OLD{n}", name=f"Old {n}", valid_to=ON
            )
            for n in range(count)
        ]
        for old in self.old:
            MunicipalityChange.objects.create(
                predecessor=old, successor=self.new, on=ON, share=share,
                joins_existing=joins, source="Test",
            )  # fmt: skip

    def was(self, kind, year, *values, parts=None):
        for n, (old, value) in enumerate(zip(self.old, values, strict=True)):
            more = (
                {}
                if parts is None
                else dict(zip(("numerator", "denominator"), parts[n], strict=True))
            )
            self.set(self.indicators[kind], old, year, value, **more)

    def document(self):
        row = Dashboard.objects.get(
            framework=self.framework, kind="municipality", object_id=self.new.pk
        )
        return unpack_dashboard(row.document)

    def series(self, kind):
        document = self.document()
        return dict(zip(document["years"], document["series"][kind], strict=True))

    def part(self, kind, *, is_mapped, how):
        return {
            "i": kind,
            "year": ON.year,
            "kind": "mapped" if is_mapped else "break",
            "how": how,
            "from": [old.pk for old in self.old],
        }


def test_sums_and_ratios_are_carried_over_and_means_are_broken():
    world = Merged()
    world.was(SUM, 2019, 10.0, 22.0)
    world.was(RATIO, 2019, 10.0, 30.0, parts=[(10, 100), (90, 300)])
    world.was(MEAN, 2019, 40.0, 50.0)
    world.compute()
    assert world.series(SUM)[2019] == 32
    assert world.series(RATIO)[2019] == 25
    assert world.series(MEAN)[2019] is None
    assert world.document()["breaks"] == [
        world.part(RATIO, is_mapped=True, how="merged"),
        world.part(SUM, is_mapped=True, how="merged"),
        world.part(MEAN, is_mapped=False, how="merged"),
    ]


def test_what_is_carried_over_counts_in_the_areas():
    world = Merged()
    world.compute()
    county = Dashboard.objects.get(kind="county", object_id=world.counties[0].pk)
    before = unpack_dashboard(county.document)
    world.was(SUM, 2020, 1_000.0, 2_000.0)
    world.compute()
    county.refresh_from_db()
    after = unpack_dashboard(county.document)
    place = before["years"].index(2020)
    assert after["series"][SUM][place] == pytest.approx(before["series"][SUM][place] + 3_000)


def test_a_new_number_alone_carries_everything():
    world = Merged(number_only=True)
    world.was(MEAN, 2019, 40.0)
    world.compute()
    assert world.series(MEAN)[2019] == 40
    assert world.document()["breaks"] == [world.part(MEAN, is_mapped=True, how="renumbered")]


def test_a_part_without_a_published_share_is_a_break():
    world = Merged(number_only=True, share=None)
    world.was(SUM, 2019, 40.0)
    world.compute()
    assert world.series(SUM).get(2019) is None
    assert world.document()["breaks"] == [world.part(SUM, is_mapped=False, how="divided")]


def test_one_that_kept_its_number_keeps_its_values_and_the_trend_starts_at_the_break():
    world = Merged(joins=True)
    for year in range(2018, 2026):
        value = 10.0 if year < ON.year else 60.0 - (year - ON.year)
        world.set(world.indicators[SUM], world.new, year, value)
    world.compute()
    assert world.document()["pace"][SUM] == pytest.approx((56 - 10) / 5)
    world.was(SUM, 2019, 40.0, 50.0)
    world.compute()
    assert world.series(SUM)[2019] == 10
    assert world.document()["pace"][SUM] == pytest.approx((56 - 60) / 4)
    assert world.document()["breaks"] == [world.part(SUM, is_mapped=False, how="joined")]


def test_small_numbers_of_those_before_stay_hidden():
    world = Merged()
    Indicator.objects.filter(pk=world.indicators[RATIO].pk).update(min_denominator=50.0)
    world.was(RATIO, 2019, 10.0, 30.0, parts=[(4, 40), (90, 300)])
    world.was(RATIO, 2020, 10.0, 30.0, parts=[(10, 100), (90, 300)])
    world.compute()
    found = world.series(RATIO)
    assert (found[2019], found[2020]) == (None, 25)


def test_a_changed_value_of_a_former_one_gives_the_bytes_of_a_full_computation():
    world = Merged()
    world.was(SUM, 2019, 10.0, 22.0)
    world.compute()
    world.was(SUM, 2019, 10.0, 25.0)
    world.was(MEAN, 2019, 40.0, 50.0)
    written = world.compute_changes(
        (world.indicators[SUM], world.old[1]), (world.indicators[MEAN], world.old[0])
    )
    assert written["dashboards"] > 0
    before = world.stored()
    assert world.series(SUM)[2019] == 35
    world.forget()
    world.compute()
    assert world.stored() == before


def test_changes_without_earlier_values_change_nothing_at_all():
    world = Merged()
    world.compute()
    before = world.stored()
    MunicipalityChange.objects.all().delete()
    world.forget()
    world.compute()
    assert world.stored() == before
    assert "breaks" not in world.document()


@pytest.mark.parametrize(("changes", "queries"), [(False, 1), (True, 2)])
def test_looking_back_takes_few_queries(changes, queries):
    world = Merged()
    if not changes:
        MunicipalityChange.objects.all().delete()
    setup = load_setup(world.framework)
    keys = np.array(sorted(place.pk for place in world.places))
    with CaptureQueriesContext(connection) as seen:
        assert past_of(keys, indicators=setup.indicators) is None
    assert len(seen) == queries
