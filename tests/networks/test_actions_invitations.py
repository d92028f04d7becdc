"""Invitations to roles: written, sent, accepted once, in time, by the right person."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from accounts import actions as account_actions
from accounts.models import Invitation
from common.models import OutboxMessage
from networks.actions import invitations, roles
from networks.enums import Role
from networks.models import InvitedRole, RoleAssignment
from networks.queries.assignments import waiting_invitations
from tests.accounts.people import member
from tests.factories import MunicipalityFactory, UserFactory
from tests.threads import all_at_once, race

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
EXPIRES = NOW + timedelta(days=14)
SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.django_db


def invite(**changes):
    return invitations.invite_to_role(
        **{
            "email": "Anna@Samverk.example",
            "role": Role.COORDINATOR,
            "scope": changes.get("scope") or MunicipalityFactory(name="Gol"),
            "language": "en",
            "invited_by": changes.get("invited_by") or UserFactory(name="Berit"),
            "at": NOW,
            **changes,
        }
    )


def token_of(message):
    return re.search(r"/invitasjon/([^/\s]+)/", message.body_text).group(1)


def accept(invitation, person, at=NOW):
    return invitations.accept(invited=invitation.role, person=person, at=at, on=TODAY)


def test_an_invitation_is_a_row_a_role_and_a_letter():
    invitation = invite()
    letter = OutboxMessage.objects.get()
    token = token_of(letter)

    assert (invitation.email, invitation.expires_at) == ("anna@samverk.example", EXPIRES)
    assert (invitation.role.role, str(invitation.role.scope)) == ("COORDINATOR", "Gol")
    assert not RoleAssignment.objects.exists()
    assert letter.subject == "Invitation to Samverk: coordinator, Gol"
    assert "Berit invites you" in letter.body_text
    assert "works until 6 December 2026, 13:00" in letter.body_text
    # Only a digest of the secret is kept.
    assert invitation.token_digest == account_actions.digest(token)
    assert token not in str(Invitation.objects.values())


def test_the_same_invitation_is_not_sent_twice_while_it_is_open():
    place, chief = MunicipalityFactory(), UserFactory()
    invite(scope=place, invited_by=chief)

    with pytest.raises(invitations.AlreadyInvited):
        invite(scope=place, invited_by=chief)
    invite(scope=place, invited_by=chief, role=Role.READER)
    invite(scope=place, invited_by=chief, at=EXPIRES)
    assert Invitation.objects.count() == 3


def test_a_role_held_already_needs_no_invitation():
    place, person = MunicipalityFactory(), member()
    roles.give_role(person=person, role=Role.COORDINATOR, scope=place, given_by=None, on=TODAY)

    with pytest.raises(invitations.AlreadyHolds):
        invite(scope=place)


def test_nobody_gives_a_role_to_oneself():
    inviter = UserFactory(email="berit@samverk.example")

    with pytest.raises(invitations.InvitesOneself):
        invite(email="Berit@samverk.example", invited_by=inviter)
    assert not Invitation.objects.exists()


def test_a_role_that_does_not_fit_is_refused():
    with pytest.raises(invitations.RoleDoesNotFit):
        invite(role=Role.NETWORK_LEADER)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("at", "works"),
    [(EXPIRES - SECOND, True), (EXPIRES, False), (EXPIRES + SECOND, False)],
)
def test_an_invitation_works_for_fourteen_days(at, works):
    invitation, person = invite(), member()

    if works:
        held = accept(invitation, person, at=at)
        assert (held.person, held.role) == (person, Role.COORDINATOR)
        assert held.given_by == invitation.invited_by
    else:
        with pytest.raises(account_actions.InvitationNotOpen):
            accept(invitation, person, at=at)
        assert not RoleAssignment.objects.exists()


def test_accepting_again_changes_nothing_also_after_the_role_has_ended():
    invitation, person = invite(), member()
    held = accept(invitation, person)
    roles.end_role(assignment=held, ended_by=None, on=TODAY)

    assert accept(invitation, person, at=NOW + SECOND) is None
    assert RoleAssignment.objects.get().valid_to == TODAY
    assert Invitation.objects.get().accepted_at == NOW


@pytest.mark.parametrize("case", ["another address", "not confirmed", "used by another"])
def test_only_the_owner_of_the_address_accepts(case):
    invitation, owner = invite(), member()
    person = owner if case == "not confirmed" else member("other@samverk.example")
    if case == "not confirmed":
        EmailAddress.objects.update(verified=False)
    if case == "used by another":
        accept(invitation, owner)
    error = (
        account_actions.InvitationNotOpen
        if case == "used by another"
        else account_actions.OtherAddress
    )

    with pytest.raises(error):
        accept(invitation, person)


def test_sending_again_makes_a_new_link_and_new_days():
    invitation = invite()
    later = EXPIRES + timedelta(days=3)
    old = token_of(OutboxMessage.objects.get())
    invitations.send_again(invited=invitation.role, at=later)
    letters = list(OutboxMessage.objects.order_by("pk"))
    stored = Invitation.objects.get()

    assert len(letters) == 2
    assert stored.expires_at == later + timedelta(days=14)
    assert stored.token_digest == account_actions.digest(token_of(letters[1]))
    assert stored.token_digest != account_actions.digest(old)


def test_a_withdrawn_invitation_stays_withdrawn():
    invitation, person = invite(), member()
    account_actions.withdraw_invitation(invitation=invitation, at=NOW)
    account_actions.withdraw_invitation(invitation=invitation, at=NOW + SECOND)

    assert Invitation.objects.get().withdrawn_at == NOW
    assert list(waiting_invitations(invitation.role.scope)) == []
    with pytest.raises(account_actions.InvitationNotOpen):
        accept(invitation, person)
    with pytest.raises(account_actions.InvitationNotOpen):
        invitations.send_again(invited=invitation.role, at=NOW)


def test_an_accepted_invitation_is_neither_renewed_nor_withdrawn():
    invitation, person = invite(), member()
    accept(invitation, person)

    with pytest.raises(account_actions.InvitationNotOpen):
        invitations.send_again(invited=invitation.role, at=NOW)
    with pytest.raises(account_actions.InvitationNotOpen):
        account_actions.withdraw_invitation(invitation=invitation, at=NOW)


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_the_letter_is_in_the_language_chosen(language):
    invite(language=language)
    letter = OutboxMessage.objects.get()

    assert letter.language == language
    assert f'<html lang="{language}">' in letter.body_html


@race
def test_two_clicks_at_once_give_one_role():
    invitation, person = invite(), member()
    results = []

    def work(_number):
        invited = InvitedRole.objects.get(invitation=invitation)
        results.append(invitations.accept(invited=invited, person=person, at=NOW, on=TODAY))

    assert all_at_once(work) == []
    assert sum(result is not None for result in results) == 1
    assert RoleAssignment.objects.count() == 1
