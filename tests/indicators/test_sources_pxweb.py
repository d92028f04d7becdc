"""PxWebApi v2: limits, parts, POST, and what a specification makes of a table."""

import itertools
import math

import pandas as pd
import pytest

from indicators.sources import pxweb, pxweb_spec
from indicators.sources.http import Service, SourceFailed
from tests.indicators.service import Answer, serving

TABLE = {
    "Region": ["0", "3324", "3326", "0101"],
    "Kjonn": ["1", "2"],
    "ContentsCode": ["Personer1"],
    "Tid": ["2022", "2023", "2024"],
}
SPEC = b"""
service = "ssb"
table = "07459"
country = "NO"
source = "Kilde: Statistisk sentralbyr\xc3\xa5 (CC BY 4.0)"
language = "no"
[dimensions.Region]
role = "municipality"
[dimensions.Kjonn]
role = "gender"
map = {1 = "M", 2 = "K"}
[dimensions.ContentsCode]
role = "indicator"
codes = ["Personer1"]
map = {Personer1 = "ssb-people"}
[dimensions.Tid]
role = "period"
codes = "top(2)"
"""


class Table:
    """Answers as PxWebApi 2 does; the value of a cell tells its place."""

    def __init__(self, *, cells=800_000, config=None, status=None, codes=TABLE):
        self.config = {"maxDataCells": cells} | (config or {})
        self.codes = codes
        self.status = status or {}

    def __call__(self, request, _count):
        if request.path.endswith("/config"):
            return Answer(self.config)
        if request.path.endswith("/metadata"):
            return Answer(self.document(self.codes, value=[]))
        return Answer(self.document(self._selection(request)))

    @staticmethod
    def _selection(request):
        if request.method == "POST":
            return {
                each["variableCode"]: each["valueCodes"] for each in request.body["selection"]
            }
        return {
            key[len("valuecodes[") : -1]: value.split(",")
            for key, value in request.query.items()
            if key.startswith("valuecodes[")
        }

    def document(self, codes, value=None):
        if value is None:
            value = [self.value(*cell) for cell in itertools.product(*codes.values())]
        return {
            "version": "2.0", "class": "dataset", "id": list(codes),
            "size": [len(each) for each in codes.values()],
            "dimension": {name: {"category": {"index": each}} for name, each in codes.items()},
            "value": value, "status": self.status if value else {},
        }  # fmt: skip

    @staticmethod
    def value(region, *others):
        return None if others[-1] == "none" else float(int(region) + int(others[-1]) / 10_000)


def client(local, **options):
    return pxweb.Client(Service(local.url, sleep=local.waits.append), **options)


def test_fetches_what_a_specification_asks_for():
    spec = pxweb_spec.read(SPEC)

    with serving(Table()) as local:
        asked = client(local, language=spec.language)
        wanted = pxweb_spec.selection(
            spec, asked.codes("07459"), municipalities={"3324", "3326"}
        )
        frame = pxweb_spec.observations(spec, asked.fetch("07459", wanted))

    assert wanted == {
        "Region": ["3324", "3326"], "Kjonn": ["1", "2"], "ContentsCode": ["Personer1"],
        "Tid": ["2023", "2024"],
    }  # fmt: skip
    kept = frame[["country", "municipality", "indicator", "period", "value", "gender"]]
    assert kept.to_numpy().tolist() == [
        ["NO", region, "ssb-people", year, int(region) + year / 10_000, gender]
        for region in ("3324", "3326")
        for gender in ("M", "K")
        for year in (2023, 2024)
    ]
    assert [(request.method, request.path, request.query.get("lang"))
            for request in local.requests] == [
        ("GET", "/v3/tables/07459/metadata", "no"),
        ("GET", "/v3/config", None),
        ("GET", "/v3/tables/07459/data", "no"),
    ]  # fmt: skip


def test_repeated_codes_are_sent_once_and_long_requests_as_post():
    codes = [f"{place:04d}" for place in range(1000, 1500)]
    table = Table(codes={"Region": codes, "Tid": ["2024"]})

    with serving(table) as local:
        frame = client(local).fetch("1", {"Region": [*codes, codes[0]], "Tid": ["2024"]})

    assert local.requests[-1].method == "POST"
    assert local.requests[-1].body == {
        "selection": [
            {"variableCode": "Region", "valueCodes": codes},
            {"variableCode": "Tid", "valueCodes": ["2024"]},
        ]
    }
    assert list(frame["Region"]) == codes


