"""What waits for whom in the improvement cycle."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from improvement import todo
from improvement.enums import MeasureState
from improvement.models import Evaluation, GoalConflict, StatusRound, StatusRoundPart
from tests.factories import (
    GoalFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ProgrammeFactory,
    RegionFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import (
    MeasureFactory,
    MeasureTaskFactory,
    RoundFactory,
    RoundStepFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def gol():
    return MunicipalityFactory(name="Gol", code="3324")


@pytest.fixture
def coordinator(gol):
    return RoleAssignmentFactory(municipality=gol).person


def waits(person, at=AT):
    return [(thing.title, thing.due) for thing in todo.things_for(person, at)]


def days_ago(days):
    return AT - timedelta(days=days)


def measure(gol, **given):
    return MeasureFactory(**{"municipality": gol, "title": "Vans", "logged_at": AT, **given})


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (22, []),
        (23, [("Log status: Vans", date(2026, 11, 29))]),
        (30, [("Log status: Vans", TODAY)]),
        (31, [("Log status: Vans", date(2026, 11, 21))]),
    ],
)
def test_a_status_waits_from_a_week_before_it_is_due(gol, coordinator, days, expected):
    measure(gol, logged_at=days_ago(days))

    assert waits(coordinator) == expected


def test_the_programme_says_how_often(gol, coordinator):
    from improvement.models import CycleSettings

    programme = ProgrammeFactory()
    CycleSettings.objects.create(programme=programme, target_days=8, acceptable_days=9)
    CycleSettings.objects.create(target_days=100, acceptable_days=100)
    own = measure(gol, logged_at=days_ago(50))
    theirs = measure(
        gol, title="Bus", logged_at=days_ago(6), network=NetworkFactory(programme=programme)
    )

    assert waits(coordinator) == [("Log status: Bus", date(2026, 11, 24))]
    assert {own.pk, theirs.pk} == {
        one.pk for one in todo.read_work(coordinator, at=AT).measures
    }


def test_a_measure_that_was_never_logged_counts_from_when_it_was_made(gol, coordinator):
    from improvement.models import Measure

    made = measure(gol, logged_at=None)
    Measure.objects.filter(pk=made.pk).update(created_at=days_ago(40))

    assert waits(coordinator) == [("Log status: Vans", date(2026, 11, 12))]
    assert todo.things_for(coordinator, AT)[0].detail == "Measure · never logged"


@pytest.mark.parametrize("state", [MeasureState.STOPPED, MeasureState.DONE])
def test_what_nobody_works_with_waits_for_no_status(gol, coordinator, state):
    measure(gol, state=state, logged_at=days_ago(300))
    titles = [title for title, _due in waits(coordinator)]

    assert not [title for title in titles if title.startswith("Log status")]


def test_an_archived_measure_waits_for_nothing(gol, coordinator):
    measure(gol, logged_at=days_ago(300), archived_at=AT)

    assert waits(coordinator) == []


def test_an_end_that_passes_without_a_word_asks_for_status_once(gol, coordinator):
    silent = measure(gol, logged_at=days_ago(10), ends_on=TODAY - timedelta(days=2))
    measure(gol, title="Told", logged_at=AT, ends_on=TODAY - timedelta(days=2))

    assert waits(coordinator) == [("Log status: Vans", date(2026, 11, 20))]
    silent.logged_at = days_ago(200)
    silent.save()
    assert len(waits(coordinator)) == 1


def test_the_responsible_person_is_asked_and_not_the_coordinator(gol, coordinator):
    person = RoleAssignmentFactory(municipality=gol, role="CONTRIBUTOR").person
    measure(gol, logged_at=days_ago(40), responsible_person=person)

    assert (len(waits(person)), waits(coordinator)) == (1, [])


@pytest.mark.parametrize("change", ["role ended", "account closed"])
def test_somebody_who_is_gone_answers_for_nothing(gol, coordinator, change):
    role = RoleAssignmentFactory(municipality=gol, role="CONTRIBUTOR")
    measure(gol, logged_at=days_ago(40), responsible_person=role.person)
    if change == "role ended":
        role.valid_to = date(2026, 1, 1)
        role.save()
    else:
        role.person.is_active = False
        role.person.save()

    assert len(waits(coordinator)) == 1


def test_without_a_coordinator_the_administrator_is_asked(gol):
    administrator = RoleAssignmentFactory(municipality=gol, role="ADMINISTRATOR").person
    measure(gol, logged_at=days_ago(40))

    assert len(waits(administrator)) == 1
    RoleAssignmentFactory(municipality=gol)
    assert waits(administrator) == []


def test_the_regions_coordinator_is_asked_where_nobody_else_can(gol):
    region = RegionMembershipFactory(municipality=gol, region=RegionFactory()).region
    person = RoleAssignmentFactory(region=region).person
    measure(gol, logged_at=days_ago(40))
    mine = measure(gol, title="Bus", logged_at=days_ago(40), responsible_person=person)

    assert len(waits(person)) == 2
    RoleAssignmentFactory(municipality=gol)
    assert [thing.key for thing in todo.things_for(person, AT)] == [
        f"improvement.measure:{mine.pk}:status"
    ]


def test_work_elsewhere_is_not_mine(gol):
    measure(gol, logged_at=days_ago(40))
    elsewhere = RoleAssignmentFactory(municipality=MunicipalityFactory()).person

    assert (waits(elsewhere), waits(UserFactory())) == ([], [])


def test_tasks_wait_for_two_weeks(gol, coordinator):
    own = measure(gol)
    MeasureTaskFactory(measure=own, title="Buy", due_on=TODAY + timedelta(days=14))
    MeasureTaskFactory(measure=own, title="Later", due_on=TODAY + timedelta(days=15))
    MeasureTaskFactory(measure=own, title="Done", due_on=TODAY, done_on=TODAY)
    MeasureTaskFactory(measure=own, title="Undated")
    other = RoleAssignmentFactory(municipality=gol, role="CONTRIBUTOR").person
    MeasureTaskFactory(measure=own, title="Drive", due_on=TODAY, person=other)

    assert waits(coordinator) == [("Do the task: Buy", date(2026, 12, 6))]
    assert waits(other) == [("Do the task: Drive", TODAY)]


def test_a_done_measure_waits_for_evaluation_when_its_effect_can_be_seen(gol, coordinator):
    from tests.improvement.factories import MeasureIndicatorFactory

    done = measure(
        gol,
        state=MeasureState.DONE,
        starts_on=date(2026, 1, 15),
        finished_on=date(2026, 3, 1),
    )
    MeasureIndicatorFactory(measure=done, delay_months=11)

    before = datetime(2026, 12, 14, 12, tzinfo=UTC)
    on_the_day = datetime(2026, 12, 15, 12, tzinfo=UTC)
    assert waits(coordinator, before) == []
    assert waits(coordinator, on_the_day) == [("Evaluate the measure: Vans", date(2027, 1, 14))]
    assert waits(coordinator, datetime(2027, 1, 15, 12, tzinfo=UTC)) == [
        ("Evaluate the measure: Vans", None)
    ]
    Evaluation.objects.create(
        measure=done, group="country:NO", outcome="WORKED", text="It did.", confidence="LOW",
        at=AT,
    )  # fmt: skip
    assert waits(coordinator, on_the_day) == []


def test_steps_parts_and_conflicts_wait(gol, coordinator):
    step = RoundStepFactory()
    RoundFactory(municipality=gol, template=step.template).progress.create(
        step=step, due_on=TODAY
    )
    network = NetworkFactory(name="Hallingdal")
    asked = StatusRound.objects.create(
        network=network,
        name="Spring",
        year_from=2025,
        opens_on=TODAY,
        deadline=date(2027, 3, 1),
    )
    MembershipFactory(network=network, municipality=gol)
    first, second = (
        GoalFactory(number=number).targets.create(number=f"{number}.1", position=1)
        for number in (13, 15)
    )
    GoalConflict.objects.create(
        municipality=gol, first=first, second=second, score=-2, title="Turbines",
        state="PROPOSED",
    )  # fmt: skip

    assert sorted(waits(coordinator), key=str) == [
        ("Deliver to the status round: Spring", date(2027, 3, 1)),
        ("Go on with the step: Status and challenges", TODAY),
        ("Is this a goal conflict? Turbines", None),
    ]
    part = StatusRoundPart.objects.create(
        status_round=asked, municipality=gol, delivered_at=AT, delivered_by=coordinator
    )
    assert len(waits(coordinator)) == 2
    part.delivered_at = None
    part.save()
    asked.locked_at, asked.sha256 = AT, "0" * 64
    asked.save()
    assert len(waits(coordinator)) == 2


def test_a_step_has_its_name_in_the_readers_language(gol, coordinator):
    step = RoundStepFactory(name="Start", name_sv="Början")
    RoundFactory(municipality=gol, template=step.template).progress.create(
        step=step, due_on=TODAY
    )

    with translation.override("sv"):
        thing = todo.things_for(coordinator, AT)[0]
    assert thing.title.endswith("Början")


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_takes_six_queries(gol, coordinator, count, django_assert_num_queries):
    for number in range(count):
        own = measure(gol, title=f"Vans {number}", logged_at=days_ago(40))
        MeasureTaskFactory(measure=own, due_on=TODAY)
    person = type(coordinator).objects.get(pk=coordinator.pk)

    with django_assert_num_queries(6):
        assert len(todo.things_for(person, AT)) == 2 * count
