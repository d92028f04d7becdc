"""Signing in with an OpenID Connect provider: it says who, a person says what one may."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from accounts.actions import invite
from accounts.models import User
from networks.enums import Role
from networks.models import InvitedRole, RoleAssignment
from tests.accounts.people import addresses, member, show_again, sign_in
from tests.accounts.provider import provider
from tests.factories import MunicipalityFactory, RoleAssignmentFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/konto/oidc/kommune/login/"


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def claims():
    return {"sub": "42", "name": "Anna Å", "email": "anna@samverk.example"}


@pytest.fixture(autouse=True)
def _provider(settings, claims):
    with provider(claims) as server:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": "kommune",
                        "name": "Kommunens konto",
                        "client_id": "samverk",
                        "secret": "hemmelig",
                        "settings": {"server_url": server},
                    }
                ],
            }
        }
        yield


def text(response):
    return response.content.decode()


def come_back(client):
    """Go to the provider and come back as whoever it says."""
    out = client.post(ADDRESS)
    state = parse_qs(urlsplit(out.url).query)["state"][0]
    return client.get(f"/konto/oidc/kommune/login/callback/?code=1&state={state}", follow=True)


def invited(email="anna@samverk.example"):
    chief, place = member("chief@samverk.example"), MunicipalityFactory(name="Gol")
    RoleAssignmentFactory(person=chief, role=Role.ADMINISTRATOR, municipality=place)
    invitation, token = invite(email=email, language="en", invited_by=chief, at=timezone.now())
    InvitedRole.objects.create(invitation=invitation, role=Role.COORDINATOR, municipality=place)
    return token


def test_the_sign_in_page_has_a_button_for_it(client):
    page = text(client.get("/konto/login/"))

    assert "Sign in with Kommunens konto" in page
    assert f'action="{ADDRESS}?process=login"' in page
    assert "code_challenge=" in client.post(ADDRESS).url


def test_an_unknown_person_gets_an_explanation_and_no_account(client):
    page = come_back(client)

    assert "Accounts come by invitation" in text(page)
    assert not User.objects.exists()
    assert client.get("/konto/").status_code == 302


def test_the_same_confirmed_address_signs_in_and_is_linked(client, claims):
    claims["email_verified"] = True
    person = member()
    come_back(client)

    assert client.get("/konto/").status_code == 200
    assert SocialAccount.objects.get().user == person
    assert not RoleAssignment.objects.exists()


def test_an_address_that_the_provider_has_not_checked_signs_nobody_in(client, claims):
    claims["email_verified"] = False
    member()
    page = come_back(client)

    assert client.get("/konto/").status_code == 302
    assert "Accounts come by invitation" in text(page)
    assert not SocialAccount.objects.exists()


def test_an_invited_person_opens_an_account_with_it(client, claims):
    claims["email"] = "private@samverk.example"
    client.get(f"/invitasjon/{invited()}/")
    form = come_back(client)
    answer = client.post("/konto/3rdparty/signup/", {"name": "Anna Ås", "email": "x@y.no"})
    client.post("/invitasjon/")
    person = User.objects.get(name="Anna Ås")

    assert "Is this right?" in text(form)
    assert 'value="Anna Å"' in text(form)
    assert answer.url == "/invitasjon/"
    # The invitation decides the address, not the provider.
    assert addresses(person) == [("anna@samverk.example", True, True)]
    assert not person.has_usable_password()
    assert RoleAssignment.objects.get(role="COORDINATOR").person == person


def test_a_provider_that_tells_no_address_is_enough_with_an_invitation(client, claims):
    del claims["email"]
    client.get(f"/invitasjon/{invited()}/")
    come_back(client)
    client.post("/konto/3rdparty/signup/", {"name": "Anna"})

    assert addresses(User.objects.get(socialaccount__uid="42")) == [
        ("anna@samverk.example", True, True)
    ]


def test_a_signed_in_person_connects_and_removes_it(client):
    person = member()
    sign_in(client, person)
    show_again(client)
    page = text(client.get("/konto/3rdparty/"))
    out = client.post(f"{ADDRESS}?process=connect")
    state = parse_qs(urlsplit(out.url).query)["state"][0]
    client.get(f"/konto/oidc/kommune/login/callback/?code=1&state={state}")
    made = SocialAccount.objects.get()
    shown = text(client.get("/konto/3rdparty/"))
    client.post("/konto/3rdparty/", {"account": made.pk})

    assert "Connect Kommunens konto" in page
    assert "Kommunens konto" in shown
    assert made.user == person
    assert not SocialAccount.objects.exists()


def test_a_cancelled_or_failed_sign_in_is_told(client):
    out = client.post(ADDRESS)
    state = parse_qs(urlsplit(out.url).query)["state"][0]
    cancelled = client.get(
        f"/konto/oidc/kommune/login/callback/?error=access_denied&state={state}", follow=True
    )
    failed = client.get("/konto/oidc/kommune/login/callback/?code=1&state=wrong", follow=True)

    assert "You stopped the sign-in" in text(cancelled)
    assert "The sign-in did not work" in text(failed)
    assert client.post("/konto/oidc/unknown/login/").status_code == 404
