import zlib
from datetime import date

import orjson
import pytest

from indicators.documents import unpack_dashboard, unpack_standing
from indicators.models import Dashboard, FrameworkIndicator, Indicator, Observation, Standing
from networks.models import Municipality
from tests.factories import CountryFactory, MembershipFactory, MunicipalityFactory
from tests.indicators.world import World

pytestmark = pytest.mark.django_db
NOTHING = {
    "indicator_results": 0, "goal_results": 0, "dashboards": 0, "standings": 0, "removed": 0,
}  # fmt: skip


def document(world, kind, pk):
    row = Dashboard.objects.get(framework=world.framework, kind=kind, object_id=pk)
    return unpack_dashboard(row.document)


def standing(world, kind, key):
    row = Standing.objects.get(framework=world.framework, kind=kind, key=key)
    return unpack_standing(row.document)


def afresh(world):
    """What a full computation of the same values stores when nothing is there before."""
    before = world.stored()
    world.forget()
    world.compute()
    again = world.stored()
    return before, again


def test_a_full_computation_writes_every_place_once():
    world = World()
    assert world.compute() == {
        "indicator_results": 63,
        "goal_results": 36,
        "dashboards": 9 + 2 + 1 + 1 + 1,
        "standings": 1 + 2 + 2 + 1 + 1,
        "removed": 0,
    }
    world.framework.refresh_from_db()
    assert world.framework.results_version == 1
    assert set(Dashboard.objects.values_list("version", flat=True)) == {1}


def test_the_same_input_writes_nothing_and_keeps_the_version():
    world = World()
    world.compute()
    before = world.stored()
    assert world.compute() == NOTHING
    world.framework.refresh_from_db()
    assert (world.stored(), world.framework.results_version) == (before, 1)


def test_a_deleted_framework_is_no_error():
    world = World()
    pk = world.framework.pk
    world.framework.delete()
    world.framework.pk = pk
    assert world.compute() == NOTHING
    assert world.compute_changes((world.indicators[0], world.places[0])) == NOTHING


@pytest.mark.parametrize("indicator", range(7))
def test_one_changed_value_gives_the_bytes_of_a_full_computation(indicator):
    world = World()
    world.compute()
    cell = world.indicators[indicator], world.places[3]
    world.set(*cell, 2024, 91.7)
    written = world.compute_changes(cell)
    before, again = afresh(world)
    assert before == again
    # The indicator and its goal and the total; the municipality, county, network, sub-group.
    assert written["indicator_results"] <= 1
    assert written["goal_results"] <= 2
    assert written["dashboards"] <= 4
    assert written["standings"] <= 4


def test_a_new_a_removed_and_a_preliminary_value_too():
    world = World()
    world.compute()
    first, second, third = world.indicators[:3]
    place, other = world.places[2], world.places[6]
    world.set(first, place, 2010, 12.5)
    Observation.objects.filter(indicator=second, municipality=place).delete()
    Observation.objects.filter(indicator=third, municipality=other).update(status="p")
    world.set(third, place, 2025, None, status="..")
    world.compute_changes((first, place), (second, place), (third, other))
    before, again = afresh(world)
    assert before == again
    assert document(world, "municipality", place.pk)["years"][0] == 2010
    assert document(world, "municipality", place.pk)["missing"][1] == "n"
    assert document(world, "municipality", other.pk)["flag"][2] == "p"


def test_a_later_year_moves_the_trends_of_all():
    world = World()
    world.compute()
    cell = world.indicators[0], world.places[0]
    world.set(*cell, 2027, 55.0)
    world.compute_changes(cell)
    before, again = afresh(world)
    assert before == again


def test_the_only_value_of_the_last_year_taken_away():
    world = World()
    cell = world.indicators[0], world.places[0]
    world.set(*cell, 2027, 55.0)
    world.compute()
    Observation.objects.filter(indicator=cell[0], period=2027).delete()
    world.compute_changes(cell)
    before, again = afresh(world)
    assert before == again


def test_an_undated_value_makes_the_edition_undated():
    world = World()
    world.compute()
    cell = world.indicators[1], world.places[4]
    world.set(*cell, 0, 44.0)
    world.compute_changes(cell)
    assert document(world, "municipality", world.places[4].pk)["value"][1] == 44
    assert document(world, "municipality", world.places[5].pk)["value"][1] is None
    again_cell = world.indicators[1], world.places[5]
    world.set(*again_cell, 0, 45.0)
    world.compute_changes(again_cell)
    before, again = afresh(world)
    assert before == again


def test_group_means_reach_the_whole_group():
    world = World(missing_goal="group_mean")
    world.compute()
    cell = world.indicators[2], world.places[1]
    world.set(*cell, 2025, 99.0)
    world.compute_changes(cell)
    before, again = afresh(world)
    assert before == again


def test_jobs_out_of_order_and_twice_give_the_same():
    world = World()
    world.compute()
    cells = [(world.indicators[n % 7], world.places[n]) for n in range(9)]
    for n, cell in enumerate(cells):
        world.set(*cell, 2024, 10.0 + n)
    for cell in [*reversed(cells), *cells[:3]]:
        world.compute_changes(cell)
    before, again = afresh(world)
    assert before == again
    assert world.compute_changes(*cells) == NOTHING


def test_changed_parameters_compute_everything_again():
    world = World()
    world.compute()
    FrameworkIndicator.objects.filter(indicator=world.indicators[0]).update(green=60.0)
    cell = world.indicators[3], world.places[0]
    world.set(*cell, 2024, 1.0)
    world.compute_changes(cell)
    before, again = afresh(world)
    assert before == again


