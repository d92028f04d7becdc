"""Profiles, accounts that open and accounts that close."""

from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from accounts import actions
from accounts.models import Invitation, User
from accounts.queries import has_account, own_data
from common.enums import MailKind
from common.models import OutboxMessage
from common.outbox import post
from tests.accounts.people import PASSWORD, addresses, member, sign_in
from tests.factories import UserFactory

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_opening_an_account_again_changes_nothing():
    first = member()
    again = actions.open_account(email="Anna@samverk.example", password="another one")
    again.refresh_from_db()

    assert first == again
    assert again.check_password(PASSWORD)
    assert addresses(again) == [("anna@samverk.example", True, True)]


def test_two_people_cannot_have_the_same_address_in_other_letters():
    member()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ANNA@samverk.example")
    with pytest.raises(ValidationError, match="Someone already uses this e-mail address"):
        User(email="ANNA@samverk.example", password="x").full_clean()


def test_name_and_language_are_stored():
    person = member()
    actions.change_profile(person=person, name="Anna Å", language="nn")

    assert User.objects.values_list("name", "language").get() == ("Anna Å", "nn")


def test_a_closed_account_is_not_changed():
    person = UserFactory(is_active=False)
    with pytest.raises(actions.AccountClosed):
        actions.change_profile(person=person, name="X", language="")


def test_closing_removes_who_it_was_and_keeps_the_row(client):
    person, chief = member(), member("chief@samverk.example")
    person.is_staff = person.is_superuser = True
    person.save()
    sign_in(client, person)
    client.get("/konto/")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    SocialAccount.objects.create(user=person, provider="openid_connect", uid="1")
    accepted, _token = actions.invite(
        email=person.email, language="nb", invited_by=chief, at=NOW
    )
    actions.accept_invitation(invitation=accepted, person=person, at=NOW)
    actions.invite(email=person.email, language="nb", invited_by=chief, at=NOW)
    sent, _token = actions.invite(
        email="x@samverk.example", language="nb", invited_by=person, at=NOW
    )
    post(
        recipient=person.email,
        language="nb",
        kind=MailKind.NETWORK,
        about="x:1",
        occasion="x",
        subject="x",
        body_text="x",
    )
    actions.close_account(person=person, at=NOW)
    actions.close_account(person=person, at=NOW)
    person.refresh_from_db()
    sent.refresh_from_db()

    assert (person.name, person.is_active, person.is_staff, person.is_superuser) == (
        "",
        False,
        False,
        False,
    )
    assert person.email == f"person-{person.pk}@closed.invalid"
    with translation.override("en"):
        assert str(person) == f"Closed account {person.pk}"
    assert not person.has_usable_password()
    for model in (EmailAddress, Authenticator, SocialAccount):
        assert not model.objects.filter(user=person).exists()
    assert not OutboxMessage.objects.filter(recipient="anna@samverk.example").exists()
    assert not Invitation.objects.filter(email="anna@samverk.example").exists()
    assert sent.withdrawn_at == NOW
    assert client.get("/konto/").status_code == 302


def test_a_closed_address_is_free_again():
    actions.close_account(person=member(), at=NOW)

    assert not has_account(email="anna@samverk.example")
    assert member().pk != User.objects.order_by("pk")[0].pk


def test_an_account_is_known_by_any_confirmed_address():
    person = member()
    EmailAddress.objects.create(user=person, email="second@samverk.example", verified=True)
    EmailAddress.objects.create(user=person, email="third@samverk.example")

    found = [
        has_account(email=f"{name}@samverk.example")
        for name in ("Anna", "second", "third", "nobody")
    ]
    assert found == [True, True, False, False]


def test_own_data_names_every_part():
    person = member()
    data = own_data(person)

    assert set(data) == {
        "account",
        "email_addresses",
        "sign_in_providers",
        "two_step_sign_in",
        "sessions",
        "invitations",
        "messages",
    }
    assert data["account"]["email"] == "anna@samverk.example"
    assert "password" not in data["account"]


@pytest.mark.parametrize("engine", ["db", "cached_db"])
def test_an_ended_session_is_gone_from_the_cache_too(client, settings, engine):
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{engine}"
    person = member()
    client.force_login(person)
    key = client.session.session_key
    UserSession.objects.create(
        user=person, session_key=key, ip="127.0.0.1", user_agent="x", data={}
    )
    assert client.get(reverse("accounts:profile")).status_code == 200

    actions.end_sessions(person=person)
    assert client.get(reverse("accounts:profile")).status_code == 302
