"""Many sign up at the same moment: exactly the free seats are taken."""

from gatherings.actions import seats
from gatherings.actions.series import Limits, SeriesDetails, create_series
from gatherings.enums import SeatState
from gatherings.models import Registration, SeatCount, Series
from tests.factories import NetworkFactory, UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone
from tests.threads import PEOPLE, RACE, all_at_once

pytestmark = RACE


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


def test_series_of_one_name_get_addresses_of_their_own():
    networks = [NetworkFactory() for _n in range(PEOPLE)]
    by = UserFactory()

    def make(number):
        create_series(
            network=networks[number], by=by, at=AT, hosts=(), topics=(), limits=Limits(),
            details=SeriesDetails(name="Styrning", contact_email="host@samverk.example"),
        )  # fmt: skip

    assert all_at_once(make) == []
    slugs = set(Series.objects.values_list("slug", flat=True))
    assert slugs == {"styrning", *(f"styrning-{n}" for n in range(2, PEOPLE + 1))}
