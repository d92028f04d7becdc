"""Pages: a dashboard warm, after a new version, unchanged; and one indicator as a file.

The floor of a page is a view in the same project, behind the same middleware, that asks the
database one question. What counts is processor time: the machine's other work is not ours.
"""

import gc
import gzip
import statistics
import sys
import time
import types
from collections.abc import Callable, Iterator
from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

import config.urls
from bench import world
from bench.gates import Gate
from common.memory import forget_everything
from indicators import jobs
from indicators.models import Framework, Indicator
from networks.models import Municipality
from tests.factories import RoleAssignmentFactory, UserFactory

CODE = "XP"
RUNS = 25
REPEATS = 12


@login_not_required
def floor(_request: HttpRequest) -> HttpResponse:
    version = Framework.objects.values_list("results_version", flat=True).get(is_default=True)
    return HttpResponse(str(version))


def gates() -> Iterator[Gate]:
    urls = types.ModuleType("bench.page_urls")
    urls.urlpatterns = [path("bench-floor/", floor), *config.urls.urlpatterns]
    sys.modules["bench.page_urls"] = urls
    framework = _framework()
    place = Municipality.objects.filter(country=CODE).order_by("pk").first()
    with override_settings(ROOT_URLCONF="bench.page_urls", ALLOWED_HOSTS=["*"]):
        yield from _pages(framework, place)
        yield from _files(framework)


def _framework() -> Framework:
    """Make 650 municipalities with 60 indicators over 20 years, computed."""
    framework = Framework.objects.filter(code=f"bench-{CODE.lower()}").first()
    if framework is None:
        framework = world.build(CODE, municipalities=650, indicators=60, years=20)
        jobs.compute_country(
            framework_id=framework.pk, country=CODE, at=timezone.now(), progress=_quiet
        )
    Framework.objects.exclude(pk=framework.pk).update(is_default=False)
    Framework.objects.filter(pk=framework.pk).update(is_default=True)
    forget_everything()
    return Framework.objects.get(pk=framework.pk)


def _quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


def _processor(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Seconds of the processor for one run of ``work``, median of several."""
    taken = []
    for _ in range(repeats):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def _pages(framework: Framework, place: Municipality) -> Iterator[Gate]:
    visitor, reader = Client(HTTP_ACCEPT_LANGUAGE="nb"), Client(HTTP_ACCEPT_LANGUAGE="nb")
    person = UserFactory(email="bench@samverk.example")
    RoleAssignmentFactory(person=person, municipality=place)
    reader.force_login(person)
    address = place.get_absolute_url()

    def new_version() -> float:
        Framework.objects.filter(pk=framework.pk).update(
            results_version=F("results_version") + 1
        )
        begun = time.process_time()
        assert visitor.get(address).status_code == 200
        return time.process_time() - begun

    for _ in range(3):
        new_version()
        reader.get(address)
    times: dict[str, list[float]] = {}
    for _ in range(RUNS):
        gc.collect()
        etag = visitor.get(address).headers["ETag"]
        reader.get(address)
        works = {
            "floor": lambda: visitor.get("/bench-floor/"),
            "public": lambda: visitor.get(address),
            "signed in": lambda: reader.get(address),
            "unchanged": lambda etag=etag: visitor.get(address, HTTP_IF_NONE_MATCH=etag),
        }
        for name, work in works.items():
            times.setdefault(name, []).append(_processor(work))
        times.setdefault("new", []).append(new_version())
    found = {name: statistics.median(taken) for name, taken in times.items()}
    base = found["floor"]
    yield _at_most("dashboard page, warm, public", base, found["public"], 2)
    yield _at_most("dashboard page, warm, signed in", base, found["signed in"], 4)
    yield _at_most("dashboard page, first time after a new version", base, found["new"], 8)
    yield _at_most("dashboard page, unchanged (ETag)", base, found["unchanged"], 1.3)
    yield _count("queries of a warm page, public", _queries(visitor, address), 3)
    yield _count("queries of a warm page, signed in", _queries(reader, address), 8)
    page = visitor.get(address)
    yield _count("compressed bytes of a page", len(gzip.compress(page.content, 6)), 25_000)
    assert b'<script src="/static/vendor/plotly' not in page.content


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def _files(framework: Framework) -> Iterator[Gate]:
    client = Client(HTTP_ACCEPT_LANGUAGE="nb")
    indicator = Indicator.objects.filter(framework_indicators__framework=framework).first()
    address = indicator.get_absolute_url()
    sql = (
        "COPY (SELECT m.country_id, m.code, m.name, o.period, o.value, o.status "
        "FROM indicators_observation o "
        "JOIN networks_municipality m ON m.id = o.municipality_id "
        "WHERE o.indicator_id = %s AND o.gender = 'T' "
        "ORDER BY o.municipality_id, o.period) TO STDOUT (FORMAT csv)"
    )

    def copied() -> None:
        with connection.cursor() as cursor:
            whole = cursor.cursor.mogrify(sql, [indicator.pk]).decode()
            cursor.cursor.copy_expert(whole, BytesIO())

    works = {
        "floor": copied,
        "json": lambda: client.get(f"{address}tall.json"),
        "csv": lambda: client.get(f"{address}tall.csv"),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(RUNS):
        for name, work in works.items():
            begun = time.perf_counter()  # the database's time counts here
            work()
            times[name].append(time.perf_counter() - begun)
    found = {name: statistics.median(taken) for name, taken in times.items()}
    yield _at_most(
        "one indicator, all municipalities, JSON", found["floor"], found["json"], 2.5
    )
    yield _at_most("one indicator, all municipalities, CSV", found["floor"], found["csv"], 1.5)


def _at_most(name: str, base: float, ours: float, limit: float) -> Gate:
    ratio = ours / base
    return Gate(
        name,
        f"{base * 1000:.2f} ms",
        f"{ours * 1000:.2f} ms",
        f"{ratio:.2f}×",
        f"≤ {limit:g}×",
        ratio <= limit,
    )


def _count(name: str, ours: int, limit: int) -> Gate:
    return Gate(name, "", f"{ours:,}", "", f"≤ {limit:,}", ours <= limit)
