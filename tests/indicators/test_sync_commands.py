"""Kolada and PxWeb from service to stored value, by command."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from indicators.models import ImportBatch, Observation, ObservationRevision
from tests.factories import (
    FrameworkFactory,
    FrameworkIndicatorFactory,
    IndicatorFactory,
    MunicipalityFactory,
)
from tests.indicators.service import Answer, serving
from tests.indicators.test_sources_kolada import entry, page
from tests.indicators.test_sources_pxweb import SPEC, Table

pytestmark = pytest.mark.django_db


def run(command, **options):
    out, err = io.StringIO(), io.StringIO()
    code, last = 0, []
    try:
        call_command(command, stdout=out, stderr=err, **options)
    except CommandError as error:
        code, last = error.returncode, [str(error)]
    return code, out.getvalue().splitlines(), err.getvalue().splitlines() + last


def stored():
    fields = ("municipality__code", "indicator__code", "period", "gender", "value", "status")
    return sorted(Observation.objects.values_list(*fields))


@pytest.fixture
def falun():
    framework = FrameworkFactory(code="samverk")
    for code in ("N00945", "own-indicator"):
        FrameworkIndicatorFactory(framework=framework, indicator=IndicatorFactory(code=code))
    return MunicipalityFactory(code="2080", country__code="SE", country__name="Sverige")


def test_kolada_figures_are_stored_and_the_second_time_nothing_changes(falun, settings):
    with serving(lambda _r, _c: page(entry(), entry(period=2023, value=1.5))) as local:
        settings.KOLADA_URL = local.url
        first = run("sync_kolada", framework="samverk")
        second = run("sync_kolada", framework="samverk")

    assert first == (0, ["Saved: 2 values added, 0 changed, 0 unchanged."], [])
    assert second == (0, ["Nothing changed: 0 values added, 0 changed, 2 unchanged."], [])
    assert stored() == [
        ("2080", "N00945", 2023, "T", 1.5, ""),
        ("2080", "N00945", 2024, "T", 61_123.0, ""),
    ]
    assert ImportBatch.objects.get().source == "Källa: Kolada (RKA)"
    assert local.requests[0].path.endswith("/data/kpi/N00945/municipality/2080")


def test_what_kolada_deletes_is_withdrawn(falun, settings):
    answers = [page(entry()), page(entry(isdeleted=True, value=None))]
    with serving(lambda _r, count: answers[count]) as local:
        settings.KOLADA_URL = local.url
        run("sync_kolada", framework="samverk")
        code, out, _err = run("sync_kolada", framework="samverk", since=None)

    assert (code, out) == (0, ["Saved: 0 values added, 1 changed, 0 unchanged."])
    assert stored() == [("2080", "N00945", 2024, "T", None, "w")]
    assert ObservationRevision.objects.get().old_value == 61_123.0


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([page(entry(), next_url="?page=2"), Answer(status=404)], "The service answered 404"),
        ([page({"kpi": "N00945"})], "An entry of the service lacks what it should have"),
        ([page(entry(kpi="N99999"))], "There is no indicator “N99999”."),
    ],
)
def test_a_part_that_fails_saves_nothing(falun, settings, answers, message):
    with serving(lambda _r, count: answers[count]) as local:
        settings.KOLADA_URL = local.url
        code, _out, err = run("sync_kolada", framework="samverk")

    assert (code, stored()) == (1, [])
    assert err[0].startswith("Kolada (samverk): ")
    assert message in err[0]
    assert err[-1] == "1 problem; nothing was saved."


def test_a_framework_without_kolada_figures(settings):
    FrameworkFactory(code="other")

    assert run("sync_kolada", framework="other")[2][0] == (
        "Kolada (other): The framework has no indicators with a code of Kolada, such as N00945."
    )
    assert run("sync_kolada", framework="nothing")[2][0] == (
        "Kolada (nothing): There is no framework “nothing”."
    )


@pytest.fixture
def gol(tmp_path):
    IndicatorFactory(code="ssb-people")
    path = tmp_path / "spec.toml"
    path.write_bytes(SPEC)
    MunicipalityFactory(code="3324")
    return str(path)


def test_a_pxweb_table_is_stored(gol, settings):
    with serving(Table()) as local:
        settings.PXWEB_URLS = {"ssb": local.url}
        first = run("sync_pxweb", table=gol)
        second = run("sync_pxweb", table=gol)

    assert first == (0, ["Saved: 4 values added, 0 changed, 0 unchanged."], [])
    assert second[1] == ["Nothing changed: 0 values added, 0 changed, 4 unchanged."]
    assert [row[1:4] for row in stored()] == [
        ("ssb-people", year, gender) for year in (2023, 2024) for gender in ("K", "M")
    ]


def test_a_specification_with_a_mistake_is_explained(gol, tmp_path, settings):
    path = tmp_path / "wrong.toml"
    path.write_text(SPEC.decode().replace('role = "gender"', 'role = "sex"'), encoding="utf-8")

    assert run("sync_pxweb", table=str(path))[2] == [
        f"{path}: Kjonn.role: “sex” will not do; "
        "it must be municipality, period, indicator, gender, fixed.",
        "1 problem; nothing was saved.",
    ]
    settings.PXWEB_URLS = {"scb": "http://127.0.0.1:1"}
    assert run("sync_pxweb", table=gol)[2] == [
        f"{gol}: service: Name a service (scb) or a base_url; nothing was saved."
    ]


def test_a_table_that_is_not_there_saves_nothing(gol, settings):
    with serving(lambda _r, _c: Answer(status=404)) as local:
        settings.PXWEB_URLS = {"ssb": local.url}
        code, _out, err = run("sync_pxweb", table=gol)

    assert (code, stored()) == (1, [])
    assert "The service answered 404" in err[0]
