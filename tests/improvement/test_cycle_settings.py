"""The steps and days of a programme, changed by its leader."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from improvement.actions import rounds, templates
from improvement.enums import StepKind
from improvement.models import CycleSettings, RoundStep
from improvement.queries.settings import settings_by_programme, settings_for
from networks.enums import Role
from tests.factories import (
    MembershipFactory,
    NetworkFactory,
    ProgrammeFactory,
    RoleAssignmentFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAYS = templates.CycleDays(
    target=10, acceptable=20, stale=90, before=[7, 14, 7], late=[30, 1], between_mails=3
)


@pytest.fixture
def programme():
    return ProgrammeFactory(slug="prog")


@pytest.fixture
def template(programme):
    return templates.template_for(programme)


def in_use(template):
    rows = template.steps.filter(is_retired=False).order_by("position")
    return [row.name_en or row.kind for row in rows]


def add(template, **changes):
    said = {"kind": StepKind.OTHER, "names": {"en": "Pilot"}, "is_side_input": False}
    return templates.add_step(template=template, by=None, **{**said, **changes})


def used_in_a_round(programme):
    network = NetworkFactory(programme=programme)
    place = MembershipFactory(network=network).municipality
    return rounds.open_round(municipality=place, network=network, by=None, at=AT)


def test_steps_are_added_named_and_moved(template):
    step = add(template)
    templates.move_step(step=step, places=-7, by=None)
    assert in_use(template)[:3] == ["STATUS", "Pilot", "OBJECTIVES"]
    templates.move_step(step=step, places=-5, by=None)
    assert in_use(template)[0] == "Pilot"
    templates.change_step(
        step=step,
        kind=StepKind.OTHER,
        names={"nb": "Forsøk", "en": "Trial"},
        is_side_input=False,
        by=None,
    )
    step.refresh_from_db()
    assert (step.name_nb, step.name_en, step.position) == ("Forsøk", "Trial", 1)


def test_a_step_without_a_kind_of_its_own_needs_a_name(template):
    with pytest.raises(templates.StepNeedsName):
        add(template, names={})
    assert add(template, kind=StepKind.EVALUATION, names={}).kind == "EVALUATION"


def test_a_used_step_is_retired_and_an_unused_one_removed(programme, template):
    unused = add(template)
    used_in_a_round(programme)
    late = add(template, names={"en": "Late"})
    assert templates.retire_step(step=late, by=None) is True
    assert templates.retire_step(step=late, by=None) is True
    assert templates.retire_step(step=unused, by=None) is False
    assert RoundStep.objects.get(pk=unused.pk).is_retired is True
    templates.restore_step(step=unused, by=None)
    assert in_use(template)[-1] == "Pilot"


def test_the_last_step_stays(template):
    main = list(template.steps.filter(is_side_input=False).order_by("position"))
    for step in main[1:]:
        templates.retire_step(step=step, by=None)
    with pytest.raises(templates.LastStep):
        templates.retire_step(step=main[0], by=None)
    with pytest.raises(templates.LastStep):
        templates.change_step(
            step=main[0], kind=StepKind.STATUS, names={}, is_side_input=True, by=None
        )


def test_a_retired_step_is_not_in_new_rounds_and_a_new_one_joins_open_ones(programme, template):
    first = used_in_a_round(programme)
    templates.retire_step(step=template.steps.get(kind=StepKind.REPORTING), by=None)
    late = add(template)
    second = used_in_a_round(programme)

    assert first.progress.filter(step__kind=StepKind.REPORTING).exists()
    assert not second.progress.filter(step__kind=StepKind.REPORTING).exists()
    rounds.begin_step(round=first, step=late, by=None, at=AT)
    assert first.progress.get(step=late).state == "ACTIVE"


def test_settings_come_from_the_programme_then_from_all_then_from_the_code(programme):
    network = NetworkFactory(programme=programme)
    assert (settings_for(network).target_days, settings_for(None).target_days) == (30, 30)
    CycleSettings.objects.create(target_days=25)
    assert (settings_for(network).target_days, settings_for(None).target_days) == (25, 25)
    templates.set_days(programme=programme, days=DAYS, by=None)
    assert (settings_for(network).target_days, settings_for(None).target_days) == (10, 25)
    found = settings_by_programme()
    assert (found[programme.pk].stale_days, found[None].target_days) == (90, 25)


def test_days_are_kept_in_order_without_doubles(programme):
    kept = templates.set_days(programme=programme, days=DAYS, by=None)
    templates.set_days(programme=programme, days=DAYS, by=None)

    assert (kept.days_before, kept.days_late) == ([14, 7], [1, 30])
    assert CycleSettings.history.count() == 2


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"target": 0}, templates.DaysOutOfOrder),
        ({"acceptable": 5}, templates.DaysOutOfOrder),
        ({"stale": 15}, templates.DaysOutOfOrder),
        ({"before": []}, templates.DaysMissing),
        ({"late": [0]}, templates.DaysMissing),
    ],
)
def test_days_must_grow(programme, changes, refusal):
    days = {
        "target": 10, "acceptable": 20, "stale": 90, "before": [7], "late": [1],
        "between_mails": 3,
    }  # fmt: skip
    with pytest.raises(refusal):
        templates.set_days(
            programme=programme, days=templates.CycleDays(**{**days, **changes}), by=None
        )


@pytest.fixture
def leader(client, programme):
    person = RoleAssignmentFactory(role=Role.NETWORK_LEADER, programme=programme).person
    client.force_login(person)
    return client


def address(name="cycle-settings", **more):
    return reverse(f"improvement:{name}", kwargs={"slug": "prog", **more})


def test_the_programme_s_leader_changes_steps_on_the_page(leader, template):
    assert leader.get(address()).status_code == 200
    leader.post(address("step-add"), {"kind": "OTHER", "name_nb": "Forsøk"})
    step = template.steps.get(kind="OTHER")
    leader.post(address("step-sort", step=step.pk), {"do": "up"})
    leader.post(address("step-change", step=step.pk), {"kind": "OTHER", "name_sv": "Försök"})
    step.refresh_from_db()
    assert (step.position, step.name_nb, step.name_sv) == (8, "", "Försök")
    for wanted in ("down", "retire", "restore"):
        answer = leader.post(
            address("step-sort", step=template.steps.first().pk), {"do": wanted}
        )
        assert answer.status_code == 302
    assert "Forsøk" not in leader.get(address()).content.decode()


def test_a_network_leader_of_one_network_does_not(client, programme):
    network = NetworkFactory(programme=programme)
    client.force_login(RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=network).person)

    assert client.get(address()).status_code == 403


def test_the_programme_s_leader_changes_days_on_the_page(leader, programme):
    form = {
        "target": "30", "acceptable": "20", "stale": "180", "before": "30, 7 1",
        "late": "1;7;30", "between_mails": "5",
    }  # fmt: skip
    refused = leader.post(address("cycle-days"), form)
    assert "acceptable" in refused.context["form"].errors
    strange = leader.post(address("cycle-days"), {**form, "before": "soon"})
    assert "before" in strange.context["form"].errors
    leader.post(address("cycle-days"), {**form, "acceptable": "60"})
    kept = CycleSettings.objects.get(programme=programme)
    assert (kept.days_before, kept.days_late) == ([30, 7, 1], [1, 7, 30])
