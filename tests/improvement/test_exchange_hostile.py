"""Files of measures that no spreadsheet program writes by itself, and odd ways to send them."""

import io
import zipfile
from datetime import date, datetime

import pytest
from django.core import signing
from openpyxl import Workbook, load_workbook

from common.models import StoredFile
from improvement.actions import exchange
from improvement.models import Measure
from improvement.views.exchange import SALT
from tests.factories import MunicipalityFactory, RoleAssignmentFactory, UserFactory
from tests.improvement.factories import MeasureFactory, ObjectiveFactory
from tests.improvement.workbooks import (
    address,
    apply,
    book_of,
    check,
    coordinator,
    exported,
    kept,
    packed,
    problems,
    upload,
)

pytestmark = pytest.mark.django_db
STARTS = ("=1+1", "+47 32 07", "-5 %", "@everybody", "'=quoted", "'plain", "''", "-", "=")


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def raw_book(sheet, *, formats=""):
    """A workbook whose sheet is exactly this XML."""
    space = "http://schemas.openxmlformats.org"
    main, package = f"{space}/spreadsheetml/2006/main", f"{space}/package/2006"
    office = f"{space}/officeDocument/2006/relationships"
    sheets = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheets}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{sheets}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{sheets}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{formats}</styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}'
        "</sheetData></worksheet>",
    }
    block = io.BytesIO()
    with zipfile.ZipFile(block, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return block.getvalue()


def text_cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def two_rows(head, *cells):
    return f'<row r="1">{"".join(head)}</row><row r="2">{"".join(cells)}</row>'


def day_book(value, *, kind=""):
    """A start with this number, formatted as a day."""
    head = text_cell("A1", "title"), text_cell("B1", "starts_on")
    cells = text_cell("A2", "Vans"), f'<c r="B2" s="1"{kind}><v>{value}</v></c>'
    formats = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    return raw_book(two_rows(head, *cells), formats=formats)


def looked_at(data, place=None):
    return exchange.check_measures(
        municipality=place or MunicipalityFactory(), stored=kept(data)
    )


@pytest.mark.parametrize("text", STARTS)
def test_texts_like_formulas_go_out_and_in_unchanged(client, text):
    place = MunicipalityFactory()
    objective = ObjectiveFactory(municipality=place, title=text)
    MeasureFactory(
        municipality=place,
        title=text,
        description=f"{text}\r\n{text}",
        responsible_unit=text,
        collaborators=text,
        cost=text,
        objective=objective,
    )
    client.force_login(coordinator(place))

    data = exported(client, place)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    checked = looked_at(data, place)

    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
    assert (problems(checked), checked.plans, checked.unchanged) == ([], (), 1)


@pytest.mark.parametrize("text", STARTS)
def test_a_copied_row_says_the_same(client, text):
    """A new row with what the exported file holds, as in *copy, empty the number*."""
    place = MunicipalityFactory()
    MeasureFactory(municipality=place, title=f"A {text}", cost=text)
    client.force_login(coordinator(place))
    book = load_workbook(io.BytesIO(exported(client, place)))
    book.worksheets[0]["A2"].value = None

    apply(place, kept(packed(book)))

    new = Measure.objects.order_by("pk").last()
    assert new.title == f"A {text}"
    assert new.cost == (text[1:] if text == "'=quoted" else text)


def test_control_characters_and_odd_line_ends_go_out_and_in_unchanged(client):
    place = MunicipalityFactory()
    MeasureFactory(
        municipality=place,
        title="Bell\x07 and \x1b[1m",
        description="One\rtwo\r\nthree\x0bfour\u2028five",
        cost="\x01=2",
    )
    client.force_login(coordinator(place))

    checked = looked_at(exported(client, place), place)

    assert (problems(checked), checked.plans, checked.unchanged) == ([], (), 1)


@pytest.mark.parametrize(
    "odd", ["_x0000_", "_x0001_", "_x000B_", "&#1;", "&#0;", "\x00", "\x1f"]
)
def test_control_characters_in_a_file_are_left_out_or_told(odd):
    place = MunicipalityFactory()
    head = text_cell("A1", "title"), text_cell("B1", f"unit{odd}"), text_cell("C1", "cost")
    cells = text_cell("A2", f"Va{odd}ns"), text_cell("B2", "Roads"), text_cell("C2", odd)
    stored = kept(raw_book(two_rows(head, *cells)))

    checked = exchange.check_measures(municipality=place, stored=stored)
    if checked.problems:
        assert [each.code for each in checked.problems] == ["broken_workbook"]
        return
    apply(place, stored)

    written = Measure.objects.get()
    texts = (written.title, written.responsible_unit, written.cost)
    assert not any(ord(sign) < 32 for text in texts for sign in text)


def test_a_title_is_one_line_and_a_description_keeps_its_lines():
    place = MunicipalityFactory()
    apply(place, kept(book_of(["title", "description"], ["Two\nlines\n here", "Two\nlines"])))

    written = Measure.objects.get()
    assert (written.title, written.description) == ("Two lines here", "Two\nlines")


def test_a_formula_counts_with_the_value_that_stands_in_the_file():
    place = MunicipalityFactory()
    measure = MeasureFactory(municipality=place, title="Vans", cost="5")
    head = text_cell("A1", "id"), text_cell("B1", "cost"), text_cell("C1", "unit")
    cells = (
        f'<c r="A2"><f>A3</f><v>{measure.pk}</v></c>',
        '<c r="B2"><f>2*3</f><v>6</v></c>',
        '<c r="C2" t="str"><f>HYPERLINK("https://evil.example","x")</f><v>x</v></c>',
    )
    (plan,) = looked_at(raw_book(two_rows(head, *cells)), place).plans

    assert plan.measure == measure
    assert [(each.column, each.new) for each in plan.changes] == [("unit", "x"), ("cost", "6")]


@pytest.mark.parametrize("value", ["#N/A", "#DIV/0!", "#REF!"])
def test_a_wrong_formula_makes_no_title(value):
    head = [text_cell("A1", "title"), text_cell("B1", "cost")]
    cells = [f'<c r="A2" t="e"><v>{value}</v></c>', text_cell("B2", "x")]

    assert problems(looked_at(raw_book(two_rows(head, *cells)))) == [
        (2, "title", "title_missing")
    ]


@pytest.mark.parametrize(
    "value",
    [
        "0", "0.5", "-1", "-700000", "2958465", "2958466", "99999999", "1e15", "1e300",
        "-1e300", "NaN", "INF", "x",
    ],
)  # fmt: skip
def test_days_that_nobody_means_are_told(value):
    checked = looked_at(day_book(value))

    told = problems(checked)
    assert told in ([(2, "starts_on", "not_a_day")], [(0, "", "broken_workbook")])


@pytest.mark.parametrize(
    "text", ["1899-12-31", "9999-12-31", "0001-01-01", "2026-02-30", "99999-01-01", "1e5"]
)
def test_days_as_text_that_nobody_means_are_told(text):
    place = MunicipalityFactory()
    checked = check(place, ["title", "starts_on"], ["Vans", text])
    typed = looked_at(day_book(text, kind=' t="d"'), place)

    assert problems(checked) == [(2, "starts_on", "not_a_day")]
    assert problems(typed) in ([(2, "starts_on", "not_a_day")], [(0, "", "broken_workbook")])


def test_a_day_of_excel_is_read():
    checked = looked_at(day_book("46022"))
    (plan,) = checked.plans

    assert plan.details.starts_on == date(2025, 12, 31)


def test_a_day_with_a_time_is_no_day():
    place = MunicipalityFactory()
    noon = datetime(2026, 5, 1, 12)  # noqa: DTZ001 -- Excel knows no time zones
    checked = check(place, ["title", "starts_on", "ends_on"], ["Vans", noon, noon.time()])

    assert [each[1:] for each in problems(checked)] == [
        ("ends_on", "not_a_day"),
        ("starts_on", "not_a_day"),
    ]


def test_a_hundred_thousand_rows_are_told_not_read():
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 100_002))

    assert problems(looked_at(raw_book(cells))) in (
        [(0, "", "too_many_rows")],
        [(0, "", "workbook_bomb")],
    )


