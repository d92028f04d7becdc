"""The code at the door: only the right one, only on the day, not for ever tried."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from gatherings.actions import door, gatherings, seats, substitutes
from gatherings.actions.locks import NoSeat
from gatherings.models import Participation, RegistrationEvent
from gatherings.tokens import make_token
from gatherings.tries import MOST_TRIES
from networks.enums import Role
from tests.factories import RoleAssignmentFactory, UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 9, 9, 22, tzinfo=UTC)  # as 10 September begins in Stockholm
LAST = datetime(2026, 9, 10, 21, 59, 59, tzinfo=UTC)


@pytest.fixture
def coming():
    series = SeriesFactory()
    gathering = GatheringFactory(series=series, number=1, day=date(2026, 9, 10))
    seats.sign_up(
        series=series, municipality=member_of(series), by=None, at=AT, people=[someone("One")]
    )
    door.make_code(gathering=gathering)
    return Participation.objects.select_related("registration", "gathering__series").get()


def code_of(coming):
    coming.gathering.refresh_from_db()
    return coming.gathering.door_code


def test_the_code_notes_its_user_as_present_once(coming):
    code = code_of(coming)
    for typed in (code, f" {code[:3]} {code[3:]} "):
        row = door.check_in(participation=coming, code=typed, by=None, at=MIDNIGHT)
    assert row.attendance == "PRESENT"
    assert RegistrationEvent.objects.filter(kind="ATTENDED", reason="PRESENT").count() == 1


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (MIDNIGHT.replace(hour=21, minute=59, second=59), False),
        (MIDNIGHT, True),
        (LAST, True),
        (LAST.replace(hour=22, minute=0, second=0), False),
    ],
)
def test_it_holds_from_midnight_to_midnight_where_it_is_held(coming, at, is_open):
    code = code_of(coming)
    if is_open:
        door.check_in(participation=coming, code=code, by=None, at=at)
        return
    with pytest.raises(door.NotTheDay):
        door.check_in(participation=coming, code=code, by=None, at=at)


def test_a_new_code_ends_the_old_one_and_without_a_code_nothing_fits(coming):
    old = code_of(coming)
    assert door.make_code(gathering=coming.gathering).door_code != old
    for wrong in (old, "", "é"):
        with pytest.raises(door.CodeWrong):
            door.check_in(participation=coming, code=wrong, by=None, at=LAST)
    coming.gathering.door_code = ""
    coming.gathering.save()
    with pytest.raises(door.CodeWrong):
        door.check_in(participation=coming, code="", by=None, at=LAST)
    assert coming.gathering.history.count()
    assert not hasattr(coming.gathering.history.first(), "door_code")


def test_it_is_for_those_who_come_themselves(coming):
    code = code_of(coming)
    substitutes.name_substitute(
        participation=coming, name="Sub", email="sub@samverk.example", by=None, at=AT
    )
    with pytest.raises(door.SomebodyElseComes):
        door.check_in(participation=coming, code=code, by=None, at=LAST)
    seats.withdraw(registration=coming.registration, by=None, at=AT)
    with pytest.raises(NoSeat):
        door.check_in(participation=coming, code=code, by=None, at=LAST)
    gatherings.cancel_gathering(
        gathering=coming.gathering, reason="Snow", by=UserFactory(), at=AT
    )
    with pytest.raises(door.NotTheDay):
        door.check_in(participation=coming, code=code, by=None, at=LAST)
    with pytest.raises(gatherings.GatheringCancelled):
        door.make_code(gathering=coming.gathering)


def test_on_the_day_the_seat_page_leads_to_it_and_ten_tries_are_enough(client, coming):
    cache.clear()
    token = make_token(coming.registration)
    seat = reverse("gatherings:seat", kwargs={"token": token})
    here = reverse("gatherings:seat-check-in", kwargs={"token": token, "number": 1})
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}
    with time_machine.travel(AT, tick=False):
        assert here not in client.get(seat, **english).content.decode()
    with time_machine.travel(LAST, tick=False):
        assert here in client.get(seat, **english).content.decode()
        for _ in range(MOST_TRIES):
            page = client.post(here, {"code": "wrong"}, **english).content.decode()
            assert "This is not the code." in page
        page = client.post(here, {"code": code_of(coming)}, **english).content.decode()
        assert "That was many tries." in page
        cache.clear()
        page = client.post(here, {"code": code_of(coming)}, **english, follow=True)
    assert "You are noted as present. Welcome!" in page.content.decode()


def test_the_host_makes_and_shows_the_code(client, coming):
    series = coming.gathering.series
    leader = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=series.network).person
    client.force_login(leader)
    address = reverse("gatherings:door-code", kwargs={"slug": series.slug, "number": 1})
    before = code_of(coming)
    assert client.post(address).status_code == 302
    code = code_of(coming)
    assert code != before
    assert f">{code[:3]} {code[3:]}</p>" in client.get(address).content.decode()
