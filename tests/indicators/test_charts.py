"""Charts as plain dicts: axes, labels, what is drawn."""

from itertools import pairwise

import pytest

from indicators.charts import (
    Aim,
    Dot,
    Line,
    Mark,
    nice_axis,
    series_figure,
    spread_figure,
    spread_labels,
)


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([3.1, 14.8], (0.0, 15.0, 5.0)),
        ([0.0, 100.0], (0.0, 100.0, 20.0)),
        ([95.0, 99.0], (95.0, 99.0, 1.0)),
        ([-5.5, 24.0], (-10.0, 30.0, 10.0)),
        ([7.0, 7.0], (6.0, 8.0, 0.5)),
        ([0.0, 0.0], (0.0, 1.0, 0.2)),
    ],
)
def test_axes_have_round_ends_and_amounts_begin_at_nought(values, ends):
    axis = nice_axis(values)
    assert (axis.low, axis.high, axis.step) == pytest.approx(ends)
    assert axis.low <= min(values)
    assert max(values) <= axis.high
    assert axis.ticks()[-1] == pytest.approx(axis.high)


def test_labels_are_moved_apart_and_keep_their_order():
    placed = spread_labels([1.0, 1.1, 5.0, 0.9], apart=1.0)
    order = sorted(range(4), key=[1.0, 1.1, 5.0, 0.9].__getitem__)
    heights = [placed[place] for place in order]
    assert heights == sorted(heights)
    assert all(b - a >= 1.0 - 1e-9 for a, b in pairwise(heights))
    assert spread_labels([], apart=1.0) == []


def test_a_series_is_drawn_with_its_way_to_the_target():
    figure = series_figure(
        years=[2023, 2024, 2025],
        lines=[
            Line(name="Gol", values=[8.04, None, 7.44], is_own=True),
            Line(name="<Ål>", values=[6.0, 5.9, None]),
        ],
        aim=Aim(value=4.4, year=2030, label="Target 4.4"),
        unit="tonnes",
        decimals=1,
        path_name="The way",
    )
    by_name = {trace["name"]: trace for trace in figure["data"]}
    assert list(by_name) == ["&lt;Ål&gt;", "The way", "Gol", "Target 4.4"]
    assert by_name["Gol"]["y"] == [8.0, None, 7.4]
    assert by_name["Gol"]["marker"]["size"] == [5, 0, 9]
    assert (by_name["The way"]["x"], by_name["The way"]["y"]) == ([2025, 2030], [7.4, 4.4])
    assert figure["layout"]["yaxis"]["range"] == [0.0, 10.0]
    assert [note["text"] for note in figure["narrow"]["annotations"]] == [
        "<b>Gol</b>",
        "<b>Target 4.4</b>",
    ]


def test_a_year_alone_among_years_without_figures_has_a_mark():
    figure = series_figure(
        years=[2010, 2011, 2012, 2013, 2014],
        lines=[Line(name="Falun", values=[5.0, None, 4.0, 3.0, 2.0], is_own=True)],
        aim=None,
        unit="t",
        decimals=1,
        path_name="",
    )

    assert figure["data"][0]["marker"]["size"] == [5, 0, 0, 0, 9]


def test_no_way_is_drawn_to_a_target_that_is_reached():
    figure = series_figure(
        years=[2024, 2025],
        lines=[Line(name="Gol", values=[3.0, 4.0], is_own=True)],
        aim=Aim(value=4.4, year=2030, label="Target", is_reached=True),
        unit="",
        decimals=0,
        path_name="The way",
    )
    assert [trace["name"] for trace in figure["data"]] == ["Gol", "Target"]


def test_many_dots_are_spread_and_few_stand_on_one_line():
    few = [Dot(name="A", value=1.0), Dot(name="B", value=2.0, is_own=True)]
    figure = spread_figure(
        dots=few, median=(1.5, "Median"), aim=None, unit="percent", decimals=1
    )
    assert figure["data"][0]["y"] == [0]
    assert figure["data"][1]["x"] == [2.0]
    assert len(figure["layout"]["shapes"]) == 1
    many = [Dot(name=str(n), value=float(n)) for n in range(40)]
    heights = spread_figure(dots=many, median=None, aim=None, unit="", decimals=0)["data"][0][
        "y"
    ]
    assert len(set(heights)) > 10
    assert all(-0.31 <= height <= 0.31 for height in heights)


def test_a_merger_is_marked_before_its_first_year_and_only_inside_the_chart():
    figure = series_figure(
        years=[2018, 2019, 2020],
        lines=[Line(name="Heim", values=[None, None, 3.0], is_own=True)],
        aim=None,
        unit="",
        decimals=1,
        path_name="",
        marks=[Mark(year=2020, label="Break <2020>"), Mark(year=2018, label="Outside")],
    )
    lines = [(one["x0"], one["x1"], one["line"]["dash"]) for one in figure["layout"]["shapes"]]
    assert lines == [(2019.5, 2019.5, "dash")]
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert "Break &lt;2020&gt;" in texts
    assert "Outside" not in texts


def test_a_chart_without_mergers_has_no_upright_lines():
    figure = series_figure(
        years=[2018, 2019],
        lines=[Line(name="Gol", values=[1.0, 2.0], is_own=True)],
        aim=None,
        unit="",
        decimals=1,
        path_name="",
    )
    assert "shapes" not in figure["layout"]
