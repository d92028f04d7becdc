"""Companies with seats hear of a conference that is cancelled, moved, or tomorrow."""

from datetime import UTC, datetime, timedelta

import pytest

from common.models import OutboxMessage
from gatherings.actions.gatherings import raise_sequence
from gatherings.enums import GatheringKind, GatheringState, SeriesState
from procurement import jobs
from procurement.actions import conferences
from procurement.models import ConferenceSeat
from tests.factories import UserFactory
from tests.gatherings.factories import GatheringFactory
from tests.procurement.factories import AT, NeedFactory, SupplierPersonFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 12, 3, 8, tzinfo=UTC)  # nine in Oslo
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def gathering():
    return GatheringFactory(
        title="Market day",
        kind=GatheringKind.MARKET,
        series__state=SeriesState.PUBLISHED,
        day=START.date(),
        starts_at=START,
        ends_at=START + 3 * HOUR,
        place="Rådhuset",
    )


@pytest.fixture
def mails(gathering):
    """What the company that has two seats gets from now on: the subjects."""
    need = NeedFactory(published=True, network=gathering.series.network)
    member = SupplierPersonFactory(person__language="en")
    linked = conferences.link_conference(
        need=need, gathering=gathering, seats=9, by=UserFactory(), at=AT
    )
    conferences.take_seat(
        conference=linked, supplier=member.supplier, people=2, by=member.person, at=AT
    )
    OutboxMessage.objects.all().delete()
    rows = OutboxMessage.objects.filter(recipient=member.person.email).order_by("pk")
    return lambda: [row.subject for row in rows.all()]


@pytest.mark.parametrize("alone", [True, False])
def test_seats_at_a_cancelled_conference_are_freed_and_told_once(gathering, mails, alone):
    if alone:
        gathering.state = GatheringState.CANCELLED
        gathering.save()
    else:
        gathering.series.state = SeriesState.CANCELLED
        gathering.series.save()

    assert [jobs.remind(at=AT + number * HOUR) for number in (1, 2)] == [1, 0]

    assert mails() == ["Your seats are given back: Market day"]
    assert not ConferenceSeat.objects.exists()
    [message] = OutboxMessage.objects.all()
    assert "The conference is cancelled." in message.body_text


def test_a_move_is_told_once_and_seats_stay(gathering, mails):
    for number, fields in enumerate((["title"], ["starts_at", "place"]), start=1):
        gathering.starts_at = START + HOUR
        raise_sequence(gathering, fields, by=None, at=AT + number * HOUR)
        gathering.save()
        told = [jobs.remind(at=AT + number * HOUR + more * HOUR / 9) for more in (1, 2)]
        assert told == [number - 1, 0]

    assert mails() == ["The conference is moved: Market day"]
    message = OutboxMessage.objects.get()
    assert "Rådhuset" in message.body_text
    assert message.file.startswith("procurement.seats:")
    assert ConferenceSeat.objects.get().people == 2


def test_the_day_before_they_are_reminded_once(gathering, mails):
    told = [jobs.remind(at=START - before) for before in (3 * DAY, 20 * HOUR, 19 * HOUR)]

    assert told == [0, 1, 0]
    assert mails() == ["Reminder of the conference: Market day"]
