"""Series from draft to end, and who may edit them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from common.models import OutboxMessage
from gatherings.actions import seats
from gatherings.actions import series as actions
from gatherings.actions.series import Limits, SeriesDetails
from gatherings.enums import GatheringState, SeatState, SeriesState
from gatherings.models import HostPerson, Series
from networks.actions.locks import NetworkClosed
from tests.factories import NetworkFactory, RoleAssignmentFactory, UserFactory
from tests.gatherings.factories import (
    AT,
    GatheringFactory,
    SeriesFactory,
    member_of,
    someone,
)

pytestmark = pytest.mark.django_db
DETAILS = SeriesDetails(name="Styrning på Åland", contact_email="host@samverk.example")


def create(network=None, **given):
    fields = {
        "network": network or NetworkFactory(), "details": DETAILS, "limits": Limits(),
        "hosts": ["Region Dalarna", "Länsstyrelsen"], "topics": (), "by": UserFactory(),
        "at": AT, **given,
    }  # fmt: skip
    return actions.create_series(**fields)


def change(series, **given):
    fields = {
        "series": series, "details": DETAILS, "limits": Limits(), "hosts": [], "topics": (),
        "by": UserFactory(), "at": AT, **given,
    }  # fmt: skip
    return actions.change_series(**fields)


def test_a_draft_has_hosts_an_address_and_whoever_made_it():
    by = UserFactory()
    series = create(by=by)

    assert (series.state, series.slug) == (SeriesState.DRAFT, "styrning-pa-aland")
    assert [row.name for row in series.hosts.order_by("position")] == [
        "Region Dalarna", "Länsstyrelsen",
    ]  # fmt: skip
    assert series.host_people.get().person == by


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Æra, Øst og Åå", "aera-ost-og-aa"),
        ("Ärlig Östersjö", "arlig-ostersjo"),
        ("Đorgŋi", "dorgngi"),
        ("Kalender", "kalender-2"),
        ("ny", "ny-2"),
        ("??", "samling"),
        ("Nettverk", "nettverk"),
        ("x" * 80, "x" * 50),
    ],
)
def test_an_address_is_made_of_the_name(name, slug):
    assert actions.address_for(name) == slug


def test_the_same_name_gets_another_address():
    network = NetworkFactory()
    found = [create(network).slug for _ in range(3)]
    assert found == ["styrning-pa-aland", "styrning-pa-aland-2", "styrning-pa-aland-3"]
    long = replace(DETAILS, name="x" * 60)
    assert [create(network, details=long).slug for _ in range(2)] == ["x" * 50, f"{'x' * 48}-2"]


def test_a_closed_network_gets_no_series():
    network = NetworkFactory(closed_at=AT)
    with pytest.raises(NetworkClosed):
        create(network)


def test_the_address_is_kept_and_limits_offer_seats():
    series = create()
    GatheringFactory(series=series)
    actions.publish_series(series=series, by=UserFactory())
    place = member_of(series)
    people = [someone(name) for name in ("One", "Two", "Three", "Four")]
    rows = seats.sign_up(series=series, municipality=place, people=people, by=None, at=AT)

    change(
        series, details=replace(DETAILS, name="Another name"), limits=Limits(4, None),
        hosts=["Länsstyrelsen", "Länsstyrelsen", " "],
    )  # fmt: skip

    series.refresh_from_db()
    assert (series.name, series.slug) == ("Another name", "styrning-pa-aland")
    assert [row.name for row in series.hosts.all()] == ["Länsstyrelsen"]
    rows[3].refresh_from_db()
    assert rows[3].state == SeatState.OFFERED
    assert series.seats_taken == 4


def test_a_series_without_gatherings_is_not_published():
    series = create()
    with pytest.raises(actions.NothingToPublish):
        actions.publish_series(series=series, by=UserFactory())
    GatheringFactory(series=series)
    for _ in range(2):
        found = actions.publish_series(series=series, by=UserFactory())
    assert found.state == SeriesState.PUBLISHED


def test_cancelling_tells_all_who_are_signed_up_once():
    series = SeriesFactory(name="Learning")
    past = GatheringFactory(series=series, number=1, day=date(2026, 7, 1))
    coming = GatheringFactory(series=series, number=2)
    place = member_of(series)
    people = [someone(name) for name in ("One", "Two", "Three", "Four")]
    rows = seats.sign_up(series=series, municipality=place, people=people, by=None, at=AT)
    seats.withdraw(registration=rows[0], by=None, at=AT)
    OutboxMessage.objects.all().delete()

    with pytest.raises(actions.CancelReasonMissing):
        actions.cancel_series(series=series, reason=" ", by=UserFactory(), at=AT)
    for _ in range(2):
        actions.cancel_series(series=series, reason="Illness", by=UserFactory(), at=AT)

    series.refresh_from_db()
    assert (series.state, series.cancel_reason) == (SeriesState.CANCELLED, "Illness")
    told = OutboxMessage.objects.order_by("recipient")
    assert [mail.recipient.split("@")[0] for mail in told] == ["four", "three", "two"]
    assert all("Illness" in mail.body_text for mail in told)
    past.refresh_from_db()
    coming.refresh_from_db()
    assert (past.state, past.sequence) == (GatheringState.PLANNED, 0)
    assert (coming.state, coming.sequence) == (GatheringState.CANCELLED, 1)
    assert coming.changes.get().fields == ["state"]
    with pytest.raises(actions.SeriesCancelled):
        change(series)
    with pytest.raises(actions.SeriesCancelled):
        actions.publish_series(series=series, by=UserFactory())


def test_only_a_draft_that_nobody_is_signed_up_for_is_deleted():
    published, draft = SeriesFactory(), create()
    with pytest.raises(actions.SeriesInUse):
        actions.delete_series(series=published, by=UserFactory())
    actions.delete_series(series=draft, by=UserFactory())
    assert not Series.objects.filter(pk=draft.pk).exists()


def test_the_last_host_is_removed_only_by_a_leader():
    series, by = SeriesFactory(), UserFactory()
    with pytest.raises(actions.NoSuchAccount):
        actions.add_host(series=series, email="nobody@samverk.example", by=by, at=AT)
    closed = UserFactory(is_active=False)
    with pytest.raises(actions.NoSuchAccount):
        actions.add_host(series=series, email=closed.email, by=by, at=AT)
    first, second = UserFactory(), UserFactory()
    rows = [
        actions.add_host(series=series, email=email, by=by, at=AT)
        for email in (first.email, second.email.upper(), first.email)
    ]
    assert [row.person for row in rows] == [first, second, first]

    actions.remove_host(host=rows[1], by=first, at=AT)
    with pytest.raises(actions.LastHost):
        actions.remove_host(host=rows[0], by=first, at=AT)
    leader = RoleAssignmentFactory(role="NETWORK_LEADER", network=series.network).person
    for _ in range(2):
        actions.remove_host(host=rows[0], by=leader, at=datetime.now(tz=UTC))
    assert not HostPerson.objects.exists()
