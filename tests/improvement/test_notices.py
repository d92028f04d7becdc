"""Which mails one gets, and the way out at the foot of each."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from improvement.enums import NoticeKind
from improvement.models import NoticeChoice
from improvement.tokens import make_token, read_token
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def off(person):
    return set(NoticeChoice.objects.filter(person=person).values_list("kind", flat=True))


def link(person, kind=NoticeKind.DIGEST):
    token = make_token(person_id=person.pk, kind=kind)
    return reverse("improvement:unsubscribe", kwargs={"token": token})


def test_everything_is_on_until_it_is_switched_off(client, person):
    address = reverse("improvement:notices")
    assert client.get(address).context["form"].initial == {"reminder": True, "digest": True}

    answer = client.post(address, {"digest": "on"}, follow=True, **ENGLISH)
    assert "Your choice is saved." in answer.content.decode()
    assert off(person) == {"REMINDER"}

    first = NoticeChoice.objects.get().switched_off_at
    client.post(address, {})
    assert off(person) == {"REMINDER", "DIGEST"}
    assert NoticeChoice.objects.get(kind="REMINDER").switched_off_at == first

    client.post(address, {"reminder": "on", "digest": "on"})
    assert off(person) == set()


def test_opening_the_link_changes_nothing(person):
    answer = Client().get(link(person), **ENGLISH)

    assert "It is about this kind: weekly digest." in answer.content.decode()
    assert off(person) == set()


def test_one_press_ends_one_kind_without_signing_in(person):
    strict = Client(enforce_csrf_checks=True)  # a mail program has no token
    sent = {"List-Unsubscribe": "One-Click"}
    for _ in range(2):
        answer = strict.post(link(person), sent, **ENGLISH)
        assert answer.status_code == 200
        assert "These mails have ended" in answer.content.decode()
    assert off(person) == {"DIGEST"}
    assert "These mails have ended" in Client().get(link(person), **ENGLISH).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        signing.dumps([1, "DIGEST"], salt="another"),
        signing.dumps([1, "OTHER"], salt="improvement.notices"),
        signing.dumps({"no": "list"}, salt="improvement.notices"),
        make_token(person_id=0, kind="DIGEST"),
    ],
    # Signed texts differ from one process to the next; the names of the tests may not.
    ids=["no token", "signed for another use", "unknown kind", "not a pair", "nobody"],
)
def test_a_link_that_is_not_whole_is_not_found(method, token):
    address = reverse("improvement:unsubscribe", kwargs={"token": token})
    assert getattr(Client(), method)(address).status_code == 404


def test_a_token_says_whose_and_which():
    assert read_token(make_token(person_id=7, kind=NoticeKind.REMINDER)) == (
        7,
        NoticeKind.REMINDER,
    )


def test_a_link_still_holds_when_the_key_has_changed(settings):
    token = make_token(person_id=7, kind=NoticeKind.REMINDER)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"
    assert read_token(token) == (7, NoticeKind.REMINDER)
