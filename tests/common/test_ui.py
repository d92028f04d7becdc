import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from common import words
from common.templatetags import ui, written


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_goal_says_number_and_name():
    assert ui.goal(number=13) == (
        '<span class="sv-goal sv-goal-13" title="Climate action">'
        '<span aria-hidden="true">13</span>'
        '<span class="visually-hidden">Goal 13: Climate action</span></span>'
    )


def test_goal_beside_its_name_does_not_repeat_it():
    assert ui.goal(number=13, words=True) == (
        '<span class="sv-goal sv-goal-13" aria-hidden="true">13</span>'
        '<span class="visually-hidden">Goal 13: </span>'
    )


def test_rating_is_pie_letter_and_words():
    assert ui.rating(code="red") == (
        '<span class="sv-rating sv-rating-d"><svg viewBox="0 0 16 16" aria-hidden="true">'
        '<use href="#sv-r-d"/></svg><span aria-hidden="true">D</span>Long way to go</span>'
    )


def test_grey_has_no_letter():
    assert ui.rating(code="grey") == (
        '<span class="sv-rating sv-rating-n"><svg viewBox="0 0 16 16" aria-hidden="true">'
        '<use href="#sv-r-n"/></svg>Too little data</span>'
    )


@pytest.mark.parametrize("code", words.RATINGS)
def test_short_rating_keeps_its_words_for_those_who_hear(code):
    assert str(words.RATINGS[code]) in ui.rating(code=code, short=True)


@pytest.mark.parametrize("code", words.TRENDS)
def test_trend_is_arrow_and_words(code):
    shown = [ui.trend(code=code), ui.trend(code=code, words=False)]
    assert all(str(words.TRENDS[code]) in html and "#sv-t-" in html for html in shown)


def test_scorebar_without_score_says_why():
    assert ui.scorebar(score=None) == (
        '<span class="sv-score"><b aria-hidden="true">–</b>'
        '<span class="sv-small text-muted">Too few figures for a score</span></span>'
    )


def test_scorebar_prints_the_number_and_the_median():
    html = ui.scorebar(score=57.5, rating="orange", median=70.0)
    assert "<b>58</b>" in html
    assert "The median of the group is 70." in html
    assert 'class="sv-fill-c" y="4" width="115"' in html


def test_coverage_counts():
    html = ui.coverage(have=4, of=6)
    assert (html.count("sv-cov-on"), html.count("sv-cov-off"), "4 of 6" in html) == (4, 2, True)
    assert ui.coverage(have=0, of=0) == (
        '<span class="sv-note">No indicator for this place</span>'
    )


@pytest.mark.parametrize(
    ("place", "lit"), [("best", "0001"), ("middle", "0110"), ("worst", "1000"), ("", "0000")]
)
def test_quartile_lights_its_boxes(place, lit):
    html = ui.quartile(place=place)
    boxes = [part.split('"')[0] for part in html.split("sv-cov-")[1:]]
    assert "".join("1" if box == "on" else "0" for box in boxes) == lit


def test_spark_leaves_a_gap_where_a_year_is_missing():
    html = ui.spark(values=[1.0, 2.0, None, 3.0], target=None, text="from 1 to 3")
    path = html.split('d="')[1].split('"')[0]
    assert (path.count("M"), path.count("L")) == (2, 1)


def test_spark_with_one_value_says_so():
    assert ui.spark(values=[None, 2.0]) == '<span class="sv-note">Too few years</span>'


def test_spark_of_a_constant_series_is_a_flat_line():
    html = ui.spark(values=[5.0, 5.0], target=5.0)
    assert 'd="M4 26L96 26"' in html


def test_band_has_one_bar_for_each_goal():
    html = ui.band(ratings=["green", "grey", "red"], label="Gol")
    assert (html.count("<rect"), 'role="img" aria-label="Gol"' in html) == (3, True)


def test_distbar_leaves_out_empty_parts():
    html = ui.distbar(counts={"green": 1, "red": 3})
    assert (html.count("<rect"), 'width="167"' in html, 'width="507"' in html) == (
        2,
        True,
        True,
    )


def test_text_is_escaped():
    assert "<script>" not in ui.mark(kind="yes", text="<script>")


def test_missing_value_is_a_dash_with_its_reason():
    assert ui.missing(code="h") == (
        '<span aria-hidden="true">–</span> '
        "<small>hidden here, because the numbers are small</small>"
    )


def test_number_filter_prints_a_dash_for_nothing():
    assert [written.number(None, 1), written.number(7.45, 1)] == ["–", "7.5"]


def test_block_components_render():
    page = Template(
        '{% card title="A" heading_id="a" %}x{% endcard %}'
        '{% section title="B" heading_id="b" %}y{% endsection %}'
        '{% message kind="bad" %}z{% endmessage %}{% empty title="C" %}w{% endempty %}'
    ).render(Context())
    assert [part in page for part in ("<h2", 'role="alert"', "sv-empty", "sv-sechead")] == [
        True
    ] * 4


def test_pagination_keeps_the_other_choices():
    page = Paginator(range(100), 10).page(2)
    html = Template("{% pagination page=page query=query %}").render(
        Context({"page": page, "query": QueryDict("q=ål&side=2")})
    )
    assert 'href="?q=%C3%A5l&amp;side=3"' in html
    assert 'aria-current="page">2<' in html
