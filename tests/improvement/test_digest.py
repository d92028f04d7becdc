"""The weekly digest: what others have written, by object, and nothing twice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.models import OutboxMessage
from improvement.enums import NoticeKind
from improvement.jobs import reminders
from improvement.models import RoundEvent
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import MeasureFactory, RoundFactory, StatusEntryFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)  # the Thursday before


@pytest.fixture
def gol():
    return MunicipalityFactory(name="Gol", code="3324")


@pytest.fixture
def reader(gol):
    person = UserFactory(language="en", email="reader@samverk.example")
    return RoleAssignmentFactory(municipality=gol, person=person).person


@pytest.fixture
def writer(gol):
    person = UserFactory(name="Contributor")
    return RoleAssignmentFactory(municipality=gol, role="CONTRIBUTOR", person=person).person


def run(person, first=MONDAY, days=1):
    """Let the mornings pass; give how many mails each of them wrote."""
    written = []
    for number in range(days):
        day = first + timedelta(days=number)
        at = datetime(day.year, day.month, day.day, 5, 30, tzinfo=UTC)
        written.append(reminders.remind(person_ids=[person.pk], at=at))
    return written


def measure(gol, title="Vans", **given):
    return MeasureFactory(municipality=gol, title=title, logged_at=NOON, **given)


def body():
    return OutboxMessage.objects.order_by("-not_before_at", "-pk").first().body_text


def test_news_stand_by_object_newest_first(gol, reader, writer):
    vans, bus = measure(gol, "Vans"), measure(gol, "Bus")
    for hours, about, text in ((0, vans, "One."), (1, bus, "Two."), (2, vans, "Three.")):
        StatusEntryFactory(
            measure=about, by=writer, text=text, at=NOON + timedelta(hours=hours)
        )

    assert run(reader) == [1]
    lines = body().splitlines()
    found = [line for line in lines if line.startswith(("Vans", "Bus", "12 "))]
    assert found == [
        "Vans (Gol)",
        "12 November 2026: On track. Three. – Contributor",
        "12 November 2026: On track. One. – Contributor",
        "Bus (Gol)",
        "12 November 2026: On track. Two. – Contributor",
    ]
    assert OutboxMessage.objects.get().subject == "New in your work: 2 things"


def test_one_s_own_doings_are_no_news(gol, reader):
    StatusEntryFactory(measure=measure(gol), by=reader, at=NOON)

    assert run(reader) == [0]


def test_nothing_new_is_no_mail_and_not_made_up_for_on_other_days(gol, reader, writer):
    own = measure(gol)
    assert run(reader) == [0]
    StatusEntryFactory(measure=own, by=writer, at=NOON + timedelta(days=4))  # on the Monday

    assert run(reader, first=MONDAY + timedelta(days=1), days=7) == [0, 0, 0, 0, 0, 0, 1]


def test_what_was_told_is_not_told_again(gol, reader, writer):
    own = measure(gol)
    StatusEntryFactory(measure=own, by=writer, text="Old.", at=NOON)
    assert run(reader, days=7) == [1, 0, 0, 0, 0, 0, 0]
    assert run(reader, first=MONDAY + timedelta(days=7)) == [0]
    StatusEntryFactory(measure=own, by=writer, text="New.", at=NOON + timedelta(days=12))

    assert run(reader, first=MONDAY + timedelta(days=14)) == [1]
    assert ("New." in body(), "Old." in body()) == (True, False)


def test_the_night_before_monday_is_the_border(gol, reader, writer):
    own = measure(gol)
    midnight = datetime(2026, 11, 15, 23, tzinfo=UTC)  # in Oslo
    for text, at in (
        ("Before.", midnight - timedelta(seconds=1)),
        ("At.", midnight),
        ("After.", midnight + timedelta(seconds=1)),
    ):
        StatusEntryFactory(measure=own, by=writer, text=text, at=at)

    run(reader)
    assert [word in body() for word in ("Before.", "At.", "After.")] == [True, True, False]
    run(reader, first=MONDAY + timedelta(days=7))
    assert [word in body() for word in ("Before.", "At.", "After.")] == [False, False, True]


def test_a_reminder_lately_holds_the_digest_back(gol, reader, writer):
    own = measure(gol)
    StatusEntryFactory(measure=own, by=writer, at=NOON)
    from tests.improvement.factories import MeasureTaskFactory

    MeasureTaskFactory(measure=own, title="Buy", due_on=MONDAY + timedelta(days=6))

    # On the Sunday the reminder goes, seven days before; the digest waits until Friday
    # and comes together with what has come up meanwhile: one day before, on Saturday, waits.
    assert run(reader, first=MONDAY - timedelta(days=1), days=7) == [1, 0, 0, 0, 0, 1, 0]
    kinds = list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["REMINDER", "DIGEST"]


def test_reminder_and_digest_of_one_day_are_one_mail(gol, reader, writer):
    own = measure(gol)
    from tests.improvement.factories import MeasureTaskFactory

    MeasureTaskFactory(measure=own, title="Buy", due_on=MONDAY + timedelta(days=7))
    StatusEntryFactory(measure=own, by=writer, text="Two came.", at=NOON)

    assert run(reader) == [1]
    text = body()
    assert text.index("The task Buy") < text.index("Two came.")
    assert ("No more reminders:" in text, "No more weekly digests:" in text) == (True, True)
    kinds = set(reader.notices.values_list("kind", flat=True))
    assert kinds == {NoticeKind.REMINDER, NoticeKind.DIGEST}


def test_a_leader_follows_the_networks_work_and_no_other(gol, writer):
    network = NetworkFactory()
    membership = MembershipFactory(network=network, municipality=gol)
    leader = UserFactory(language="en")
    RoleAssignmentFactory(person=leader, role="NETWORK_LEADER", network=network)
    StatusEntryFactory(measure=measure(gol, "Ours", network=network), by=writer, at=NOON)
    StatusEntryFactory(measure=measure(gol, "Theirs"), by=writer, at=NOON)
    RoundEvent.objects.create(
        round=RoundFactory(municipality=gol, network=network), kind="BACK", text="New figures",
        by=writer, at=NOON,
    )  # fmt: skip

    other = UserFactory(language="en")
    RoleAssignmentFactory(person=other, role="NETWORK_LEADER", network=network)

    assert run(leader) == [1]
    assert ("Ours" in body(), "Theirs" in body()) == (True, False)
    assert "Back to a step. New figures. – Contributor" in body()
    # What a municipality goes on with after it has left is its own.
    membership.state, membership.left_on = "LEFT", MONDAY
    membership.save()
    assert run(other) == [0]


def test_work_elsewhere_is_no_news(reader, writer):
    StatusEntryFactory(measure=measure(MunicipalityFactory()), by=writer, at=NOON)

    assert run(reader) == [0]


def test_long_news_are_cut(gol, reader, writer):
    for number in range(32):
        own = measure(gol, f"Measure {number}")
        for minute in range(7 if number == 31 else 1):
            at = NOON + timedelta(minutes=10 * number + minute)
            StatusEntryFactory(measure=own, by=writer, at=at)

    run(reader)
    assert "and 2 more" in body()
    assert body().count("(Gol)") == 30
    assert "There is more on the pages of the measures." in body()