def test_cells_of_ten_thousand_characters_are_told():
    long = "x" * 10_000
    head = ["id", "title", "description", "type", "responsible", "unit", "helpers", "starts_on",
            "objective", "network", "cost", "budget_link", "helps", "indicators"]  # fmt: skip
    place = MunicipalityFactory()
    checked = check(place, head, ["", *[long] * (len(head) - 1)], [long, *["A"] * 13])

    assert [(row, column) for row, column, _code in problems(checked)] == sorted(
        [*((2, column) for column in head[1:]), (3, "id")]
    )
    assert all(len(str(value)) <= 200 for each in checked.problems for value in
               each.params.values() if each.code not in {"no_such_type"})  # fmt: skip


def test_long_and_odd_names_of_columns_are_shortened():
    place = MunicipalityFactory()
    checked = check(place, ["title", "y" * 30_000, "%s%(x)s", None], ["Vans", 1, 2, 3])

    assert problems(checked) == []
    assert [len(each.column) for each in checked.notices] == [40, 7]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (["Title", "ID "], []),
        ([" TITLE\u00a0", "cost"], []),
        (["Tiltak", "Kostnad"], [(1, "title", "no_columns")]),
        (["title", "cost", "cost"], [(1, "cost", "column_twice")]),
        (["title", "Title"], [(1, "title", "column_twice")]),
        (["title", "x", "x"], [(1, "x", "column_twice")]),
    ],
)
def test_columns_that_are_renamed_missing_or_there_twice(head, expected):
    checked = check(MunicipalityFactory(), head, ["Vans", "", "z"][: len(head)])

    assert [each for each in problems(checked) if each[0] == 1] == expected