def test_a_request_stays_within_the_service_s_limit():
    codes = {"Region": [f"{place:04d}" for place in range(1000, 1100)], "Tid": ["2023", "2024"]}

    with serving(Table(cells=60, codes=codes)) as local:
        frame = client(local).fetch("1", codes)

    whole = [(region, year) for region in codes["Region"] for year in codes["Tid"]]
    assert list(frame[["Region", "Tid"]].itertuples(index=False, name=None)) == whole
    assert sum(request.path.endswith("/data") for request in local.requests) == 4


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 24, 1000])
def test_parts_cover_every_cell_once(limit):
    selection = {"a": list("abcd"), "b": list("xyz"), "c": list("12")}
    parts = list(pxweb.split(selection, limit=limit))

    cells = [cell for part in parts for cell in itertools.product(*part.values())]
    assert sorted(cells) == sorted(itertools.product(*selection.values()))
    assert max(math.prod(map(len, part.values())) for part in parts) <= limit


def test_keeps_the_pace_of_the_service():
    config = {"maxCallsPerTimeWindow": 2, "timeWindow": 5}
    codes = {"Region": [f"{place:04d}" for place in range(1000, 1009)], "Tid": ["2024"]}

    with serving(Table(cells=3, config=config, codes=codes)) as local:
        client(local).fetch("1", codes)

    assert len(local.waits) == 1
    assert 4 < local.waits[0] <= 5


def test_waits_until_the_rate_limit_is_reset():
    table = Table()

    def answer(request, count):
        given = table(request, count)
        if request.path.endswith("/config"):
            given.headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "12"}
        return given

    with serving(answer) as local:
        client(local).fetch("1", TABLE)

    assert len(local.waits) == 1
    assert 11 < local.waits[0] <= 12


def test_other_cells_than_asked_for_fail():
    with (
        serving(lambda r, c: Table()(r, c) if "config" in r.path else
                Answer(Table().document(TABLE | {"Tid": ["2024"]}))) as local,
        pytest.raises(SourceFailed) as failed,
    ):  # fmt: skip
        client(local).fetch("1", TABLE)

    assert failed.value.problem.params["dimension"] == "Tid"


@pytest.mark.parametrize(
    ("config", "code"), [({}, "service_odd_shape"), ({"maxDataCells": 0}, "service_odd_shape")]
)
def test_a_service_that_does_not_say_its_limit_fails(config, code):
    with serving(lambda _r, _c: Answer(config)) as local, pytest.raises(SourceFailed) as failed:
        client(local).fetch("1", TABLE)

    assert failed.value.problem.code == code


def test_marks_become_statuses():
    marks = pd.Series(["", ".", "..", ":", "-", "*", "x", ""])
    values = pd.Series([1.0, None, None, None, None, 2.0, None, None])

    cells, status = pxweb.status_of(marks, values)

    assert list(status) == ["", ".", "..", ":", "", "p", "..", ".."]
    assert cells.fillna(-1).tolist() == [1.0, -1.0, -1.0, -1.0, 0.0, 2.0, -1.0, -1.0]


def spec(**changes):
    text = SPEC.decode()
    for old, new in changes.pop("replace", []):
        assert old in text
        text = text.replace(old, new)
    return text.encode()


@pytest.mark.parametrize(
    ("replace", "column", "code"),
    [
        ([('table = "07459"', "")], "table", "setting_missing"),
        ([('country = "NO"', 'country = "Norway"')], "country", "wrong_setting"),
        ([('service = "ssb"', 'colour = "red"')], "colour", "unknown_setting"),
        ([('role = "gender"', 'role = "sex"')], "Kjonn.role", "wrong_setting"),
        ([('role = "gender"', 'role = "period"')], "dimensions", "role_once"),
        ([('role = "municipality"', 'role = "fixed"')], "dimensions", "role_once"),
        ([('codes = "top(2)"', "codes = []")], "Tid.codes", "wrong_setting"),
        ([('role = "indicator"\n', "")], "indicator", "indicator_once"),
        ([('codes = "top(2)"', "codes = [")], "", "broken_toml"),
    ],
)
def test_specifications_that_will_not_do(replace, column, code):
    with pytest.raises(pxweb_spec.SpecRefused) as refused:
        pxweb_spec.read(spec(replace=replace))

    assert (refused.value.problem.column, refused.value.problem.code) == (column, code)


@pytest.mark.parametrize(
    ("replace", "code"),
    [
        ([("[dimensions.Kjonn]", "[dimensions.Sex]")], "dimension_unsaid"),
        ([('codes = ["Personer1"]', 'codes = ["Personer9"]')], "no_such_code"),
    ],
)
def test_a_specification_that_does_not_fit_the_table(replace, code):
    read = pxweb_spec.read(spec(replace=replace))

    with pytest.raises(SourceFailed) as failed:
        pxweb_spec.selection(read, TABLE, municipalities={"3324"})

    assert failed.value.problem.code == code


def test_quarters_by_their_suffix():
    read = pxweb_spec.read(spec(replace=[('codes = "top(2)"', 'suffix = "K4"')]))
    table = TABLE | {"Tid": ["2023K3", "2023K4", "2024K4"]}

    chosen = pxweb_spec.selection(read, table, municipalities={"3324"})

    assert chosen["Tid"] == ["2023K4", "2024K4"]
    assert read.dimensions["Tid"].ours("2024K4") == "2024"
