"""Files as people make them: good ones are read, bad ones are told in plain words."""

import io
import zipfile

import pandas as pd
import pytest
from openpyxl import Workbook

from common.tabular import cells
from common.tabular.problems import KEPT, FileRefused, Problem
from common.tabular.reading import BROWSER, Limits, check_size, load, read_table
from common.tabular.schema import Column, read_file

LIMITS = Limits()
COLUMNS = (
    Column("code", cells.text_of(10), required=True, filled=True),
    Column("value", required=True),
    Column("flag", cells.flag, default=True),
)


def read(text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    return read_file(data, COLUMNS, limits=options.pop("limits", LIMITS), **options)


def rows(reading):
    return reading.frame.drop(columns="row").to_dict("records")


def workbook(*records):
    book = Workbook()
    for record in records:
        book.active.append(record)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


GOOD = [
    {"code": "a", "value": 1.5, "flag": True},
    {"code": "b", "value": -2000.25, "flag": False},
]


@pytest.mark.parametrize(
    "text",
    [
        "code,value,flag\na,1.5,1\nb,-2000.25,0\n",
        "code,value,flag\r\na,1.5,1\r\nb,-2000.25,0",
        "\ufeffCode;VALUE;flag\na;1,5;ja\nb;−2 000,25;nei\n",
        "code;value;flag\na;1.5;\nb;-2000.25;nej\n",
        "sep=;\r\ncode;value;flag\r\na;1,5;sant\r\nb;-2\u00a0000,25;usann\r\n",
        'flag,"value",code\n1,"1.5",a\n"0",-2000.25,"b"\n',
        "code\tvalue\tflag\na\t1.5\ttrue\nb\t-2000.25\tfalse\n",
        "code,value,flag\n\na,1.5,1\n,,\nb,-2000.25,0\n\n",
    ],
)
def test_reads_the_same_rows_however_they_are_saved(text):
    reading = read(text)

    assert reading.problems == []
    assert rows(reading) == GOOD


@pytest.mark.parametrize("separator", ["é", "|", " ", "😀"])
def test_any_separator_that_the_file_states(separator):
    lines = ["code,value,flag", "a,1.5,1", "b,-2000.25,0"]
    text = "\n".join([f"sep={separator}", *(line.replace(",", separator) for line in lines)])

    reading = read(text)

    assert (reading.problems, rows(reading)) == ([], GOOD)


def test_reads_a_workbook():
    data = workbook(["code", "value", "flag", None], ["a", 1.5, 1], [], ["b", -2000.25, "nei"])

    reading = read(data)

    assert (reading.problems, rows(reading)) == ([], GOOD)
    assert list(reading.frame["row"]) == [2, 4]


def test_row_numbers_are_those_of_the_spreadsheet():
    reading = read('code,value\na,1\n\n"b\nwith a line break",x\n')

    assert [(problem.row, problem.column, problem.code) for problem in reading.problems] == [
        (4, "code", "too_long"),
        (4, "value", "not_a_number"),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Problem(0, "", "empty_file", {})),
        (b"  \n ", Problem(0, "", "empty_file", {})),
        (b"code,value\n", Problem(0, "", "no_rows", {})),
        (b"code\na\n", Problem(1, "value", "missing_column",
                               {"missing": "value", "found": "code"})),
        (b"code,value\na,1\nb,\xe5\n", Problem(3, "", "wrong_encoding",
                                             {"byte": 18, "guess": "å"})),
        (b"code,value\na,1\x00\n", Problem(2, "", "nul_byte", {"byte": 15})),
        ("code,value\na,1\n".encode("utf-16"), Problem(0, "", "utf16", {})),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", Problem(0, "", "old_or_locked_excel", {})),
        (b"PK\x03\x04 no zip at all", Problem(0, "", "broken_workbook", {})),
        (b'code,value\na,"1\n', Problem(2, "", "broken_quotes", {})),
        (b",,\na,1,2\n", Problem(0, "", "no_header", {})),
    ],
)  # fmt: skip
def test_files_that_are_no_tables_are_refused_in_one_sentence(data, expected):
    reading = read(data)

    assert (reading.problems, reading.problem_count) == ([expected], 1)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("a,abc", [("value", "not_a_number")]),
        ("a,nan", [("value", "not_finite")]),
        ("a,1e999", [("value", "not_finite")]),
        ("a,inf", [("value", "not_finite")]),
        ("a,-2e15", [("value", "out_of_range")]),
        ("a,1_000", [("value", "not_a_number")]),
        ("a,0x10", [("value", "not_a_number")]),
        ("a,..", [("value", "mark_for_missing")]),
        ('a,"1,5"', [("value", "number_with_comma")]),
        (",1", [("code", "empty_cell")]),
        ("a very long code,1", [("code", "too_long")]),
        ("a,1,maybe", [("", "ragged_row")]),
        ("a", [("", "ragged_row")]),
    ],
)
def test_bad_cells_are_named_by_row_and_column(row, expected):
    reading = read(f"code,value\nok,1\n{row}\nok,2\n")

    assert [(problem.row, problem.column, problem.code) for problem in reading.problems] == [
        (3, column, code) for column, code in expected
    ]


