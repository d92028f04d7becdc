"""A network closes: what is kept, what stops, and what goes on."""

import json
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from improvement.actions.closing import (
    LastDayInFuture,
    NetworkIsOpen,
    NoSuccessor,
    close,
    move_to_successor,
)
from improvement.actions.rounds import open_round
from improvement.calculations.content import checksum, lines
from improvement.enums import RoundEventKind
from improvement.models import GoalConflict, NetworkSnapshot, StateInput, StatusRound
from improvement.queries.closing import snapshot_is_intact
from indicators.documents import pack
from indicators.models import Dashboard
from networks.actions.locks import NetworkClosed, NotInNetwork
from networks.actions.networks import EndsBeforeStart, SuccessorClosed, SuccessorIsItself
from networks.enums import Role
from tests.factories import MembershipFactory, NetworkFactory, RoleAssignmentFactory
from tests.improvement.factories import StatusEntryFactory
from tests.improvement.reports_world import AT, World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False), translation.override("en"):
        yield


@pytest.fixture
def world():
    world = World().work()
    Dashboard.objects.create(
        framework=world.framework,
        kind="network",
        object_id=world.network.pk,
        version=7,
        input_digest="digest",
        vintage=date(2026, 10, 1),
        computed_at=AT,
        document=pack(
            {
                "indicator": [world.indicators["bus"].pk],
                "challenges": {
                    "indicators": [{"i": 0, "count": 1, "with": 1, "without": 0}],
                    "goals": [],
                },
            }
        ),
    )
    world.round = open_round(
        municipality=world.gol, network=world.network, by=world.person, at=AT
    )
    world.status_round = StatusRound.objects.create(
        network=world.network,
        name="Autumn",
        year_from=2024,
        opens_on=date(2026, 9, 1),
        deadline=date(2026, 12, 1),
    )
    StateInput.objects.create(
        municipality=world.gol, network=world.network, barrier="LAW", title="T", text="X"
    )
    StatusEntryFactory(measure=world.measure, by=world.person)
    return world


def shut(world, **given):
    return close(network=world.network, by=world.leader, at=AT, **given)


def test_everything_is_kept_with_a_checksum(world):
    shut(world)

    snapshot = NetworkSnapshot.objects.get()
    content = snapshot.content
    assert snapshot.sha256 == checksum(content)
    assert snapshot_is_intact(snapshot)
    assert (snapshot.taken_at, snapshot.taken_by) == (AT, world.leader)
    assert [one["municipality"] for one in content["members"]] == ["NO 3324"]
    figures = content["figures"][0]
    assert (figures["framework"], figures["version"], figures["vintage"]) == (
        world.framework.code,
        7,
        "2026-10-01",
    )
    assert figures["members"]["NO 3324"]["indicators"]["emissions"] == [
        2025,
        12.25,
        "",
        12.25,
        "red",
        "down",
    ]
    assert figures["members"]["NO 3324"]["goals"] == {"13": [45, "orange", "moderate", 5, 6]}
    assert [one["name"] for one in content["status_rounds"]] == ["Autumn"]
    # As it was when it closed: still under way.
    assert content["rounds"][0]["closed_at"] is None
    assert content["rounds"][0]["steps"][0]["state"] == "ACTIVE"
    assert [one["title"] for one in content["objectives"]] == ["Halvere utslippene"]
    assert [(one["title"], one["state"]) for one in content["measures"]] == [
        ("Elbiler i hjemmetjenesten", "LATE")
    ]
    assert [one["title"] for one in content["conflicts"]] == ["Hyttefelt på myra"]
    assert [one["title"] for one in content["inputs"]] == ["T"]


def test_open_rounds_close_with_an_event(world):
    shut(world)

    world.round.refresh_from_db()
    assert world.round.closed_at == AT
    assert world.round.events.filter(kind=RoundEventKind.CLOSED).count() == 1


