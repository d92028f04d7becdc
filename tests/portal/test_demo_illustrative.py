"""Made-up figures are always the same, fit their bounds and are whole as rates."""

from collections import Counter
from dataclasses import replace

import pytest

from portal.demo.figures import DATA
from portal.demo.illustrative import Place, Recipe, figures, recipes

GOL = Place("NO", "3324", "no-inland-demo", 4902)
PORSANGER = Place("NO", "5622", "no-coast-demo", 3906)
FALUN = Place("SE", "2080", "se-inland-demo", 60_044)
WASTE = Recipe("demo-waste", 640, 280, 0, (), 44, 1.2, 1, 1, 8, election_years=False)
TURNOUT = replace(WASTE, indicator="demo-turnout", worst=50, best=88, factor=100,
                  election_years=True)  # fmt: skip
SEA = replace(WASTE, indicator="demo-sea", profiles=("no-coast-demo",))
TRUST = replace(WASTE, indicator="demo-trust", worst=30, best=85, factor=0)


def made(*given, places=(GOL,), last_year=2025):
    return list(figures(places, given, last_year=last_year))


def test_a_later_year_adds_rows_and_changes_none():
    assert set(made(WASTE)) < set(made(WASTE, last_year=2027))
    assert made(WASTE) == made(WASTE)


def test_every_year_from_the_first_has_a_figure():
    assert [row[3] for row in made(WASTE)] == [str(year) for year in range(2018, 2026)]


def test_elections_are_held_in_each_countrys_own_years():
    rows = made(TURNOUT, places=(GOL, FALUN))
    assert [(row[0], row[3]) for row in rows] == [
        ("NO", "2019"), ("NO", "2023"), ("SE", "2018"), ("SE", "2022"),
    ]  # fmt: skip


def test_an_inland_municipality_is_not_asked_about_the_sea():
    assert {row[1] for row in made(SEA, places=(GOL, PORSANGER))} == {"5622"}


def test_a_rate_is_its_numerator_over_its_denominator():
    for row in made(TURNOUT, places=(GOL, FALUN, PORSANGER)):
        if row[4]:
            assert float(row[4]) == pytest.approx(float(row[6]) / float(row[7]) * 100, abs=1e-4)
            assert float(row[6]).is_integer()


def test_what_is_no_rate_has_no_numerator():
    assert {row[6:] for row in made(TRUST)} == {("", "")}


def test_real_recipes_stay_within_the_scale():
    every = recipes(DATA / "frameworks/samverk.csv")
    bounds = {each.indicator: each for each in every}
    assert len(every) == 35
    statuses = Counter()
    for row in figures((GOL, PORSANGER, FALUN), every, last_year=2025):
        statuses[row[5]] += 1
        if row[4]:
            recipe = bounds[row[2]]
            reach = abs(recipe.best - recipe.worst)
            least = min(recipe.best, recipe.worst) - 0.05 * reach
            assert least <= float(row[4]) <= least + 1.1 * reach
    assert set(statuses) <= {"", "..", ":"}
    assert statuses[""] > 0.9 * statuses.total()
