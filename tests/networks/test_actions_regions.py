"""Regions and who is in them, with the days of joining and leaving."""

from datetime import date

import pytest

from networks.actions.regions import NoMembers, set_region
from networks.enums import RegionKind
from networks.models import Region, RegionMembership
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2020, 1, 1), date(2026, 1, 1)


def _set(municipalities, on=FIRST, name="Dalen"):
    return set_region(
        slug="dalen",
        name=name,
        kind=RegionKind.COUNCIL,
        country=None,
        municipalities=municipalities,
        on=on,
    )


def _members():
    return set(
        RegionMembership.objects.values_list("municipality__code", "valid_from", "valid_to")
    )


def test_makes_a_region_and_again_changes_nothing():
    here, there = MunicipalityFactory(code="3001"), MunicipalityFactory(code="3002")
    region = _set([here, there])
    assert _set([there, here], on=SECOND) == region
    assert _members() == {("3001", FIRST, None), ("3002", FIRST, None)}
    assert region.history.count() == 1


def test_a_municipality_that_is_not_named_leaves_and_keeps_its_time():
    here, there = MunicipalityFactory(code="3001"), MunicipalityFactory(code="3002")
    new = MunicipalityFactory(code="3003")
    _set([here, there])
    _set([here, new], on=SECOND, name="Den nye dalen")
    assert _members() == {
        ("3001", FIRST, None),
        ("3002", FIRST, SECOND),
        ("3003", SECOND, None),
    }
    assert Region.objects.get().name == "Den nye dalen"


def test_one_put_right_on_the_same_day_was_never_in():
    here, there = MunicipalityFactory(code="3001"), MunicipalityFactory(code="3002")
    _set([here, there])
    _set([here])
    assert _members() == {("3001", FIRST, None)}


def test_an_empty_region_is_refused():
    with pytest.raises(NoMembers):
        _set([])
    assert not Region.objects.exists()