def test_closing_again_changes_nothing(world):
    first = shut(world)
    again = close(
        network=world.network, by=world.person, at=AT + timedelta(days=1), ends_on=TODAY
    )

    assert (again.closed_at, again.ends_on) == (first.closed_at, None)
    assert NetworkSnapshot.objects.count() == 1


def test_the_last_day_and_the_successor_are_kept(world):
    successor = NetworkFactory(slug="next")
    closed = shut(world, successor=successor, ends_on=TODAY)

    assert (closed.ends_on, closed.successor, closed.closed_at) == (TODAY, successor, AT)
    network = NetworkSnapshot.objects.get().content["network"]
    assert (network["ends_on"], network["successor"]) == ("2026-11-22", "next")


def test_a_last_day_that_cannot_be_is_refused(world):
    with pytest.raises(LastDayInFuture):
        shut(world, ends_on=TODAY + timedelta(days=1))
    world.network.starts_on = TODAY
    world.network.save()
    with pytest.raises(EndsBeforeStart):
        shut(world, ends_on=TODAY - timedelta(days=1))
    world.network.refresh_from_db()
    assert (world.network.closed_at, world.network.ends_on) == (None, None)


def test_a_successor_that_cannot_be_is_refused_and_nothing_is_done(world):
    with pytest.raises(SuccessorIsItself):
        shut(world, successor=world.network)
    with pytest.raises(SuccessorClosed):
        shut(world, successor=NetworkFactory(closed_at=AT))
    world.round.refresh_from_db()
    assert world.round.closed_at is None
    assert not NetworkSnapshot.objects.exists()


def test_a_snapshot_cannot_be_changed(world):
    shut(world)
    snapshot = NetworkSnapshot.objects.get()
    snapshot.content = {}

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        snapshot.save()


def test_no_round_opens_in_a_closed_network(world):
    shut(world)

    with pytest.raises(NetworkClosed):
        open_round(municipality=world.gol, network=world.network, by=world.person, at=AT)


# -------------------------------------------------------------------- moving


def test_living_work_moves_to_the_successor(world):
    successor = MembershipFactory(
        municipality=world.gol, network=NetworkFactory(slug="next")
    ).network
    shut(world, successor=successor)
    world.network.refresh_from_db()
    kept = NetworkSnapshot.objects.get().content

    moved = [
        move_to_successor(
            network=world.network,
            municipality=world.gol,
            by=world.person,
            on_behalf_of=world.gol,
        )
        for _n in range(2)
    ]

    assert moved == [4, 0]
    for row in (world.objective, world.measure, world.conflict):
        row.refresh_from_db()
        assert (row.network, row.on_behalf_of) == (successor, world.gol)
        assert row.history.first().history_user == world.person
    world.round.refresh_from_db()
    assert world.round.network == world.network
    assert NetworkSnapshot.objects.get().content == kept


def test_work_moves_only_from_a_closed_network_to_one_s_own(world):
    def move():
        world.network.refresh_from_db()
        move_to_successor(network=world.network, municipality=world.gol, by=world.person)

    with pytest.raises(NetworkIsOpen):
        move()
    shut(world)
    with pytest.raises(NoSuccessor):
        move()
    successor = NetworkFactory(slug="next")
    world.network.successor = successor
    world.network.save()
    with pytest.raises(NotInNetwork):
        move()
    successor.closed_at = AT
    successor.save()
    with pytest.raises(NetworkClosed):
        move()


# --------------------------------------------------------------------- pages


def part(name="network-part"):
    return reverse(
        f"improvement:{name}", kwargs={"slug": "hallingdal", "country": "no", "code": "3324"}
    )


