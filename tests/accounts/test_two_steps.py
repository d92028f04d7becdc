"""Two-step sign-in: codes from an app, recovery codes, passkeys."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from tests.accounts.people import PASSWORD, member, show_again, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


def text(response):
    return response.content.decode()


def totp_code(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_codes_from_an_app_are_asked_for(client):
    person = member()
    sign_in(client, person)
    show_again(client)
    page = client.get("/konto/2fa/totp/activate/")
    secret = page.context["form"].secret
    wrong = client.post("/konto/2fa/totp/activate/", {"code": "000000"})
    client.post("/konto/2fa/totp/activate/", {"code": totp_code(secret)})
    stored = Authenticator.objects.get(type="totp").data["secret"]
    client.logout()
    client.cookies["django_language"] = "en"
    first = sign_in(client, person)
    step = client.get(first.url)
    # The same code is not taken twice: a recovery code lets in now.
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    client.post("/konto/2fa/authenticate/", {"code": codes[0]})

    assert "The code is not right" in text(wrong)
    assert first.url == "/konto/2fa/authenticate/"
    assert "Second step" in text(step)
    assert secret not in stored
    assert client.get("/konto/").status_code == 200


def test_a_secret_sealed_with_a_lost_key_fits_no_code(settings):
    person = member()
    settings.SECRET_KEY = "one"
    totp = TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY = "two"
    lost = totp.validate_code(totp_code("JBSWY3DPEHPK3PXP"))
    settings.SECRET_KEY_FALLBACKS = ["one"]

    assert (lost, totp.validate_code(totp_code("JBSWY3DPEHPK3PXP"))) == (False, True)


def test_the_challenge_of_a_passkey_has_our_name(client):
    sign_in(client, member())
    show_again(client)
    page = client.get("/konto/2fa/webauthn/add/")
    options = page.context["js_data"]["creation_options"]["publicKey"]

    assert options["rp"] == {"id": "testserver", "name": "Samverk"}
    assert options["user"]["name"] == "anna@samverk.example"
    assert 'data-sv-webauthn="add"' in text(page)


def test_the_challenge_of_a_passkey_sign_in_needs_no_name(client):
    answer = client.get("/konto/2fa/webauthn/login/", headers={"Accept": "application/json"})

    assert "challenge" in json.loads(answer.content)["request_options"]["publicKey"]


def test_recovery_codes_are_shown_made_and_downloaded(client):
    person = member()
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    first = client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    client.post(first.url, {"code": codes.get_unused_codes()[0]})
    show_again(client)
    shown = text(client.get("/konto/2fa/recovery-codes/"))
    asked = text(client.get("/konto/2fa/recovery-codes/generate/"))
    client.post("/konto/2fa/recovery-codes/generate/")
    index = text(client.get("/konto/2fa/"))
    turn_off = text(client.get("/konto/2fa/totp/deactivate/"))

    assert "9 of 10 codes are left." in shown
    assert "The codes you have now stop working." in asked
    assert "10 codes are left." in index
    assert "Turn off codes from an app" in turn_off


def test_passkeys_are_listed_renamed_and_removed(client):
    person = member()
    sign_in(client, person)
    show_again(client)
    key = Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "Phone", "credential": {}}
    )
    shown = text(client.get("/konto/2fa/webauthn/"))
    client.post(f"/konto/2fa/webauthn/keys/{key.pk}/edit/", {"name": "Work phone"})
    asked = text(client.get(f"/konto/2fa/webauthn/keys/{key.pk}/remove/"))
    client.post(f"/konto/2fa/webauthn/keys/{key.pk}/remove/")

    assert "Phone" in shown
    assert "«Work phone»" in asked
    assert not Authenticator.objects.exists()
