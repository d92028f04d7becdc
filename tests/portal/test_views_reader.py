import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests.factories import UserFactory
from tests.portal.test_views_networks import ENGLISH, text_of

pytestmark = pytest.mark.django_db

PAGES = [
    "/metode/",
    "/datakilder/",
    "/om/samverk/",
    "/om/tilgjengelighet/",
    "/om/personvern/",
    "/om/informasjonskapsler/",
]


@pytest.mark.parametrize("address", PAGES)
def test_page_opens_without_data(client, address):
    assert client.get(address, **ENGLISH).status_code == 200


def test_unknown_page_about_the_site_is_not_found(client):
    assert client.get("/om/ukjent/").status_code == 404


@pytest.mark.parametrize("code", ["nb", "nn", "sv", "en"])
def test_chosen_language_is_kept(client, code):
    response = client.get(f"/sprak/{code}/?next=/metode/")
    assert response.headers["Location"] == "/metode/"
    assert f'<html lang="{code}"' in client.get("/metode/").content.decode()


def test_unknown_language_is_not_found(client):
    assert client.get("/sprak/xx/").status_code == 404


@pytest.mark.parametrize(
    "target",
    ["https://example.org/", "//example.org", "javascript:1", "nowhere", "account_login"],
)
def test_language_choice_never_leads_away(client, target):
    response = client.get("/sprak/sv/", {"next": target})
    assert response.headers["Location"] == "/"


def test_chosen_language_follows_the_person(client):
    person = UserFactory(language="nb")
    client.force_login(person)
    client.get("/sprak/sv/")
    person.refresh_from_db()
    assert person.language == "sv"
    assert '<html lang="sv"' in client.get("/metode/").content.decode()


def test_browser_decides_where_nothing_is_chosen(client):
    html = client.get("/metode/", HTTP_ACCEPT_LANGUAGE="sv-SE,en;q=0.5").content.decode()
    assert '<html lang="sv"' in html


def test_gallery_is_for_those_who_build(client, settings):
    settings.DEBUG = False
    assert client.get("/komponenter/").status_code == 404
    client.force_login(UserFactory(is_staff=True))
    assert client.get("/komponenter/", **ENGLISH).status_code == 200


def test_gallery_opens_while_developing(client, settings):
    settings.DEBUG = True
    assert client.get("/komponenter/", **ENGLISH).status_code == 200


def test_page_that_does_not_exist_offers_search(client):
    response = client.get("/finnes/ikke/", **ENGLISH)
    assert response.status_code == 404
    assert "We cannot find the page" in text_of(response)


def test_error_page_needs_no_database(django_db_blocker):
    with django_db_blocker.block(), translation.override("en"):
        html = render_to_string("500.html")
    assert "Something went wrong here" in html


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html"])
def test_error_pages_need_no_context(name):
    assert "<main" in render_to_string(name)


def test_demonstration_is_named_as_such(client, settings):
    settings.DEMO = True
    assert "About this demonstration" in client.get("/metode/", **ENGLISH).content.decode()
    settings.DEMO = False
    assert "About this demonstration" not in client.get("/metode/", **ENGLISH).content.decode()


@pytest.mark.parametrize("address", ["/", *PAGES, "/kommuner/", "/nettverk/", "/sok/"])
def test_pages_have_no_inline_style_or_script(client, address):
    html = client.get(address, **ENGLISH).content.decode()
    assert " style=" not in html
    assert "<script>" not in html
    assert "onclick=" not in html