def test_closing_in_the_browser(client, world):
    client.force_login(world.leader)
    address = reverse("improvement:close", kwargs={"slug": "hallingdal"})
    page = client.get(address)
    remaining = page.context["remaining"]
    assert (remaining.rounds, remaining.status_rounds) == ([world.round], [world.status_round])

    page = client.post(address, {"ends_on": "2026-11-22"})
    assert page.context["form"].errors == {
        "is_sure": ["Tick the box to show that you want this."]
    }
    page = client.post(address, {"ends_on": "2026-11-23", "is_sure": "on"})
    assert page.context["form"].errors == {
        "ends_on": ["The last day cannot be later than today."]
    }
    assert client.post(address, {"ends_on": "2026-11-22", "is_sure": "on"}).url == address
    world.network.refresh_from_db()
    assert world.network.closed_at == AT

    body = client.get(address).content.decode()
    assert NetworkSnapshot.objects.get().sha256 in body
    assert client.post(address, {"is_sure": "on"}).url == address
    file = client.get(reverse("improvement:close-file", kwargs={"slug": "hallingdal"}))
    stored = json.loads(file.content)
    assert stored["sha256"] == checksum(stored["content"])
    assert (
        client.get(reverse("networks:network-manage", args=["hallingdal"])).status_code == 200
    )


def test_each_municipality_finds_and_takes_its_part(client, world):
    successor = MembershipFactory(
        municipality=world.gol, network=NetworkFactory(slug="next", is_public=True)
    ).network
    first, second = sorted(world.targets, key=lambda target: target.pk)
    GoalConflict.objects.create(
        municipality=world.gol,
        network=world.network,
        first=first,
        second=second,
        score=1,
        title="Dismissed",
        state="DISMISSED",
    )
    shut(world, successor=successor)
    client.force_login(world.person)
    reports = client.get(
        reverse("improvement:reports", kwargs={"country": "no", "code": "3324"})
    )
    assert [one.address for one in reports.context["closed"]] == [part()]
    page = client.get(part())
    assert (page.context["figure_count"], page.context["kept"].still_there) == (5, 4)

    answer = client.post(part("network-part-move"), follow=True)
    assert "4 items now belong to" in answer.content.decode()
    # What has moved is still part of what one did there.
    page = client.get(part())
    assert page.context["kept"].still_there == 0
    assert page.context["kept"].measures == [world.measure]

    with zipfile.ZipFile(BytesIO(client.get(part("network-part-file")).content)) as package:
        assert package.namelist() == ["data.json", "data.xlsx"]
        stored = json.loads(package.read("data.json"))
        book = load_workbook(BytesIO(package.read("data.xlsx")))
    assert stored["snapshot_sha256"] == NetworkSnapshot.objects.get().sha256
    assert [one["title"] for one in stored["measures"]] == ["Elbiler i hjemmetjenesten"]
    assert [one["text"] for one in stored["log"]] == ["Two of four vans have come."]
    rows = list(book["Measures"].iter_rows(values_only=True))
    assert (rows[0][1], rows[1][1]) == ("measure", "Elbiler i hjemmetjenesten")
    assert book["Figures"].max_row == 6


def test_a_network_that_is_open_has_no_part_to_take(client, world):
    client.force_login(world.person)

    assert client.get(part()).status_code == 404


def test_one_who_reads_does_not_move(client, world):
    shut(world)
    RoleAssignmentFactory(person=world.leader, role=Role.CONTRIBUTOR, municipality=world.gol)
    client.force_login(world.leader)

    assert client.post(part("network-part-move")).status_code == 403


def test_reports_of_a_closed_network_are_read(client, world):
    shut(world)
    client.force_login(world.person)
    address = reverse(
        "improvement:network-report-draft",
        kwargs={"slug": "hallingdal", "kind": "nettverksrapport"},
    )

    page = client.get(address)

    assert (page.status_code, page.context["may_freeze"]) == (200, False)
    said = [text for _heading, text in lines(page.context["content"])]
    assert "Share of bus · 13 · 1 of 1 · 0" in said
    # As the board stood when the network closed.
    assert "Status and challenges · Gol · – · –" in said
