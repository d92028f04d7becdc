"""Measures out to Excel and in again."""

import io
from datetime import date

import pytest
from django.utils import translation
from openpyxl import load_workbook

from common.models import StoredFile
from improvement.actions import exchange
from improvement.actions import measures as actions
from improvement.actions.measures import MeasureDetails
from improvement.models import Measure
from improvement.queries.exchange import COLUMNS
from tests.factories import (
    MunicipalityFactory,
    UserFactory,
)
from tests.improvement.factories import MeasureFactory, ObjectiveFactory
from tests.improvement.targets import target
from tests.improvement.workbooks import (
    AT,
    address,
    apply,
    book_of,
    check,
    coordinator,
    exported,
    full_measure,
    kept,
    packed,
    problems,
    upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_what_goes_out_comes_in_without_a_change(client):
    place = MunicipalityFactory()
    full_measure(place)
    client.force_login(coordinator(place))

    data = exported(client, place)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    checked = exchange.check_measures(municipality=place, stored=kept(data))

    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert sheet["B2"].value == "'=Brøyting; «grønn»"  # never a formula
    assert sheet["B2"].data_type == "s"
    assert (problems(checked), checked.plans, checked.unchanged) == ([], (), 1)


def test_also_when_it_is_read_in_another_language(client):
    place = MunicipalityFactory()
    full_measure(place)
    client.force_login(coordinator(place))
    data = exported(client, place)

    with translation.override("sv"):
        checked = exchange.check_measures(municipality=place, stored=kept(data))

    assert (problems(checked), checked.plans) == ([], ())


def test_the_file_holds_what_the_list_shows(client):
    place = MunicipalityFactory()
    MeasureFactory(municipality=place, title="Late", state="LATE")
    MeasureFactory(municipality=place, title="On track", state="ON_TRACK")
    MeasureFactory(title="Another's")
    client.force_login(coordinator(place))

    sheet = load_workbook(io.BytesIO(exported(client, place, "?tilstand=LATE"))).worksheets[0]

    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["Late"]


def test_a_changed_cell_is_shown_as_old_and_new_and_saved(client):
    place = MunicipalityFactory()
    measure = full_measure(place)
    client.force_login(coordinator(place))
    book = load_workbook(io.BytesIO(exported(client, place)))
    sheet = book.worksheets[0]
    place_of = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, place_of["ends_on"]).value = "30.6.2028"
    sheet.cell(2, place_of["hurts"]).value = ""
    sheet.cell(2, place_of["state"]).value = "whatever"  # not read
    stored = kept(packed(book))

    checked = exchange.check_measures(municipality=place, stored=stored)
    (plan,) = checked.plans
    assert plan.measure == measure
    assert [(c.column, c.old, c.new) for c in plan.changes] == [
        ("ends_on", "2027-12-31", "2028-06-30"),
        ("hurts", "15.1", ""),
    ]
    apply(place, stored)

    measure.refresh_from_db()
    assert measure.ends_on == date(2028, 6, 30)
    assert list(measure.pulls.filter(pull="HURTS")) == []
    assert measure.pulls.filter(pull="HELPS").count() == 3
    assert measure.expectations.get().expected == "down"
    assert (measure.state, measure.title) == ("NOT_STARTED", "=Brøyting; «grønn»")


def test_columns_that_are_left_out_are_left_as_they_are():
    place = MunicipalityFactory()
    measure = full_measure(place)
    stored = kept(book_of(["id", "cost"], [measure.pk, "2 mill."]))

    apply(place, stored)

    measure.refresh_from_db()
    assert (measure.cost, measure.collaborators) == ("2 mill.", "Hol")
    assert measure.pulls.count() == 4


def test_rows_without_a_number_make_new_measures():
    place = MunicipalityFactory()
    person = coordinator(place)
    target("13.2")
    stored = kept(
        book_of(
            ["title", "type", "responsible", "helps", "ends_on"],
            ["Vans", "Investment", person.email.upper(), "13.2", date(2027, 5, 1)],
            [],
            ["Bikes", None, None, None, None],
        )
    )

    done = apply(place, stored, by=person)

    assert (done.new_count, done.changed_count) == (2, 0)
    vans = Measure.objects.get(title="Vans")
    assert (vans.kind, vans.responsible_person) == ("INVESTMENT", person)
    assert (vans.ends_on, vans.created_by) == (date(2027, 5, 1), person)
    assert [each.target_id for each in vans.pulls.all()] == ["13.2"]
    assert Measure.objects.get(title="Bikes").kind == "OTHER"


