from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from common.models import OutboxMessage
from networks.actions import contacts
from networks.actions.locks import NetworkClosed, NotInNetwork
from networks.enums import Role
from networks.models import MainContact
from tests.factories import (
    MainContactFactory,
    MembershipFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def appoint(membership, **changes):
    given = {"name": "Planlegger", "email": "Plan@gol.example", "position": "Rådgiver"}
    return contacts.appoint_main_contact(
        **{"membership": membership, "by": None, "at": AT, **given, **changes}
    )


def recipients(occasion):
    rows = OutboxMessage.objects.filter(occasion=occasion).order_by("recipient")
    return list(rows.values_list("recipient", flat=True))


def test_appointing_ends_the_time_of_the_former_contact():
    membership = MembershipFactory()
    by = UserFactory()
    former = MainContactFactory(membership=membership, valid_from=date(2026, 3, 1))

    contact = appoint(membership, by=by, on=date(2026, 11, 1))

    former.refresh_from_db()
    assert former.valid_to == date(2026, 11, 1)
    stored = MainContact.objects.filter(pk=contact.pk).values(
        "name", "email", "position", "valid_from", "valid_to", "person", "appointed_by"
    )
    assert list(stored) == [
        {
            "name": "Planlegger",
            "email": "plan@gol.example",
            "position": "Rådgiver",
            "valid_from": date(2026, 11, 1),
            "valid_to": None,
            "person": None,
            "appointed_by": by.pk,
        }
    ]
    assert recipients("appointed") == ["plan@gol.example"]


def test_the_same_person_again_only_puts_name_and_position_right():
    membership = MembershipFactory()
    first = appoint(membership, on=date(2026, 5, 1))

    again = appoint(membership, name="Planlegger på Gol", position="", email="PLAN@gol.example")

    assert again == first
    assert (again.name, again.position, again.valid_from) == (
        "Planlegger på Gol",
        "",
        date(2026, 5, 1),
    )
    assert MainContact.objects.count() == 1
    assert recipients("appointed") == ["plan@gol.example"]


def test_an_account_with_the_address_is_linked():
    person = UserFactory(email="plan@gol.example")
    assert appoint(MembershipFactory()).person == person


def test_a_closed_account_is_not_linked():
    UserFactory(email="plan@gol.example", is_active=False)
    assert appoint(MembershipFactory()).person is None


def test_the_first_day_is_neither_in_the_future_nor_before_the_former_one_s():
    membership = MembershipFactory()
    MainContactFactory(membership=membership, valid_from=date(2026, 3, 1))
    with pytest.raises(contacts.AppointedInFuture):
        appoint(membership, on=date(2026, 11, 23))
    with pytest.raises(contacts.AppointedBeforeFormer):
        appoint(membership, on=date(2026, 2, 28))
    assert MainContact.objects.filter(valid_to__isnull=True).count() == 1


def test_nobody_is_appointed_where_the_municipality_is_not_in():
    with pytest.raises(NotInNetwork):
        appoint(MembershipFactory(state="LEFT", left_on=TODAY))
    with pytest.raises(NetworkClosed):
        appoint(MembershipFactory(network=NetworkFactory(closed_at=AT)))


def test_ending_asks_the_administrators_for_a_new_contact():
    membership = MembershipFactory()
    MainContactFactory(membership=membership)
    place = membership.municipality
    administrator = RoleAssignmentFactory(municipality=place, role=Role.ADMINISTRATOR).person
    RoleAssignmentFactory(municipality=place, role=Role.COORDINATOR)

    ended = contacts.end_main_contact(membership=membership, at=AT)
    again = contacts.end_main_contact(membership=membership, at=AT)

    assert (ended.valid_to, again) == (TODAY, None)
    assert recipients("contact-ended") == [administrator.email]


def test_without_administrators_the_coordinators_are_asked_and_then_the_leaders():
    first, second = MembershipFactory(), MembershipFactory()
    for membership in (first, second):
        MainContactFactory(membership=membership)
        leader = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=membership.network)
    coordinator = RoleAssignmentFactory(municipality=first.municipality).person

    for membership in (first, second):
        contacts.end_main_contact(membership=membership, at=AT)

    expected = sorted([coordinator.email, leader.person.email])
    assert recipients("contact-ended") == expected


def test_the_last_day_lies_between_the_first_and_today():
    membership = MembershipFactory()
    MainContactFactory(membership=membership, valid_from=date(2026, 3, 1))
    with pytest.raises(contacts.EndsInFuture):
        contacts.end_main_contact(membership=membership, at=AT, on=date(2026, 11, 23))
    with pytest.raises(contacts.EndsBeforeAppointed):
        contacts.end_main_contact(membership=membership, at=AT, on=date(2026, 2, 28))


def test_the_database_refuses_a_second_current_contact():
    contact = MainContactFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        MainContactFactory(membership=contact.membership)
    MainContactFactory(membership=contact.membership, valid_to=TODAY)
