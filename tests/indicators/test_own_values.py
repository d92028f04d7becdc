"""Values typed cell by cell: questions, history, undo, and never a deletion."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from common.models import Job
from indicators.actions.typed import (
    ChangedMeanwhile,
    NothingToUndo,
    Seen,
    ValueOrReason,
    record_value,
    undo_value,
)
from indicators.calculations.plausibility import doubts
from indicators.enums import ImportKind
from indicators.models import ImportBatch, Observation, ObservationRevision
from indicators.queries.own_values import history_of, lines_for
from networks.enums import Role
from tests.factories import (
    FrameworkFactory,
    FrameworkIndicatorFactory,
    ImportBatchFactory,
    IndicatorFactory,
    MunicipalityFactory,
    ObservationFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def gol():
    return MunicipalityFactory(code="3324", name="Gol")


@pytest.fixture
def indicator():
    return IndicatorFactory(code="a", decimals=1)


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def record(gol, indicator, person):
    def write(value, status="", **options):
        return record_value(
            municipality=gol, indicator=indicator, year=2024, value=value, status=status,
            by=person, at=AT, **{"seen": None} | options,
        )  # fmt: skip

    return write


def cell():
    return Observation.objects.values_list("value", "status").get(period=2024)


def test_a_typed_value_is_stored_with_who_and_when(record, person, gol):
    assert record(12.5, "p") is True

    batch = ImportBatch.objects.get()
    assert cell() == (12.5, "p")
    assert (batch.kind, batch.source, batch.imported_by, batch.imported_at) == (
        ImportKind.TYPED, "Gol", person, AT
    )  # fmt: skip
    assert ObservationRevision.objects.count() == 0


def test_typing_the_same_again_changes_nothing(record):
    record(12.5)

    assert record(12.5) is False
    assert ImportBatch.objects.count() == 1


def test_a_change_keeps_the_old_value(record, gol, indicator):
    record(12.5)
    record(None, "n")
    record(14.0)

    assert cell() == (14.0, "")
    assert [(each.value, each.status) for each in history_of(gol, indicator, 2024)] == [
        (14.0, ""), (None, "n"), (12.5, "")
    ]  # fmt: skip


def test_a_typed_value_drops_the_figures_behind_the_old_one(record, gol, indicator):
    ObservationFactory(
        municipality=gol, indicator=indicator, value=50.0, numerator=5, denominator=10
    )
    record(40.0)

    stored = Observation.objects.get()
    assert (stored.numerator, stored.denominator) == (None, None)


@pytest.mark.parametrize(("value", "status"), [(None, ""), (None, "p"), (1.0, "n")])
def test_a_value_or_a_reason(record, value, status):
    with pytest.raises(ValueOrReason):
        record(value, status)


def test_two_people_do_not_overwrite_each_other(record):
    record(12.5, seen=Seen(None))
    with pytest.raises(ChangedMeanwhile):
        record(13.0, seen=Seen(None))
    record(13.0, seen=Seen(ImportBatch.objects.get().pk))

    assert cell() == (13.0, "")


def test_undo_brings_back_what_was_and_keeps_both(record, gol, indicator, person):
    record(12.5)
    record(99.0)
    undo = {"municipality": gol, "indicator": indicator, "year": 2024, "by": person, "at": AT}

    undo_value(**undo)
    assert cell() == (12.5, "")
    undo_value(**undo)
    assert cell() == (99.0, "")
    assert ObservationRevision.objects.count() == 3


def test_undo_of_a_first_value_withdraws_it(record, gol, indicator, person):
    record(12.5)

    undo_value(municipality=gol, indicator=indicator, year=2024, by=person, at=AT)

    assert cell() == (None, "w")


def test_a_publisher_s_value_is_not_undone(gol, indicator, person):
    ObservationFactory(municipality=gol, indicator=indicator, batch=ImportBatchFactory())
    with pytest.raises(NothingToUndo):
        undo_value(municipality=gol, indicator=indicator, year=2024, by=person, at=AT)
    with pytest.raises(NothingToUndo):
        undo_value(municipality=gol, indicator=indicator, year=2023, by=person, at=AT)


def test_a_typed_value_asks_for_one_small_computation(record, indicator, gol):
    framework = FrameworkIndicatorFactory(indicator=indicator).framework
    record(12.5)

    job = Job.objects.get()
    assert (job.task, job.arguments) == (
        "indicators.compute_changes",
        {"framework": framework.pk, "indicators": [indicator.pk], "municipalities": [gol.pk]},
    )


def test_small_counts_are_hidden_when_typed(record, indicator):
    indicator.min_count, indicator.aggregation = 5, "sum"
    indicator.save()
    record(4.0)
    assert Observation.objects.get().is_hidden is True
    record(5.0)
    assert Observation.objects.get().is_hidden is False


def test_a_small_count_typed_over_a_larger_one_is_hidden_in_the_log(record, gol, indicator):
    indicator.min_count, indicator.aggregation = 5, "sum"
    indicator.save()
    for value in (50.0, 3.0, 60.0):
        record(value)

    log = ObservationRevision.objects.order_by("pk")
    assert list(log.values_list("old_value", "is_hidden")) == [(50.0, True), (3.0, True)]


def test_undo_does_not_show_what_was_hidden(record, gol, indicator, person):
    indicator.min_denominator = 10
    indicator.save()
    ObservationFactory(
        municipality=gol, indicator=indicator, value=50.0, denominator=4, is_hidden=True
    )
    record(30.0)
    undo = {"municipality": gol, "indicator": indicator, "year": 2024, "by": person, "at": AT}

    undo_value(**undo)
    assert cell() == (None, "h")
    undo_value(**undo)
    assert cell() == (30.0, "")


# ------------------------------------------------------------------- questions
@pytest.mark.parametrize(
    ("value", "expected"),
    [(-50, []), (150, []), (-50.1, ["beyond_bounds"]), (150.1, ["beyond_bounds"])],
)
@pytest.mark.parametrize(("worst", "best"), [(0, 100), (100, 0)])
def test_far_outside_worst_and_best(value, expected, worst, best):
    assert doubts(value, year=2024, series={}, worst=worst, best=best) == expected


@pytest.mark.parametrize(
    ("value", "series", "expected"),
    [
        (16, {2021: 8, 2022: 9, 2023: 10}, ["large_change"]),
        (13, {2021: 8, 2022: 9, 2023: 10}, []),
        (13.1, {2021: 8, 2022: 9, 2023: 10}, ["large_change"]),
        (6.9, {2021: 8, 2022: 9, 2023: 10}, ["large_change"]),
        (50, {2022: 9, 2023: 10}, []),
        (10, {2021: 10, 2022: 10, 2023: 10}, []),
        (10.1, {2021: 10, 2022: 10, 2023: 10}, ["large_change"]),
        (16, {2018: 8, 2019: 9, 2020: 10}, []),
        (16.1, {2019: 7, 2021: 9, 2022: 10, 2024: 500}, ["large_change"]),
    ],
)
def test_a_change_larger_than_ever(value, series, expected):
    earlier = {year: float(each) for year, each in series.items() if year != 2024}
    assert doubts(value, year=2024, series=earlier) == expected


# ----------------------------------------------------------------------- pages
@pytest.fixture
def coordinator(client, gol):
    person = UserFactory(language="nb")
    RoleAssignmentFactory(person=person, municipality=gol, role=Role.COORDINATOR)
    client.force_login(person)
    return person


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def address(name="own-value", **given):
    place = {"country": "no", "code": "3324"}
    if name != "own-values":
        place |= {"indicator": "a", "year": 2024}
    return reverse(f"indicators:{name}", kwargs=place | given)


def type_in(client, **data):
    return client.post(address(), {"value": "", "reason": "", "seen": ""} | data)


def test_the_table_shows_cells_by_goal_and_year(client, coordinator, gol, indicator):
    FrameworkIndicatorFactory(indicator=indicator, framework=FrameworkFactory(is_default=True))
    ObservationFactory(municipality=gol, indicator=indicator, period=2025, value=1234.5)
    ObservationFactory(
        municipality=gol, indicator=indicator, period=2023, value=None, status=":"
    )

    text = client.get(address("own-values")).content.decode()

    assert "1\u202f234,5" in text
    assert 'href="/kommuner/no/3324/egne-tall/a/2026/"' in text
    with translation.override("nb"):
        from common.words import MISSING

        assert str(MISSING[":"]) in text


def test_the_table_leaves_out_what_is_not_meant_for_the_municipality(gol, indicator):
    place = FrameworkIndicatorFactory(indicator=indicator)
    other = FrameworkIndicatorFactory(framework=place.framework, profiles=["none"])
    with_value = FrameworkIndicatorFactory(framework=place.framework, profiles=["none"])
    ObservationFactory(indicator=with_value.indicator, municipality=gol, period=2024)

    lines = lines_for(gol, place.framework, years=[2024])

    listed = {line.place for line in lines}
    assert (other in listed, with_value in listed, place in listed) == (False, True, True)


def test_a_decimal_comma_is_understood(client, coordinator, indicator):
    response = type_in(client, value="12,5")

    assert response.url == f"{address('own-values')}#i-{indicator.pk}"
    assert cell() == (12.5, "")


def test_a_reason_instead_of_a_value(client, coordinator, indicator):
    type_in(client, reason="n")

    assert cell() == (None, "n")


@pytest.mark.parametrize("data", [{}, {"value": "mange"}, {"value": "3", "reason": "n"}])
def test_what_cannot_be_typed(client, coordinator, indicator, data):
    response = type_in(client, **data)

    assert response.status_code == 200
    assert "data-sv-errors" in response.content.decode()
    assert Observation.objects.count() == 0


def test_an_unusual_value_is_asked_about_and_then_saved(client, coordinator, indicator):
    FrameworkIndicatorFactory(indicator=indicator)

    asked = type_in(client, value="900")
    assert (asked.status_code, Observation.objects.count()) == (200, 0)
    assert 'name="confirmed" value="900.0|"' in asked.content.decode()
    other = type_in(client, value="800", confirmed="900.0|")
    assert (other.status_code, Observation.objects.count()) == (200, 0)
    assert type_in(client, value="900", confirmed="900.0|").status_code == 302
    assert cell() == (900.0, "")


def test_a_publisher_s_value_is_replaced_after_a_question(client, coordinator, gol, indicator):
    batch = ImportBatchFactory(source="SSB")
    ObservationFactory(municipality=gol, indicator=indicator, batch=batch)

    asked = type_in(client, value="51", seen=batch.pk)
    assert "SSB" in asked.content.decode()
    assert cell() == (50.0, "")
    type_in(client, value="51", seen=batch.pk, confirmed="51.0|")

    assert cell() == (51.0, "")


def test_the_form_starts_with_what_is_stored(client, coordinator, gol, indicator):
    batch = ImportBatchFactory(kind=ImportKind.TYPED)
    ObservationFactory(
        municipality=gol, indicator=indicator, value=12.25, status="p", batch=batch
    )
    ObservationFactory(municipality=gol, indicator=indicator, value=11.0, period=2022)

    text = client.get(address()).content.decode()

    assert 'value="12,25"' in text
    assert "11,0" in text
    assert "2022" in text
    assert client.post(address("own-value-undo")).status_code == 302
    assert cell() == (None, "w")


def test_a_cell_changed_by_someone_else_is_not_overwritten(client, coordinator, gol, indicator):
    ObservationFactory(
        municipality=gol, indicator=indicator, batch=ImportBatchFactory(kind=ImportKind.TYPED)
    )

    assert type_in(client, value="51").url == address()
    assert cell() == (50.0, "")


@pytest.mark.parametrize("year", [1989, 2027])
def test_years_that_cannot_be_typed(client, coordinator, indicator, year):
    assert client.get(address(year=year)).status_code == 404


def test_a_hidden_value_is_not_given_away(client, coordinator, gol, indicator):
    ObservationFactory(municipality=gol, indicator=indicator, value=3.25, is_hidden=True)
    FrameworkIndicatorFactory(indicator=indicator)

    assert "3,25" not in client.get(address()).content.decode()
    assert "3,3" not in client.get(address("own-values")).content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.CONTRIBUTOR, 200), (Role.ADMINISTRATOR, 200), (Role.READER, 403)]
)
def test_who_may_type(client, gol, indicator, role, status):
    person = UserFactory()
    RoleAssignmentFactory(person=person, municipality=gol, role=role)
    client.force_login(person)

    assert [client.get(page).status_code for page in (address(), address("own-values"))] == [
        status, status
    ]  # fmt: skip


def test_nobody_types_for_another_municipality(client, coordinator, indicator):
    MunicipalityFactory(code="3326")

    assert client.get(address(code="3326")).status_code == 403
    assert client.post(address(code="3326"), {"value": "1"}).status_code == 403
    assert Observation.objects.count() == 0
