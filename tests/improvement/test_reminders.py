"""Eight weeks of mail, day by day: the time is passed, nobody waits for it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from common import outbox
from common.models import OutboxMessage
from improvement.actions.log import log_status
from improvement.actions.notices import choose_notices
from improvement.enums import NoticeKind
from improvement.jobs import forgetting, reminders
from improvement.models import CycleSettings, Notice, StatusDraft
from improvement.tokens import read_token
from tests.factories import (
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import (
    MeasureFactory,
    MeasureTaskFactory,
    StatusEntryFactory,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)
DAYS = 56


def half_past_six(day):
    """The time of beat in the summer time of Oslo, near enough for the whole autumn."""
    return datetime(day.year, day.month, day.day, 4, 30, tzinfo=UTC)


@pytest.fixture
def gol():
    return MunicipalityFactory(name="Gol", code="3324")


@pytest.fixture
def coordinator(gol):
    person = UserFactory(email="coordinator@samverk.example", language="en")
    return RoleAssignmentFactory(municipality=gol, person=person).person


def run(people, first=MONDAY, days=DAYS, *, twice=False):
    """Let the days pass; each day's job is done, and delivered again if so wished."""
    keys = [person.pk for person in people]
    for number in range(days):
        at = half_past_six(first + timedelta(days=number))
        written = reminders.remind(person_ids=keys, at=at)
        if twice:
            assert reminders.remind(person_ids=keys, at=at + timedelta(minutes=5)) == 0
        assert outbox.send_due(clock=lambda at=at: at) == written


def mails(to=None):
    """(day, subject) of each mail in the order in which they were sent."""
    rows = OutboxMessage.objects.order_by("not_before_at", "pk")
    if to is not None:
        rows = rows.filter(recipient=to.email)
    return [(row.not_before_at.date(), row.subject) for row in rows]


def without_digests(person):
    """Half of the work of each day is to look for news; here only dates count."""
    choose_notices(person=person, wanted=[NoticeKind.REMINDER], at=half_past_six(MONDAY))


def measure(gol, day, **given):
    logged = half_past_six(day)
    return MeasureFactory(
        **{"municipality": gol, "title": "Vans", "logged_at": logged, **given}
    )


def test_eight_weeks_of_a_status_that_nobody_writes(gol, coordinator):
    measure(gol, MONDAY)  # due 7 October
    without_digests(coordinator)

    run([coordinator], twice=True)

    assert mails() == [
        (date(2026, 9, 30), "Reminder: Vans"),  # 7 days before
        (date(2026, 10, 6), "Reminder: Vans"),  # 1 day before
        # 1 day late is 8 October: held back until five days have passed
        (date(2026, 10, 11), "Reminder: Vans"),
        (date(2026, 10, 16), "Reminder: Vans"),  # 7 days late, 14 October, held back too
    ]
    assert len(mail.outbox) == 4
    assert "9 days late: it was due 7 October 2026." in mail.outbox[-1].body


def test_late_reminders_come_again_every_thirty_days(gol, coordinator):
    measure(gol, date(2026, 6, 1))  # due 1 July
    without_digests(coordinator)

    run([coordinator])

    # 30·n days late: 29 September and 29 October; 30 August has passed too long ago.
    assert mails() == [
        (date(2026, 9, 29), "Reminder: Vans"),
        (date(2026, 10, 29), "Reminder: Vans"),
    ]


def test_eight_weeks_of_several_dates_in_few_mails(gol, coordinator):
    own = measure(gol, MONDAY, ends_on=date(2026, 10, 20), title="Plan")
    MeasureTaskFactory(measure=own, title="Buy", due_on=date(2026, 9, 20))
    MeasureTaskFactory(measure=own, title="Drive", due_on=date(2026, 9, 22))

    run([coordinator], days=28)

    assert [(row.not_before_at.date(), _heads(row)) for row in _rows()] == [
        # 13 September: Buy in 7 days. On the 15th Drive is due in 7 days: held back.
        (date(2026, 9, 13), ["The task Buy (Gol, Plan)"]),
        (date(2026, 9, 18), ["The task Drive (Gol, Plan)"]),
        # 19 September: 1 day before Buy; 20 September: 30 days before the end.
        (
            date(2026, 9, 23),
            ["The task Buy (Gol, Plan)", "The task Drive (Gol, Plan)", "The end of Plan (Gol)"],
        ),
        (date(2026, 9, 28), ["The task Buy (Gol, Plan)"]),
        (
            date(2026, 10, 3),
            ["The task Drive (Gol, Plan)", "The status of Plan (Gol)"],
        ),
    ]