def test_measures_of_others_are_neither_named_nor_changed():
    place, elsewhere = MunicipalityFactory(), MunicipalityFactory()
    theirs = MeasureFactory(municipality=elsewhere, title="Kraftverket")
    stored = kept(book_of(["id", "title"], [theirs.pk, "Ours"], [10**14, "None"]))
    checked = exchange.check_measures(municipality=place, stored=stored)

    assert [each.code for each in checked.problems] == ["no_such_measure"] * 2
    assert checked.seen == {}
    assert "Kraftverket" not in str(checked.problems)
    with pytest.raises(exchange.HasProblems):
        apply(place, stored, seen={str(theirs.pk): "1"})


def sent(client, place, *rows):
    answer = client.post(address("measure-import", place), {"file": upload(book_of(*rows))})
    page = answer["Location"]
    return page, client.get(page).context["seen"]


def test_new_measures_are_not_made_without_a_preview_of_this_file(client):
    place, other = MunicipalityFactory(), MunicipalityFactory()
    person = coordinator(place)
    RoleAssignmentFactory(person=person, municipality=other)
    client.force_login(person)
    former, old = sent(client, place, ["title"], ["Vans"])
    page, token = sent(client, place, ["title"], ["Bikes"])
    elsewhere = address("measure-import-check", other, file=StoredFile.objects.get().pk)
    forged = signing.dumps({}, salt=SALT)

    for odd in ("", "x", token[:-1], old, forged):
        answer = client.post(page, {"seen": odd})
        assert answer.status_code == 200
        assert answer.context["refused"]
        assert answer.context["seen"]
    assert client.post(elsewhere, {"seen": token}).context["refused"]
    assert client.post(former, {"seen": old}).status_code == 302
    assert not Measure.objects.exists()

    assert client.post(page, {"seen": token}).status_code == 302
    assert Measure.objects.get().title == "Bikes"


def test_a_preview_of_somebody_else_saves_nothing(client):
    place = MunicipalityFactory()
    client.force_login(coordinator(place))
    page, token = sent(client, place, ["title"], ["Vans"])
    client.force_login(coordinator(place))

    assert client.get(page).status_code == 404
    assert client.post(page, {"seen": token}).status_code == 302
    assert not Measure.objects.exists()
    assert StoredFile.objects.count() == 1


def test_the_file_of_two_tabs_is_read_in_once(client):
    place = MunicipalityFactory()
    client.force_login(coordinator(place))
    page, token = sent(client, place, ["title"], ["Vans"])
    again = client.get(page).context["seen"]

    client.post(page, {"seen": token})
    assert client.post(page, {"seen": again}).status_code == 302

    assert Measure.objects.count() == 1


def test_a_table_of_text_with_another_ending_is_told(client):
    place = MunicipalityFactory()
    client.force_login(coordinator(place))
    answer = client.post(
        address("measure-import", place),
        {"file": upload("title;cost\nBrøyting;5\n".encode("latin-1"))},
        follow=True,
    )

    assert [row.row for row in answer.context["problems"]] == [0]
    assert not Measure.objects.exists()


def test_a_workbook_without_cells_is_told():
    assert problems(looked_at(packed(Workbook()))) == [(1, "title", "no_columns")]


def test_a_person_s_file_is_kept_by_person(client):
    person = UserFactory()
    stored = kept(book_of(["title"], ["Vans"]), by=person)
    assert list(exchange.files_of(UserFactory())) == []
    assert list(exchange.files_of(person)) == [stored]
