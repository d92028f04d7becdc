"""All changes of a municipality, for its administrators."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from improvement.enums import ReportKind, RoundEventKind
from improvement.models import Report, RoundEvent, StatusRound, StatusRoundPart
from improvement.views import audit_files
from indicators.actions import typed
from indicators.enums import ImportKind
from indicators.models import ImportBatch, Indicator, ObservationRevision
from networks.actions.locks import sign
from networks.enums import Role
from tests.factories import (
    DecisionFactory,
    ImportBatchFactory,
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import (
    GoalConflictFactory,
    MeasureFactory,
    MeasureTaskFactory,
    ObjectiveFactory,
    RoundFactory,
    StatusEntryFactory,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def place():
    return MunicipalityFactory(code="3324", name="Gol")


@pytest.fixture
def administrator(client, place):
    given = RoleAssignmentFactory(
        municipality=place, role=Role.ADMINISTRATOR, person__name="Administrator"
    )
    client.force_login(given.person)
    return given.person


def page(name="audit", **query):
    address = reverse(f"improvement:{name}", kwargs={"country": "no", "code": "3324"})
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()))


def listed(client, **query):
    answer = client.get(page(**query), **ENGLISH)
    return [(one.kind, one.headline, one.about) for one in answer.context["events"]]


def rows_of(answer):
    book = load_workbook(BytesIO(answer.content))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def type_value(place, by, value, *, indicator=None, year=2024):
    typed.record_value(
        municipality=place,
        indicator=indicator or Indicator.objects.get(),
        year=year, value=value, status="", seen=None, by=by, at=timezone.now(),
    )  # fmt: skip


def test_everything_that_belongs_to_the_municipality_is_listed_and_nothing_else(
    client, administrator, place
):
    now = timezone.now()
    for here in (place, MunicipalityFactory()):
        member = MembershipFactory(municipality=here)
        measure = MeasureFactory(municipality=here, title=f"M {here.code}")
        MeasureTaskFactory(measure=measure, title=f"T {here.code}")
        ObjectiveFactory(municipality=here, title=f"O {here.code}")
        GoalConflictFactory(municipality=here, title=f"C {here.code}")
        StatusEntryFactory(measure=measure, at=now)
        round_ = RoundFactory(municipality=here)
        RoundEvent.objects.create(round=round_, kind=RoundEventKind.OPENED, at=now)
        DecisionFactory(municipality=here)
        Report.objects.create(
            kind=ReportKind.ANNUAL,
            municipality=here,
            title=f"R {here.code}",
            language="nb",
            content={},
            sha256="0" * 64,
            frozen_at=now,
        )
        status_round = StatusRound.objects.create(
            network=member.network,
            name=f"S {here.code}",
            year_from=2024,
            opens_on=date(2026, 1, 1),
            deadline=date(2026, 2, 1),
        )
        StatusRoundPart.objects.create(
            status_round=status_round, municipality=here, delivered_at=now
        )
    first = RoleAssignmentFactory(municipality=place, valid_to=date(2026, 6, 1))
    name = MembershipFactory._meta.model.objects.get(municipality=place).network.name

    found = listed(client)

    assert sorted(found) == sorted(
        [
            ("Decision", "Registered", "Kommunestyret"),
            ("Goal conflict", "Registered", "C 3324"),
            ("Measure", "Registered", "M 3324"),
            ("Membership", "Registered", name),
            ("Objective", "Registered", "O 3324"),
            ("Report", "Report frozen", "R 3324"),
            ("Role", "Role ended", f"{first.person.name} · Coordinator"),
            ("Role", "Role given", "Administrator · Administrator"),
            ("Role", "Role given", f"{first.person.name} · Coordinator"),
            ("Round", "Round opened", "Round 1"),
            ("Status entry", "Status logged", "M 3324"),
            ("Part of a status round", "Registered", "S 3324"),
            ("Task", "Registered", "T 3324"),
        ]
    )


def test_typed_values_are_told_from_the_first_one(client, administrator, place):
    IndicatorFactory(name="Bosted", decimals=1, language="nb")
    type_value(place, administrator, 10.0)
    type_value(place, administrator, 12.5)
    other = UserFactory(name="Bidragsyter")
    type_value(place, other, 7.0, year=2023)

    answer = client.get(page(hva="values"), **ENGLISH)

    assert [
        (one.headline, one.about, one.by, one.changes[0].old, one.changes[0].new)
        for one in answer.context["events"]
    ] == [
        ("Figure typed", "Bosted, 2023", "Bidragsyter", "", "7.0"),
        ("Figure changed", "Bosted, 2024", "Administrator", "10.0", "12.5"),
        ("Figure typed", "Bosted, 2024", "Administrator", "", "10.0"),
    ]


def test_a_hidden_value_is_not_told_here_either(client, administrator, place):
    indicator = IndicatorFactory()
    type_value(place, administrator, 30.0)
    batch = ImportBatch.objects.get()
    ObservationRevision.objects.create(
        indicator=indicator, municipality=place, period=2024, old_value=30, new_value=3,
        is_hidden=True, old_batch=batch, changed_at=timezone.now(),
        batch=ImportBatchFactory(kind=ImportKind.TYPED, imported_at=timezone.now()),
    )  # fmt: skip

    answer = client.get(page(hva="values"), **ENGLISH)

    hidden = "hidden here, because the numbers are small"
    told = [(one.changes[0].old, one.changes[0].new) for one in answer.context["events"]]
    assert told == [(hidden, hidden), ("", hidden)]


def test_by_kind_person_and_period(client, administrator, place):
    by = UserFactory(name="Planlegger")
    measure = MeasureFactory(municipality=place, title="A")
    sign(measure, by=by)
    measure.title = "B"
    measure.save()
    ObjectiveFactory(municipality=place, title="O")
    old = StatusEntryFactory(measure=measure, at=datetime(2020, 5, 5, tzinfo=UTC), by=by)

    assert listed(client, hva="objectives") == [("Objective", "Registered", "O")]
    assert listed(client, hvem=by.pk) == [("Measure", "Changed", "B")]
    assert listed(client, fra="2020-05-05", til="2020-05-05") == [
        ("Status entry", "Status logged", old.measure.title)
    ]
    assert listed(client, fra="2020-05-06", til="2020-05-07") == []


def test_a_day_is_the_municipality_s_own_day(client, administrator, place):
    measure = MeasureFactory(municipality=place)
    # In Norway it is the 2nd already.
    StatusEntryFactory(measure=measure, at=datetime(2020, 6, 1, 22, 30, tzinfo=UTC))

    assert listed(client, fra="2020-06-01", til="2020-06-01") == []
    assert len(listed(client, fra="2020-06-02", til="2020-06-02")) == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"fra": "2026-05-02", "til": "2026-05-01"}, "til"),
        ({"fra": "yesterday"}, "fra"),
        ({"fra": ""}, "fra"),
        ({"hva": "nothing"}, "hva"),
        ({"hvem": "0"}, "hvem"),
        ({"til": "9999-12-31"}, "til"),
        ({"fra": "0001-01-01"}, "fra"),
        ({"fra": "1900-01-01", "til": "2100-12-31"}, None),
    ],
)
def test_a_choice_that_makes_no_sense_is_said_at_its_field(client, administrator, query, field):
    answer = client.get(page(**query), **ENGLISH)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ([field] if field else [])
    assert client.get(page("audit-export", **query)).status_code == 200


def test_the_file_has_a_row_for_each_field_and_no_formulas(client, administrator, place):
    measure = MeasureFactory(municipality=place, title="=1+1")
    StatusEntryFactory(measure=measure, text="+cmd", at=timezone.now())

    answer = client.get(page("audit-export", hva="status"), **ENGLISH)

    head, row = rows_of(answer)
    assert head[:3] == ["time", "who", "on behalf of"]
    assert row[1:] == [
        "A former user", None, "Status entry", "'=1+1", "Status logged", "State", None,
        "On track", "'+cmd",
    ]  # fmt: skip
    assert isinstance(row[0], datetime)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="3324-')


def test_a_file_that_would_be_too_long_is_cut_and_says_so(
    client, administrator, place, monkeypatch
):
    monkeypatch.setattr(audit_files, "LIMIT", 2)
    for number in range(4):
        ObjectiveFactory(municipality=place, title=f"O {number}")

    shown = client.get(page(hva="objectives"), **ENGLISH)
    answer = client.get(page("audit-export", hva="objectives"), **ENGLISH)

    assert "holds the 2 newest" in shown.content.decode()
    assert {row[4] for row in rows_of(answer)[1:]} == {"O 3", "O 2"}
    about = load_workbook(BytesIO(answer.content)).worksheets[1]
    assert "2 newest" in list(about.iter_rows(values_only=True))[-1][1]


@pytest.mark.parametrize("count", [2, 12])
def test_the_page_takes_a_fixed_number_of_queries(
    client, administrator, place, count, django_assert_max_num_queries
):
    indicator = IndicatorFactory()
    for number in range(count):
        by = UserFactory()
        measure = MeasureFactory(municipality=place, responsible_person=by)
        MeasureTaskFactory(measure=measure, person=by)
        StatusEntryFactory(measure=measure, by=by, at=timezone.now() - timedelta(hours=1))
        GoalConflictFactory(municipality=place)
        DecisionFactory(municipality=place)
        type_value(place, by, 1.0, indicator=indicator, year=2000 + number % 20)
    client.get(page())

    with django_assert_max_num_queries(40):
        answer = client.get(page())

    assert len(answer.context["events"]) == min(50, 6 * count + 1)
