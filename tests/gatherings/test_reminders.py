"""Mails a week and a day before a gathering, and the morning after: once each, in time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from common.models import OutboxMessage
from gatherings import tasks
from gatherings.actions import feedback, seats, substitutes
from gatherings.actions import gatherings as gathering_actions
from gatherings.calculations.reminding import windows
from gatherings.enums import SeriesState
from gatherings.jobs.reminders import remind
from gatherings.models import SentReminder
from tests.factories import UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")
SECOND = timedelta(seconds=1)
# The gathering is on 10 September, 9 to 16 in Stockholm, where it is two hours before UTC.
WEEK = datetime(2026, 9, 3, 5, tzinfo=UTC)
EVE = datetime(2026, 9, 9, 5, tzinfo=UTC)
BEGINS = datetime(2026, 9, 10, 7, tzinfo=UTC)
ENDS = datetime(2026, 9, 10, 14, tzinfo=UTC)
AFTER = datetime(2026, 9, 11, 5, tzinfo=UTC)


@pytest.fixture
def gathering():
    return GatheringFactory(
        series=SeriesFactory(name="Styrning"),
        number=1,
        starts_at=BEGINS,
        ends_at=ENDS,
        place="Falun",
        bring="Figures",
    )


def sign_up(gathering, *names, **fields):
    return seats.sign_up(
        series=gathering.series, municipality=member_of(gathering.series), by=None, at=AT,
        people=[someone(name, language="en", **fields) for name in names],
    )  # fmt: skip


def make_form(gathering):
    return feedback.make_form(
        gathering=gathering, intro="", opens_at=ENDS, closes_at=ENDS + timedelta(days=14)
    )


def sent(kind):
    return SentReminder.objects.filter(kind=kind).count()


def test_windows_by_the_local_clock():
    # Summer time ends between the reminder and the day.
    found = windows(day=date(2026, 10, 26), starts_at=None, zone=STOCKHOLM)
    assert found.week.opens == datetime(2026, 10, 19, 5, tzinfo=UTC)
    assert found.week.closes == datetime(2026, 10, 22, 5, tzinfo=UTC)
    assert found.day.opens == datetime(2026, 10, 25, 6, tzinfo=UTC)
    assert found.day.closes == datetime(2026, 10, 25, 23, tzinfo=UTC)
    assert found.after == datetime(2026, 10, 27, 6, tzinfo=UTC)


def test_each_is_reminded_once_a_week_and_a_day_before(gathering):
    sign_up(gathering, "One", "Two")
    assert remind(at=WEEK - SECOND) == 0
    assert remind(at=WEEK) == 2
    assert remind(at=WEEK + SECOND) == 0
    assert remind(at=EVE - SECOND) == 0
    assert remind(at=EVE) == 2
    assert remind(at=BEGINS - SECOND) == 0
    assert (sent("WEEK"), sent("DAY")) == (2, 2)

    mail = OutboxMessage.objects.filter(recipient="one@samverk.example").order_by("-pk")[0]
    assert mail.subject == "10 September 2026: Styrning"
    for words in ("09:00–16:00", "Falun", "Bring: Figures", "kalender.ics", "/plass/"):
        assert words in mail.body_text


def test_late_ones_go_while_they_help_and_never_two_at_once(gathering):
    sign_up(gathering, "One")
    assert remind(at=EVE + timedelta(hours=20)) == 1
    assert (sent("WEEK"), sent("DAY")) == (0, 1)


def test_none_when_it_has_begun_nor_between(gathering):
    sign_up(gathering, "One")
    assert remind(at=WEEK + timedelta(days=3)) == 0
    assert remind(at=BEGINS) == 0


def test_who_is_not_reminded(gathering):
    one, two = sign_up(gathering, "One", "Two")
    seats.withdraw(registration=one, by=None, at=AT)
    seats.sign_up(
        series=gathering.series, municipality=two.municipality, by=None, at=WEEK,
        people=[someone("Late")],
    )  # fmt: skip
    assert remind(at=WEEK + SECOND) == 1
    gathering_actions.cancel_gathering(
        gathering=gathering, reason="Snow", by=UserFactory(), at=WEEK
    )
    assert remind(at=EVE) == 0


def test_nothing_of_drafts_and_unknown_days(gathering):
    GatheringFactory(series=gathering.series, number=2, day=None)
    sign_up(gathering, "One")
    gathering.series.state = SeriesState.DRAFT
    gathering.series.save()
    assert remind(at=WEEK) == 0


def test_a_substitute_is_reminded_without_the_secret_link(gathering):
    [one] = sign_up(gathering, "One")
    substitutes.name_substitute(
        participation=one.participations.get(),
        name="Sub", email="sub@samverk.example", by=None, at=AT,
    )  # fmt: skip
    assert remind(at=EVE) == 1
    mail = OutboxMessage.objects.filter(recipient="sub@samverk.example").order_by("-pk")[0]
    assert mail.subject == "10 September 2026: Styrning"
    assert "You come instead of One." in mail.body_text
    assert "/plass/" not in mail.body_text


def test_a_gathering_on_another_day_is_reminded_of_again(gathering):
    sign_up(gathering, "One")
    assert remind(at=WEEK) == 1
    details = gathering_actions.GatheringDetails(day=date(2026, 9, 20))
    gathering_actions.change_gathering(
        gathering=gathering, details=details, by=UserFactory(), at=WEEK
    )
    assert remind(at=datetime(2026, 9, 13, 5, tzinfo=UTC)) == 1


def test_the_form_is_asked_for_the_morning_after(gathering):
    one, _two, _three = sign_up(gathering, "One", "Two", "Three")
    form = make_form(gathering)
    question = form.questions.order_by("position").first()
    feedback.answer(participation=one.participations.get(), answers={question.pk: 5}, at=ENDS)
    assert remind(at=AFTER - SECOND) == 0
    assert remind(at=AFTER) == 2
    assert remind(at=AFTER + timedelta(days=1)) == 0
    mail = OutboxMessage.objects.filter(recipient="two@samverk.example").order_by("-pk")[0]
    assert mail.subject == "What did you think of Styrning?"
    assert "/vurdering/" in mail.body_text
    assert "until 24 September 2026, 16:00" in mail.body_text


def test_a_late_question_goes_until_the_form_closes(gathering):
    sign_up(gathering, "One")
    form = make_form(gathering)
    assert remind(at=form.closes_at + SECOND) == 0
    assert remind(at=form.closes_at) == 1


def test_the_tasks_take_unknown_arguments():
    tasks.remind(unknown="argument")
    tasks.forget_old(unknown="argument")
