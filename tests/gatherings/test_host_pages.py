"""The pages of the hosts."""

import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from common.models import OutboxMessage
from gatherings.actions import seats
from gatherings.enums import SeatState, SeriesState, WorkArea
from gatherings.models import HostPerson, Registration, RegistrationEvent, Series, Speaker
from tests.factories import NetworkFactory, ProgrammeFactory, RoleAssignmentFactory, UserFactory
from tests.gatherings.factories import (
    AT,
    GatheringFactory,
    SeriesFactory,
    member_of,
    someone,
)

pytestmark = pytest.mark.django_db
DEADLINE = datetime(2026, 8, 23, 21, 59, 59, tzinfo=UTC)


@pytest.fixture
def series():
    series = SeriesFactory(slug="series", closes_at=DEADLINE)
    GatheringFactory(series=series, number=1)
    GatheringFactory(series=series, number=2, day=None)
    return series


@pytest.fixture
def falun(series):
    return member_of(series, municipality__name="Falun")


@pytest.fixture
def host(client, series):
    person = UserFactory()
    HostPerson.objects.create(series=series, person=person, added_by=None, added_at=AT)
    client.force_login(person)
    return person


def address(name, **kwargs):
    return reverse(f"gatherings:{name}", kwargs={"slug": "series", **kwargs})


def enrol(series, place, *names):
    people = [someone(name) for name in names]
    return seats.sign_up(series=series, municipality=place, people=people, by=None, at=AT)


def errors(answer):
    return dict(answer.context["form"].errors)


def fields(**given):
    return {
        "name": "Learning", "language": "sv", "time_zone": "Europe/Stockholm",
        "contact_email": "host@samverk.example", "answer_hours": 48, "names_kept_days": 365,
        "seats_per_municipality": 3, **given,
    }  # fmt: skip


def test_a_leader_makes_a_series_with_a_deadline_at_the_last_second(client):
    network = NetworkFactory(slug="network", language="sv")
    client.force_login(RoleAssignmentFactory(role="NETWORK_LEADER", network=network).person)
    page = reverse("gatherings:series-create", kwargs={"slug": "network"})
    assert client.get(page).context["form"].initial["time_zone"] == "Europe/Stockholm"

    answer = client.post(page, fields(closes_on="2026-08-23", hosts="Region Dalarna\nDalaLab"))

    series = Series.objects.get()
    assert answer.url == reverse("gatherings:host", kwargs={"slug": "learning"})
    assert series.closes_at == DEADLINE
    assert series.hosts.count() == 2
    again = client.get(reverse("gatherings:series-change", kwargs={"slug": "learning"}))
    initial = again.context["form"].initial
    assert (initial["closes_on"], initial["closes_time"]) == (date(2026, 8, 23), None)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"closes_time": "12:00"}, "closes_on"),
        ({"opens_on": "2026-08-24", "closes_on": "2026-08-23"}, "closes_on"),
        ({"name": ""}, "name"),
        ({"closes_on": "2026-08-23", "closes_time": "25:00"}, "closes_time"),
        ({"answer_hours": "0"}, "answer_hours"),
        ({"hosts": "\n".join(str(n) for n in range(11))}, "hosts"),
        ({"time_zone": "Europe/London"}, "time_zone"),
    ],
)
def test_what_is_wrong_with_a_series_stands_at_its_field(client, host, series, given, wrong):
    answer = client.post(address("series-change"), fields(**given))
    assert list(errors(answer)) == [wrong]


