"""Kolada v3: pages, lists of 25, patience, and all or nothing."""

import datetime as dt
import math

import pytest

from indicators.sources import kolada
from indicators.sources.http import Service, SourceFailed
from tests.indicators.service import Answer, serving


def entry(kpi="N00945", municipality="2080", period=2024, **values):
    value = {"gender": "T", "count": 1, "status": "", "value": 61_123.0, "isdeleted": False}
    return {
        "kpi": kpi, "municipality": municipality, "period": period, "values": [value | values]
    }  # fmt: skip


def page(*entries, **links):
    return Answer({"values": list(entries), "count": len(entries), **links})


def fetch(local, **options):
    service = Service(local.url, sleep=local.waits.append)
    options = {"kpis": ["N00945"], "municipalities": ["2080"]} | options
    try:
        return kolada.fetch(service, **options)
    finally:
        service.close()


def rows(frame):
    return [
        tuple(None if isinstance(cell, float) and math.isnan(cell) else cell for cell in row)
        for row in frame.itertuples(index=False)
    ]


def test_values_of_both_genders_statuses_and_deletions():
    both = {
        "kpi": "N00945", "municipality": "2080", "period": 2023,
        "values": [
            {"gender": "K", "count": 1, "status": "", "value": 1.5},
            {"gender": "M", "count": 1, "status": "Privacy", "value": None},
            {"gender": "T", "count": 1, "status": "Missing", "value": None},
        ],
    }  # fmt: skip

    with serving(
        lambda _request, _count: page(
            both, entry(isdeleted=True, value=3.0), entry(period=2022)
        )
    ) as local:
        frame = fetch(local)

    assert list(frame.columns) == list(kolada.COLUMNS)
    assert rows(frame) == [
        ("SE", "2080", "N00945", 2023, 1.5, "", "K"),
        ("SE", "2080", "N00945", 2023, None, ":", "M"),
        ("SE", "2080", "N00945", 2023, None, "..", "T"),
        ("SE", "2080", "N00945", 2024, None, "w", "T"),
        ("SE", "2080", "N00945", 2022, 61_123.0, "", "T"),
    ]


def test_country_regions_and_groups_are_left_out_unless_wanted():
    answer = page(*(entry(municipality=code) for code in ("0000", "0020", "2080", "G12345")))

    with serving(lambda _request, _count: answer) as local:
        assert list(fetch(local)["municipality"]) == ["2080"]
        assert list(fetch(local, with_regions=True)["municipality"]) == ["0000", "0020", "2080"]


@pytest.mark.parametrize("link", ["next_url", "next_page"])
def test_pages_are_followed_to_the_last(link):
    def answer(request, count):
        if "page" not in request.query:
            return page(entry(), **{link: f"{request.path}?page=2"})
        return page(entry(period=2023), **{link: None})

    with serving(answer) as local:
        frame = fetch(local)

    assert list(frame["period"]) == [2024, 2023]
    assert [request.query for request in local.requests] == [
        {"per_page": "5000"},
        {"page": "2"},
    ]


def test_lists_hold_at_most_25_ids():
    codes = [f"{1000 + place}" for place in range(60)]
    kpis = [f"N{place:05d}" for place in range(30)]

    with serving(lambda _request, _count: page()) as local:
        frame = fetch(local, kpis=kpis, municipalities=[*codes, codes[0]],
                      since=dt.date(2026, 1, 31))  # fmt: skip

    asked = [request.path.split("/") for request in local.requests]
    assert [(len(path[4].split(",")), len(path[6].split(","))) for path in asked] == [
        (25, 25), (25, 25), (25, 10), (5, 25), (5, 25), (5, 10)
    ]  # fmt: skip
    assert {request.query["from_date"] for request in local.requests} == {"2026-01-31"}
    assert frame.empty


def test_waits_as_long_as_the_service_asks():
    def answer(_request, count):
        return Answer(status=429, headers={"Retry-After": "7"}) if count == 0 else page(entry())

    with serving(answer) as local:
        frame = fetch(local)

    assert (len(frame), local.waits) == (1, [7.0])


def test_gives_up_when_the_service_asks_for_too_long():
    with (
        serving(lambda _r, _c: Answer(status=429, headers={"Retry-After": "3600"})) as local,
        pytest.raises(SourceFailed) as failed,
    ):
        fetch(local)

    assert (failed.value.problem.params["status"], local.waits) == (429, [])


def test_a_part_that_stays_broken_fails_the_whole():
    codes = [f"{1000 + place}" for place in range(50)]

    def answer(request, _count):
        return Answer(status=500) if "1025" in request.path else page(entry())

    with serving(answer) as local, pytest.raises(SourceFailed) as failed:
        fetch(local, municipalities=codes)

    assert failed.value.problem.code == "service_status"
    assert len(local.requests) == 1 + 6
    backoff = [0.5, 1.0, 2.0, 4.0, 8.0]
    assert all(low <= wait <= 2 * low for wait, low in zip(local.waits, backoff, strict=True))


def test_a_500_that_passes_is_forgotten():
    with serving(lambda _r, count: Answer(status=500) if count < 2 else page(entry())) as local:
        assert len(fetch(local)) == 1


@pytest.mark.parametrize(
    "broken", [Answer(raw=b'{"values": [{"kpi": "N009'), Answer(raw=b'{"values"', cut=True)]
)
def test_a_body_cut_off_is_asked_for_again_and_then_fails(broken):
    with serving(lambda _r, count: broken if count == 0 else page(entry())) as local:
        assert len(fetch(local)) == 1
    with serving(lambda _r, _c: broken) as local, pytest.raises(SourceFailed) as failed:
        fetch(local)

    assert failed.value.problem.code == "service_broken_body"


def test_a_wrong_address_is_not_asked_again():
    with serving(lambda _r, _c: Answer(status=404)) as local, pytest.raises(SourceFailed):
        fetch(local)

    assert len(local.requests) == 1


def test_a_service_that_is_down():
    with serving(lambda _r, _c: page()) as local:
        pass

    with pytest.raises(SourceFailed) as failed:
        fetch(local)

    assert failed.value.problem.code == "service_unreachable"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (
            page(entry(), next_url="http://elsewhere.example/v3/data"),
            "service_points_elsewhere",
        ),
        (Answer({"error": "no"}), "service_odd_shape"),
        (page({"kpi": "N00945"}), "service_odd_entry"),
        (page(entry(gender="X")), "service_odd_entry"),
        (page(entry(value="many")), "service_odd_entry"),
    ],
)
def test_answers_of_another_shape_fail(answer, code):
    with serving(lambda _r, _c: answer) as local, pytest.raises(SourceFailed) as failed:
        fetch(local)

    assert failed.value.problem.code == code


def test_a_page_that_points_to_itself_fails():
    def answer(request, _count):
        return page(entry(), next_url=f"{request.path}?page=2")

    with serving(answer) as local, pytest.raises(SourceFailed) as failed:
        fetch(local)

    assert failed.value.problem.code == "service_repeats_page"
