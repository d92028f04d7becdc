"""Who gets which gatherings in the calendar, and by which address."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from ical.calendar_stream import IcsCalendarStream

from accounts.actions import close_account
from common.models import OutboxMessage
from gatherings.actions import seats
from gatherings.actions.feeds import renew_feed
from gatherings.models import (
    AgendaItem,
    CalendarFeed,
    GatheringChange,
    HostPerson,
    Participation,
    Registration,
)
from gatherings.sealed import seal, unseal
from gatherings.tokens import make_token
from networks.enums import Role
from tests.factories import (
    MainContactFactory,
    MembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.gatherings.calendars import PAGE, address_of, signed_in
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db
LINK = "https://moete.example/rom"


@pytest.fixture
def series():
    """Four gatherings as in the DalaLab: two with a time, one day alone, one without a day."""
    series = SeriesFactory(name="DalaLab", slug="dalalab", language="sv")
    GatheringFactory(
        series=series, number=1, title="Styrning", day=date(2026, 9, 10),
        starts_at=datetime(2026, 9, 10, 8, tzinfo=UTC),
        ends_at=datetime(2026, 9, 10, 13, tzinfo=UTC),
        place="Kristine", address="Stora torget, Falun", link=LINK,
    )  # fmt: skip
    GatheringFactory(
        series=series, number=2, day=date(2027, 2, 5),
        starts_at=datetime(2027, 2, 5, 9, tzinfo=UTC),
        ends_at=datetime(2027, 2, 5, 14, tzinfo=UTC),
    )  # fmt: skip
    GatheringFactory(series=series, number=3, day=date(2026, 12, 4))
    GatheringFactory(series=series, number=4, day=None)
    return series


def events_at(address, client=None):
    """Fetch a calendar as a program does, and give its events by summary."""
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = IcsCalendarStream.calendar_from_ics(answer.content.decode())
    return list(calendar.events)


def days_of(owner):
    return [
        event.dtstart.date() if isinstance(event.dtstart, datetime) else event.dtstart
        for event in events_at(address_of(owner))
    ]


def seat_of(person, series, **given):
    place = member_of(series)
    [row] = seats.sign_up(
        series=series, municipality=place, by=None, at=AT,
        people=[someone(person.name, email=person.email, **given)],
    )  # fmt: skip
    return row


ALL_DAYS = [date(2026, 9, 10), date(2026, 12, 4), date(2027, 2, 5)]


def test_who_has_a_seat_has_all_its_gatherings_with_a_day(series):
    person = UserFactory()
    seat_of(person, series)

    assert days_of(person) == ALL_DAYS


def test_field_by_field_as_the_series_says(series):
    gathering = series.gatherings.get(number=1)
    gathering.theme, gathering.bring = "Styrmodeller", "Er budget"
    gathering.description = "En dag om styrning."
    gathering.save()
    AgendaItem.objects.create(
        gathering=gathering, position=1, kind="COFFEE", starts=time(9, 30), title="Kaffe"
    )
    AgendaItem.objects.create(
        gathering=gathering, position=2, kind="TALK", starts=time(10), ends=time(10, 45),
        title="Så styr Falun",
    )  # fmt: skip
    person = UserFactory()
    seat_of(person, series)

    event = events_at(address_of(person))[0]

    assert event.uid == f"{gathering.uid}@127.0.0.1"
    assert event.sequence == 0
    assert event.summary.startswith("DalaLab – ")
    assert event.summary.endswith("1: Styrning")
    assert event.dtstart.isoformat() == "2026-09-10T10:00:00+02:00"
    assert event.dtend.isoformat() == "2026-09-10T15:00:00+02:00"
    assert event.location == "Kristine, Stora torget, Falun"
    assert str(event.url) == settings.SITE_URL + gathering.get_absolute_url()
    for part in ("En dag om styrning.", "Styrmodeller", LINK, "Er budget"):
        assert part in event.description
    assert "\n09.30 Kaffe\n10.00–10.45 Så styr Falun" in event.description


def test_summer_and_winter(series):
    person = UserFactory()
    seat_of(person, series)

    starts = [event.dtstart for event in events_at(address_of(person))]

    assert [each.isoformat() for each in starts] == [
        "2026-09-10T10:00:00+02:00",
        "2026-12-04",
        "2027-02-05T10:00:00+01:00",
    ]


def test_a_change_raises_the_sequence_and_keeps_the_name(series):
    person = UserFactory()
    seat_of(person, series)
    address = address_of(person)
    before = events_at(address)[1]
    moved_at = datetime(2030, 1, 1, 12, tzinfo=UTC)  # later than this test was made
    gathering = series.gatherings.get(number=3)
    gathering.day, gathering.sequence = date(2026, 12, 11), 1
    gathering.starts_at = datetime(2026, 12, 11, 9, tzinfo=UTC)
    gathering.ends_at = datetime(2026, 12, 11, 11, tzinfo=UTC)
    gathering.save()
    GatheringChange.objects.create(
        gathering=gathering, sequence=1, fields=["day"], by=None, at=moved_at
    )

    after = events_at(address)[1]

    assert after.uid == before.uid
    assert (before.sequence, after.sequence) == (0, 1)
    assert after.dtstamp == moved_at > before.dtstamp
    assert after.dtstart.isoformat() == "2026-12-11T10:00:00+01:00"


def test_a_cancelled_gathering_stays_and_says_why(series):
    gathering = series.gatherings.get(number=1)
    gathering.state, gathering.cancel_reason = "CANCELLED", "Snöstorm"
    gathering.save()
    person = UserFactory()
    HostPerson.objects.create(series=series, person=person, added_at=AT)

    event = events_at(address_of(person))[0]

    assert event.status.value == "CANCELLED"
    assert not event.summary.startswith("DalaLab")
    assert event.description.startswith("Snöstorm")


def test_only_own_gatherings_of_a_seat(series):
    first = series.gatherings.get(number=1)
    person = UserFactory()
    seat_of(person, series, gatherings=(first.pk,))

    assert days_of(person) == [date(2026, 9, 10)]


def test_nothing_of_a_seat_one_waits_for_has_given_back_or_lent_out(series):
    person, waiting = UserFactory(), UserFactory()
    row = seat_of(person, series)
    seats.set_limits(series=series, per_municipality=3, total=1, at=AT)
    seat_of(waiting, series)
    assert days_of(waiting) == []

    Participation.objects.filter(registration=row, gathering__number=1).update(
        substitute_name="Other", substitute_email="other@samverk.example"
    )
    assert days_of(person) == ALL_DAYS[1:]
    seats.withdraw(registration=row, by=None, at=AT)
    assert days_of(person) == []


def test_hosts_and_main_contacts_have_the_whole_series(series):
    host = UserFactory()
    HostPerson.objects.create(series=series, person=host, added_at=AT)
    membership = MembershipFactory(network=series.network)
    contact = MainContactFactory(membership=membership, person=UserFactory())
    former = MainContactFactory(
        membership=MembershipFactory(network=series.network),
        person=UserFactory(),
        valid_to=date(2026, 8, 1),
    )

    assert days_of(host) == days_of(contact.person) == ALL_DAYS
    assert days_of(former.person) == []


def test_a_draft_stands_in_no_calendar(series):
    series.state = "DRAFT"
    series.save()
    host = UserFactory()
    HostPerson.objects.create(series=series, person=host, added_at=AT)

    assert days_of(host) == days_of(series.network) == []
    assert len(events_at("/samlinger/dalalab/1.ics", signed_in(host))) == 1
    assert Client().get("/samlinger/dalalab/1.ics").status_code == 404


def test_the_link_is_for_those_who_come_and_those_who_hold(series):
    host, guest = UserFactory(), UserFactory()
    HostPerson.objects.create(series=series, person=host, added_at=AT)
    seat_of(guest, series)
    contact = UserFactory()
    MainContactFactory(membership=MembershipFactory(network=series.network), person=contact)

    def shows_link(owner):
        return LINK in str(events_at(address_of(owner))[0].description)

    found = [shows_link(owner) for owner in (host, guest, contact, series.network)]
    assert found == [True, True, False, False]


def test_the_calendar_of_a_network_has_all_series_and_nobody_s_name(series):
    GatheringFactory(series=SeriesFactory(network=series.network), day=date(2026, 10, 1))
    GatheringFactory(series=SeriesFactory(), day=date(2026, 10, 2))
    seat_of(UserFactory(name="Nina Namn"), series)

    assert days_of(series.network) == [ALL_DAYS[0], date(2026, 10, 1), *ALL_DAYS[1:]]
    text = Client().get(address_of(series.network)).content.decode()
    assert "Nina" not in text
    assert series.contact_email not in text


def test_it_takes_as_many_queries_for_many(series, django_assert_max_num_queries):
    person = UserFactory()
    for _number in range(4):
        other = SeriesFactory(network=series.network)
        for number in range(1, 5):
            gathering = GatheringFactory(series=other, number=number)
            AgendaItem.objects.create(
                gathering=gathering, position=1, kind="COFFEE", title="Coffee"
            )
        HostPerson.objects.create(series=other, person=person, added_at=AT)
    address = address_of(person)

    with django_assert_max_num_queries(6):
        assert len(events_at(address)) == 16


def test_a_renewed_address_is_dead_at_once(series):
    for owner in (UserFactory(), series.network):
        old = address_of(owner)
        assert Client().get(old).status_code == 200

        renew_feed(owner=owner, at=AT)

        assert Client().get(old).status_code == 404
        assert Client().get(address_of(owner)).status_code == 200


def test_made_twice_is_made_once(series):
    assert address_of(series.network) == address_of(series.network)
    assert CalendarFeed.objects.count() == 1


def test_what_is_stored_opens_no_calendar(series):
    address = address_of(series.network)
    feed = CalendarFeed.objects.get()

    for stored in (feed.token_digest, feed.token_sealed):
        assert stored not in address
        known = reverse("gatherings:feed", kwargs={"token": stored})
        assert Client().get(known).status_code == 404


def test_a_new_key_still_opens_the_old_address_and_says_that_it_cannot_show_it(
    series, settings
):
    person = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=series.network).person
    address = address_of(person)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" * 5
    client = signed_in(person)

    assert Client().get(address).status_code == 200
    page = client.get(PAGE, headers={"accept-language": "en"}).content.decode()
    assert "cannot be shown any more" in page
    settings.SECRET_KEY_FALLBACKS = [old]
    assert address in client.get(PAGE).content.decode()
    assert unseal(seal("å")) == "å"


def test_the_calendar_of_a_closed_account_is_gone():
    person = UserFactory()
    address = address_of(person)

    close_account(person=person, at=AT)

    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 43, "x" * 3000, "æøå"])
def test_a_guessed_address_is_not_found(token):
    address = reverse("gatherings:feed", kwargs={"token": token})
    assert Client().get(address).status_code == 404


def test_a_program_is_told_that_nothing_has_changed(series):
    address = address_of(series.network)
    first = Client().get(address)

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert first.headers["Content-Disposition"] == 'inline; filename="samverk.ics"'
    again = Client().get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache"
    series.gatherings.filter(number=1).update(place="Elsewhere")
    changed = Client().get(address, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert Client().head(address).status_code == 200
    assert Client().post(address).status_code == 405


# ------------------------------------------------------- files by other links
def test_one_gathering_as_a_file(series):
    answer = Client().get("/samlinger/dalalab/1.ics")
    [event] = events_at("/samlinger/dalalab/1.ics")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="dalalab-1.ics"'
    assert event.dtstart.isoformat() == "2026-09-10T10:00:00+02:00"
    assert LINK not in str(event.description)
    assert Client().get("/samlinger/dalalab/4.ics").status_code == 404  # has no day
    assert Client().get("/samlinger/dalalab/9.ics").status_code == 404


def test_a_programme_that_is_not_for_everybody(series):
    series.shows_programme = False
    series.save()
    gathering = series.gatherings.get(number=1)
    AgendaItem.objects.create(gathering=gathering, position=1, kind="COFFEE", title="Kaffe")
    leader = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=series.network).person

    def programme(client):
        [event] = events_at("/samlinger/dalalab/1.ics", client)
        return "Kaffe" in str(event.description)

    found = [
        programme(each) for each in (Client(), signed_in(UserFactory()), signed_in(leader))
    ]
    assert found == [False, False, True]


def test_a_seat_has_its_own_calendar_without_an_account(series):
    row = seat_of(UserFactory(), series)
    Registration.objects.filter(pk=row.pk).update(person=None)
    address = reverse("gatherings:seat-calendar", kwargs={"token": make_token(row)})

    assert len(events_at(address)) == 3
    seats.withdraw(registration=row, by=None, at=AT)
    assert events_at(address) == []
    Registration.objects.filter(pk=row.pk).update(
        name="", email="", diet_text="", erased_at=AT + timedelta(days=400)
    )
    assert Client().get(address).status_code == 404
    forged = reverse("gatherings:seat-calendar", kwargs={"token": f"{row.pk}:x:y"})
    assert Client().get(forged).status_code == 404


def test_the_mail_that_confirms_links_to_the_calendar(series):
    seat_of(UserFactory(), series)

    [link] = re.findall(r"^http\S+/kalender\.ics$", OutboxMessage.objects.get().body_text, re.M)
    assert len(events_at(link.removeprefix(settings.SITE_URL))) == 3
