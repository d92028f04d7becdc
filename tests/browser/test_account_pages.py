"""Sign-in, account and role pages in a real browser, and a passkey from end to end."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from networks.enums import Role
from tests.accounts.people import PASSWORD, member
from tests.browser.looking import faults
from tests.factories import MunicipalityFactory, RoleAssignmentFactory

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = ["account_login", "account_signup", "account_reset_password"]
OWN = [
    "accounts:profile",
    "account_email",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
    "portal:account-data",
    "portal:account-close",
]


@pytest.fixture
def chief(live_server):
    """An administrator, with somebody else to look at."""
    place = MunicipalityFactory(name="Gol", code="3324")
    person = member("chief@samverk.example", language="en")
    RoleAssignmentFactory(person=person, role=Role.ADMINISTRATOR, municipality=place)
    RoleAssignmentFactory(role=Role.READER, municipality=place)
    return person


def enter(page, live_server, person):
    page.goto(live_server.url + reverse("account_login"))
    page.locator("#id_login").fill(person.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form:has(#id_login) button[type=submit]").click()
    page.wait_for_url("**/min-kommune/")


def show_again(page, live_server):
    page.goto(live_server.url + reverse("account_reauthenticate") + "?next=/konto/")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/konto/")


def test_the_pages_before_signing_in(page, live_server, barriers):
    for name in PUBLIC:
        assert faults(page, barriers, live_server.url + reverse(name)) == []


def test_the_pages_of_the_own_account(page, live_server, barriers, chief):
    enter(page, live_server, chief)
    show_again(page, live_server)
    for name in OWN:
        assert faults(page, barriers, live_server.url + reverse(name)) == []


def test_the_pages_about_roles(page, live_server, barriers, chief):
    enter(page, live_server, chief)
    roles = live_server.url + reverse("networks:municipality-roles", args=["no", "3324"])
    page.goto(roles)
    page.locator("#id_invite-email").fill("new@samverk.example")
    page.locator("#id_invite-role").select_option("READER")
    page.locator("button[name=invite]").click()
    page.wait_for_load_state()
    for address in (roles, f"{roles}logg/"):
        assert faults(page, barriers, address) == []
    page.goto(roles)
    page.get_by_role("link", name="End").first.click()
    page.wait_for_load_state()
    assert barriers() == []


def test_a_wrong_password_is_said_at_once_and_in_focus(page, live_server, barriers):
    page.goto(live_server.url + reverse("account_login"))
    page.locator("#id_login").fill("nobody@samverk.example")
    page.locator("#id_password").fill("wrong")
    page.locator("form:has(#id_login) button[type=submit]").click()
    page.wait_for_load_state()

    assert page.locator("[data-sv-errors]").evaluate("box => box === document.activeElement")
    assert barriers() == []


def test_a_passkey_is_made_and_signs_in(page, live_server, chief, context):
    tool = context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    tool.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    site = live_server.url.replace("127.0.0.1", "localhost")
    enter(page, _At(site), chief)
    show_again(page, _At(site))
    page.goto(site + reverse("mfa_add_webauthn"))
    page.locator("#id_name").fill("Phone")
    page.locator("#id_passwordless").check()
    page.locator("#passkey_add").click()
    page.wait_for_url("**/recovery-codes/")
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert key.wrap().name == "Phone"

    context.clear_cookies()
    page.goto(site + reverse("account_login"))
    page.locator("#passkey_login").click()
    page.wait_for_url("**/min-kommune/")
    key.refresh_from_db()
    assert key.last_used_at is not None


def test_a_refused_passkey_is_told_in_words(page, live_server, context):
    tool = context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    tool.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": False,
                "automaticPresenceSimulation": True,
            }
        },
    )
    site = live_server.url.replace("127.0.0.1", "localhost")
    page.goto(site + reverse("account_login"))
    page.locator("#passkey_login").click()

    page.locator(".toast", has=page.locator(".bi-exclamation-octagon-fill")).wait_for()


class _At:
    """The live server by another name: browsers make no passkeys for numbers."""

    def __init__(self, url):
        self.url = url
