"""What a participant takes along, with an account or with the link alone."""

from datetime import UTC, datetime, timedelta

import pytest

from gatherings.actions import feedback, feeds, seats, substitutes
from gatherings.jobs.reminders import remind
from gatherings.queries.own_data import own_data, seat_data
from portal.queries.own_data import own_data as whole_file
from tests.factories import UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    series = SeriesFactory(name="Styrning")
    GatheringFactory(series=series, number=1)
    return seats.sign_up(
        series=series, municipality=member_of(series), by=None, at=AT,
        people=[someone("One", diets=("NUTS",)), someone("Two")],
    )  # fmt: skip


def test_own_seats_and_nobody_else_s(rows):
    person = UserFactory(email="one@samverk.example")
    feeds.make_feed(owner=person, at=AT)
    substitutes.name_substitute(
        participation=rows[1].participations.get(),
        name="Sub", email="sub@samverk.example", by=None, at=AT,
    )  # fmt: skip
    found = own_data(person)

    [seat] = found["seats"]
    assert (seat["series"], seat["name"], seat["diets"]) == ("Styrning", "One", ["NUTS"])
    assert [row["number"] for row in seat["gatherings"]] == [1]
    assert seat["log"] == [{"what": "SIGNED_UP", "at": AT}]
    assert found["calendar_address_made_at"] == AT
    assert "token" not in str(found)
    assert own_data(UserFactory(email="sub@samverk.example"))["comes_instead_of_others"] == [
        {"series": "Styrning", "gathering": 1}
    ]
    at = datetime(2026, 11, 22, tzinfo=UTC)
    assert whole_file(person, at=at)["gatherings"]["seats"] == found["seats"]


def test_the_link_gives_one_seat(rows):
    found = seat_data(rows[0])
    assert found["seat"]["email"] == "one@samverk.example"
    assert "two@" not in str(found)


def test_that_one_has_answered_and_was_written_to(rows):
    gathering = rows[0].series.gatherings.get()
    form = feedback.make_form(
        gathering=gathering, intro="", opens_at=AT, closes_at=AT + timedelta(days=1)
    )
    question = form.questions.order_by("position")[0]
    feedback.answer(participation=rows[0].participations.get(), answers={question.pk: 2}, at=AT)
    remind(at=datetime(2026, 9, 9, 6, tzinfo=UTC))

    one, two = (seat_data(row) for row in rows)
    assert one["evaluation_forms_answered"] == [{"series": "Styrning", "gathering": 1}]
    assert two["evaluation_forms_answered"] == []
    assert [row["what"] for row in two["reminders"]] == ["DAY"]
