"""A speaker without an account: the secret link shows the part, and what can be put right."""

from datetime import date, time

import pytest
from django.urls import reverse

from gatherings.actions import agenda, speakers
from gatherings.actions.agenda import ItemDetails
from tests.factories import UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def speaker():
    series = SeriesFactory(name="Styrning på Åland", network__is_public=False)
    gathering = GatheringFactory(series=series, number=1, day=date(2026, 9, 10), place="Falun")
    host = UserFactory()
    made = speakers.add_speaker(
        series=series, details=speakers.SpeakerDetails(name="A Speaker"), by=host
    )
    for title, starts, who in (("Coffee", 9, ()), ("Own talk", 10, [made])):
        agenda.add_item(
            gathering=gathering, details=ItemDetails(title=title, starts=time(starts)),
            speakers=who, by=host,
        )  # fmt: skip
    return made


def token(speaker):
    return speakers.make_link(speaker=speaker, at=AT).rstrip("/").rsplit("/", 1)[-1]


def test_the_link_shows_the_part_in_its_programme_and_where_slides_go(client, speaker):
    address = reverse("gatherings:speaker-page", kwargs={"token": token(speaker)})
    answer = client.get(address, **ENGLISH)
    page = answer.content.decode()
    for text in ("Own talk", "Coffee", "10 September 2026", "Falun"):
        assert text in page
    subject = "Styrning%20p%C3%A5%20%C3%85land%3A%20A%20Speaker"
    assert f"mailto:host@samverk.example?subject={subject}" in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_speakers_put_their_own_name_right(client, speaker):
    keys = {"token": token(speaker)}
    address = reverse("gatherings:speaker-name", kwargs=keys)
    assert "This field is required." in client.post(address, **ENGLISH).content.decode()
    sent = {"name": "Another Name", "title": "Professor", "organisation": "Universitetet"}
    answer = client.post(address, {**sent, "email": "x@samverk.example"})
    assert answer["Location"] == reverse("gatherings:speaker-page", kwargs=keys)
    speaker.refresh_from_db()
    assert (speaker.name, speaker.title, speaker.email) == ("Another Name", "Professor", "")
    wrong = reverse("gatherings:speaker-name", kwargs={"token": "wrong"})
    assert client.post(wrong, sent).status_code == 404
