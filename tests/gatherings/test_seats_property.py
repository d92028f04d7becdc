"""Whatever happens in whatever order: no seat too many, no seat idle while somebody waits."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gatherings.actions import seats
from gatherings.actions.locks import OfferOver, SeatGone
from gatherings.enums import SEATED_STATES, SeatState
from gatherings.models import Registration, SeatCount, Series
from tests.factories import UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db
PLACES = 3
STEP = st.one_of(
    st.tuples(st.just("sign"), st.integers(0, PLACES - 1)),
    st.tuples(st.just("give"), st.integers(0, PLACES - 1)),
    st.tuples(
        st.sampled_from(["withdraw", "accept", "decline", "admit", "late"]), st.integers(0, 30)
    ),
    st.tuples(st.just("limits"), st.integers(0, 24)),
)


def do(step, number, *, series, places, host, at):
    """Try one step; what is refused is no step."""
    rows = list(Registration.objects.filter(series=series).order_by("pk"))
    series.refresh_from_db()
    if step == "sign":
        person = someone(f"P{len(rows)}")
        seats.sign_up(
            series=series, municipality=places[number], people=[person], by=None, at=at
        )
    elif step == "give":
        seats.give_seat(
            series=series, municipality=places[number], someone=someone(f"P{len(rows)}"),
            reason="Speaks", by=host, at=at,
        )  # fmt: skip
    elif step == "limits":
        seats.set_limits(series=series, per_municipality=number % 5, total=number // 3, at=at)
    elif step == "late":
        seats.lapse_offers(series=series, at=at)
    elif rows:
        row = rows[number % len(rows)]
        if step == "withdraw":
            seats.withdraw(registration=row, by=None, at=at)
        elif step == "admit":
            seats.admit(registration=row, reason="Speaks", by=host, at=at)
        else:
            seats.answer_offer(registration=row, accepts=step == "accept", by=None, at=at)


def hold(series):
    """Check what must always hold."""
    series = Series.objects.get(pk=series.pk)
    seated = Registration.objects.filter(series=series, state__in=SEATED_STATES)
    assert series.seats_taken == seated.count() <= series.seats_total + series.seats_extra
    has_room, unasked = {}, series.seats_per_municipality > 0
    for count in SeatCount.objects.filter(series=series):
        own = seated.filter(municipality=count.municipality).count()
        assert count.taken == own <= count.limit + count.extra
        has_room[count.municipality_id] = own < count.limit + count.extra
    if series.seats_taken < series.seats_total + series.seats_extra:
        waiting = Registration.objects.filter(series=series, state=SeatState.WAITING)
        idle = [row for row in waiting if has_room.get(row.municipality_id, unasked)]
        assert idle == []


@pytest.fixture
def world():
    """A series with too few seats, three municipalities and a host; undone after each try."""
    series = SeriesFactory(seats_total=5, seats_per_municipality=2)
    GatheringFactory(series=series, number=1)
    return {
        "series": series,
        "places": [member_of(series) for _number in range(PLACES)],
        "host": UserFactory(),
    }


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, max_size=25))
def test_seats_hold_over_any_sequence(world, steps):
    with transaction.atomic():
        for order, (step, number) in enumerate(steps):
            at = AT + timedelta(hours=order * 10)
            try:
                with transaction.atomic():
                    do(step, number, **world, at=at)
            except (OfferOver, SeatGone):
                pass
            hold(world["series"])
        transaction.set_rollback(True)
