"""The commands that take figures in: all or nothing, again no change, plain messages."""

import io
import zipfile
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import Workbook

from indicators.models import (
    Framework,
    FrameworkIndicator,
    Goal,
    ImportBatch,
    Indicator,
    Observation,
    ObservationRevision,
    Target,
)
from manage import with_settings_file
from tests.factories import IndicatorFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db

HEADER = "country,municipality,indicator,period,value,status\n"


@pytest.fixture
def file(tmp_path):
    def write(content, name="figures.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture
def place():
    IndicatorFactory(code="a")
    IndicatorFactory(code="b")
    return MunicipalityFactory(code="3324"), MunicipalityFactory(code="3326")


def run(command, *arguments, **options):
    """Run a command; gives its exit code, output, and errors, one line each."""
    out, err = io.StringIO(), io.StringIO()
    code, last = 0, []
    try:
        call_command(command, *arguments, stdout=out, stderr=err, **options)
    except CommandError as error:
        code, last = error.returncode, [str(error)]
    return code, out.getvalue().splitlines(), err.getvalue().splitlines() + last


def load(path, **options):
    return run("load_observations", path, source="Test", **options)


def stored():
    fields = ("indicator__code", "municipality__code", "period", "gender", "value", "status")
    return sorted(Observation.objects.values_list(*fields))


def test_loads_and_the_second_time_changes_nothing(place, file):
    path = file(HEADER + "NO,3324,a,2024,1.5,\nNO,3324,a,,2,p\nNO,3326,a,2024,,:\n")

    first = load(path, vintage=date(2026, 10, 1))
    second = load(path)

    assert first == (0, ["Saved: 3 values added, 0 changed, 0 unchanged."], [])
    assert second == (0, ["Nothing changed: 0 values added, 0 changed, 3 unchanged."], [])
    assert stored() == [
        ("a", "3324", 0, "T", 2.0, "p"),
        ("a", "3324", 2024, "T", 1.5, ""),
        ("a", "3326", 2024, "T", None, ":"),
    ]
    batch = ImportBatch.objects.get()
    assert (batch.source, batch.vintage, batch.file_name) == (
        "Test", date(2026, 10, 1), "figures.csv"
    )  # fmt: skip
    assert (batch.rows_read, batch.rows_added, batch.rows_changed) == (3, 3, 0)


def test_a_revised_value_is_logged_with_what_it_was(place, file):
    load(file(HEADER + "NO,3324,a,2024,1.5,p\nNO,3326,a,2024,3,\n"))
    code, out, _err = load(file(HEADER + "NO,3324,a,2024,1.75,\nNO,3326,a,2024,3,\n"))

    assert (code, out) == (0, ["Saved: 0 values added, 1 changed, 1 unchanged."])
    revision = ObservationRevision.objects.get()
    first, second = ImportBatch.objects.order_by("pk")
    assert (
        revision.municipality.code, revision.period, revision.old_value, revision.old_status,
        revision.new_value, revision.new_status, revision.old_batch, revision.batch,
        revision.changed_at,
    ) == ("3324", 2024, 1.5, "p", 1.75, "", first, second, second.imported_at)  # fmt: skip


def test_a_dry_run_saves_nothing(place, file):
    code, out, _err = load(file(HEADER + "NO,3324,a,2024,1.5,\n"), dry_run=True)

    assert (code, out) == (
        0,
        ["Checked only, nothing was saved: 1 values added, 0 changed, 0 unchanged."],
    )
    assert (stored(), ImportBatch.objects.count()) == ([], 0)


def test_excel_and_semicolons_give_the_same(place, file):
    book = Workbook()
    book.active.append(["country", "municipality", "indicator", "period", "value"])
    book.active.append(["NO", 3324, "a", 2024, 1.5])
    data = io.BytesIO()
    book.save(data)

    load(file(data.getvalue(), "figures.xlsx"))
    _code, out, _err = load(
        file("country;municipality;indicator;period;value\nNO;3324;a;2024;1,5\n")
    )

    assert out == ["Nothing changed: 0 values added, 0 changed, 1 unchanged."]


def bomb():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
    return data.getvalue()


BAD = {
    "unknown municipality": (
        HEADER + "NO,3324,a,2024,1,\nNO,9999,a,2024,1,\n",
        ["{file}:3: municipality: There is no municipality NO 9999."],
    ),
    "unknown indicator": (
        HEADER + "NO,3324,nothing,2024,1,\n",
        ["{file}:2: indicator: There is no indicator “nothing”."],
    ),
    "text in a number": (
        HEADER + "NO,3324,a,2024,many,\n",
        ["{file}:2: value: “many” is not a number."],
    ),
    "missing column": (
        "country,municipality,period,value\nNO,3324,2024,1\n",
        [
            "{file}:1: indicator: The file lacks these required columns: indicator. "
            "It has: country, municipality, period, value."
        ],
    ),
    "duplicate row": (
        HEADER + "NO,3324,a,2024,1,\nNO,3324,b,2024,1,\nNO,3324,a,2024,1,\n",
        ["{file}:4: gender: The same row stands in row 2 already (NO 3324 a 2024 T)."],
    ),
    "wrong encoding": (
        (HEADER + "NO,3324,a,2024,1,\nNO,3326,æ,2024,1,\n").encode("cp1252"),
        [
            "{file}:3: Byte 78 is not UTF-8. The file seems to be saved in an older "
            "encoding. In Excel, choose “CSV UTF-8” when you save."
        ],
    ),
    "workbook bomb": (
        bomb(),
        ["{file}: The workbook unpacks to far more than its size; it is not opened."],
    ),
    "nothing": (b"", ["{file}: The file is empty."]),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_explained_and_nothing_is_saved(name, place, file):
    content, expected = BAD[name]
    path = file(content)

    code, out, err = load(path)

    assert (code, out) == (1, [])
    assert err == [
        *(text.format(file=path) for text in expected), "1 problem; nothing was saved."
    ]  # fmt: skip
    assert (stored(), ImportBatch.objects.count()) == ([], 0)


def test_a_thousand_broken_rows_are_counted_and_fifty_listed(place, file):
    path = file(HEADER + "NO,3324,a,2024,1,\n" + "NO,3324,a,2023,x,\n" * 1000)

    code, _out, err = load(path)

    assert (code, len(err)) == (1, 51)
    assert err[0] == f"{path}:3: value: “x” is not a number."
    assert err[-1] == "1000 problems (the first 50 are listed); nothing was saved."
    assert stored() == []


def test_a_file_of_200_mb_is_refused_at_once(file, tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as large:
        large.truncate(200 * 1024 * 1024)

    code, _out, err = load(str(path))

    assert code == 1
    assert err[0].replace("\u00a0", " ") == (
        f"{path}: The file is 200.0 MB; at most 100.0 MB is read."
    )


def test_a_file_that_is_not_there():
    assert load("nowhere.csv") == (
        1, [], ["nowhere.csv: There is no such file.", "1 problem; nothing was saved."]
    )  # fmt: skip


def test_unknown_columns_are_a_notice_only(place, file):
    path = file("country,municipality,indicator,period,value,note\nNO,3324,a,2024,1,x\n")

    code, _out, err = load(path)

    assert (code, err) == (
        0, [f"Notice: {path}:1: note: This column is not known and is left out."]
    )  # fmt: skip


# ------------------------------------------------------------------ frameworks
FRAMEWORK = (
    "indicator,goal,name,unit,worst,best,green,red,target,profiles,aggregation,min_count\n"
    "a,13,Emissions,tonnes,10,0,2,6,13.2,,sum,\n"
    "b,1,Poverty,%,20,0,5,10,,default,,5\n"
)
SETTINGS = 'horizon = 2027\nprofiles = ["default", "extended"]\n'


def framework(path, **options):
    return run("load_framework", path, framework="test", **options)


def test_loads_a_framework_and_the_second_time_changes_nothing(file):
    path, toml = file(FRAMEWORK), file(SETTINGS, "settings.toml")

    first = framework(path, settings_file=toml, name="Test framework")
    second = framework(path, settings_file=toml)

    assert first == (
        0,
        ["Saved: 2 indicators added, 0 changed, 0 removed, 0 unchanged; settings changed."],
        [],
    )
    assert second == (
        0, ["Nothing changed: 0 indicators added, 0 changed, 0 removed, 2 unchanged."], []
    )  # fmt: skip
    stored_framework = Framework.objects.get()
    assert (stored_framework.name, stored_framework.horizon, stored_framework.profiles) == (
        "Test framework", 2027, ["default", "extended"]
    )  # fmt: skip
    fields = (
        "indicator__code", "position", "goal", "target", "worst", "best", "green", "red",
        "middle", "is_scored", "profiles", "trend_profiles", "trend_start",
    )  # fmt: skip
    assert list(FrameworkIndicator.objects.order_by("position").values_list(*fields)) == [
        ("a", 1, 13, "13.2", 10.0, 0.0, 2.0, 6.0, None, True, [], [], None),
        ("b", 2, 1, None, 20.0, 0.0, 5.0, 10.0, None, True, ["default"], [], None),
    ]
    assert list(Indicator.objects.order_by("code").values_list("code", "aggregation")) == [
        ("a", "sum"),
        ("b", "none"),
    ]
    assert (Goal.objects.count(), Target.objects.count()) == (17, 169)


def test_the_file_is_the_whole_framework(file):
    framework(file(FRAMEWORK))
    code, out, _err = framework(
        file("indicator,goal,name,worst,best\nb,2,Hunger,20,0\nc,1,New,0,1\n")
    )

    assert (code, out) == (
        0, ["Saved: 1 indicators added, 1 changed, 1 removed, 0 unchanged."]
    )  # fmt: skip
    assert Indicator.objects.count() == 3
    assert Indicator.objects.get(code="b").unit == "%"  # the file had no such column
    assert Indicator.history.filter(code="b").count() == 2


def test_a_framework_in_dry_run_leaves_no_trace(file):
    code, _out, _err = framework(file(FRAMEWORK), dry_run=True)

    assert (code, Framework.objects.count(), Indicator.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("rows", "settings", "message"),
    [
        ("a,2,A,0,1,\n", "goals = [1]\n",
         ":2: goal: Goal 2 is not one of the framework's goals."),
        ("a,1,A,0,1,elsewhere\n", 'profiles = ["default"]\n',
         ":2: profiles: The framework has no profile “elsewhere”. It has: default."),
    ],
)  # fmt: skip
def test_a_framework_that_does_not_fit_its_settings(file, rows, settings, message):
    path = file(f"indicator,goal,name,worst,best,profiles\n{rows}")
    code, _out, err = framework(path, settings_file=file(settings, "s.toml"))

    assert (code, err[0], Framework.objects.count()) == (1, path + message, 0)


def test_wrong_settings_name_the_file(file):
    toml = file("horizon = 1\n", "s.toml")
    code, _out, err = framework(file(FRAMEWORK), settings_file=toml)

    assert (code, err[0]) == (
        1, f"{toml}: horizon: “1” will not do; it must be a year from 2016 to 2100."
    )  # fmt: skip
    assert Framework.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["m", "load_framework", "f.csv", "--settings", "s.toml"],
         ["m", "load_framework", "f.csv", "--settings-file", "s.toml"]),
        (["m", "load_framework", "f.csv", "--settings=s.toml"],
         ["m", "load_framework", "f.csv", "--settings-file=s.toml"]),
        (["m", "load_framework", "f.csv", "--settings", "config.settings.test"],
         ["m", "load_framework", "f.csv", "--settings", "config.settings.test"]),
        (["m", "check", "--settings", "s.toml"], ["m", "check", "--settings", "s.toml"]),
    ],
)  # fmt: skip
def test_settings_means_the_framework_s_settings_there(given, expected):
    assert with_settings_file(given) == expected


def test_a_new_limit_hides_what_is_stored(place, file):
    load(file(HEADER + "NO,3324,a,2024,3,\nNO,3326,a,2024,5,\n"))
    text = "indicator,goal,name,worst,best,aggregation,min_count\na,13,A,10,0,sum,{}\n"

    framework(file(text.format(5)))
    hidden = list(Observation.objects.filter(is_hidden=True).values_list("value", flat=True))
    framework(file(text.format("")))

    assert (hidden, Observation.objects.filter(is_hidden=True).count()) == ([3.0], 0)
