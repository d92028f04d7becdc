"""The history of one object, in words."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import CLOSED_DOMAIN
from improvement.enums import (
    Confidence,
    Judgement,
    MeasureKind,
    MeasureState,
    Outcome,
    RoundEventKind,
)
from improvement.models import Evaluation, RoundEvent, StateInput, StatusAssessment, StatusRound
from improvement.queries import trail
from improvement.queries.histories import KINDS
from networks.actions.locks import sign
from networks.enums import Role
from tests.factories import (
    DecisionFactory,
    GoalFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
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
    TargetFactory,
)
from tests.improvement.localised_factories import LocalisedIndicatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def told(kind, row, reader=None):
    """What the history of an object says, oldest first."""
    sources = KINDS[kind].sources(row)
    reader = reader or UserFactory(is_superuser=True)
    events = trail.read(sources, trail.merged(sources), names=trail.Names(reader))
    return events[::-1]


def lines(event):
    return [(change.label, change.old, change.new) for change in event.changes]


def save(row, by=None, **changes):
    for name, value in changes.items():
        setattr(row, name, value)
    sign(row, by=by)
    row.save()


def test_a_change_tells_who_and_from_what_to_what():
    by = UserFactory(name="Planlegger")
    measure = MeasureFactory(title="Elbiler", kind=MeasureKind.OTHER)

    save(
        measure, by, kind=MeasureKind.PROCUREMENT, starts_on=date(2026, 3, 1),
        responsible_person=by, title="Elbiler i hjemmetjenesten",
    )  # fmt: skip

    made, changed = told("measure", measure)
    assert (made.headline, made.kind, made.about) == ("Registered", "Measure", "Elbiler")
    assert (changed.headline, changed.by) == ("Changed", "Planlegger")
    assert lines(changed) == [
        ("Measure", "Elbiler", "Elbiler i hjemmetjenesten"),
        ("Type", "Other", "Procurement"),
        ("Responsible person", "", "Planlegger"),
        ("Start", "", "1 March 2026"),
    ]


def test_saving_the_same_is_no_event():
    measure = MeasureFactory()
    save(measure)

    assert len(told("measure", measure)) == 1


def test_status_tasks_and_evaluations_are_woven_into_a_measure_by_time():
    measure = MeasureFactory(language="sv")
    place = measure.municipality
    task = MeasureTaskFactory(measure=measure, title="Bestill")
    save(task, done_on=date(2026, 4, 2))
    by = UserFactory(name="Regionkoordinator")
    StatusEntryFactory(
        measure=measure, state=MeasureState.LATE, former_state=MeasureState.ON_TRACK,
        share_done=50, former_share=25, text="Leverandøren er forsinket.", by=by,
        on_behalf_of=place, at=datetime(2031, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    Evaluation.objects.create(
        measure=measure, outcome=Outcome.PARTLY, text="Halvveis.", confidence=Confidence.LOW,
        at=datetime(2032, 1, 1, tzinfo=UTC),
    )  # fmt: skip

    found = told("measure", measure)

    assert [(one.kind, one.headline) for one in found] == [
        ("Measure", "Registered"),
        ("Task", "Registered"),
        ("Task", "Changed"),
        ("Status entry", "Status logged"),
        ("Evaluation", "Evaluation written"),
    ]
    logged = found[3]
    assert (logged.by, logged.on_behalf_of) == ("Regionkoordinator", str(place))
    assert (logged.text, lines(logged)) == (
        "Leverandøren er forsinket.",
        [("State", "On track", "Late"), ("Share done, percent", "25", "50")],
    )
    assert found[4].by == "A former user"


def test_a_task_that_was_removed_is_still_told():
    measure = MeasureFactory()
    MeasureTaskFactory(measure=measure, title="Bestill").delete()

    assert [one.headline for one in told("measure", measure)][-1] == "Removed"


def test_targets_of_an_objective_are_compared():
    objective = ObjectiveFactory()
    objective.targets.add(TargetFactory(number="13.2"))

    assert lines(told("objective", objective)[-1]) == [("Targets", "", "13.2 Target 13.2")]


def test_a_round_tells_its_events_and_judgements():
    row = RoundFactory()
    RoundEvent.objects.create(
        round=row, kind=RoundEventKind.BACK, text="Nye tall.",
        at=datetime(2026, 2, 1, tzinfo=UTC),
    )  # fmt: skip
    judged = StatusAssessment.objects.create(
        round=row, goal=GoalFactory(number=13), judgement=Judgement.WEAK,
        at=datetime(2026, 2, 1, tzinfo=UTC),
    )  # fmt: skip
    save(judged, judgement=Judgement.FAIR)

    events = told("round", row)

    assert (events[0].headline, events[0].text) == ("Back to a step", "Nye tall.")
    assert lines(events[-1]) == [("Judgement", "Weak", "Fairly good")]
    assert events[-1].about == "13 Goal 13"


def test_a_localised_indicator_tells_of_both_its_rows():
    row = LocalisedIndicatorFactory()
    save(row.indicator, unit="kWh")
    save(row, version=2)

    kinds = [one.kind for one in told("localisedindicator", row)]
    assert sorted(kinds) == [
        "Indicator", "Indicator", "Localised indicator", "Localised indicator",
    ]  # fmt: skip


def test_whoever_is_forgotten_is_a_former_user():
    closed = UserFactory(email=f"person-1@{CLOSED_DOMAIN}")
    measure = MeasureFactory()
    save(measure, closed, title="B", responsible_person=closed)

    changed = told("measure", measure)[-1]

    assert changed.by == "A former user"
    assert ("Responsible person", "", "A former user") in lines(changed)


def test_what_the_reader_may_not_know_of_is_not_named():
    measure = MeasureFactory()
    copied = MeasureFactory(title="Hemmelig tiltak")
    closed = NetworkFactory(name="Hemmelig nett", is_public=False)
    save(measure, copied_from=copied, network=closed)
    reader = RoleAssignmentFactory(municipality=measure.municipality).person

    found = lines(told("measure", measure, reader)[-1])

    assert found == [
        ("Network", "", "(not open to you)"),
        ("Copied from", "", "(not open to you)"),
    ]


# --- the page ---


def address(kind, row):
    return reverse("improvement:history", kwargs={"model": kind, "pk": row.pk})


def objects_of(place):
    member = MembershipFactory(municipality=place)
    round_ = RoundFactory(municipality=place)
    measure = MeasureFactory(municipality=place)
    return {
        "measure": measure,
        "measuretask": MeasureTaskFactory(measure=measure),
        "objective": ObjectiveFactory(municipality=place),
        "round": round_,
        "goalconflict": GoalConflictFactory(municipality=place),
        "stateinput": StateInput.objects.create(
            municipality=place, barrier="LAW", title="Loven", text="Hindrer."
        ),
        "statusassessment": StatusAssessment.objects.create(
            round=round_, goal=GoalFactory(), judgement=Judgement.GOOD,
            at=datetime(2026, 2, 1, tzinfo=UTC),
        ),
        "localisedindicator": LocalisedIndicatorFactory(
            network=NetworkFactory(is_public=False)
        ),
        "statusround": StatusRound.objects.create(
            network=member.network, name="Våren", year_from=2024,
            opens_on=date(2026, 1, 1), deadline=date(2026, 2, 1),
        ),
        "membership": member,
        "decision": DecisionFactory(municipality=place),
    }  # fmt: skip


def test_every_kind_has_a_page_for_those_who_may_read_it_and_is_missing_for_others(client):
    place = MunicipalityFactory()
    rows = objects_of(place)
    MembershipFactory(municipality=place, network=rows["localisedindicator"].network)
    own = RoleAssignmentFactory(municipality=place).person
    stranger = RoleAssignmentFactory(municipality=MunicipalityFactory()).person

    assert set(rows) == set(KINDS)
    found = {}
    for name, person in (("own", own), ("stranger", stranger)):
        client.force_login(person)
        found[name] = {
            kind: client.get(address(kind, row)).status_code for kind, row in rows.items()
        }

    assert found == {
        "own": dict.fromkeys(rows, 200),
        "stranger": dict.fromkeys(rows, 404),
    }


def test_why_a_member_left_is_for_the_leader_and_the_member(client):
    member = MembershipFactory()
    other = MembershipFactory(network=member.network)
    found = []
    for scope in (
        {"municipality": member.municipality},
        {"municipality": member.municipality, "role": Role.READER},
        {"municipality": other.municipality},
        {"network": member.network, "role": Role.NETWORK_LEADER},
    ):
        client.force_login(RoleAssignmentFactory(**scope).person)
        found.append(client.get(address("membership", member)).status_code)

    assert found == [200, 404, 404, 200]


def test_what_has_no_history_is_not_found(client):
    client.force_login(UserFactory(is_superuser=True))
    measure = MeasureFactory()

    answers = [
        client.get(reverse("improvement:history", kwargs={"model": kind, "pk": key}))
        for kind, key in (("user", 1), ("measure", measure.pk + 1))
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("count", [3, 60])
def test_the_page_takes_a_fixed_number_of_queries(client, count, django_assert_max_num_queries):
    measure = MeasureFactory()
    reader = RoleAssignmentFactory(municipality=measure.municipality).person
    for number in range(count):
        StatusEntryFactory(measure=measure, by=UserFactory())
        save(measure, UserFactory(), title=f"Title {number}", responsible_person=UserFactory())
        MeasureTaskFactory(measure=measure, person=UserFactory())
    client.force_login(reader)
    client.get(address("measure", measure))

    with django_assert_max_num_queries(24):
        answer = client.get(address("measure", measure))

    assert len(answer.context["events"]) == min(25, 3 * count + 1)
