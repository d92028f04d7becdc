from datetime import UTC, date, datetime

import pytest

from common.models import OutboxMessage
from networks.actions.applications import invite_municipalities
from networks.actions.contacts import appoint_main_contact, end_main_contact
from networks.actions.memberships import leave
from networks.enums import Role
from networks.models import Municipality
from tests.factories import (
    CountryFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def falun():
    sweden = CountryFactory(code="SE", name="Sverige", language="sv")
    return MunicipalityFactory(country=sweden, code="2080", name="Falun")


def administrator(place, **changes):
    person = UserFactory(**changes)
    RoleAssignmentFactory(person=person, municipality=place, role=Role.ADMINISTRATOR)
    return person


def invite(place, apply_by=date(2027, 2, 15)):
    invite_municipalities(
        network=NetworkFactory(name="DalaLab"),
        municipalities=Municipality.objects.filter(pk=place.pk),
        apply_by=apply_by,
        by=None,
        at=AT,
    )


def test_the_invitation_names_network_deadline_and_where_to_answer(falun, settings):
    settings.SITE_URL = "https://samverk.example"
    administrator(falun, email="a@falun.example", language="en")
    invite(falun)
    message = OutboxMessage.objects.get()
    assert (message.recipient, message.language, message.subject, message.body_text) == (
        "a@falun.example",
        "en",
        "Invitation to DalaLab",
        "Falun is invited to take part in DalaLab.\n\n"
        "Please answer by 15 February 2027.\n\n"
        "Accept or decline here: https://samverk.example/kommuner/se/2080/nettverk/",
    )


def test_without_a_deadline_none_is_named(falun):
    administrator(falun, language="en")
    invite(falun, apply_by=None)
    assert "Please answer" not in OutboxMessage.objects.get().body_text


def test_the_language_is_the_reader_s_and_else_the_country_s(falun):
    administrator(falun, email="a@falun.example", language="")
    administrator(falun, email="b@falun.example", language="nn")
    invite(falun)
    rows = OutboxMessage.objects.order_by("recipient").values_list("recipient", "language")
    assert list(rows) == [("a@falun.example", "sv"), ("b@falun.example", "nn")]


def test_closed_accounts_and_roles_that_have_ended_get_no_mail(falun):
    administrator(falun, is_active=False)
    RoleAssignmentFactory(municipality=falun, valid_to=date(2026, 11, 22))
    invite(falun)
    assert OutboxMessage.objects.count() == 0


def test_each_contact_that_stops_is_a_new_occasion(falun):
    administrator(falun, email="a@falun.example", language="en")
    membership = MembershipFactory(municipality=falun, network=NetworkFactory(name="DalaLab"))
    for number in range(2):
        appoint_main_contact(
            membership=membership,
            name="Contact",
            email=f"contact{number}@falun.example",
            by=None,
            at=AT,
        )
        end_main_contact(membership=membership, at=AT)
    rows = OutboxMessage.objects.filter(occasion="contact-ended")
    assert (
        list(rows.values_list("recipient", "subject"))
        == [("a@falun.example", "Falun needs a new main contact in DalaLab")] * 2
    )


def test_leaders_read_why_a_municipality_left(falun):
    membership = MembershipFactory(municipality=falun, network=NetworkFactory(name="DalaLab"))
    leader = UserFactory(language="en")
    RoleAssignmentFactory(person=leader, network=membership.network, role=Role.NETWORK_LEADER)
    leave(membership=membership, reason="100 % busy", by=None, at=AT)
    text = OutboxMessage.objects.get().body_text
    assert text.startswith("Falun has left DalaLab. The reason: 100 % busy")
