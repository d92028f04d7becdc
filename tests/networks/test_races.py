"""Two people do the same thing in the same moment. SQLite has no row locks."""

from datetime import UTC, date, datetime

import pytest

from networks.actions import contacts, memberships
from networks.models import MainContact, Membership
from tests.factories import (
    CountryFactory,
    DecisionFactory,
    MainContactFactory,
    MembershipFactory,
    MunicipalityFactory,
)
from tests.threads import PEOPLE, RACE, all_at_once

pytestmark = RACE
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def membership():
    return MembershipFactory(municipality=MunicipalityFactory(country=CountryFactory()))


def test_six_appoint_at_once_and_exactly_one_is_main_contact(membership):
    def appoint(number):
        contacts.appoint_main_contact(
            membership=membership,
            name=f"Contact {number}",
            email=f"contact{number}@gol.example",
            by=None,
            at=AT,
        )

    assert all_at_once(appoint) == []
    assert MainContact.objects.filter(membership=membership).count() == PEOPLE
    assert MainContact.objects.filter(membership=membership, valid_to=None).count() == 1


def test_six_activate_at_once_and_it_happens_once(membership):
    membership.decision = DecisionFactory(municipality=membership.municipality)
    membership.state = "DECIDED"
    membership.save()
    MainContactFactory(membership=membership)
    rows_before = membership.history.count()

    def activate(number):
        memberships.activate(
            membership=membership, by=None, at=AT, on=date(2026, 11, 1 + number)
        )

    assert all_at_once(activate) == []
    stored = Membership.objects.get(pk=membership.pk)
    assert stored.state == "ACTIVE"
    assert stored.history.count() == rows_before + 1


def test_activating_while_the_contact_stops_never_ends_in_both_refused(membership):
    membership.decision = DecisionFactory(municipality=membership.municipality)
    membership.state = "DECIDED"
    membership.save()
    MainContactFactory(membership=membership)

    def work(number):
        if number % 2:
            contacts.end_main_contact(membership=membership, at=AT)
        else:
            memberships.activate(membership=membership, by=None, at=AT)

    raised = all_at_once(work)

    state = Membership.objects.get(pk=membership.pk).state
    # Whoever was first decides: active with a contact that stopped later, or refused.
    expected = {
        "ACTIVE": set(),
        "DECIDED": {memberships.MainContactMissing},
    }
    assert {type(each) for each in raised} == expected[state]
    assert MainContact.objects.filter(membership=membership, valid_to=None).count() == 0
