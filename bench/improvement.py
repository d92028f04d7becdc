"""The improvement cycle: lists and boards do not slow down as the log grows.

357 municipalities × 20 measures × 24 entries against a tenth of that, and the board of a
network of 30 municipalities × 6 steps × 5 topics.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import world
from bench.gates import Gate
from improvement.actions.templates import template_for
from improvement.enums import MeasureState, StepState
from improvement.models import Measure, Round, StatusEntry, StepProgress
from networks.enums import Role
from networks.models import Membership, Municipality, Network, Programme, Topic
from tests.factories import RoleAssignmentFactory, UserFactory

CODE = "XW"
PLACES, TENTH = 357, 36
MEASURES, ENTRIES = 20, 24
MEMBERS, TOPICS = 30, 5
RUNS = 30
STATES = list(MeasureState)


def gates() -> Iterator[Gate]:
    world.build(CODE, municipalities=PLACES, indicators=5, years=3)
    places = list(Municipality.objects.filter(country=CODE).order_by("pk"))
    network = _network(places[:MEMBERS])
    person = UserFactory(email="bench.improvement@samverk.example", language="nb")
    RoleAssignmentFactory(person=person, municipality=places[0], role=Role.COORDINATOR)
    pages = _pages(places[0], network)
    with override_settings(ALLOWED_HOSTS=["*"]):
        client = Client()
        client.force_login(person)
        _log(places[:TENTH])
        few = {name: _seconds(client, address) for name, address in pages.items()}
        _log(places[TENTH:])
        many = {name: _seconds(client, address) for name, address in pages.items()}
        rows = StatusEntry.objects.count()
        for name in pages:
            ratio = many[name] / few[name]
            yield Gate(
                f"{name}, {rows:,} log rows against a tenth",
                _ms(few[name]),
                _ms(many[name]),
                f"{ratio:.2f}×",
                "≤ 1.2×",
                ratio <= 1.2,
            )
        yield from _board(client, pages["board"], many["board"])
        yield _count("queries of «Min kommune»", _queries(client, pages["my municipality"]), 15)


def _pages(place: Municipality, network: Network) -> dict[str, str]:
    own = {"country": place.country_id.lower(), "code": place.code}
    measure = {"pk": _first_measure(place, network).pk}
    return {
        "my municipality": reverse("portal:mine"),
        "work page": reverse("improvement:work", kwargs=own),
        "list of measures": reverse("improvement:measures", kwargs=own),
        "measure": reverse("improvement:measure", kwargs=measure),
        "rounds": reverse("improvement:rounds", kwargs=own),
        "board": reverse("improvement:board", kwargs={"slug": network.slug}),
        "network": network.get_absolute_url(),
    }


def _first_measure(place: Municipality, network: Network) -> Measure:
    return Measure.objects.create(municipality=place, network=network, title="Bench")


def _network(members: list[Municipality]) -> Network:
    """Make a network with a round per member and topic, each in several steps."""
    programme = Programme.objects.create(slug=f"bench-{CODE.lower()}", name="Bench")
    topics = Topic.objects.bulk_create(
        Topic(programme=programme, name=f"Topic {n}") for n in range(TOPICS)
    )
    network = Network.objects.create(
        slug=f"bench-work-{CODE.lower()}", name="Bench", programme=programme, is_public=True
    )
    network.topics.set(topics)
    now = timezone.now()
    Membership.objects.bulk_create(
        Membership(network=network, municipality=m, state="APPLIED", applied_at=now)
        for m in members
    )
    template = template_for(programme)
    day = timezone.localdate() - timedelta(days=100)
    rounds = Round.objects.bulk_create(
        Round(
            municipality=m,
            network=network,
            topic=topic,
            template=template,
            started_on=day,
        )
        for m in members
        for topic in topics
    )
    steps = list(template.steps.order_by("position"))
    StepProgress.objects.bulk_create(
        StepProgress(
            round=each,
            step=step,
            state=StepState.ACTIVE if (n + each.pk) % 2 else StepState.WAITING,
            begun_on=day if (n + each.pk) % 2 else None,
        )
        for each in rounds
        for n, step in enumerate(steps)
    )
    return network


def _log(places: list[Municipality]) -> None:
    now = timezone.now()
    measures = Measure.objects.bulk_create(
        Measure(
            municipality=place,
            title=f"Measure {n}",
            state=STATES[n % len(STATES)],
            logged_at=now - timedelta(days=n * 7),
        )
        for place in places
        for n in range(MEASURES)
    )
    StatusEntry.objects.bulk_create(
        (
            StatusEntry(
                measure=measure,
                submission=uuid4(),
                state=STATES[n % len(STATES)],
                text=f"Entry {n}",
                at=now - timedelta(days=n * 15),
            )
            for measure in measures
            for n in range(ENTRIES)
        ),
        batch_size=5_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _board(client: Client, address: str, took: float) -> Iterator[Gate]:
    yield Gate(
        f"board, {MEMBERS} municipalities × 6 steps × {TOPICS} topics",
        "",
        _ms(took),
        "",
        "≤ 60 ms",
        took <= 0.060,
    )
    yield _count("queries of the board", _queries(client, address), 12)


def _seconds(client: Client, address: str) -> float:
    """Least time of a page over several runs.

    Few and many rows are measured minutes apart; what else the machine does only adds time.
    """
    taken = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        assert client.get(address).status_code == 200, address
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def _ms(value: float) -> str:
    return f"{value * 1000:.1f} ms"


def _count(name: str, number: int, limit: int) -> Gate:
    return Gate(name, "", str(number), "", f"≤ {limit}", number <= limit)