def test_every_wrong_cell_is_named_with_row_and_column():
    place = MunicipalityFactory()
    archived = MeasureFactory(municipality=place, archived_at=AT)
    other, own = MeasureFactory(), MeasureFactory(municipality=place)
    ObjectiveFactory.create_batch(2, municipality=place, title="Twice")
    target("13.2")
    head = ["id", "title", "type", "responsible", "starts_on", "ends_on", "objective",
            "network", "budget_link", "helps", "hurts", "indicators", "unit"]  # fmt: skip

    def row(**given):
        return [given.get(name) for name in head]

    checked = check(
        place,
        head,
        row(unit="no title"),
        row(title="x" * 201, type="Nonsense", responsible="nobody@samverk.example"),
        row(title="A", starts_on="yesterday", objective="None such", network="none"),
        row(title="B", objective="twice", budget_link="budget", indicators="no-such"),
        row(title="C", helps="13.2", hurts="13.2"),
        row(title="D", helps="13.2, 99.9"),
        row(title="E", starts_on="2026-02-02", ends_on="2026-02-01"),
        row(id="seven", title="F"),
        row(id=other.pk, title="G"),
        row(id=archived.pk, title="H"),
        row(id=own.pk, title="I"),
        row(id=own.pk, title="J"),
    )

    assert problems(checked) == [
        (2, "title", "title_missing"),
        (3, "responsible", "no_such_person"),
        (3, "title", "too_long"),
        (3, "type", "no_such_type"),
        (4, "network", "no_such_network"),
        (4, "objective", "no_such_objective"),
        (4, "starts_on", "not_a_day"),
        (5, "budget_link", "not_an_address"),
        (5, "indicators", "no_such_indicator"),
        (5, "objective", "many_objectives"),
        (6, "hurts", "target_both_ways"),
        (7, "helps", "no_such_target"),
        (8, "ends_on", "ends_before_start"),
        (9, "id", "not_an_id"),
        (10, "id", "no_such_measure"),
        (11, "id", "measure_archived"),
        (13, "id", "id_twice"),
    ]


def test_problems_are_told_in_sentences():
    from improvement.views.exchange_rows import problem_rows

    place = MunicipalityFactory()
    texts = [
        row.text
        for checked in (
            check(place, ["id", "title"], ["x", "y"], [1, "z"]),
            check(place, ["name"], ["x"]),
            check(place, ["title", "title"], ["x", "y"]),
            check(place, ["title"]),
        )
        for row in problem_rows(checked.problems)
    ]

    assert len(texts) == 5
    assert all(text and "%" not in text for text in texts)


def test_five_hundred_rows_with_three_broken_ones_save_nothing_then_all(client):
    place = MunicipalityFactory()
    person = coordinator(place)
    client.force_login(person)
    rows = [["title", "ends_on", "unit"]]
    rows += [[f"Measure {n}", date(2027, 1, 1), "Roads"] for n in range(500)]
    broken = [list(row) for row in rows]
    broken[10][1], broken[250][0], broken[500][1] = "soon", None, "31.31.2027"

    answer = client.post(
        address("measure-import", place), {"file": upload(book_of(*broken))}, follow=True
    )
    named = [(row.row, row.column) for row in answer.context["problems"]]
    assert named == [(11, "ends_on"), (251, "title"), (501, "ends_on")]
    assert answer.context["plans"] == []
    token = answer.context["seen"]
    again = client.post(answer.redirect_chain[-1][0], {"seen": token})
    assert again.context["refused"]
    assert not Measure.objects.exists()

    answer = client.post(
        address("measure-import", place), {"file": upload(book_of(*rows))}, follow=True
    )
    assert (answer.context["new_count"], answer.context["problem_count"]) == (500, 0)
    page = answer.redirect_chain[-1][0]
    done = client.post(page, {"seen": answer.context["seen"]})

    assert done["Location"] == address("measures", place)
    assert Measure.objects.filter(municipality=place, created_by=person).count() == 500
    assert not StoredFile.objects.exists()
    # The same form sent twice does nothing more.
    assert client.post(page, {"seen": answer.context["seen"]}).status_code == 302
    assert Measure.objects.count() == 500


