"""A gathering that is moved, or takes place after all: who is told, and what."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from common.models import OutboxMessage
from gatherings.actions import gatherings, seats
from gatherings.actions.gatherings import GatheringDetails
from gatherings.enums import SeriesState
from gatherings.models import GatheringChange, Participation
from gatherings.tokens import make_token
from networks.enums import Role
from tests.factories import RoleAssignmentFactory, UserFactory
from tests.gatherings.factories import AT, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db
DETAILS = {"title": "Falun", "day": date(2026, 9, 10), "place": "Falun"}
NINE = datetime(2026, 9, 10, 7, tzinfo=UTC)  # in Stockholm


@pytest.fixture
def gathering():
    return gatherings.add_gathering(
        series=SeriesFactory(network__is_public=True),
        details=GatheringDetails(**DETAILS),
        adds_participants=False,
        by=UserFactory(),
        at=AT,
    )


@pytest.fixture
def rows(gathering):
    """Two who come, the second by a substitute."""
    people = [someone(name, language="en") for name in ("One", "Two")]
    rows = seats.sign_up(
        series=gathering.series, municipality=member_of(gathering.series), people=people,
        by=None, at=AT,
    )  # fmt: skip
    Participation.objects.filter(registration=rows[1]).update(
        substitute_name="Sub", substitute_email="sub@samverk.example"
    )
    OutboxMessage.objects.all().delete()
    return rows


def change(gathering, *, tells=True, **given):
    return gatherings.change_gathering(
        gathering=gathering, details=GatheringDetails(**DETAILS | given), by=UserFactory(),
        at=AT, tells=tells,
    )  # fmt: skip


def mails():
    return {mail.recipient: mail for mail in OutboxMessage.objects.order_by("pk")}


def test_those_who_come_and_substitutes_are_told_the_old_and_the_new(gathering, rows):
    for _ in range(2):
        change(gathering, place="Mora", starts_at=NINE, ends_at=NINE.replace(hour=13))

    told = mails()
    assert list(told) == ["one@samverk.example", "two@samverk.example", "sub@samverk.example"]
    assert OutboxMessage.objects.count() == 3
    text = told["one@samverk.example"].body_text
    assert "Now: 10 September 2026, 9:00–15:00, Mora" in text.replace("09:00", "9:00")
    assert "Before: 10 September 2026, time to come, Falun" in text
    file = reverse("gatherings:seat-calendar", kwargs={"token": make_token(rows[0])})
    assert file in text
    # The link to the seat is its owner's alone.
    substitute = told["sub@samverk.example"].body_text
    assert "/plass/" not in substitute
    assert f"/samlinger/{gathering.series.slug}/1.ics" in substitute


def test_who_need_not_know_is_told_nothing(gathering, rows):
    change(gathering, theme="Law", title="Other")
    change(gathering, place="Mora", tells=False)
    gathering.series.state = SeriesState.DRAFT
    gathering.series.save()
    change(gathering, place="Rättvik")
    assert mails() == {}


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"starts_at": NINE, "ends_at": NINE.replace(hour=13)}, ""),  # only refined
        ({"place": "Mora"}, ""),
        ({"day": date(2026, 9, 11)}, "2026-09-10"),
    ],
)
def test_the_start_that_no_longer_holds_is_kept(gathering, given, left):
    change(gathering, **given)
    assert GatheringChange.objects.get().previous_start == left


def test_a_cancelled_gathering_takes_place_after_all(gathering, rows):
    host = UserFactory()
    gatherings.cancel_gathering(gathering=gathering, reason="Snow", by=host, at=AT)
    late = [someone("Late", language="en")]
    place = rows[0].municipality
    seats.sign_up(series=gathering.series, municipality=place, people=late, by=None, at=AT)
    OutboxMessage.objects.all().delete()

    for _ in range(2):
        found = gatherings.reopen_gathering(gathering=gathering, by=host, at=AT)

    assert (found.state, found.cancel_reason, found.sequence) == ("PLANNED", "", 2)
    told = mails()
    assert len(told) == OutboxMessage.objects.count() == 4
    assert "You are signed up for it" in told["sub@samverk.example"].body_text
    assert "You are not signed up for it." in told["late@samverk.example"].body_text


def test_the_host_sees_how_many_are_told_and_may_leave_it(client, gathering, rows):
    leader = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=gathering.series.network)
    client.force_login(leader.person)
    keys = {"slug": gathering.series.slug, "number": 1}
    address = reverse("gatherings:gathering-change", kwargs=keys)
    sent = {"kind": "PHYSICAL", "title": "Falun", "day": "2026-09-10", "place": "Mora"}
    with time_machine.travel(AT, tick=False):
        page = client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "3 people get an e-mail" in page
        assert client.post(address, sent).status_code == 302
        assert mails() == {}
        client.post(address, {**sent, "place": "Rättvik", "tells": "on"})
    assert len(mails()) == 3