def test_point_and_comma_are_not_mixed_in_one_file():
    reading = read("code;value\na;1,5\nb;1.234\n")

    assert reading.problems == [Problem(3, "value", "number_with_point", {"text": "1.234"})]


def test_too_long_and_too_short_rows_that_cancel_out_are_found():
    reading = read("code,value,flag\na,1,1,9\nb,2\nc,3,1\n")

    assert [(problem.row, problem.code) for problem in reading.problems] == [
        (2, "ragged_row"),
        (3, "ragged_row"),
    ]


def test_codes_that_look_like_numbers_stay_text():
    reading = read("code,value\n0301,1\n1e3,2\n")

    assert list(reading.frame["code"]) == ["0301", "1e3"]


def test_unknown_and_repeated_columns():
    reading = read("code,value,note,Value\na,1,x,2\n")

    assert reading.notices == [Problem(1, "note", "unknown_column", {})]
    assert reading.problems == [Problem(1, "value", "column_twice", {})]


def test_every_broken_row_is_counted_and_the_first_are_kept():
    count = KEPT + 5
    reading = read("code,value\n" + "a,x\n" * count)

    assert (len(reading.problems), reading.problem_count) == (KEPT, count)


def test_a_large_file_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    with pytest.raises(FileRefused) as refused:
        load(path, limits=LIMITS)

    assert refused.value.problem == Problem(
        0, "", "file_too_large", {"size": 209_715_200, "limit": 104_857_600}
    )
    check_size(BROWSER.file_bytes, limits=BROWSER)


def test_files_that_are_not_there(tmp_path):
    with pytest.raises(FileRefused) as missing:
        load(tmp_path / "none.csv", limits=LIMITS)
    with pytest.raises(FileRefused) as folder:
        load(tmp_path, limits=LIMITS)

    assert [error.value.problem.code for error in (missing, folder)] == [
        "no_such_file",
        "is_a_folder",
    ]


def test_too_many_rows_and_columns():
    many = Limits(rows=2, columns=3)

    assert read("code,value\na,1\nb,2\nc,3\n", limits=many).problems[0].code == "too_many_rows"
    assert read("code,value,a,b\na,1,2,3\n", limits=many).problems[0].code == "too_many_columns"