def test_publishing_warns_first_and_goes_on_when_told(client, host):
    series = SeriesFactory(slug="draft", state="DRAFT")
    HostPerson.objects.create(series=series, person=host, added_by=None, added_at=AT)
    page = reverse("gatherings:series-publish", kwargs={"slug": "draft"})
    GatheringFactory(series=series, number=1, is_social=True)

    assert len(client.get(page).context["warnings"]) == 3
    answer = client.post(page)
    assert list(errors(answer)) == ["goes_on"]
    client.post(page, {"goes_on": "on"})

    series.refresh_from_db()
    assert series.state == SeriesState.PUBLISHED


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"starts": "10:00", "ends": "15:00"}, "day"),
        ({"day": "2026-09-10", "starts": "10:00"}, "ends"),
        ({"day": "2026-09-10", "starts": "10:00", "ends": "9.30"}, "ends"),
        ({"link": "not a link"}, "link"),
        ({"closes_time": "10:00"}, "closes_on"),
    ],
)
def test_what_is_wrong_with_a_gathering_stands_at_its_field(client, host, given, wrong):
    answer = client.post(address("gathering-create"), {"kind": "PHYSICAL", **given})
    assert list(errors(answer)) == [wrong]


def test_a_gathering_is_added_in_local_time_and_shown_again(client, host, series):
    given = {"kind": "DIGITAL", "day": "2026-10-22", "starts": "9.30", "ends": "15:30"}
    client.post(address("gathering-create"), given)

    gathering = series.gatherings.get(number=3)
    assert gathering.starts_at == datetime(2026, 10, 22, 7, 30, tzinfo=UTC)
    page = client.get(address("gathering-change", number=3))
    assert 'value="09:30"' in page.content.decode()
    client.post(address("gathering-change", number=3), given)
    gathering.refresh_from_db()
    assert gathering.sequence == 0


def test_the_overview_shows_seats_answers_and_mix(client, host, series, falun):
    mora = member_of(series, municipality__name="Mora")
    enrol(series, falun, "One", "Two", "Three", "Four")

    context = client.get(address("host")).context

    rows = {str(row.municipality): row for row in context["seats"]}
    assert (rows["Falun"].waiting, rows["Falun"].is_full) == (1, True)
    assert rows["Falun"].dots == (True, True, True)
    assert context["unanswered"] == [mora]
    assert context["work_areas"] == [(WorkArea.FINANCE.label, 3)]
    assert (context["waiting"], context["offered"], context["seats_taken"]) == (1, 0, 3)


@time_machine.travel("2026-08-10T10:00:00Z", tick=False)
def test_the_host_signs_up_and_past_the_limit_only_with_a_reason(client, host, series, falun):
    enrol(series, falun, "One", "Two", "Three")
    keys = list(series.gatherings.values_list("pk", flat=True))
    given = {
        "municipality": falun.pk, "name": "Four", "email": "four@samverk.example",
        "work_area": "FINANCE", "language": "sv", "gatherings": keys,
    }  # fmt: skip

    client.post(address("host-sign-up"), given)
    row = Registration.objects.get(name="Four")
    assert (row.state, row.registered_by, row.on_behalf_of) == (SeatState.WAITING, host, falun)

    page = address("seat-admit", registration=row.pk)
    assert list(errors(client.post(page, {"reason": ""}))) == ["reason"]
    client.post(page, {"reason": "Holds a talk"})
    row.refresh_from_db()
    assert row.state == SeatState.CONFIRMED
    log = client.get(address("host-log")).content.decode()
    assert "Holds a talk" in log

    more = {**given, "name": "Five", "email": "five@samverk.example", "reason": "Speaks"}
    client.post(address("host-sign-up"), more)
    assert Registration.objects.get(name="Five").state == SeatState.CONFIRMED
    again = client.post(address("host-sign-up"), more)
    assert again.status_code == 200
    assert errors(again)

    client.post(address("host-withdraw", registration=row.pk))
    row.refresh_from_db()
    assert row.state == SeatState.WITHDRAWN


