"""Gatherings: queries of the sign-up page, and 200 people who sign up at the same time.

The rush goes through the real page, once on PostgreSQL and once on SQLite, with the settings
of ``make run`` and as many processes as there are cores, as gunicorn has them.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.db.models import F
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.gates import Gate
from gatherings.actions.seats import Attendee, sign_up
from gatherings.enums import SEATED_STATES, SeriesState
from gatherings.models import Gathering, Registration, SeatCount, Series
from networks.enums import Role
from networks.models import Country, Membership, Municipality, Network
from tests.factories import RoleAssignmentFactory, UserFactory

CODE = "XG"
PLACES, SEATS, GATHERINGS = 15, 3, 4
PEOPLE = 200
WORKERS = os.cpu_count() or 1
MOST_SECONDS = 10
START = "import django; django.setup(); from bench import gatherings; gatherings.print_rush()"


@dataclass(frozen=True)
class Rush:
    """What came of it.

    Attributes:
        seconds: From the first request to the last answer.
        cpu_seconds: What the processes have worked; what else the machine does is not in it.
        answers: HTTP status → how often.
        accepted: Answers that say that one is signed up or in line.
        registrations: Rows that there are afterwards.
        seated: Those of them with a seat.
        room: Seats that there are.
        too_many: Municipalities with more seats taken than they have.
    """

    seconds: float
    cpu_seconds: float
    answers: dict[str, int]
    accepted: int
    registrations: int
    seated: int
    room: int
    too_many: int


def gates() -> Iterator[Gate]:
    with override_settings(ALLOWED_HOSTS=["*"]):
        yield from _queries()
    yield from _gates_of("PostgreSQL", _in_own_process(os.environ["DATABASE_URL"]))
    yield from _gates_of("SQLite", _in_own_process(""))


def rush() -> Rush:
    """Let everybody sign up for the same series, each from an own browser."""
    series, places = _series("rush")
    Series.objects.filter(pk=series.pk).update(seats_total=PLACES * SEATS - 5)
    chosen = list(series.gatherings.values_list("pk", flat=True))
    browsers = [
        (_signed_in(places[n % PLACES], Role.READER, f"rush-{n}"), places[n % PLACES])
        for n in range(PEOPLE)
    ]
    warm = browsers[0][0]
    warm.get(_address(series, places[0]))  # addresses, templates, words: as a worker that runs
    for client, _place in browsers:
        client.handler = warm.handler
    _everybody[:] = [
        (client, _address(series, place), _filled(chosen)) for client, place in browsers
    ]
    connections.close_all()  # no two processes may share one
    begun, worked = time.perf_counter(), _worked_by_children()
    with get_context("fork").Pool(WORKERS) as pool:
        found = pool.map(_answers, range(WORKERS))
        pool.close()
        pool.join()
    took, worked = time.perf_counter() - begun, _worked_by_children() - worked
    answers = Counter(code for codes in found for code in codes)
    rows = Registration.objects.filter(series=series)
    counts = SeatCount.objects.filter(series=series)
    return Rush(
        seconds=took,
        cpu_seconds=worked,
        answers={str(code): count for code, count in answers.items()},
        accepted=answers[302],
        registrations=rows.count(),
        seated=rows.filter(state__in=SEATED_STATES).count(),
        room=PLACES * SEATS - 5,
        too_many=counts.filter(taken__gt=F("limit")).count(),
    )


_everybody: list[tuple[Client, str, dict[str, object]]] = []  # the forked processes find it


def _answers(number: int) -> list[int]:
    """Send the requests of one process, one after the other."""
    mine = _everybody[number::WORKERS]
    return [client.post(address, form).status_code for client, address, form in mine]


def _worked_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def print_rush() -> None:
    """Print what came of the rush; gates start this in a process of its own."""
    call_command("migrate", verbosity=0)
    with override_settings(ALLOWED_HOSTS=["*"]):
        print(json.dumps(asdict(rush())))


def _in_own_process(database: str) -> Rush:
    """Run with the settings of ``make run``; no database named is its own, SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        given = {
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "VAR_DIR": folder,
            "REDIS_URL": "",
            "DEMO": "false",
            "DATABASE_URL": database or f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        }
        found = subprocess.run(  # noqa: S603 -- our own module
            [sys.executable, "-c", START],
            env={**os.environ, **given},
            check=True,
            capture_output=True,
            text=True,
        )
    return Rush(**json.loads(found.stdout.splitlines()[-1]))


