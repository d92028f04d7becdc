"""The page of a measure: what it shows, to whom, in how many queries."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from improvement.actions import log
from improvement.enums import MeasureState, Pull
from improvement.models import Measure, MeasureIndicator, MeasureTarget, StatusEntry
from improvement.queries.measure_page import moves_of, others_doing, pulls_of
from improvement.views.measure_page_rows import figures_of
from networks.enums import Role
from tests.factories import (
    FrameworkIndicatorFactory,
    GoalFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ObservationFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import (
    MeasureFactory,
    MeasureTaskFactory,
    StatusEntryFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def measure(client):
    measure = MeasureFactory(title="Elektriske varebiler")
    role = RoleAssignmentFactory(role=Role.CONTRIBUTOR, municipality=measure.municipality)
    client.force_login(role.person)
    return measure


def rows_of(client, measure, query=""):
    answer = client.get(measure.get_absolute_url() + query, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 200
    return answer.context["rows"]


def target(number="13.2"):
    goal, position = number.split(".")
    return TargetFactory(number=number, goal=GoalFactory(number=int(goal)), position=position)


def test_the_log_tells_what_changed_by_whom(client, measure):
    anna = UserFactory(name="Reporter")
    for days, state, share in ((0, "ON_TRACK", 50), (1, "LATE", 64)):
        log.log_status(
            measure=measure, state=state, text=f"Text {days}", by=anna,
            at=AT + timedelta(days=days), submission=uuid4(), share_done=share,
            on_behalf_of=measure.municipality,
        )  # fmt: skip

    newest, older = [row for row in rows_of(client, measure) if row.code]

    assert (newest.text, newest.code) == ("Text 1", "late")
    assert newest.by == f"Reporter on behalf of {measure.municipality}"
    assert newest.notes == [
        "From “On track” to “Late”",
        "Share done: 50 → 64 percent",
    ]
    assert older.notes == ["From “Not started” to “On track”", "Share done: 50 percent"]


def test_a_corrected_entry_is_struck_and_both_point_to_each_other(client, measure):
    wrong = StatusEntryFactory(measure=measure, text="Nine.", at=AT)
    right = StatusEntryFactory(
        measure=measure, text="Four.", corrects=wrong, at=AT + timedelta(days=1)
    )

    by_text = {row.text: row for row in rows_of(client, measure)}

    assert by_text["Nine."].corrected_link == f"#e{right.pk}"
    assert by_text["Four."].corrects_link == f"#e{wrong.pk}"
    assert by_text["Nine."].correct_address == ""
    assert b"<del>Nine.</del>" in client.get(measure.get_absolute_url()).content


def test_a_long_log_has_pages_and_loses_nothing(client, measure):
    for number in range(60):
        StatusEntryFactory(
            measure=measure, text=f"Text {number}", at=AT + timedelta(hours=number)
        )

    pages = [rows_of(client, measure, f"?side={side}") for side in (1, 2, 3)]

    texts = [row.text for rows in pages for row in rows if row.code]
    assert texts == [f"Text {number}" for number in range(59, -1, -1)]
    # made after all of it here, and shown once
    assert [sum(not row.code for row in rows) for rows in pages] == [1, 0, 0]


def test_events_stand_where_they_belong(client, measure):
    Measure.objects.update(created_at=AT - timedelta(days=30))
    for number in range(30):
        StatusEntryFactory(measure=measure, at=AT + timedelta(hours=number))

    first, second = (rows_of(client, measure, f"?side={side}") for side in (1, 2))

    assert all(row.code for row in first)
    assert [bool(row.code) for row in second] == [True] * 5 + [False]


def test_a_text_in_another_language_says_so(client, measure):
    StatusEntryFactory(measure=measure, text="Försenat.", language="sv")
    content = client.get(measure.get_absolute_url()).content.decode()

    assert '<p lang="sv">Försenat.</p>' in content


def test_who_only_reads_gets_no_form(client, measure):
    reader = RoleAssignmentFactory(role=Role.READER, municipality=measure.municipality)
    client.force_login(reader.person)
    StatusEntryFactory(measure=measure)

    answer = client.get(measure.get_absolute_url())

    assert "form" not in answer.context
    assert [row.correct_address for row in answer.context["rows"]] == ["", ""]
    assert b'<form method="post" action="/tiltak' not in answer.content


def test_an_archived_measure_is_read_only(client, measure):
    Measure.objects.update(archived_at=AT)

    answer = client.get(measure.get_absolute_url())

    assert "form" not in answer.context


@pytest.mark.parametrize("count", [1, 12])
def test_the_queries_do_not_grow_with_what_there_is(client, measure, count):
    for number in range(count):
        other = MeasureFactory(copied_from=measure)
        person = RoleAssignmentFactory(municipality=measure.municipality).person
        wrong = StatusEntryFactory(measure=measure, by=person, at=AT)
        StatusEntryFactory(measure=measure, by=person, corrects=wrong, at=AT)
        MeasureTaskFactory(measure=measure, person=person)
        place = FrameworkIndicatorFactory()
        MeasureIndicator.objects.create(measure=measure, indicator=place.indicator)
        for year in (2022, 2023, 2024):
            ObservationFactory(
                indicator=place.indicator, municipality=measure.municipality, period=year
            )
        MeasureTarget.objects.create(
            measure=measure, target=target(f"13.{number + 1}"), pull=Pull.HELPS
        )
        MembershipFactory(
            municipality=other.municipality,
            network=MembershipFactory(municipality=measure.municipality).network,
        )

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(measure.get_absolute_url())

    assert len(answer.context["others"]) == min(count, 5)
    assert len(queries) <= 40, "\n".join(query["sql"][:150] for query in queries)


def test_others_are_kin_first_then_those_with_the_same_targets(client):
    person = UserFactory(is_superuser=True)
    network = NetworkFactory()
    origin, own = MeasureFactory(), MunicipalityFactory()
    measure = MeasureFactory(municipality=own, copied_from=origin)
    sibling = MeasureFactory(copied_from=origin)
    copy = MeasureFactory(copied_from=measure)
    near, far = MeasureFactory(), MeasureFactory()
    for one in (own, near.municipality):
        MembershipFactory(network=network, municipality=one)
    for one in (measure, near, far):
        MeasureTarget.objects.create(measure=one, target=target(), pull=Pull.HELPS)
    MeasureFactory(municipality=own, copied_from=measure)  # one's own
    MeasureFactory(copied_from=measure, archived_at=AT)

    found = others_doing(measure, person, pulls_of(measure))

    assert found == [origin, sibling, copy, near]
    nobody = RoleAssignmentFactory(municipality=own).person
    assert others_doing(measure, nobody, pulls_of(measure)) == [near]


def test_what_a_measure_shall_move_has_series_and_target():
    measure = MeasureFactory()
    place = FrameworkIndicatorFactory(green=4.4)
    MeasureIndicator.objects.create(measure=measure, indicator=place.indicator)
    for year, value, hidden in ((2018, 9.4, False), (2020, 8.0, True), (2024, 7.4, False)):
        ObservationFactory(
            indicator=place.indicator, municipality=measure.municipality, period=year,
            value=value, is_hidden=hidden,
        )  # fmt: skip

    (move,) = moves_of(measure)

    assert (move.series, move.target, move.is_own_target) == (
        {2018: 9.4, 2024: 7.4},
        4.4,
        False,
    )
    assert move.goal == 13


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("age", "wanted"), [(30, ""), (31, "New status is due"), (181, "Status is out of date")]
)
def test_the_age_of_the_status_is_told(age, wanted):
    logged = datetime(2026, 11, 22, 12, tzinfo=UTC) - timedelta(days=age)
    measure = MeasureFactory.build(
        municipality=None, state=MeasureState.ON_TRACK, logged_at=logged, share_done=64,
        starts_on=TODAY - timedelta(days=60), ends_on=TODAY + timedelta(days=40),
        expected_end_on=TODAY - timedelta(days=1),
    )  # fmt: skip

    with translation.override("en"):
        figures = figures_of(measure, today=TODAY, days=(30, 60, 180))

    assert (figures.age_text, figures.logged) == (wanted, str(age))
    assert figures.plan == "64 percent. At an even pace it would be 60 percent now."
    assert (figures.left, figures.left_note) == ("1", "day over")


def test_what_is_done_grows_no_older():
    measure = MeasureFactory.build(
        municipality=None, state=MeasureState.DONE, logged_at=AT - timedelta(days=400)
    )

    figures = figures_of(measure, today=TODAY, days=(30, 60, 180))

    assert (figures.age_text, figures.left) == ("", "")


def test_nothing_is_written_by_reading(client, measure):
    client.get(measure.get_absolute_url())

    assert not StatusEntry.objects.exists()
