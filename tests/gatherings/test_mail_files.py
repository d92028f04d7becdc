"""Calendar files that go with mails: made when the mail is sent, and gone with the seat."""

from datetime import timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from common.outbox import send_due
from gatherings.actions.gatherings import cancel_gathering
from gatherings.actions.seats import sign_up
from gatherings.models import Registration
from networks.models import Membership
from tests.factories import MembershipFactory, UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering():
    return GatheringFactory(
        series=SeriesFactory(),
        number=1,
        day=(AT + timedelta(days=30)).date(),
        starts_at=AT + timedelta(days=30),
        ends_at=AT + timedelta(days=30, hours=4),
    )


@pytest.fixture
def seat(gathering):
    place = MembershipFactory(network=gathering.series.network).municipality
    assert Membership.objects.counted().filter(municipality=place).exists()
    return sign_up(
        series=gathering.series, municipality=place, people=[someone()], by=None, at=AT
    )[0]


def sent_calendar():
    """The calendar of the newest mail; None where it has none."""
    files = [
        part for part in mail.outbox[-1].attachments if part.mimetype.startswith("text/cal")
    ]
    return Calendar.from_ical(files[0].content) if files else None


def test_who_signs_up_gets_the_days_as_a_file(gathering, seat):
    send_due()
    [event] = sent_calendar().walk("VEVENT")
    assert event["uid"].startswith(str(gathering.uid))
    assert event["dtstart"].dt == gathering.starts_at
    assert mail.outbox[-1].to == [seat.email]


def test_a_cancelled_gathering_goes_out_as_cancelled(gathering, seat):
    send_due()
    cancel_gathering(gathering=gathering, reason="Snow", by=UserFactory(), at=AT)
    send_due()
    [event] = sent_calendar().walk("VEVENT")
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)


def test_a_mail_whose_seat_is_gone_goes_without_a_file(seat):
    Registration.objects.filter(pk=seat.pk).update(name="", email="", erased_at=AT)
    assert send_due() == 1
    assert sent_calendar() is None