def test_a_small_job_before_any_full_one_computes_the_country():
    world = World()
    written = world.compute_changes((world.indicators[0], world.places[0]))
    assert written["dashboards"] == 14


def test_an_area_that_spans_two_countries():
    world = World()
    CountryFactory(code="XB")
    abroad = MunicipalityFactory(country_id="XB", code="Q1", population=5_000)
    MembershipFactory(network=world.network, municipality=abroad)
    for n, indicator in enumerate(world.indicators):
        world.set(indicator, abroad, 2025, 10.0 * n)
    world.compute()
    world.compute("XB")
    network = document(world, "network", world.network.pk)
    assert network["members"][-1] == abroad.pk
    assert [row[-1] for row in network["heat"]["score"]] == [
        pytest.approx(score)
        for score in document(world, "municipality", abroad.pk)["goals"]["score"]
    ]
    cell = world.indicators[1], abroad
    world.set(*cell, 2025, 77.0)
    world.compute_changes(cell)
    before = world.stored()
    world.forget()
    for country in ("XA", "XB", "XA"):
        world.compute(country)
    assert world.stored() == before


def test_aggregates_count_their_members():
    world = World()
    world.compute()
    county = document(world, "county", world.counties[0].pk)
    assert county["aggregation"] == [
        "ratio", "sum", "population_mean", "mean", "none", "ratio", "none",
    ]  # fmt: skip
    newest = [
        list(
            Observation.objects.filter(
                indicator=world.indicators[1],
                municipality__in=world.places[:5],
                period=county["year"][1],
            ).values_list("value", flat=True)
        )
    ][0]
    assert county["have"][1] == len(newest)
    assert county["value"][1] == pytest.approx(sum(newest))
    assert (county["value"][4], county["have"][4], county["missing"][4]) == (None, 0, "n")


def test_small_numbers_are_hidden_everywhere_and_held_back_in_aggregates():
    world = World()
    Indicator.objects.filter(pk=world.indicators[0].pk).update(min_denominator=60.0)
    world.compute()
    hidden = document(world, "municipality", world.places[0].pk)  # denominator 40
    shown = document(world, "municipality", world.places[1].pk)  # denominator 80
    county = document(world, "county", world.counties[0].pk)
    assert (hidden["value"][0], hidden["missing"][0], hidden["score"][0]) == (None, "h", None)
    assert set(hidden["series"][0]) == {None}
    assert shown["value"][0] is not None
    assert (county["missing"][0], county["value"][0]) == ("", pytest.approx(county["value"][0]))
    with_the_hidden_one = {
        o.period
        for o in Observation.objects.filter(
            indicator=world.indicators[0], municipality=world.places[0]
        )
    }
    for year, value in zip(county["years"], county["series"][0], strict=True):
        assert (value is None) == (year in with_the_hidden_one)
    cell = world.indicators[0], world.places[1]
    world.set(*cell, 2024, 50.0, numerator=40.0, denominator=80.0)
    world.compute_changes(cell)
    before, again = afresh(world)
    assert before == again


def test_indicators_and_networks_that_must_not_be_compared_have_no_standing():
    world = World()
    Indicator.objects.filter(pk=world.indicators[0].pk).update(is_comparable=False)
    world.network.is_comparable = False
    world.network.not_comparable_reason = "Too unlike."
    world.network.save()
    world.compute()
    country = standing(world, "country", "XA")
    assert str(world.indicators[0].pk) not in country["indicator"]
    assert str(world.indicators[1].pk) in country["indicator"]
    assert standing(world, "network", str(world.network.pk)) == {"members": 5}


def test_the_country_standing_lists_totals_best_first():
    world = World()
    world.compute()
    country = standing(world, "country", "XA")
    totals = [
        document(world, "municipality", place.pk)["total"]["score"] for place in world.places
    ]
    assert country["total"] == sorted((one for one in totals if one is not None), reverse=True)
    assert country["members"] == 9


def test_what_is_no_longer_there_is_removed():
    world = World()
    world.compute()
    Municipality.objects.filter(pk=world.places[8].pk).update(valid_to=date(2026, 1, 1))
    FrameworkIndicator.objects.filter(indicator=world.indicators[6]).delete()
    world.region.memberships.all().delete()
    written = world.compute()
    assert written["removed"] > 0
    before, again = afresh(world)
    assert before == again
    kinds = {kind for kind, _pk in before["dashboards"]}
    assert kinds == {"municipality", "county", "network", "subgroup"}


def test_a_changed_membership_changes_the_area_only():
    world = World()
    world.compute()
    world.network.memberships.filter(municipality=world.places[6]).delete()
    written = world.compute()
    assert (written["indicator_results"], written["dashboards"]) == (0, 1)


def test_documents_are_compressed_json_without_words():
    world = World()
    world.compute()
    row = Dashboard.objects.get(kind="municipality", object_id=world.places[0].pk)
    plain = orjson.loads(zlib.decompress(row.document))
    assert plain["framework"] == world.framework.code
    assert plain["vintage"] == "2026-10-01"
    assert len(plain["series"]) == len(plain["indicator"]) == len(plain["rating_by_year"]) == 7
    assert {len(text) for text in plain["rating_by_year"]} == {len(plain["years"])}
    assert set("".join(plain["rating_by_year"])) <= set("gyor-")
