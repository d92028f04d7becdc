from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from common.models import OutboxMessage
from networks.actions import memberships
from networks.actions.locks import NetworkClosed, NotInNetwork
from networks.enums import MembershipState, Role
from networks.models import Membership
from networks.models.memberships import EXPECTATIONS
from tests.factories import (
    DecisionFactory,
    MainContactFactory,
    MembershipFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    SubGroupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def decided(*, contact=True, **changes):
    membership = MembershipFactory(state=MembershipState.DECIDED, **changes)
    membership.decision = DecisionFactory(municipality=membership.municipality)
    membership.save()
    if contact:
        MainContactFactory(membership=membership, email="kontakt@gol.example")
    return membership


def activate(membership, **changes):
    return memberships.activate(**{"membership": membership, "by": None, "at": AT, **changes})


def test_decision_and_main_contact_make_an_active_member():
    membership = decided()

    active = activate(membership, on=date(2026, 11, 1))
    again = activate(membership)

    assert (active.state, active.active_from) == ("ACTIVE", date(2026, 11, 1))
    assert again.active_from == date(2026, 11, 1)
    mails = OutboxMessage.objects.values_list("recipient", "occasion")
    assert list(mails) == [("kontakt@gol.example", "activated")]


def test_without_a_decision_nobody_is_active():
    membership = MembershipFactory()
    MainContactFactory(membership=membership)
    with pytest.raises(memberships.DecisionMissing):
        activate(membership)


def test_an_awaited_decision_is_no_decision():
    membership = MembershipFactory()
    MainContactFactory(membership=membership)
    membership.decision = DecisionFactory(
        municipality=membership.municipality, decided_on=None, effect=""
    )
    membership.save()
    with pytest.raises(memberships.DecisionMissing):
        activate(membership)


def test_without_a_main_contact_today_nobody_is_active():
    membership = decided(contact=False)
    MainContactFactory(membership=membership, valid_to=date(2026, 11, 1))
    with pytest.raises(memberships.MainContactMissing):
        activate(membership)


def test_the_first_day_is_not_in_the_future():
    with pytest.raises(memberships.ActiveInFuture):
        activate(decided(), on=date(2026, 11, 23))


def test_who_has_left_is_not_activated():
    membership = decided()
    memberships.leave(membership=membership, reason="Flytter", by=None, at=AT)
    with pytest.raises(NotInNetwork):
        activate(membership)


def test_a_closed_network_activates_nobody():
    with pytest.raises(NetworkClosed):
        activate(decided(network=NetworkFactory(closed_at=AT)))


def test_leaving_keeps_history_ends_the_contact_and_tells_the_leader():
    membership = decided(group=SubGroupFactory())
    leader = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=membership.network).person
    person = UserFactory()
    activate(membership, on=date(2026, 6, 1))

    for reason in (" Færre hender ", "again"):
        left = memberships.leave(membership=membership, reason=reason, by=person, at=AT)

    assert (left.state, left.left_on, left.left_reason, left.group) == (
        "LEFT",
        TODAY,
        "Færre hender",
        None,
    )
    assert left.decision is not None
    contact = membership.main_contacts.get()
    assert contact.valid_to == TODAY
    states = membership.history.order_by("history_id").values_list("state", "history_user")
    assert list(states)[-2:] == [("ACTIVE", None), ("LEFT", person.pk)]
    assert OutboxMessage.objects.filter(recipient=leader.email, occasion="left").count() == 1


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"reason": "  "}, memberships.LeavingReasonMissing),
        ({"on": date(2026, 11, 23)}, memberships.LeavesInFuture),
        ({"on": date(2026, 5, 31)}, memberships.LeftBeforeActive),
    ],
)
def test_leaving_is_refused(changes, refused):
    membership = decided()
    activate(membership, on=date(2026, 6, 1))
    given = {"membership": membership, "reason": "Flytter", "by": None, "at": AT}
    with pytest.raises(refused):
        memberships.leave(**{**given, **changes})
    membership.refresh_from_db()
    assert membership.state == "ACTIVE"


def test_one_that_declined_cannot_leave():
    membership = MembershipFactory(state=MembershipState.DECLINED)
    with pytest.raises(NotInNetwork):
        memberships.leave(membership=membership, reason="Flytter", by=None, at=AT)


def test_expectations_are_counted_and_the_same_again_changes_nothing():
    membership = MembershipFactory()
    met = dict.fromkeys(EXPECTATIONS, False) | {
        "is_anchored": True,
        "covers_own_costs": True,
        "takes_active_part": True,
    }

    for _ in range(2):
        changed = memberships.set_expectations(membership=membership, by=None, **met)

    assert changed.expectations_met == 3
    assert membership.history.count() == 2


def test_expectations_of_one_that_left_are_history():
    membership = MembershipFactory(state=MembershipState.LEFT, left_on=TODAY)
    with pytest.raises(NotInNetwork):
        memberships.set_expectations(
            membership=membership, by=None, **dict.fromkeys(EXPECTATIONS, True)
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "ACTIVE", "active_from": TODAY},
        {"state": "LEFT"},
    ],
)
def test_the_database_refuses_half_a_state(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(**changes)


def test_the_database_refuses_two_current_memberships():
    membership = MembershipFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(network=membership.network, municipality=membership.municipality)
    MembershipFactory(
        network=membership.network, municipality=membership.municipality, state="DECLINED"
    )
    assert Membership.objects.count() == 2
