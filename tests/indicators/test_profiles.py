"""Which indicators are meant for a municipality: lists of profiles, unknown profiles."""

from datetime import UTC, datetime

import numpy as np
import pytest

from common.tabular.reading import Limits
from indicators.actions.frameworks import load_framework
from indicators.jobs.setup import load_setup, load_units
from indicators.models import Framework, FrameworkIndicator
from indicators.sources import framework as source
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
FILE = b"""indicator,goal,name,worst,best,profiles,trend_profiles
everyone,13,For all,0,100,,
nobody,13,For none,0,100,none,none
coast,14,By the sea,0,100,coast,coast
"""


def _loaded():
    reading = source.read(FILE, limits=Limits())
    load_framework(
        code="test",
        frame=reading.frame,
        given=reading.given,
        settings={"profiles": ["default", "coast"]},
        at=AT,
    )
    return load_setup(Framework.objects.get(code="test"))


def test_empty_is_all_and_none_is_no_profile():
    setup = _loaded()
    assert list(
        FrameworkIndicator.objects.order_by("position").values_list("profiles", flat=True)
    ) == [[], ["none"], ["coast"]]
    meant = [[True, True], [False, False], [False, True]]
    np.testing.assert_array_equal(setup.parameters.rated_in, meant)
    np.testing.assert_array_equal(setup.parameters.trend_in, meant)


def test_a_profile_that_the_framework_does_not_know_is_its_default_one():
    setup = _loaded()
    for code, profile in [("1001", "default"), ("1002", "coast"), ("1003", "no-inland")]:
        MunicipalityFactory(code=code, profile=profile)
    units = load_units(setup, country="NO", on=AT.date())
    assert dict(zip(units.codes, units.profile.tolist(), strict=True)) == {
        "1001": 0,
        "1002": 1,
        "1003": 0,
    }
