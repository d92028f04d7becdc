"""Signing in and everything that allauth answers for, in our frame and words."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from common import outbox
from common.models import OutboxMessage
from tests.accounts.people import PASSWORD, addresses, member, show_again, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


def text(response):
    return response.content.decode()


def sent_link():
    outbox.send_due()
    return re.search(r"http://testserver(/\S+)", mail.outbox[-1].body).group(1)


def test_a_person_signs_in_by_address_whatever_its_case(client):
    member()
    response = client.post(
        "/konto/login/", {"login": "Anna@Samverk.example", "password": PASSWORD}
    )

    assert (response.status_code, response.url) == (302, reverse("portal:start"))


def test_a_wrong_password_is_told_in_plain_words_and_names_no_account(client):
    member()
    answers = [
        text(client.post("/konto/login/", {"login": who, "password": "wrong"}))
        for who in ("anna@samverk.example", "nobody@samverk.example")
    ]

    for page in answers:
        assert "The e-mail address or the password is not right." in page
        assert "data-sv-errors" in page


def test_empty_fields_are_named(client):
    page = text(client.post("/konto/login/", {}))

    assert "Write your e-mail address." in page
    assert "Write your password." in page
    assert 'href="#id_login"' in page


def test_many_wrong_passwords_are_stopped(client):
    member()
    for _attempt in range(6):
        response = client.post(
            "/konto/login/", {"login": "anna@samverk.example", "password": "wrong"}
        )

    assert "Too many attempts with a wrong password." in text(response)


def test_many_requests_get_a_plain_page(client):
    for attempt in range(31):
        response = client.post("/konto/login/", {"login": f"no{attempt}@samverk.example"})

    assert response.status_code == 429
    assert "That was many attempts in a short time." in text(response)


def test_nobody_signs_up_without_an_invitation(client):
    for response in (
        client.get("/konto/signup/"),
        client.post(
            "/konto/signup/",
            {"email": "new@samverk.example", "name": "New", "password1": PASSWORD},
        ),
    ):
        assert "Accounts come by invitation" in text(response)
    assert not User.objects.exists()


def test_a_forgotten_password_is_replaced_through_a_link(client):
    person = member(language="sv")
    client.post("/konto/password/reset/", {"email": person.email})
    link = sent_link()
    letter = OutboxMessage.objects.get()
    page = client.get(link, follow=True)
    client.post(
        page.redirect_chain[-1][0],
        {"password1": "nytt-og-langt-passord", "password2": "nytt-og-langt-passord"},
    )
    person.refresh_from_db()

    assert (letter.language, letter.body_text) == ("sv", "")
    assert person.check_password("nytt-og-langt-passord")
    # The change is told by mail, and the link works once.
    assert OutboxMessage.objects.filter(occasion__startswith="password_reset:").exists()
    assert "The link has been used or is too old." in text(client.get(link, follow=True))


def test_a_reset_for_an_unknown_address_looks_the_same_and_sends_no_link(client):
    member()
    known = client.post("/konto/password/reset/", {"email": "anna@samverk.example"})
    unknown = client.post("/konto/password/reset/", {"email": "nobody@samverk.example"})
    outbox.send_due()

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "There is no account with this address" in mail.outbox[-1].body.replace("\n", " ")
    assert "/password/reset/key/" not in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 12 characters"),
        ("123456789012345", "entirely numeric"),
        ("anna@samverk.example", "too similar to the"),
    ],
)
def test_weak_passwords_are_refused(client, password, words):
    client.force_login(member())
    page = text(
        client.post(
            "/konto/password/change/",
            {"oldpassword": PASSWORD, "password1": password, "password2": password},
        )
    )

    assert words in page
    assert "Four words that do not belong together" in page


def test_a_password_is_changed_with_the_old_one(client):
    person = member()
    sign_in(client, person)
    new = "et helt nytt passord"
    wrong = client.post(
        "/konto/password/change/", {"oldpassword": "no", "password1": new, "password2": new}
    )
    right = client.post(
        "/konto/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    person.refresh_from_db()

    assert "This is not the password you have now." in text(wrong)
    assert (right.url, person.check_password(new)) == ("/konto/", True)
    assert OutboxMessage.objects.filter(occasion__startswith="password_changed:").exists()


def test_a_new_address_counts_once_its_link_is_followed(client):
    person = member()
    sign_in(client, person)
    show_again(client)
    client.post("/konto/email/", {"email": "new@samverk.example", "action_add": "1"})
    before = User.objects.get().email
    link = sent_link()
    page = text(client.get(link))
    client.post(link)

    assert "Is new@samverk.example your address?" in page
    assert (before, User.objects.get().email) == (person.email, "new@samverk.example")
    assert addresses(person) == [("new@samverk.example", True, True)]


def test_an_address_of_somebody_else_cannot_be_taken_over(client):
    member("other@samverk.example")
    person = member()
    sign_in(client, person)
    show_again(client)
    client.post("/konto/email/", {"email": "other@samverk.example", "action_add": "1"})
    link = sent_link()
    page = text(client.get(link))
    client.post(link)

    assert "other@samverk.example belongs to another account already." in page
    assert User.objects.get(pk=person.pk).email == "anna@samverk.example"


def test_other_sessions_can_be_ended(client, client_factory):
    person = member()
    elsewhere = client_factory()
    sign_in(client, person)
    sign_in(elsewhere, person)
    client.get("/konto/")
    elsewhere.get("/konto/")
    page = text(client.get("/konto/sessions/"))
    client.post("/konto/sessions/")

    assert "Sign out everywhere else" in page
    assert elsewhere.get("/konto/").status_code == 302
    assert client.get("/konto/").status_code == 200


@pytest.fixture
def client_factory():
    from django.test import Client

    return Client


def test_what_guards_the_account_is_changed_only_by_its_owner(client):
    person = member()
    client.force_login(person)
    response = client.get("/konto/2fa/totp/activate/")
    page = text(client.get(response.url))

    assert response.url.startswith("/konto/reauthenticate/")
    assert "You are about to change how you sign in." in page


def test_a_closed_account_does_not_sign_in(client):
    person = member()
    User.objects.update(is_active=False)
    response = client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    page = text(client.get(response.url)) if response.status_code == 302 else text(response)

    assert client.get("/konto/").status_code == 302
    assert "not right" in page or "This account is closed" in page


def test_a_new_superuser_signs_in_at_once(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", "--email", "Chief@Samverk.example")
    person = User.objects.get()

    assert (person.email, person.is_staff) == ("chief@samverk.example", True)
    assert sign_in(client, person).url == reverse("portal:start")
    assert client.get("/admin/").status_code == 200


PUBLIC = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
]
OWN = [
    "accounts:profile",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "socialaccount_connections",
    "usersessions_list",
    "portal:account-data",
    "portal:account-close",
]


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_have_our_frame(client, name, language):
    client.cookies["django_language"] = language
    response = client.get(reverse(name), follow=True)

    assert response.status_code == 200
    assert "sv-split" in text(response) or "sv-error" in text(response)
    assert "<style" not in text(response)


@pytest.mark.parametrize("name", OWN)
def test_own_pages_have_our_frame_and_are_closed_to_others(client, name):
    address = reverse(name)
    closed = client.get(address)
    sign_in(client, member())
    show_again(client)
    page = client.get(address)

    assert closed.status_code == 302
    assert page.status_code == 200
    assert "sv-head" in text(page)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text(page))


def test_a_letter_speaks_the_language_of_its_reader(client):
    person = member(language="sv")
    with translation.override("en"):
        client.post("/konto/password/reset/", {"email": person.email})

    assert OutboxMessage.objects.get().language == "sv"


def test_an_account_made_by_hand_confirms_its_address_first(client):
    person = User.objects.create_user("hand@samverk.example", PASSWORD)
    response = client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    link = sent_link()
    client.post(link)

    assert response.url == "/konto/confirm-email/"
    assert EmailAddress.objects.get().verified
    assert sign_in(client, person).url == reverse("portal:start")
