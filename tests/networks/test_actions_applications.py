from datetime import UTC, date, datetime, timedelta

import pytest

from common.models import OutboxMessage
from networks.actions import applications
from networks.actions.locks import NetworkClosed, NotInNetwork
from networks.enums import Effect, MembershipState, Role
from networks.models import Membership
from tests.factories import (
    CountryFactory,
    DecisionFactory,
    MainContactFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2027, 1, 10, 12, tzinfo=UTC)
DEADLINE = date(2027, 2, 15)
# Midnight after 15 February in Oslo.
CLOSES_AT = datetime(2027, 2, 15, 23, tzinfo=UTC)


def invite(network, *municipalities, apply_by=DEADLINE, at=AT):
    return applications.invite_municipalities(
        network=network, municipalities=municipalities, apply_by=apply_by, by=None, at=at
    )


def invited(**changes):
    return MembershipFactory(
        state=MembershipState.INVITED, applied_at=None, apply_by=DEADLINE, **changes
    )


def mails(**filters):
    rows = OutboxMessage.objects.filter(**filters).order_by("recipient")
    return list(rows.values_list("recipient", "language", "about", "occasion"))


def test_inviting_writes_to_those_who_act_for_the_municipality():
    network, gol, silent = NetworkFactory(), MunicipalityFactory(), MunicipalityFactory()
    for role in (Role.ADMINISTRATOR, Role.COORDINATOR, Role.READER):
        RoleAssignmentFactory(
            person=UserFactory(email=f"{role}@gol.example".lower(), language="nn"),
            municipality=gol,
            role=role,
        )

    result = invite(network, gol, silent)

    rows = Membership.objects.order_by("pk")
    about = f"networks.membership:{rows[0].pk}"
    assert [(r.municipality, r.state, r.apply_by, r.invited_at) for r in rows] == [
        (gol, "INVITED", DEADLINE, AT),
        (silent, "INVITED", DEADLINE, AT),
    ]
    assert (result.invited, result.unchanged) == (list(rows), [])
    assert result.without_readers == [silent]
    assert mails() == [
        ("administrator@gol.example", "nn", about, "invited:2027-02-15"),
        ("coordinator@gol.example", "nn", about, "invited:2027-02-15"),
    ]


def test_inviting_again_changes_nothing_and_a_new_deadline_is_told():
    network, gol = NetworkFactory(), MunicipalityFactory()
    RoleAssignmentFactory(municipality=gol)
    invite(network, gol)

    again = invite(network, gol)
    later = invite(network, gol, apply_by=date(2027, 3, 1))

    membership = Membership.objects.get()
    assert (again.invited, again.unchanged) == ([], [membership])
    assert (later.invited, membership.apply_by) == ([membership], date(2027, 3, 1))
    assert [occasion for *_rest, occasion in mails()] == [
        "invited:2027-02-15",
        "invited:2027-03-01",
    ]


def test_an_answered_invitation_is_left_as_it_is():
    membership = MembershipFactory()
    result = invite(membership.network, membership.municipality)
    assert (result.invited, result.unchanged) == ([], [membership])
    membership.refresh_from_db()
    assert membership.state == MembershipState.APPLIED


def test_a_municipality_that_declined_can_be_invited_anew():
    membership = invited()
    applications.decline(membership=membership, by=None, at=AT)

    invite(membership.network, membership.municipality)

    states = Membership.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["DECLINED", "INVITED"]


def test_a_deadline_is_today_or_later():
    network, gol = NetworkFactory(), MunicipalityFactory()
    with pytest.raises(applications.DeadlinePassed):
        invite(network, gol, apply_by=date(2027, 1, 9))
    assert Membership.objects.count() == 0
    invite(network, gol, apply_by=date(2027, 1, 10))


def test_a_municipality_that_is_no_more_cannot_be_invited():
    gone = MunicipalityFactory(name="Hol", valid_to=date(2027, 1, 1))
    coming = MunicipalityFactory(name="Ål", valid_from=date(2027, 2, 1))
    with pytest.raises(applications.MunicipalityNotInForce) as refused:
        invite(NetworkFactory(), gone, coming, MunicipalityFactory())
    assert refused.value.names == ["Hol", "Ål"]
    assert Membership.objects.count() == 0


