"""Rounds: steps in parallel, back with a reason, nothing deleted."""

from datetime import UTC, date, datetime

import pytest

from improvement.actions import round_locks, rounds
from improvement.actions.templates import template_for
from improvement.enums import RoundEventKind, StepKind, StepState
from improvement.models import Round, RoundEvent, StepProgress
from networks.actions.locks import NetworkClosed, NotInNetwork
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ProgrammeFactory,
    TopicFactory,
    UserFactory,
)
from tests.threads import all_at_once, race

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = date(2026, 3, 1)
LATER = datetime(2026, 9, 1, 12, tzinfo=UTC)


def opened(**changes):
    municipality = changes.pop("municipality", None) or MunicipalityFactory()
    return rounds.open_round(municipality=municipality, by=None, at=AT, **changes)


def step_of(round_, kind):
    return round_.progress.get(step__kind=kind).step


def states(round_):
    rows = round_.progress.filter(step__is_side_input=False).order_by("step__position")
    return [row.state for row in rows]


def kinds(round_):
    return list(round_.events.order_by("pk").values_list("kind", flat=True))


def through(round_, *steps, at=AT):
    for kind in steps:
        rounds.finish_step(round=round_, step=step_of(round_, kind), by=None, at=at)


def test_the_default_template_has_six_steps_and_two_side_inputs():
    template = template_for(None)

    assert template_for(None) == template
    assert [
        (step.kind, step.is_side_input) for step in template.steps.order_by("position")
    ] == [
        (StepKind.STATUS, False),
        (StepKind.OBJECTIVES, False),
        (StepKind.MEASURES, False),
        (StepKind.IMPLEMENTATION, False),
        (StepKind.EVALUATION, False),
        (StepKind.REPORTING, False),
        (StepKind.INVOLVEMENT, True),
        (StepKind.KNOWLEDGE, True),
    ]


def test_a_programme_has_a_template_of_its_own():
    programme = ProgrammeFactory()

    assert template_for(programme).programme == programme
    assert template_for(programme) != template_for(None)


def test_opening_begins_the_first_step():
    person = UserFactory()
    place = MunicipalityFactory()
    round_ = rounds.open_round(municipality=place, by=person, at=AT, on_behalf_of=place)

    assert (round_.number, round_.previous, round_.started_on) == (1, None, DAY)
    assert states(round_) == ["ACTIVE", *["WAITING"] * 5]
    assert kinds(round_) == ["OPENED", "BEGUN"]
    event = round_.events.first()
    assert (event.by, event.on_behalf_of, event.at) == (person, place, AT)


def test_opening_again_gives_the_open_round_back():
    first = opened()

    assert opened(municipality=first.municipality) == first
    assert kinds(first) == ["OPENED", "BEGUN"]


def test_one_round_for_each_topic_at_once():
    programme = ProgrammeFactory()
    topics = TopicFactory.create_batch(2, programme=programme)
    network = NetworkFactory(programme=programme)
    network.topics.set(topics)
    place = MembershipFactory(network=network).municipality
    found = [
        opened(municipality=place, network=network, topic=topic) for topic in (*topics, None)
    ]

    assert len({row.pk for row in found}) == 3
    assert {row.template.programme for row in found} == {programme}


def test_a_round_needs_a_membership_and_a_topic_of_the_network():
    network = NetworkFactory()
    member = MembershipFactory(network=network).municipality
    with pytest.raises(NotInNetwork):
        opened(network=network)
    with pytest.raises(round_locks.TopicOfOther):
        opened(municipality=member, network=network, topic=TopicFactory())


def test_a_closed_network_refuses_every_change():
    network = NetworkFactory()
    round_ = opened(
        municipality=MembershipFactory(network=network).municipality, network=network
    )
    network.closed_at = AT
    network.save()
    step = step_of(round_, StepKind.STATUS)
    about = {"round": round_, "by": None, "at": AT}

    for change in (
        lambda: rounds.begin_step(step=step, **about),
        lambda: rounds.finish_step(step=step, **about),
        lambda: rounds.ask_help(step=step, text="x", **about),
        lambda: rounds.set_due(step=step, due_on=DAY, **about),
        lambda: rounds.go_back(step=step, reason="x", **about),
        lambda: rounds.close_round(**about),
        lambda: opened(municipality=round_.municipality, network=network),
    ):
        with pytest.raises(NetworkClosed):
            change()
    assert kinds(round_) == ["OPENED", "BEGUN"]


