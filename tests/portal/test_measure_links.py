"""«Make a measure» on the public pages: for those who work there, and for nobody else."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from indicators import jobs
from networks.enums import Role
from tests.factories import (
    FrameworkFactory,
    FrameworkIndicatorFactory,
    MunicipalityFactory,
    ObservationFactory,
    RoleAssignmentFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    """A municipality that is far from the target on one indicator."""
    here = MunicipalityFactory(code="3324")
    framework = FrameworkFactory(is_default=True)
    indicator = FrameworkIndicatorFactory(framework=framework).indicator
    ObservationFactory(indicator=indicator, municipality=here, value=5.0)
    jobs.compute_country(
        framework_id=framework.pk,
        country="NO",
        at=datetime.now(tz=UTC),
        progress=lambda _done, _total: None,
    )
    return here, indicator


def pages(here, indicator):
    own = f"/kommuner/no/{here.code}/"
    return own, f"{own}indikatorer/{indicator.code}/"


def links_seen(browser, here, indicator):
    wanted = f"/kommuner/no/{here.code}/tiltak/nytt/?indicator={indicator.code}"
    return [
        f'href="{wanted}"' in browser.get(page).content.decode()
        for page in pages(here, indicator)
    ]


def test_only_those_who_work_there_get_the_link(place):
    here, indicator = place
    people = {}
    for role in (Role.CONTRIBUTOR, Role.READER):
        browser = Client()
        browser.force_login(RoleAssignmentFactory(role=role, municipality=here).person)
        people[role] = browser
    elsewhere = Client()
    elsewhere.force_login(RoleAssignmentFactory(municipality=MunicipalityFactory()).person)

    # The one who may goes first: what is kept for that reader reaches no other.
    assert links_seen(people[Role.CONTRIBUTOR], here, indicator) == [True, True]
    assert links_seen(Client(), here, indicator) == [False, False]
    assert links_seen(people[Role.READER], here, indicator) == [False, False]
    assert links_seen(elsewhere, here, indicator) == [False, False]
    assert links_seen(people[Role.CONTRIBUTOR], here, indicator) == [True, True]