def _rows():
    return OutboxMessage.objects.order_by("not_before_at", "pk")


def _heads(row):
    return [
        block.splitlines()[0]
        for block in row.body_text.split("\n\n")
        if block.startswith("The ")
    ]


def test_never_two_mails_within_five_days(gol, coordinator):
    for number in range(12):
        own = measure(gol, MONDAY + timedelta(days=number), title=f"Measure {number}")
        MeasureTaskFactory(measure=own, due_on=MONDAY + timedelta(days=3 * number))
        other = RoleAssignmentFactory(municipality=gol, role="CONTRIBUTOR").person
        StatusEntryFactory(
            measure=own, by=other, at=half_past_six(MONDAY + timedelta(days=4 * number))
        )

    run([coordinator])

    days = [day for day, _subject in mails()]
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    assert len(days) > 8
    assert min(gaps) >= 5


def test_the_programme_sets_the_days(gol, coordinator):
    network = NetworkFactory()
    CycleSettings.objects.create(
        target_days=10, acceptable_days=20, days_before=[2], days_late=[3],
        days_between_mails=1,
    )  # fmt: skip
    measure(gol, MONDAY, network=network)  # due 17 September

    run([coordinator], days=21)

    assert [day for day, _subject in mails()] == [
        date(2026, 9, 15),
        date(2026, 9, 20),
        date(2026, 9, 23),
        date(2026, 9, 26),
    ]


def test_the_responsible_person_then_coordinators_then_administrators(gol, coordinator):
    administrator = RoleAssignmentFactory(municipality=gol, role="ADMINISTRATOR").person
    responsible = RoleAssignmentFactory(municipality=gol, role="CONTRIBUTOR")
    own = measure(gol, MONDAY, responsible_person=responsible.person)
    everyone = [coordinator, administrator, responsible.person]
    on = {"first": date(2026, 9, 30), "days": 1}

    run(everyone, **on)
    assert [row.recipient for row in _rows()] == [responsible.person.email]

    _forget()
    responsible.valid_to = date(2026, 9, 1)
    responsible.save()
    run(everyone, **on)
    assert [row.recipient for row in _rows()] == [coordinator.email]

    _forget()
    coordinator.is_active = False
    coordinator.save()
    run(everyone, **on)
    assert [row.recipient for row in _rows()] == [administrator.email]
    assert own.responsible_person == responsible.person


def _forget():
    OutboxMessage.objects.all().delete()
    Notice.objects.all().delete()


def test_a_status_that_is_written_stops_the_reminders(gol, coordinator):
    from uuid import uuid4

    own = measure(gol, MONDAY)
    without_digests(coordinator)
    run([coordinator], first=date(2026, 9, 28), days=3)
    assert [day for day, _subject in mails()] == [date(2026, 9, 30)]

    log_status(
        measure=own, state="ON_TRACK", text="Two have come.", by=coordinator,
        at=half_past_six(date(2026, 10, 1)), submission=uuid4(),
    )  # fmt: skip
    run([coordinator], first=date(2026, 10, 1), days=22)
    assert [day for day, _subject in mails()] == [date(2026, 9, 30)]


@pytest.mark.parametrize(
    ("language", "country", "subject", "html"),
    [
        ("en", "", "Reminder: Vans", 'lang="en"'),
        ("", "nb", None, 'lang="nb"'),
        ("sv", "nb", None, 'lang="sv"'),
    ],
)
def test_the_mail_is_in_the_readers_language(gol, language, country, subject, html):
    person = UserFactory(language=language)
    RoleAssignmentFactory(municipality=gol, person=person)
    measure(gol, MONDAY)

    run([person], first=date(2026, 9, 30), days=1)

    row = _rows().get()
    assert html in row.body_html
    assert row.language == (language or country)
    assert subject in {None, row.subject}