def test_several_steps_are_under_way_at_once():
    round_ = opened()
    measures = step_of(round_, StepKind.MEASURES)
    progress = rounds.begin_step(round=round_, step=measures, by=None, at=LATER)
    again = rounds.begin_step(round=round_, step=measures, by=None, at=LATER)

    assert progress == again
    assert progress.begun_on == date(2026, 9, 1)
    assert states(round_) == ["ACTIVE", "WAITING", "ACTIVE", *["WAITING"] * 3]
    assert kinds(round_) == ["OPENED", "BEGUN", "BEGUN"]


def test_finishing_begins_the_next_one_when_asked():
    round_ = opened()
    status = step_of(round_, StepKind.STATUS)
    rounds.ask_help(round=round_, step=status, text="Find the figures", by=None, at=AT)
    rounds.finish_step(round=round_, step=status, by=None, at=LATER, begin_next=True)
    done = rounds.finish_step(round=round_, step=status, by=None, at=LATER, begin_next=True)

    assert states(round_) == ["DONE", "ACTIVE", *["WAITING"] * 4]
    assert (done.done_on, done.needs_help, done.help_text) == (date(2026, 9, 1), False, "")
    assert kinds(round_) == ["OPENED", "BEGUN", "HELP", "HELPED", "DONE", "BEGUN"]


def test_a_step_that_is_done_is_not_begun_again_but_a_side_input_is():
    round_ = opened()
    through(round_, StepKind.STATUS, StepKind.INVOLVEMENT)
    with pytest.raises(round_locks.StepIsDone):
        rounds.begin_step(
            round=round_, step=step_of(round_, StepKind.STATUS), by=None, at=LATER
        )
    involvement = step_of(round_, StepKind.INVOLVEMENT)
    progress = rounds.begin_step(round=round_, step=involvement, by=None, at=LATER)

    assert (progress.state, progress.done_on) == (StepState.ACTIVE, None)


def test_help_and_dates_are_written_once():
    round_ = opened()
    status = step_of(round_, StepKind.STATUS)
    about = {"round": round_, "step": status, "by": None, "at": AT}
    for _again in range(2):
        rounds.ask_help(text=" A statistician ", **about)
        rounds.set_due(due_on=DAY, **about)
    progress = rounds.ask_help(text="", **about)

    assert (progress.needs_help, progress.due_on) == (False, DAY)
    assert kinds(round_)[2:] == ["HELP", "DATED", "HELPED"]
    assert round_.events.get(kind="HELP").text == "A statistician"
    with pytest.raises(round_locks.DateHasPassed):
        rounds.set_due(due_on=date(2026, 2, 28), **about)


def test_going_back_closes_the_round_and_opens_the_next_there():
    round_ = opened()
    through(round_, *list(StepKind)[:4], StepKind.KNOWLEDGE)
    rounds.begin_step(round=round_, step=step_of(round_, StepKind.EVALUATION), by=None, at=AT)
    before = list(round_.progress.order_by("pk").values())
    measures = step_of(round_, StepKind.MEASURES)
    following = rounds.go_back(
        round=round_, step=measures, reason="They did not work", by=None, at=LATER
    )
    round_.refresh_from_db()

    assert round_.closed_at == LATER
    assert list(round_.progress.order_by("pk").values()) == before
    assert (following.number, following.previous) == (2, round_)
    assert states(following) == ["DONE", "DONE", "ACTIVE", *["WAITING"] * 3]
    begun = following.progress.get(step=measures)
    assert begun.begun_on == date(2026, 9, 1)
    assert following.progress.get(step__kind=StepKind.KNOWLEDGE).state == StepState.DONE
    assert following.progress.get(step__kind=StepKind.STATUS).done_on == DAY
    back = round_.events.get(kind=RoundEventKind.BACK)
    assert (back.step, back.text) == (measures, "They did not work")
    assert kinds(round_)[-1] == "CLOSED"
    assert kinds(following) == ["OPENED", "BEGUN"]


