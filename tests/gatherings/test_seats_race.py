"""Many sign up at the same moment: exactly the free seats are taken."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from gatherings.actions import seats
from gatherings.enums import SeatState
from gatherings.models import Registration, SeatCount, Series
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="row locks need PostgreSQL"),
]
PEOPLE = 8


def all_at_once(work):
    """Run ``work(number)`` in all threads from the same moment; give what was raised."""
    barrier, raised = Barrier(PEOPLE), []

    def run(number):
        try:
            barrier.wait(timeout=20)
            work(number)
        except Exception as error:  # noqa: BLE001 -- told to the test below
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def test_the_last_seat_goes_to_exactly_one():
    series = SeriesFactory(seats_total=1)
    GatheringFactory(series=series, number=1)
    places = [member_of(series) for _n in range(PEOPLE)]

    def sign(number):
        seats.sign_up(
            series=series, municipality=places[number], people=[someone(f"P{number}")],
            by=None, at=AT,
        )  # fmt: skip

    assert all_at_once(sign) == []
    states = list(Registration.objects.values_list("state", flat=True))
    assert sorted(states) == [SeatState.CONFIRMED] + [SeatState.WAITING] * (PEOPLE - 1)
    assert Series.objects.get().seats_taken == 1


def test_freed_seats_are_each_offered_to_one():
    series = SeriesFactory(seats_total=PEOPLE, seats_per_municipality=None)
    GatheringFactory(series=series, number=1)
    place = member_of(series)
    rows = seats.sign_up(
        series=series, municipality=place, by=None, at=AT,
        people=[someone(f"P{n}") for n in range(2 * PEOPLE)],
    )  # fmt: skip

    def leave(number):
        seats.withdraw(registration=rows[number], by=None, at=AT)

    assert all_at_once(leave) == []
    offered = Registration.objects.filter(state=SeatState.OFFERED)
    assert set(offered.values_list("pk", flat=True)) == {row.pk for row in rows[PEOPLE:]}
    assert SeatCount.objects.get().taken == Series.objects.get().seats_taken == PEOPLE