def bomb(*, name="xl/worksheets/sheet1.xml", content=b"0" * 30_000_000):
    file = io.BytesIO(workbook(["code", "value"], ["a", 1]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name.replace("sheet1", "sheet2"), content)
    return file.getvalue()


def test_a_workbook_that_unpacks_to_far_more_is_not_opened():
    assert read(bomb()).problems[0].code == "workbook_bomb"


def test_a_workbook_with_a_false_size_is_found():
    data = bytearray(bomb(content=b"0" * 1_000))
    end = data.rfind(b"PK\x01\x02")
    data[end + 24 : end + 28] = (100).to_bytes(4, "little")

    assert read(bytes(data)).problems[0].code == "broken_workbook"


def test_two_far_cells_do_not_make_a_giant_table():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1"/></row><row r="900000"><c r="GA900000"/></row>'
        b"</sheetData></worksheet>"
    )

    assert read(bomb(content=sheet)).problems[0].code == "workbook_bomb"


@pytest.mark.parametrize(
    ("name", "rows", "code"),
    [
        ("xl/elsewhere.xml", '<row r="1"/><row r="900000"><c r="GA900000"/></row>', "bomb"),
        ("xl/a/sheet1.xml", '<row r="900000">' + "<c/>" * 150 + "</row>", "bomb"),
        ("xl/a/sheet1.xml", '<row r="9000000"><c/></row>', "rows"),
        ("xl/a/sheet1.xml", "<x:row><x:c/></x:row>" * 2, "fits"),
        ("xl/a/sheet1.xml", "<row>" + "<c/><!--<row>-->" * 300 + "</row>", "comment"),
        ("xl/a/sheet1.xml", '<row><c s="1 r=" r="A1"/></row>' + "<c/>" * 300, "columns"),
    ],
)
def test_no_way_of_writing_a_sheet_hides_how_large_it_is(name, rows, code):
    content = f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()
    codes = {
        "bomb": ["workbook_bomb"],
        "rows": ["too_many_rows"],
        "columns": ["too_many_columns"],
        "comment": ["broken_workbook"],
        "fits": [],
    }

    reading = read(bomb(name=name, content=content))

    assert [problem.code for problem in reading.problems] == codes[code]


def test_another_kind_of_spreadsheet_in_a_workbook_is_not_opened():
    assert read(bomb(name="content.xml", content=b"")).problems[0].code == "not_a_workbook"


def test_a_zip_that_is_no_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("text.txt", "hello")

    assert read(file.getvalue()).problems[0].code == "not_a_workbook"


def test_the_quick_and_the_careful_way_give_the_same():
    plain = "code,value\n" + "".join(f"{place % 7},{place / 3!r}\n" for place in range(500))
    quoted = plain.replace("code", '"code"')
    tables = [
        read_table(text.encode(), dense=frozenset({"value"}), limits=LIMITS)
        for text in (plain, quoted)
    ]

    for name in ("code", "value"):
        pd.testing.assert_series_equal(
            *(table.columns[name].astype(object) for table in tables), check_names=False
        )
    assert (tables[0].rows == tables[1].rows).all()
    assert [type(table.columns["code"].dtype).__name__ for table in tables] == [
        "CategoricalDtype",
        "CategoricalDtype",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-12-31", "2026-12-31"), ("31.12.2026", "2026-12-31"), ("2026-1-2", "2026-01-02")],
)
def test_dates(text, expected):
    assert cells.date(text).isoformat() == expected


@pytest.mark.parametrize("text", ["2026-02-30", "12/31/2026", "yesterday", "2026"])
def test_no_dates(text):
    with pytest.raises(cells.CellError) as error:
        cells.date(text)

    assert error.value.code == "not_a_date"


@pytest.mark.parametrize(
    ("text", "code"),
    [("1899", "year_out_of_range"), ("2101", "year_out_of_range"), ("20x", "not_a_year"),
     ("2020.5", "not_a_year")],
)  # fmt: skip
def test_no_years(text, code):
    with pytest.raises(cells.CellError) as error:
        cells.year(text)

    assert error.value.code == code


def test_years():
    assert [cells.year(text) for text in ("1900", "2100", "2020.0")] == [1900, 2100, 2020]