def test_going_back_to_the_same_step_again_gives_the_same_round():
    round_ = opened()
    through(round_, StepKind.STATUS, StepKind.OBJECTIVES)
    about = {"round": round_, "reason": "New figures", "by": None, "at": LATER}
    status, objectives = (
        step_of(round_, kind) for kind in (StepKind.STATUS, StepKind.OBJECTIVES)
    )
    following = rounds.go_back(step=status, **about)

    assert rounds.go_back(step=status, **about) == following
    with pytest.raises(round_locks.RoundIsClosed):
        rounds.go_back(step=objectives, **about)
    assert Round.objects.count() == 2


def test_going_back_is_refused_without_reason_or_to_where_one_has_not_been():
    round_ = opened()
    through(round_, StepKind.INVOLVEMENT)
    about = {"round": round_, "by": None, "at": AT}
    with pytest.raises(round_locks.ReasonMissing):
        rounds.go_back(step=step_of(round_, StepKind.STATUS), reason="  ", **about)
    for kind in (StepKind.STATUS, StepKind.MEASURES, StepKind.INVOLVEMENT):
        with pytest.raises(round_locks.StepNotDone):
            rounds.go_back(step=step_of(round_, kind), reason="x", **about)
    assert Round.objects.get().closed_at is None


def test_closing_and_opening_again_counts_up():
    round_ = opened()
    rounds.close_round(round=round_, by=None, at=LATER)
    closed = rounds.close_round(round=round_, by=None, at=AT)
    following = opened(municipality=round_.municipality)

    assert closed.closed_at == LATER
    assert (following.number, following.previous) == (2, round_)
    with pytest.raises(round_locks.RoundIsClosed):
        rounds.begin_step(
            round=round_, step=step_of(round_, StepKind.STATUS), by=None, at=LATER
        )


def test_a_step_of_another_template_is_refused():
    round_ = opened()
    other = template_for(ProgrammeFactory()).steps.first()
    with pytest.raises(round_locks.StepOfOtherTemplate):
        rounds.begin_step(round=round_, step=other, by=None, at=AT)
    assert not StepProgress.objects.filter(step=other).exists()


@pytest.mark.parametrize(
    ("country", "at", "day"),
    [
        ("NO", datetime(2026, 3, 1, 22, 59, tzinfo=UTC), date(2026, 3, 1)),
        ("NO", datetime(2026, 3, 1, 23, 0, tzinfo=UTC), date(2026, 3, 2)),
    ],
)
def test_days_are_those_of_the_municipality(country, at, day):
    round_ = rounds.open_round(
        municipality=MunicipalityFactory(country__code=country), by=None, at=at
    )

    assert round_.started_on == day


@race
@pytest.mark.parametrize("has_network", [True, False])
def test_two_go_back_at_once_and_one_round_is_opened(has_network):
    network = NetworkFactory() if has_network else None
    place = (
        MembershipFactory(network=network).municipality
        if has_network
        else MunicipalityFactory()
    )
    round_ = opened(municipality=place, network=network)
    through(round_, StepKind.STATUS)
    status = step_of(round_, StepKind.STATUS)
    found = []

    def work(_number):
        row = rounds.go_back(round=round_, step=status, reason="x", by=None, at=LATER)
        found.append(row.pk)

    assert all_at_once(work) == []
    assert len(set(found)) == 1
    assert Round.objects.count() == 2
    assert RoundEvent.objects.filter(kind=RoundEventKind.BACK).count() == 1


@race
def test_many_open_at_once_and_one_round_and_one_template_are_made():
    place = MunicipalityFactory()
    found = []

    assert all_at_once(lambda _number: found.append(opened(municipality=place).pk)) == []
    assert len(set(found)) == 1
    assert template_for(None).steps.count() == 8