def test_the_link_opens_the_form_and_the_mail_can_be_ended(gol, coordinator, settings):
    settings.SITE_URL = "https://samverk.example"
    own = measure(gol, MONDAY)

    run([coordinator], first=date(2026, 9, 30), days=1)

    sent = mail.outbox[0]
    assert (
        f"https://samverk.example/tiltak/{own.pk}/status/?next=%2Fmin-kommune%2F" in sent.body
    )
    address = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = address.removeprefix("https://samverk.example/varsler/avslutt/").strip("/")
    assert read_token(token) == (coordinator.pk, NoticeKind.REMINDER)
    assert address in sent.body
    assert sent.alternatives
    whole = sent.message().as_bytes()
    assert max(len(line) for line in whole.splitlines()) <= 998


def test_whoever_has_switched_reminders_off_gets_none(gol, coordinator):
    measure(gol, MONDAY)
    choose_notices(person=coordinator, wanted=[NoticeKind.DIGEST], at=half_past_six(MONDAY))

    run([coordinator], first=date(2026, 9, 28), days=21)

    assert mails() == []


class ServerIsDown(EmailBackend):
    def open(self):
        raise ConnectionRefusedError(111, "refused")


def test_a_mail_server_that_is_down_loses_nothing(gol, coordinator, settings):
    measure(gol, MONDAY)
    day = date(2026, 9, 30)
    settings.EMAIL_BACKEND = f"{__name__}.ServerIsDown"
    keys = [coordinator.pk]
    for number in range(3):
        at = half_past_six(day + timedelta(days=number))
        reminders.remind(person_ids=keys, at=at)
        assert outbox.send_due(clock=lambda at=at: at) == 0
    assert mail.outbox == []

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    later = half_past_six(day + timedelta(days=3))
    assert [outbox.send_due(clock=lambda: later), outbox.send_due(clock=lambda: later)] == [
        1,
        0,
    ]
    assert [one.subject for one in mail.outbox] == ["Reminder: Vans"]


def test_a_mail_that_cannot_be_written_is_not_noted(gol, coordinator, monkeypatch):
    measure(gol, MONDAY)
    at = half_past_six(date(2026, 9, 30))

    def broken(**_given):
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(reminders, "post", broken)
        with pytest.raises(ConnectionError):
            reminders.remind(person_ids=[coordinator.pk], at=at)
    assert (Notice.objects.count(), mails()) == (0, [])

    assert reminders.remind(person_ids=[coordinator.pk], at=at) == 1


def test_people_who_are_gone_are_passed_over(gol, coordinator):
    measure(gol, MONDAY)
    coordinator.is_active = False
    coordinator.save()

    at = half_past_six(date(2026, 9, 30))
    assert reminders.remind(person_ids=[coordinator.pk, 0], at=at) == 0


def test_the_daily_task_reaches_everybody_who_works_or_leads(
    gol, coordinator, django_capture_on_commit_callbacks
):
    from common.models import Job
    from improvement import tasks

    leader = RoleAssignmentFactory(role="NETWORK_LEADER", network=NetworkFactory()).person
    RoleAssignmentFactory(municipality=gol, role="READER")

    with django_capture_on_commit_callbacks(execute=True):
        tasks.remind_all(future="argument")

    jobs = Job.objects.filter(task="improvement.remind")
    assert [job.arguments["people"] for job in jobs] == [sorted([coordinator.pk, leader.pk])]
    assert [job.state for job in jobs] == ["DONE"]


def test_a_message_for_a_job_that_is_gone_does_nothing():
    from improvement import tasks

    tasks.remind(job_id=0, future="argument")


def test_notes_are_kept_for_a_year(coordinator):
    at = half_past_six(MONDAY)
    for days in (364, 366):
        Notice.objects.create(
            person=coordinator,
            kind="REMINDER",
            occasion=str(days),
            at=at - timedelta(days=days),
        )

    counts = forgetting.forget_old(at=at, task="improvement.remind")

    assert counts == {"notices": 1, "drafts": 0, "jobs": 0}
    assert [note.occasion for note in Notice.objects.all()] == ["364"]


def test_a_draft_is_forgotten_after_half_a_year(coordinator):
    at = half_past_six(MONDAY)
    for days in (180, 181):
        StatusDraft.objects.create(
            measure=MeasureFactory(), person=coordinator, saved_at=at - timedelta(days=days)
        )

    assert forgetting.forget_old(at=at, task="improvement.remind")["drafts"] == 1
    assert StatusDraft.objects.get().saved_at == at - timedelta(days=180)
