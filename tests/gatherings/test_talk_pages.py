"""Pages of guidance talks: the municipality's, the hosts', the notes of each side."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from gatherings.actions import talks as actions
from gatherings.models import HostPerson, Talk
from networks.enums import Role
from tests.factories import RoleAssignmentFactory, UserFactory
from tests.gatherings.factories import AT, SeriesFactory, member_of

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, 8, tzinfo=UTC)
HALF = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def _at_that_time():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def series():
    return SeriesFactory(slug="series")


@pytest.fixture
def guide(series):
    person = UserFactory(name="Guide")
    HostPerson.objects.create(series=series, person=person, added_by=None, added_at=AT)
    return person


@pytest.fixture
def falun(series):
    return member_of(series, municipality__name="Falun")


@pytest.fixture
def coordinator(falun):
    return RoleAssignmentFactory(municipality=falun, role=Role.COORDINATOR).person


def offered(series, guide, count=2):
    times = [(START + n * HALF, START + (n + 1) * HALF) for n in range(count)]
    return actions.offer_talks(series=series, guide=guide, times=times, link="", at=AT)


def page(name, talk=None, **keys):
    if talk is not None:
        keys["talk"] = talk.pk
    return reverse(f"gatherings:{name}", kwargs={"slug": "series", **keys})


def test_a_municipality_books_changes_and_gives_back(client, series, guide, falun, coordinator):
    first, second = offered(series, guide)
    client.force_login(coordinator)
    listed = client.get(page("talks"), headers={"accept-language": "en"})
    [day] = listed.context["free"]
    assert (day.day, [row.hours for row in day.rows]) == (
        "1 September 2026", ["10:00–10:30", "10:30–11:00"],
    )  # fmt: skip
    assert b"All times are local time in Sweden." in listed.content
    alone = client.get(page("talks"), headers={"hx-request": "true"})
    assert b"<html" not in alone.content

    client.post(day.rows[0].book, {"question": "How?"})
    first.refresh_from_db()
    assert (first.municipality, first.booked_by, first.question) == (falun, coordinator, "How?")
    full = client.get(page("talks"))
    assert full.context["is_full"]
    assert [row.book for group in full.context["free"] for row in group.rows] == [""]
    refused = client.post(page("talk-book", second, **falun.address_keys), {"question": ""})
    assert refused.context["form"].non_field_errors()

    client.post(page("talk-rebook", first), {"to": second.pk})
    late = client.post(page("talk-book", second, **falun.address_keys), {"question": ""})
    assert late.url.startswith(page("talks"))
    first.refresh_from_db()
    assert first.starts_at == START + HALF
    gone = client.post(page("talk-rebook", first), {"to": second.pk})
    assert list(gone.context["form"].errors) == ["to"]
    client.post(page("talk-give-back", first))
    first.refresh_from_db()
    assert first.cancelled_at == AT


def test_each_side_reads_its_own_notes_alone(client, series, guide, falun, coordinator):
    [talk] = offered(series, guide, 1)
    actions.book_talk(talk=talk, municipality=falun, question="", by=coordinator, at=AT)
    reader = RoleAssignmentFactory(municipality=falun, role=Role.READER).person
    mora = member_of(series)
    stranger = RoleAssignmentFactory(municipality=mora, role=Role.COORDINATOR).person
    admin = UserFactory(is_superuser=True)

    def notes(person):
        client.force_login(person)
        answer = client.get(page("talk", talk))
        if answer.status_code != 200:
            return answer.status_code
        return [row.text for side in answer.context["notes"] for row in side["rows"]]

    client.force_login(guide)
    client.post(page("talk-note", talk, side="host"), {"text": "Of the hosts"})
    theirs = client.post(page("talk-note", talk, side="municipality"), {"text": "x"})
    assert theirs.status_code == 404
    client.force_login(reader)
    client.post(page("talk-note", talk, side="municipality"), {"text": "Of Falun"})

    assert notes(guide) == ["Of the hosts"]
    assert notes(coordinator) == notes(reader) == ["Of Falun"]
    assert notes(stranger) == 404
    assert notes(admin) == []
    own = talk.notes.get(by=reader)
    client.force_login(coordinator)
    remove = page("talk-note-remove", talk, note=own.pk)
    assert client.post(remove).status_code == 404
    client.force_login(reader)
    client.post(remove)
    assert notes(coordinator) == []


def test_the_hosts_see_the_times_before_they_offer_them(client, series, guide):
    client.force_login(guide)
    given = {
        "day": "2026-09-01", "starts": "09:00", "ends": "10:30", "length": 30, "pause": 10,
        "guide": guide.pk, "link": "https://meet.example/x",
    }  # fmt: skip
    preview = client.post(page("talk-offer"), given, headers={"accept-language": "en"})
    assert preview.context["preview"] == ["09:00–09:30", "09:40–10:10"]
    assert not Talk.objects.exists()
    back = client.post(page("talk-offer"), {**given, "change": "1"})
    assert "preview" not in back.context
    client.post(page("talk-offer"), {**given, "offer": "1"})
    rows = Talk.objects.order_by("starts_at")
    assert [row.starts_at.hour for row in rows] == [7, 7]
    busy = client.post(page("talk-offer"), {**given, "offer": "1"})
    assert list(busy.context["form"].errors) == ["guide"]
    none = client.post(page("talk-offer"), {**given, "length": 100})
    assert list(none.context["form"].errors) == ["ends"]
    wrong = client.post(page("talk-offer"), {**given, "ends": "08:00"})
    assert list(wrong.context["form"].errors) == ["ends"]


def test_the_hosts_book_move_call_off_and_mark(client, series, guide, falun, coordinator):
    first, second = offered(series, guide)
    client.force_login(guide)
    listed = client.get(page("host-talks"))
    assert (listed.context["free"], listed.context["without"]) == (2, [str(falun)])
    contact = f"{falun.pk}-{coordinator.pk}"
    client.post(page("talk-host-book", first), {"contact": contact, "question": ""})
    first.refresh_from_db()
    assert (first.municipality, first.booked_by) == (falun, coordinator)
    again = {"contact": f"{falun.pk}-", "question": ""}
    refused = client.post(page("talk-host-book", second), again)
    assert list(refused.context["form"].errors) == ["past_limit"]

    move = {"day": "2026-09-02", "starts": "09:00", "ends": "09:30", "guide": guide.pk}
    client.post(page("talk-change", first), move)
    first.refresh_from_db()
    assert first.starts_at == datetime(2026, 9, 2, 7, tzinfo=UTC)
    early = client.post(page("talk-held", first))
    assert early.context["form"].non_field_errors()
    client.post(page("talk-cancel", second))
    assert not Talk.objects.filter(pk=second.pk).exists()
    assert list(client.post(page("talk-cancel", first)).context["form"].errors) == ["reason"]
    with time_machine.travel(first.starts_at, tick=False):
        client.force_login(guide)
        client.post(page("talk-held", first))
        assert client.get(page("host-talks") + "?vis=tull").context["without"] == []
    first.refresh_from_db()
    assert first.done_at == first.starts_at


@pytest.mark.parametrize("count", [1, 6])
def test_pages_ask_a_fixed_number_of_questions(
    client, series, guide, falun, coordinator, count, django_assert_max_num_queries
):
    offered(series, guide, count)
    for person, name in ((guide, "host-talks"), (coordinator, "talks")):
        client.force_login(person)
        client.get(page(name))
        with django_assert_max_num_queries(24):
            client.get(page(name))
