"""How fresh a status is; and what tasks and time say about a measure."""

from datetime import date, timedelta

import pytest

from improvement.calculations.staleness import freshness
from improvement.calculations.tasks import needs_reason, share_planned, state_by_tasks

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "wanted"),
    [
        (0, "fresh"),
        (29, "fresh"),
        (30, "fresh"),
        (31, "due"),
        (60, "due"),
        (61, "late"),
        (180, "late"),
        (181, "stale"),
        (4000, "stale"),
    ],
)
def test_a_status_ages_at_the_programmes_days(age, wanted):
    assert freshness(age_days=age, target=30, acceptable=60, stale=180) == wanted


def test_days_may_coincide():
    assert freshness(age_days=30, target=30, acceptable=30, stale=30) == "fresh"
    assert freshness(age_days=31, target=30, acceptable=30, stale=30) == "stale"


@pytest.mark.parametrize(
    ("tasks", "wanted"),
    [
        ([], ""),
        ([(None, None)], "ON_TRACK"),
        ([(TODAY, None)], "ON_TRACK"),
        ([(YESTERDAY, None)], "LATE"),
        ([(YESTERDAY, None), (TOMORROW, TODAY)], "LATE"),
        ([(YESTERDAY, TODAY), (TOMORROW, None)], "ON_TRACK"),
        ([(YESTERDAY, TODAY)], "DONE"),
        ([(None, TODAY), (TOMORROW, YESTERDAY)], "DONE"),
    ],
)
def test_tasks_point_to_a_state(tasks, wanted):
    assert state_by_tasks(tasks, today=TODAY) == wanted


@pytest.mark.parametrize(
    ("by_tasks", "need"),
    [
        ("", set()),
        ("ON_TRACK", {"DONE"}),
        ("LATE", {"NOT_STARTED", "ON_TRACK", "DONE"}),
        ("DONE", {"NOT_STARTED", "ON_TRACK", "LATE", "STOPPED"}),
    ],
)
def test_a_state_against_the_tasks_needs_a_reason(by_tasks, need):
    states = ["NOT_STARTED", "ON_TRACK", "LATE", "STOPPED", "DONE"]

    assert {state for state in states if needs_reason(state, by_tasks=by_tasks)} == need


@pytest.mark.parametrize(
    ("starts", "ends", "wanted"),
    [
        (date(2026, 1, 1), date(2026, 1, 11), 100),
        (TODAY - timedelta(days=3), TODAY + timedelta(days=7), 30),
        (TODAY, TODAY + timedelta(days=7), 0),
        (TOMORROW, TODAY + timedelta(days=7), 0),
        (TODAY, TODAY, None),
        (None, TODAY, None),
        (TODAY, None, None),
    ],
)
def test_the_plan_says_how_much_should_be_done(starts, ends, wanted):
    assert share_planned(starts_on=starts, ends_on=ends, today=TODAY) == wanted
