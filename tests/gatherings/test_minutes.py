"""Minutes: written, told of once, read by those who may, kept."""

import pytest
from django.urls import reverse

from common.models import OutboxMessage
from gatherings.actions.minutes import NothingToTell, write_minutes
from gatherings.actions.seats import sign_up
from gatherings.enums import Access
from gatherings.models import HostPerson
from gatherings.queries.materials import earlier_minutes
from gatherings.tokens import make_token
from tests.factories import UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return SeriesFactory(slug="series")


@pytest.fixture
def gathering(series):
    return GatheringFactory(series=series, number=1)


@pytest.fixture
def host(client, series):
    person = UserFactory()
    HostPerson.objects.create(series=series, person=person, added_by=None, added_at=AT)
    client.force_login(person)
    return person


@pytest.fixture
def seat(series, gathering):
    place = member_of(series)
    [row] = sign_up(series=series, municipality=place, people=[someone("One")], by=None, at=AT)
    OutboxMessage.objects.all().delete()
    return row


def write(gathering, text, access=Access.PARTICIPANTS, *, tells=False):
    return write_minutes(
        gathering=gathering, text=text, access=access, tells=tells, by=UserFactory()
    )


def test_each_is_told_once_and_former_wordings_stay(gathering, seat):
    write(gathering, "One", tells=True)
    write(gathering, "Two", tells=True)
    found = write(gathering, "Two", tells=True)
    mail = OutboxMessage.objects.get()
    assert mail.recipient == seat.email
    assert "One" not in mail.body_text
    assert [row.minutes for row in earlier_minutes(found, most=9)] == ["One"]
    for text, access in (("", Access.PUBLIC), ("Text", Access.HOSTS)):
        with pytest.raises(NothingToTell):
            write(gathering, text, access, tells=True)


def test_who_reads_the_minutes(client, gathering, seat):
    page = reverse("gatherings:gathering", kwargs={"pk": gathering.pk})
    seat_page = reverse("gatherings:seat", kwargs={"token": make_token(seat)})

    def read():
        return (
            client.get(page).context["minutes"],
            [text for _name, text in client.get(seat_page).context["documents"].minutes],
        )

    write(gathering, "Text", Access.PUBLIC)
    assert read() == ("Text", ["Text"])
    write(gathering, "Text")
    assert read() == ("", ["Text"])
    write(gathering, "Text", Access.HOSTS)
    assert read() == ("", [])
    client.force_login(seat.person or UserFactory(is_superuser=True))
    assert read() == ("Text", [])


def test_the_page_of_the_hosts(client, host, gathering, seat):
    page = reverse("gatherings:minutes", kwargs={"slug": "series", "number": 1})
    hidden = {"text": "Text", "access": Access.HOSTS, "tells": "on"}
    assert list(client.post(page, hidden).context["form"].errors) == ["tells"]
    client.post(page, {"text": "Text", "access": Access.NETWORK, "tells": "on"})
    again = client.get(page)
    assert "tells" not in again.context["form"].fields
    assert again.context["form"].initial == {"text": "Text", "access": Access.NETWORK}
    gathering.refresh_from_db()
    assert gathering.history.first().history_user == host
