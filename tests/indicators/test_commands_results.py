import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Dashboard, Indicator
from tests.indicators.world import World

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


@pytest.mark.parametrize(
    "narrowed",
    [
        [],
        ["--framework", "only"],
        ["--country", "xa"],
        ["--municipality", "XA-P3"],
        ["--network", "the-network"],
    ],
)
def test_dashboards_are_computed_here_and_again_nothing_changes(narrowed):
    world = World(code="only")
    world.network.slug = "the-network"
    world.network.save()
    first = run("compute_dashboards", "--inline", *narrowed)
    again = run("compute_dashboards", "--inline", *narrowed)
    assert first == (
        "14 dashboards and 7 comparison groups written; "
        "63 indicator results and 36 goal results changed."
    )
    assert again == "Nothing has changed."
    assert Dashboard.objects.count() == 14


@pytest.mark.django_db(transaction=True)
def test_the_workers_jobs_are_followed_until_they_are_done():
    World()
    assert run("compute_dashboards").startswith("14 dashboards")


@pytest.mark.parametrize(
    ("narrowed", "message"),
    [
        (["--framework", "none"], "There is no framework none."),
        (["--country", "ZZ"], "There is no country ZZ."),
        (["--municipality", "0301"], "There is no municipality 0301; write it as NO-3324."),
        (["--network", "none"], "There is no network none."),
    ],
)
def test_unknown_codes_are_named(narrowed, message):
    World()
    with pytest.raises(CommandError) as error:
        run("compute_dashboards", "--inline", *narrowed)
    assert str(error.value) == message


def test_nothing_to_compute_is_said():
    assert run("compute_dashboards") == "There is nothing to compute: no values are loaded."


def table(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_scores_are_exported_with_ranks_and_how_many_have_one(tmp_path):
    world = World()
    Indicator.objects.filter(pk=world.indicators[1].pk).update(is_comparable=False)
    world.compute()
    path = tmp_path / "scores.csv"
    said = run("export_scores", "--framework", world.framework.code, "--output", str(path))
    rows = table(path)
    assert said == f"99 rows written to {path}."  # 9 × (7 indicators + 3 goals + total)
    assert list(rows[0]) == [
        "country", "code", "level", "item", "year", "value", "score", "rating", "trend",
        "rank", "n_of_N",
    ]  # fmt: skip
    stored = {
        (code, item): (score, rating, trend)
        for code, item, score, rating, trend in world.framework.indicator_results.values_list(
            "municipality__code", "indicator__code", "score", "rating", "trend"
        )
    }
    assert {
        (row["code"], row["item"]): (
            float(row["score"]) if row["score"] else None,
            row["rating"],
            row["trend"],
        )
        for row in rows
        if row["level"] == "indicator"
    } == stored
    assert {row["rank"] for row in rows if row["item"] == "i1"} == {""}
    best = [row for row in rows if row["level"] == "total" and row["rank"] == "1"]
    assert [row["n_of_N"] for row in best] == ["9 of 9"]


def test_an_earlier_year_is_exported_as_it_was_known(tmp_path):
    world = World()
    path = tmp_path / "scores.csv"
    run(
        "export_scores",
        *("--framework", world.framework.code, "--year", "2020", "--output", str(path)),
    )
    rows = table(path)
    assert {row["trend"] for row in rows} == {""}
    assert max(int(row["year"]) for row in rows if row["year"]) == 2020
    run(
        "export_scores",
        *("--framework", world.framework.code, "--year", "1990", "--output", str(path)),
    )
    assert table(path) == []


def test_an_export_that_cannot_be_written_is_told(tmp_path):
    world = World()
    with pytest.raises(CommandError, match="No such file or directory"):
        run(
            "export_scores",
            *("--framework", world.framework.code, "--output", str(tmp_path / "no" / "f.csv")),
        )
    with pytest.raises(CommandError, match="no framework nothing"):
        run("export_scores", "--framework", "nothing", "--output", str(tmp_path / "f.csv"))