@time_machine.travel("2026-08-24T10:00:00Z", tick=False)
def test_after_the_deadline_a_reason_is_needed(client, host, series, falun):
    given = {
        "municipality": falun.pk, "name": "One", "email": "one@samverk.example",
        "work_area": "FINANCE", "language": "sv",
        "gatherings": list(series.gatherings.values_list("pk", flat=True)),
    }  # fmt: skip
    assert errors(client.post(address("host-sign-up"), given))
    assert not Registration.objects.exists()
    client.post(address("host-sign-up"), {**given, "reason": "Was ill"})
    assert RegistrationEvent.objects.get().reason == "Was ill"


def test_the_list_is_filtered_and_a_wrong_filter_is_left_out(client, host, series, falun):
    mora = member_of(series, municipality__name="Mora")
    enrol(series, falun, "One", "Two", "Three", "Ärla")
    enrol(series, mora, "Six")

    def names(query):
        rows = client.get(f"{address('host-people')}?{query}").context["rows"]
        return [row.registration.name for row in rows]

    assert names("") == ["One", "Three", "Two", "Ärla", "Six"]
    assert names(f"kommune={mora.pk}") == ["Six"]
    assert names("tilstand=WAITING") == ["Ärla"]
    assert names("q=ærla") == ["Ärla"]
    assert names("kommune=x&tilstand=NOTHING&samling=-1") == names("")
    second = series.gatherings.get(number=2)
    Registration.objects.get(name="Six").participations.filter(gathering=second).delete()
    assert "Six" not in names(f"samling={second.pk}")


def test_the_excel_file_holds_the_same_people_and_no_formula(client, host, series, falun):
    enrol(series, falun, "One")
    Registration.objects.update(name="=1+1")

    answer = client.get(address("host-people-file"))

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.values)
    assert rows[1][:3] == ("Falun", "'=1+1", "one@samverk.example")
    assert len(rows) == 2
    assert "no-store" in answer["Cache-Control"]


def test_mail_is_read_once_more_and_goes_to_the_choice(client, host, series, falun):
    enrol(series, falun, "One", "Two", "Three", "Four")
    OutboxMessage.objects.all().delete()
    page = f"{address('host-mail')}?tilstand=CONFIRMED"
    given = {"subject": "Coffee", "text": "At nine.\n\nWelcome"}

    preview = client.post(page, given)
    assert preview.context["count"] == 3
    assert not OutboxMessage.objects.exists()
    assert client.post(page, {**given, "change": "1"}).context["is_preview"] is False
    client.post(page, {**given, "send": "1"})

    assert OutboxMessage.objects.count() == 3
    mail = OutboxMessage.objects.first()
    assert (mail.subject, mail.body_text.startswith("At nine.\n\nWelcome")) == ("Coffee", True)
    assert list(errors(client.post(page, {"subject": "", "text": "x", "send": "1"}))) == [
        "subject"
    ]


def test_at_the_door_one_presses_and_undoes(client, host, series, falun):
    [one] = enrol(series, falun, "One")
    first = one.participations.get(gathering__number=1)
    page = address("attendance", number=1)
    assert [row.name for row in client.get(page).context["rows"]] == ["One"]

    client.post(page, {"participation": first.pk, "attendance": "PRESENT"})
    assert client.get(page).context["present"] == 1
    client.post(page, {"participation": first.pk, "attendance": ""})
    assert client.get(page).context["noted"] == 0
    other = one.participations.get(gathering__number=2)
    for wrong in (
        {"participation": other.pk, "attendance": "PRESENT"},
        {"participation": first.pk, "attendance": "LATE"},
        {"participation": "x", "attendance": "PRESENT"},
    ):
        assert client.post(page, wrong).status_code == 404