def _gates_of(database: str, found: Rush) -> Iterator[Gate]:
    name = f"{PEOPLE} people sign up at once, {database}"
    yield Gate(
        name,
        "",
        f"{found.seconds:.1f} s, {found.cpu_seconds:.1f} s of work",
        "",
        f"≤ {MOST_SECONDS} s",
        found.seconds <= MOST_SECONDS,
    )
    is_right = found.seated <= found.room and not found.too_many
    yield Gate(
        f"{name}: seats taken of those there are",
        "",
        f"{found.seated} of {found.room}",
        "",
        "none too many",
        is_right and found.seated == found.room,
    )
    yield Gate(
        f"{name}: people found of those who were told yes",
        "",
        f"{found.registrations} of {found.accepted}, answers {found.answers}",
        "",
        f"{PEOPLE} of {PEOPLE}",
        found.registrations == found.accepted == PEOPLE,
    )


def _queries() -> Iterator[Gate]:
    series, places = _series("full")
    for number, place in enumerate(places):
        sign_up(
            series=series,
            municipality=place,
            people=[
                Attendee(f"P{n}", f"full-{number}-{n}@samverk.example", "FINANCE")
                for n in range(SEATS)
            ],
            by=None,
            at=timezone.now(),
        )
    client = _signed_in(places[0], Role.COORDINATOR, "full")
    size = f"{PLACES} municipalities × {SEATS} seats × {GATHERINGS} gatherings"
    pages = {"sign-up page": _address(series, places[0]), "series": series.get_absolute_url()}
    for name, address in pages.items():
        client.get(address)  # counts what waits, for the menu
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        number = len(queries)
        yield Gate(f"queries of the {name}, {size}", "", str(number), "", "≤ 12", number <= 12)


def _series(name: str) -> tuple[Series, list[Municipality]]:
    Country.objects.get_or_create(code=CODE, defaults={"name": CODE})
    places = Municipality.objects.bulk_create(
        Municipality(country_id=CODE, code=f"{name}{n}", name=f"Place {n}")
        for n in range(PLACES)
    )
    network = Network.objects.create(slug=f"bench-{name}", name="Bench", is_public=True)
    now = timezone.now()
    Membership.objects.bulk_create(
        Membership(network=network, municipality=each, state="APPLIED", applied_at=now)
        for each in places
    )
    series = Series.objects.create(
        network=network,
        slug=f"bench-{name}",
        name="Bench",
        state=SeriesState.PUBLISHED,
        shows_seats=True,
        seats_per_municipality=SEATS,
        contact_email="host@samverk.example",
    )
    day = timezone.localdate() + timedelta(days=60)
    Gathering.objects.bulk_create(
        Gathering(series=series, number=n + 1, day=day + timedelta(days=30 * n))
        for n in range(GATHERINGS)
    )
    return series, places


def _signed_in(place: Municipality, role: Role, name: str) -> Client:
    person = UserFactory(email=f"{name}@samverk.example", language="nb")
    RoleAssignmentFactory(person=person, municipality=place, role=role)
    client = Client()
    client.force_login(person)
    return client


def _address(series: Series, place: Municipality) -> str:
    keys = {"slug": series.slug, **place.address_keys}
    return reverse("gatherings:sign-up", kwargs=keys)


def _filled(chosen: list[int]) -> dict[str, object]:
    """Fill the form in for oneself."""
    return {
        "people-TOTAL_FORMS": 1,
        "people-INITIAL_FORMS": 0,
        "people-0-name": "Somebody",
        "people-0-work_area": "FINANCE",
        "people-0-language": "nb",
        "people-0-gatherings": chosen,
    }
