"""Required and recommended functions, and who is missing."""

from datetime import UTC, date, datetime

import pytest

from improvement.actions import functions
from improvement.enums import MunicipalFunction
from improvement.models import FunctionHolder
from improvement.queries.functions import functions_of
from networks.actions.locks import NetworkClosed, NotInNetwork
from tests.factories import MembershipFactory, MunicipalityFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLIMATE, TOP = MunicipalFunction.CLIMATE, MunicipalFunction.TOP_MANAGEMENT


def fill(place, function=CLIMATE, **changes):
    return functions.fill_function(
        municipality=place, function=function, **{"by": None, "at": AT, **changes}
    )


def missing(place, **about):
    return [row.function for row in functions_of(place, **about) if row.is_missing]


def test_everything_is_missing_first_and_three_are_required():
    found = functions_of(MunicipalityFactory())

    assert [row.is_required for row in found] == [True] * 3 + [False] * 3
    assert all(row.is_missing for row in found)


def test_a_function_is_filled_by_several_and_the_same_again_changes_nothing():
    place, person = MunicipalityFactory(), UserFactory()
    first = fill(place, name="The head of climate", person=person, on_behalf_of=place)
    fill(place, name="The head of climate", person=person)
    fill(place, name="The deputy")

    assert (first.valid_from, first.on_behalf_of) == (date(2026, 3, 1), place)
    assert FunctionHolder.objects.count() == 2
    assert CLIMATE not in missing(place)


def test_a_recommended_position_may_not_exist_until_somebody_fills_it():
    place = MunicipalityFactory()
    fill(place, does_not_exist=True, name="ignored")
    assert CLIMATE not in missing(place)
    (row,) = (row for row in functions_of(place) if row.function == CLIMATE)
    assert (row.holders, row.does_not_exist) == ([], True)

    fill(place, name="The head of climate")
    note = FunctionHolder.objects.get(does_not_exist=True)
    assert note.valid_to == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": "  "}, functions.NameMissing),
        ({"function": TOP, "does_not_exist": True}, functions.FunctionRequired),
    ],
)
def test_what_is_said_is_checked(changes, refusal):
    with pytest.raises(refusal):
        fill(MunicipalityFactory(), **changes)


def test_somebody_may_fill_it_in_one_network_only():
    network = NetworkFactory()
    place = MembershipFactory(network=network).municipality
    fill(place, name="For this network", network=network)

    assert CLIMATE not in missing(place, network=network)
    assert CLIMATE in missing(place, network=NetworkFactory())
    with pytest.raises(NotInNetwork):
        fill(place, name="x", network=NetworkFactory())
    network.closed_at = AT
    network.save()
    with pytest.raises(NetworkClosed):
        fill(place, name="x", network=network)


def test_a_time_ends_once():
    holder = fill(MunicipalityFactory(), name="The head of climate")
    with pytest.raises(functions.EndsBeforeStart):
        functions.end_function(holder=holder, on=date(2026, 2, 28), by=None)
    functions.end_function(holder=holder, on=date(2026, 3, 2), by=None)
    again = functions.end_function(holder=holder, on=date(2026, 5, 1), by=None)

    assert again.valid_to == date(2026, 3, 2)
    assert CLIMATE in missing(holder.municipality)