def test_the_programme_warns_of_items_at_the_same_time(client, host, series):
    for title, starts, ends in (("One", "10:00", "11:00"), ("Two", "10.45", "12:00")):
        given = {"kind": "TALK", "title": title, "starts": starts, "ends": ends}
        client.post(address("item-create", number=1), given)
    page = client.get(address("agenda", number=1))

    assert len(page.context["warnings"]) == 1
    items = page.context["items"]
    client.post(address("item-move", number=1, item=items[1][0].pk))
    again = client.get(address("agenda", number=1)).context["items"]
    assert [item.title for item, _times in again] == ["Two", "One"]
    wrong = {"kind": "TALK", "title": "Three", "ends": "11:00"}
    answer = client.post(address("item-create", number=1), wrong)
    assert list(errors(answer)) == ["starts"]


@pytest.mark.parametrize("key", ["9" * 30, "0", "x"])
def test_a_speaker_that_no_database_can_hold_is_no_choice(client, host, series, key):
    Speaker.objects.create(series=series, name="Speaker")
    given = {"kind": "TALK", "title": "One", "speakers": [key]}
    answer = client.post(address("item-create", number=1), given)
    assert list(errors(answer)) == ["speakers"]


def test_hosts_are_added_by_address(client, host, series):
    answer = client.post(address("series-hosts"), {"email": "nobody@samverk.example"})
    assert list(errors(answer)) == ["email"]
    other = UserFactory()
    client.post(address("series-hosts"), {"email": other.email})
    row = series.host_people.get(person=other)
    client.post(address("host-remove", host=row.pk))
    last = series.host_people.get()
    assert errors(client.post(address("host-remove", host=last.pk)))
    assert series.host_people.get().person == host


def test_who_removes_oneself_is_led_where_one_may_be(client, host, series):
    other = HostPerson.objects.create(
        series=series, person=UserFactory(), added_by=None, added_at=AT
    )
    own = series.host_people.get(person=host)
    answer = client.post(address("host-remove", host=own.pk))
    assert answer.url == reverse("gatherings:series-list")
    assert series.host_people.get() == other


def test_the_planner_counts_guidance_apart(client):
    network = NetworkFactory(
        slug="network", programme=ProgrammeFactory(gatherings_from=3, gatherings_to=4)
    )
    client.force_login(RoleAssignmentFactory(role="NETWORK_LEADER", network=network).person)
    series = SeriesFactory(network=network)
    GatheringFactory(series=series, number=1, day=date(2026, 9, 10))
    GatheringFactory(series=series, number=2, day=date(2026, 9, 11), kind="GUIDANCE")
    GatheringFactory(series=series, number=3, day=date(2026, 9, 12), state="CANCELLED")
    GatheringFactory(series=SeriesFactory(network=network, state="CANCELLED"))

    page = client.get(reverse("gatherings:planner", kwargs={"slug": "network"}))

    [row] = page.context["years"]
    assert (row.year, [n for n, _label in row.counts], row.kind) == ("2026", [1, 0, 0, 1], "no")


def test_continuity_on_the_overview(client, host, falun):
    series = SeriesFactory(slug="held", network=falun.memberships.get().network)
    HostPerson.objects.create(series=series, person=host, added_by=None, added_at=AT)
    for number, day in ((1, date(2026, 8, 2)), (2, date(2026, 8, 3))):
        GatheringFactory(series=series, number=number, day=day)
    rows = enrol(series, falun, "One", "Two", "Three")
    second = rows[0].participations.get(gathering__number=2)
    second.substitute_name, second.substitute_email = "Sub", "sub@samverk.example"
    second.save()

    page = reverse("gatherings:host", kwargs={"slug": "held"})
    context = client.get(page, headers={"accept-language": "en"}).context

    assert [row.cells for row in context["continuity"]] == [("2 of 3 the same",)]
    assert context["share"] == "67"


@pytest.mark.parametrize("places", [1, 6])
def test_the_overview_asks_a_fixed_number_of_questions(
    client, host, series, places, django_assert_max_num_queries
):
    for number in range(places):
        enrol(series, member_of(series), *(f"P{number}{letter}" for letter in "abc"))
    client.get(address("host"))
    with django_assert_max_num_queries(32):
        client.get(address("host"))
