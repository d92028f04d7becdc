"""The way of a need: one stage at a time, back with a reason, planned days."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from procurement.actions import stages
from procurement.actions.dialogue_log import note
from procurement.actions.locks import NeedClosed
from procurement.enums import DialogueEvent, NeedState, Stage
from procurement.models import StageStep
from procurement.queries.needs import read_need, stages_of
from procurement.views.need_rows import step_rows
from tests.factories import UserFactory
from tests.procurement.factories import AT, LATER, TODAY, NeedFactory, reached

pytestmark = pytest.mark.django_db

LINK = "https://doffin.example/1"


def on(need, stage, day=TODAY, **more):
    return stages.move_on(need=need, stage=stage, on=day, by=UserFactory(), at=AT, **more)


def back(need, stage, reason="Vi fant ikke nok."):
    return stages.go_back(need=need, stage=stage, reason=reason, by=UserFactory(), at=AT)


def test_the_whole_way():
    need = NeedFactory(published=True, stage=Stage.NEED)
    reached(need, Stage.NEED, on=date(2026, 8, 18))

    for stage in (Stage.MAPPING, Stage.DIALOGUE, Stage.COMPETITION, Stage.CONTRACT):
        need = on(need, stage, competition_url=LINK)
    need = on(need, Stage.BENEFIT)

    assert stages.stages_ahead(need) == []
    assert [step.stage for step in need.steps.order_by("pk")] == list(Stage)
    assert (need.competition_url, need.competition_on) == (LINK, TODAY)
    told = [(entry.kind, entry.text) for entry in need.dialogue.order_by("pk")]
    assert [kind for kind, _text in told] == ["CHANGED"] * 2 + ["CLOSED"] + ["CHANGED"] * 2
    assert told[2][1] == LINK


@pytest.mark.parametrize(
    ("here", "to", "more", "refusal"),
    [
        (Stage.NEED, Stage.DIALOGUE, {}, stages.NotNext),
        (Stage.NEED, Stage.COMPETITION, {"reason": "x"}, stages.NotNext),
        (Stage.DIALOGUE, Stage.MAPPING, {}, stages.NotNext),
        (Stage.DIALOGUE, Stage.COMPETITION, {}, stages.CompetitionWhere),
        (Stage.MAPPING, Stage.COMPETITION, {"competition_url": LINK}, stages.LeftOutWhy),
        (Stage.MAPPING, Stage.DIALOGUE, {"day": TODAY + timedelta(1)}, stages.DayAhead),
        (Stage.MAPPING, Stage.DIALOGUE, {"day": date(2026, 8, 17)}, stages.DayTooEarly),
    ],
)
def test_what_is_refused(here, to, more, refusal):
    need = NeedFactory(published=True, stage=here)
    reached(need, here, on=date(2026, 8, 18))

    with pytest.raises(refusal):
        on(need, to, **more)

    need.refresh_from_db()
    assert (need.stage, need.steps.count()) == (here, 1)


def test_a_draft_stays_where_it_is_and_the_dialogue_is_public():
    with pytest.raises(stages.NotShared):
        on(NeedFactory(), Stage.MAPPING)
    with pytest.raises(stages.NotPublished):
        on(NeedFactory(state=NeedState.SHARED, stage=Stage.MAPPING), Stage.DIALOGUE)
    with pytest.raises(NeedClosed):
        on(NeedFactory(state=NeedState.CLOSED), Stage.MAPPING)


def test_the_dialogue_is_left_out_with_a_reason_that_is_shown():
    need = NeedFactory(published=True, stage=Stage.MAPPING)

    need = on(need, Stage.COMPETITION, competition_url=LINK, reason="Avtalen går ut.")

    with translation.override("en"):
        rows = step_rows(need, read_need(need), at=AT)
    assert [row.kind for row in rows] == ["left-out"] * 3 + ["now", "", ""]
    assert stages_of(need)[Stage.COMPETITION].reason == "Avtalen går ut."


def test_the_competition_closes_everything_to_the_second():
    need = NeedFactory(published=True)
    assert need.takes_solutions_at(LATER)
    assert not need.takes_solutions_at(LATER + timedelta(seconds=1))

    need = on(need, Stage.COMPETITION, competition_url=LINK)

    assert not need.takes_solutions_at(AT)
    assert not need.takes_questions_at(AT)


def test_going_back_has_a_reason_and_opens_again():
    need = NeedFactory(published=True)
    for stage in (Stage.MAPPING, Stage.DIALOGUE):
        reached(need, stage)
    need = on(need, Stage.COMPETITION, competition_url=LINK)
    with pytest.raises(stages.BackWhy):
        back(need, Stage.DIALOGUE, reason=" ")
    with pytest.raises(stages.NotNext):
        back(need, Stage.NEED)  # where it has never been written to be

    need = back(need, Stage.DIALOGUE)

    assert (need.stage, need.competition_url) == (Stage.DIALOGUE, "")
    assert need.takes_solutions_at(AT)
    assert [entry.kind for entry in need.dialogue.order_by("pk")] == ["CLOSED", "CHANGED"]


def test_days_are_planned_once_and_shown_as_months():
    need = NeedFactory(published=True)
    days = {Stage.COMPETITION: date(2027, 4, 1), Stage.CONTRACT: date(2027, 9, 1)}
    by = UserFactory()
    assert stages.plan_stages(need=need, days=days, by=by, at=AT) == 2
    assert stages.plan_stages(need=need, days=days, by=by, at=AT) == 0
    with pytest.raises(stages.PlannedPassed):
        stages.plan_stages(need=need, days={Stage.BENEFIT: date(2026, 11, 21)}, by=by, at=AT)

    with translation.override("en"):
        rows = step_rows(need, read_need(need), at=AT)

    assert [row.detail for row in rows][2:] == [
        "Now · until 15 January 2027",
        "April 2027",
        "September 2027",
        "",
    ]


def test_steps_are_only_added_to():
    step = reached(NeedFactory(), Stage.NEED)

    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError), transaction.atomic():
        StageStep.objects.filter(pk=step.pk).update(reason="Noe annet")


def test_steps_forward_are_no_changes_of_the_need():
    need = NeedFactory(published=True, stage=Stage.MAPPING)
    reached(need, Stage.MAPPING)
    hours = [AT + timedelta(hours=n) for n in range(4)]
    stages.move_on(need=need, stage=Stage.DIALOGUE, on=TODAY, by=UserFactory(), at=hours[1])
    note(need=need, kind=DialogueEvent.CHANGED, at=hours[2], text="Stage 2 of the road too.")
    stages.go_back(
        need=need, stage=Stage.MAPPING, reason="For få.", by=UserFactory(), at=hours[3]
    )

    found = [entry.text for entry in read_need(need).changes]
    assert found == ["For få.", "Stage 2 of the road too."]