def test_a_measure_that_was_changed_meanwhile_stops_everything(client):
    place = MunicipalityFactory()
    first, second = (MeasureFactory(municipality=place, title=name) for name in "AB")
    client.force_login(coordinator(place))
    data = book_of(["id", "title"], [first.pk, "A2"], [second.pk, "B2"])
    answer = client.post(address("measure-import", place), {"file": upload(data)}, follow=True)
    page, token = answer.redirect_chain[-1][0], answer.context["seen"]
    actions.change_measure(measure=second, details=MeasureDetails(title="B1"), by=None, at=AT)

    refused = client.post(page, {"seen": token})
    assert refused.context["titles"] == ("B1",)
    assert set(Measure.objects.values_list("title", flat=True)) == {"A", "B1"}
    client.post(page, {"seen": refused.context["seen"]})

    assert set(Measure.objects.values_list("title", flat=True)) == {"A2", "B2"}


@pytest.mark.parametrize("token", ["", "odd", "a:b:c"])
def test_without_a_preview_nothing_is_changed(client, token):
    place = MunicipalityFactory()
    measure = MeasureFactory(municipality=place, title="A")
    person = coordinator(place)
    client.force_login(person)
    stored = kept(book_of(["id", "title"], [measure.pk, "A2"]), by=person)

    answer = client.post(
        address("measure-import-check", place, file=stored.pk), {"seen": token}
    )

    assert answer.context["titles"] == ("A",)
    measure.refresh_from_db()
    assert measure.title == "A"


def test_a_title_that_is_known_is_a_notice():
    place = MunicipalityFactory()
    MeasureFactory(municipality=place, title="Vans")

    checked = check(place, ["title", "colour"], ["VANS", "red"])

    assert problems(checked) == []
    assert [(each.row, each.code) for each in checked.notices] == [
        (1, "unknown_column"),
        (2, "title_known"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"title;ends_on\nVans;soon\n", "broken_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "old_or_locked_excel"),
        (b"", "broken_workbook"),
    ],
)
def test_what_is_no_workbook_is_told(data, code):
    checked = exchange.check_measures(municipality=MunicipalityFactory(), stored=kept(data))

    assert problems(checked) == [(0, "", code)]


def test_too_many_rows_are_told():
    rows = [["title"], *([f"M{n}"] for n in range(exchange.MOST_ROWS + 1))]

    checked = check(MunicipalityFactory(), *rows)

    assert problems(checked) == [(0, "", "too_many_rows")]


def test_wrong_files_are_refused_at_the_field(client, settings):
    place = MunicipalityFactory()
    client.force_login(coordinator(place))
    page = address("measure-import", place)

    csv = client.post(page, {"file": upload(b"title\nVans\n", "measures.csv")})
    assert csv.context["form"].errors["file"]
    settings.UPLOAD_MAX_BYTES = 10
    large = client.post(page, {"file": upload(book_of(["title"], ["Vans"]))})
    assert large.context["form"].errors["file"]
    assert client.post(page, {}).context["form"].errors["file"]
    assert not StoredFile.objects.exists()


def test_a_file_is_thrown_away_and_belongs_to_its_sender(client):
    place = MunicipalityFactory()
    person = coordinator(place)
    stored = kept(book_of(["title"], ["Vans"]), by=person)
    page = address("measure-import-check", place, file=stored.pk)
    client.force_login(coordinator(place))
    assert client.get(page).status_code == 404
    client.post(address("measure-import-discard", place, file=stored.pk))
    assert StoredFile.objects.filter(pk=stored.pk).exists()

    client.force_login(person)
    assert client.get(page).status_code == 200
    client.post(address("measure-import-discard", place, file=stored.pk))
    assert not StoredFile.objects.exists()


def test_a_new_file_takes_the_place_of_the_former_one():
    person = UserFactory()
    kept(book_of(["title"], ["A"]), by=person)

    newest = kept(book_of(["title"], ["B"]), by=person)

    assert StoredFile.objects.get() == newest