def test_a_closed_network_invites_nobody():
    with pytest.raises(NetworkClosed):
        invite(NetworkFactory(closed_at=AT), MunicipalityFactory())


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (CLOSES_AT - timedelta(seconds=1), True),
        (CLOSES_AT, False),
        (CLOSES_AT + timedelta(seconds=1), False),
        (CLOSES_AT - timedelta(days=1), True),
    ],
)
def test_the_deadline_is_midnight_after_the_day(at, is_open):
    membership = invited()
    if is_open:
        applied = applications.apply(membership=membership, by=None, at=at)
        assert (applied.state, applied.applied_at) == (MembershipState.APPLIED, at)
    else:
        with pytest.raises(applications.TooLateToApply):
            applications.apply(membership=membership, by=None, at=at)


def test_the_deadline_follows_the_municipality_s_own_time_zone():
    finland = CountryFactory(code="FI", name="Suomi", time_zone="Europe/Helsinki")
    there = MunicipalityFactory(country=finland, code="049")
    membership = invited(municipality=there)
    assert applications.applications_close_at(membership) == CLOSES_AT - timedelta(hours=1)


def test_without_a_deadline_one_can_always_apply():
    membership = MembershipFactory(state=MembershipState.INVITED, apply_by=None)
    assert applications.apply(membership=membership, by=None, at=AT).state == "APPLIED"


def test_applying_twice_is_applying_once_and_the_leader_is_told():
    membership = invited()
    leader = UserFactory(language="sv")
    RoleAssignmentFactory(person=leader, role=Role.NETWORK_LEADER, network=membership.network)

    applications.apply(membership=membership, by=None, at=AT)
    again = applications.apply(membership=membership, by=None, at=CLOSES_AT)

    assert again.applied_at == AT
    about = f"networks.membership:{membership.pk}"
    assert mails() == [(leader.email, "sv", about, "applied")]


def test_a_decision_on_file_is_used_when_applying():
    membership = invited()
    decision = DecisionFactory(municipality=membership.municipality, network=membership.network)
    applied = applications.apply(membership=membership, by=None, at=AT)
    assert (applied.state, applied.decision, applied.is_anchored) == ("DECIDED", decision, True)


def test_applying_after_leaving_needs_a_new_invitation():
    membership = MembershipFactory(state=MembershipState.LEFT, left_on=date(2027, 1, 1))
    with pytest.raises(NotInNetwork):
        applications.apply(membership=membership, by=None, at=AT)


def test_declining_keeps_the_reason_and_ends_the_main_contact():
    membership = MembershipFactory()
    contact = MainContactFactory(membership=membership)

    for reason in ("For lite folk ", "again"):
        declined = applications.decline(membership=membership, by=None, at=AT, reason=reason)

    contact.refresh_from_db()
    assert (declined.state, declined.left_reason) == ("DECLINED", "For lite folk")
    assert contact.valid_to == AT.date()


def test_one_that_has_decided_cannot_decline():
    membership = MembershipFactory(
        state=MembershipState.DECIDED, decision=DecisionFactory(network=None)
    )
    with pytest.raises(applications.TakesPartAlready):
        applications.decline(membership=membership, by=None, at=AT)


def attach(membership, decision, at=AT):
    return applications.attach_decision(
        membership=membership, decision=decision, by=None, at=at
    )


def test_attaching_a_decision_lets_an_invited_municipality_apply():
    membership = invited()
    decision = DecisionFactory(municipality=membership.municipality)

    attached = attach(membership, decision)

    assert (attached.state, attached.applied_at, attached.decision, attached.is_anchored) == (
        "DECIDED",
        AT,
        decision,
        True,
    )
    assert attach(membership, decision).history.count() == attached.history.count()


def test_a_decision_after_the_deadline_is_kept_and_waits():
    membership = invited()
    decision = DecisionFactory(municipality=membership.municipality)

    attached = attach(membership, decision, at=CLOSES_AT)
    assert (attached.state, attached.decision) == ("INVITED", decision)

    invite(membership.network, membership.municipality, apply_by=None, at=CLOSES_AT)
    applied = applications.apply(membership=membership, by=None, at=CLOSES_AT)
    assert applied.state == "DECIDED"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"municipality": None}, applications.DecisionOfOther),
        ({"network": None}, applications.DecisionOfOther),
        ({"decided_on": None, "effect": ""}, applications.DecisionNotMade),
        ({"effect": Effect.NOTED}, applications.DecisionDoesNotTakePart),
        ({"effect": Effect.REJECTS}, applications.DecisionDoesNotTakePart),
    ],
)
def test_only_an_own_decision_to_take_part_counts(changes, refused):
    membership = MembershipFactory()
    given = {"municipality": membership.municipality, "network": membership.network}
    if "municipality" in changes:
        changes = {"municipality": MunicipalityFactory()}
    if "network" in changes:
        changes = {"network": NetworkFactory()}
    with pytest.raises(refused):
        attach(membership, DecisionFactory(**{**given, **changes}))
