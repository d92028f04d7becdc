"""One's own seat by the secret link: answers, substitutes, changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import signing
from django.urls import reverse

from common.models import OutboxMessage
from gatherings import jobs, tasks
from gatherings.actions import own_seat, seats, substitutes
from gatherings.actions.locks import (
    ComesAlready,
    GatheringClosed,
    GatheringFull,
    NoGatheringLeft,
    NoSeat,
)
from gatherings.enums import SeatEvent, SeatState
from gatherings.models import Registration, RegistrationEvent
from gatherings.tokens import make_token
from tests.factories import UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def series():
    series = SeriesFactory(network__is_public=False)
    for number in (1, 2):
        GatheringFactory(
            series=series, number=number, day=date(2026, 9, 9 + number), place="Falun"
        )
    return series


@pytest.fixture
def falun(series):
    return member_of(series)


@pytest.fixture
def rows(series, falun):
    people = [someone(name, language="en") for name in ("One", "Two", "Three", "Four")]
    return seats.sign_up(series=series, municipality=falun, people=people, by=None, at=AT)


@pytest.fixture
def offered(rows):
    seats.withdraw(registration=rows[0], by=None, at=AT)
    rows[3].refresh_from_db()
    return rows[3]


def address(row, page="seat", **kwargs):
    return reverse(f"gatherings:{page}", kwargs={"token": make_token(row), **kwargs})


def opened(client, row, page="seat", *, at=AT, **kwargs):
    with time_machine.travel(at, tick=False):
        answer = client.get(address(row, page, **kwargs), **ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, row, page, data=None, *, at=AT, **kwargs):
    with time_machine.travel(at, tick=False):
        answer = client.post(address(row, page, **kwargs), data or {}, **ENGLISH, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def events(row):
    found = RegistrationEvent.objects.filter(registration=row).order_by("pk")
    return [(event.kind, event.gathering and event.gathering.number) for event in found]


def mails_to(email):
    found = OutboxMessage.objects.filter(recipient=email).order_by("pk")
    return [mail.subject for mail in found]


def test_the_page_tells_what_when_and_how_the_seat_stands(client, series, rows):
    page = opened(client, rows[0])
    assert "Signed up" in page
    assert "10 September 2026, time to come" in page
    assert series.name in page
    # In a private network the page of the series is not for everybody.
    assert series.get_absolute_url() not in page
    assert "Number 1 in line. You get an e-mail at once" in opened(client, rows[3])


def test_the_address_is_kept_from_others(client, rows):
    answer = client.get(address(rows[0]))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_wrong_and_erased_links_are_not_found(client, rows):
    wrong = reverse("gatherings:seat", kwargs={"token": signing.dumps(rows[0].pk, salt="x")})
    assert client.get(wrong).status_code == 404
    assert client.get(f"{address(rows[0])[:-2]}x/").status_code == 404
    Registration.objects.filter(pk=rows[0].pk).update(
        erased_at=AT, name="", email="", diet_text=""
    )
    assert client.get(address(rows[0])).status_code == 404
    assert client.post(address(rows[0], "seat-withdraw")).status_code == 404


def test_an_offer_is_answered_until_its_last_moment(client, offered):
    assert "Answer by 3 August 2026, 12:00" in opened(client, offered)
    assert "held for you until 3 August 2026, 12:00" in opened(client, offered, "seat-answer")

    page = send(client, offered, "seat-answer", {"answer": "yes"}, at=AT + timedelta(hours=48))
    assert "The seat is yours." in page
    send(client, offered, "seat-answer", {"answer": "yes"}, at=AT + timedelta(hours=50))

    assert [kind for kind, _number in events(offered)] == ["QUEUED", "OFFERED", "ACCEPTED"]
    offered.refresh_from_db()
    assert offered.state == SeatState.CONFIRMED


def test_no_to_an_offer_and_then_yes_is_refused(client, offered):
    send(client, offered, "seat-answer", {"answer": "no"})
    page = send(client, offered, "seat-answer", {"answer": "yes"})
    assert "The seat is no longer offered." in page
    assert "This field is required." in send(client, offered, "seat-answer")
    offered.refresh_from_db()
    assert offered.state == SeatState.DECLINED


def test_too_late_an_answer_is_refused(client, offered):
    late = AT + timedelta(hours=48, seconds=1)
    assert "The time to answer is out." in opened(client, offered, at=late)
    page = send(client, offered, "seat-answer", {"answer": "yes"}, at=late)
    assert "The seat is no longer offered." in page


def test_the_owner_gives_the_seat_back_after_a_question(client, rows):
    assert "You have no seat after this." in opened(client, rows[0], "seat-withdraw")
    send(client, rows[0], "seat-withdraw")
    page = send(client, rows[0], "seat-withdraw")
    assert "Withdrawn" in page
    assert [kind for kind, _number in events(rows[0])] == ["SIGNED_UP", "WITHDRAWN"]
    rows[3].refresh_from_db()
    assert rows[3].state == SeatState.OFFERED


def test_a_substitute_comes_to_one_gathering_and_the_seat_stays(client, rows):
    data = {"name": "Sub", "email": "Sub@samverk.example"}
    page = send(client, rows[0], "seat-substitute", data, number=2)
    send(client, rows[0], "seat-substitute", data, number=2)

    assert "Sub comes instead of you." in page
    assert events(rows[0])[1:] == [(SeatEvent.SUBSTITUTED, 2)]
    assert mails_to("sub@samverk.example") == ["You come instead of One to " + name_of(rows)]
    assert mails_to("one@samverk.example")[1:] == [
        "Somebody comes instead of you to " + name_of(rows)
    ]
    mail = OutboxMessage.objects.get(recipient="sub@samverk.example")
    assert "/plass/" not in mail.body_text
    assert "Gathering 2: 11 September 2026" in mail.body_text

    send(client, rows[0], "seat-return", number=2)
    send(client, rows[0], "seat-return", number=2)
    assert events(rows[0])[2:] == [(SeatEvent.RETURNED, 2)]
    assert len(mails_to("sub@samverk.example")) == 2
    assert len(mails_to("one@samverk.example")) == 3


def name_of(rows):
    return rows[0].series.name


def test_who_can_be_a_substitute(client, rows):
    place = rows[0].participations.get(gathering__number=1)

    def name(email, at=AT, row=place):
        substitutes.name_substitute(participation=row, name="Sub", email=email, by=None, at=at)

    for email in ("one@samverk.example", "TWO@samverk.example"):
        with pytest.raises(ComesAlready):
            name(email)
    name("sub@samverk.example")
    with pytest.raises(ComesAlready):
        name("sub@samverk.example", row=rows[1].participations.get(gathering__number=1))
    with pytest.raises(NoSeat):
        name("other@samverk.example", row=rows[3].participations.get(gathering__number=1))
    last = datetime(2026, 9, 10, 21, 59, 59, tzinfo=UTC)
    name("other@samverk.example", at=last)
    assert mails_to("sub@samverk.example")[1].startswith("You do not come instead of One")
    with pytest.raises(GatheringClosed):
        name("third@samverk.example", at=last + timedelta(seconds=1))
    page = send(client, rows[0], "seat-substitute", {"name": "X", "email": "x"}, number=2)
    assert "Write the whole address" in page


def test_a_substitute_is_told_when_the_seat_is_given_back(rows):
    place = rows[0].participations.get(gathering__number=1)
    substitutes.name_substitute(
        participation=place, name="Sub", email="sub@samverk.example", by=None, at=AT
    )
    seats.withdraw(registration=rows[0], by=None, at=AT)
    assert mails_to("sub@samverk.example")[1].startswith("You do not come instead of One")


def test_the_owner_changes_gatherings_and_diet(client, series, rows):
    first = series.gatherings.get(number=1)
    data = {"gatherings": [first.pk], "diets": ["FISH"]}
    send(client, rows[0], "seat-change", data)
    page = send(client, rows[0], "seat-change", data)

    assert "You do not come" in page
    assert "No fish or shellfish" in page
    assert events(rows[0])[1:] == [(SeatEvent.CHANGED, 2), (SeatEvent.CHANGED, None)]
    page = send(client, rows[0], "seat-change", {"diets": ["FISH"]})
    assert "Choose at least one gathering, or give the seat back." in page
    assert rows[0].participations.count() == 1


def test_what_one_chooses_has_limits(series, rows):
    first, second = series.gatherings.order_by("number")

    def choose(*gatherings, at=AT):
        own_seat.choose_gatherings(
            registration=rows[0], gatherings=[one.pk for one in gatherings], by=None, at=at
        )

    choose(first)
    with pytest.raises(NoGatheringLeft):
        choose()
    second.seats_per_municipality = 2
    second.save()
    with pytest.raises(GatheringFull):
        choose(first, second)
    second.seats_per_municipality, second.closes_at = 3, AT
    second.save()
    with pytest.raises(GatheringClosed):
        choose(first, second, at=AT + timedelta(seconds=1))
    choose(first, second)
    # What has been stays as it was.
    choose(second, at=datetime(2026, 9, 11, 10, tzinfo=UTC))
    assert rows[0].participations.count() == 2
    seats.withdraw(registration=rows[0], by=None, at=AT)
    with pytest.raises(NoSeat):
        choose(first)


def test_late_offers_lapse_by_the_task_once(offered, rows, series):
    empty = SeriesFactory()
    late = offered.offered_until + timedelta(seconds=1)

    assert jobs.lapse_offers(at=offered.offered_until) == 0
    assert jobs.lapse_offers(at=late) == 1
    assert jobs.lapse_offers(at=late) == 0

    offered.refresh_from_db()
    assert (offered.state, empty.registrations.count()) == (SeatState.LAPSED, 0)
    tasks.lapse_offers(unknown="argument")


def test_the_account_of_the_owner_is_in_the_log(client, rows):
    person = UserFactory(email=rows[0].email)
    client.force_login(person)
    send(client, rows[0], "seat-withdraw")
    assert RegistrationEvent.objects.get(registration=rows[0], kind="WITHDRAWN").by == person
