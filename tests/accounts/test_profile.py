"""The reader's own pages: profile, language, data, closing."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from networks.enums import Role
from networks.models import MainContact, RoleAssignment
from tests.accounts.people import member, show_again, sign_in
from tests.factories import MembershipFactory, MunicipalityFactory, RoleAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


def text(response):
    return response.content.decode()


def test_name_and_language_are_changed(client):
    sign_in(client, member())
    answer = client.post("/konto/", {"name": "Anna Ås", "language": "sv"})
    page = text(client.get("/konto/"))

    assert answer.url == "/konto/"
    assert User.objects.values_list("name", "language").get() == ("Anna Ås", "sv")
    assert '<html lang="sv">' in page


def test_an_empty_name_is_refused(client):
    sign_in(client, member())
    page = text(client.post("/konto/", {"name": "", "language": "xx"}))

    assert "Write your name." in page
    assert "xx is not one of the available choices" in page.replace("&#x27;", "")


def test_own_roles_are_shown(client):
    person = member()
    RoleAssignmentFactory(
        person=person, role=Role.COORDINATOR, municipality=MunicipalityFactory(name="Gol")
    )
    sign_in(client, person)

    assert "Coordinator, Gol" in text(client.get("/konto/"))


@pytest.mark.parametrize(
    ("own", "cookie", "asked", "shown"),
    [
        ("sv", "en", "nn", "sv"),
        ("", "en", "nn", "en"),
        ("", None, "nn", "nn"),
        ("", None, "fr", "nb"),
        ("xx", "en", "nn", "en"),
    ],
)
def test_the_own_language_wins_over_cookie_and_browser(client, own, cookie, asked, shown):
    person = member(language=own)
    client.force_login(person)
    if cookie is None:
        del client.cookies["django_language"]
    else:
        client.cookies["django_language"] = cookie
    page = client.get("/konto/", headers={"Accept-Language": asked})

    assert f'<html lang="{shown}">' in text(page)


def test_without_a_session_nobody_is_looked_up(client, django_assert_num_queries):
    from django.http import HttpResponse
    from django.test import RequestFactory

    from accounts.middleware import ReaderLanguageMiddleware

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert ReaderLanguageMiddleware(lambda _request: HttpResponse("x"))(request).content


def test_own_data_is_given_after_the_password(client):
    person = member()
    held = RoleAssignmentFactory(
        person=person, role=Role.COORDINATOR, municipality=MunicipalityFactory(name="Gol")
    )
    sign_in(client, person)
    closed = client.get("/konto/data/fil/")
    show_again(client)
    file = client.get("/konto/data/fil/")
    data = json.loads(file.content)

    assert closed.url.startswith("/konto/reauthenticate/")
    assert file["Content-Disposition"] == (
        f'attachment; filename="samverk-{timezone.localdate():%Y-%m-%d}.json"'
    )
    assert data["account"]["email"] == person.email
    assert data["roles"] == [
        {
            "role": "COORDINATOR",
            "place": "Gol",
            "from": held.valid_from.isoformat(),
            "until": None,
            "given_by": None,
            "ended_by": None,
        }
    ]
    assert set(data) >= {"main_contact", "imports", "background_work", "uploaded_files"}


def test_the_account_is_closed_after_a_question(client):
    person = member()
    place = MunicipalityFactory(name="Gol")
    RoleAssignmentFactory(person=person, role=Role.ADMINISTRATOR, municipality=place)
    contact = MainContact.objects.create(
        membership=MembershipFactory(municipality=place),
        person=person,
        name="Anna",
        email=person.email,
        valid_from=timezone.localdate(),
    )
    sign_in(client, person)
    show_again(client)
    question = text(client.get("/konto/avslutt/"))
    without = text(client.post("/konto/avslutt/"))
    still = User.objects.get().is_active
    answer = client.post("/konto/avslutt/", {"sure": "on"})
    contact.refresh_from_db()

    assert "After you nobody can give roles here:" in question
    assert "Gol" in question
    assert "Say yes here if you want to go on." in without
    assert (still, User.objects.get().is_active, answer.url) == (True, False, "/")
    assert RoleAssignment.objects.get().valid_to == timezone.localdate()
    assert (contact.name, contact.valid_to) == ("–", timezone.localdate())
    assert "anna@samverk.example" not in contact.email
    assert client.get("/konto/").status_code == 302


def test_the_administration_of_people_needs_no_user_name(client):
    chief = member("chief@samverk.example")
    chief.is_staff = chief.is_superuser = True
    chief.save()
    client.force_login(chief)
    for page in ("accounts/user", "accounts/invitation", "common/outboxmessage"):
        assert client.get(f"/admin/{page}/").status_code == 200
    assert client.get(f"/admin/accounts/user/{chief.pk}/change/").status_code == 200
    assert client.get("/admin/accounts/user/add/").status_code == 200
    answer = client.post(
        "/admin/accounts/user/add/",
        {
            "email": "new@samverk.example",
            "usable_password": "true",
            "password1": "eple-sykkel-torsk",
            "password2": "eple-sykkel-torsk",
        },
    )

    assert answer.status_code == 302
    assert User.objects.filter(email="new@samverk.example").exists()
    assert client.get("/admin/accounts/invitation/add/").status_code == 403
