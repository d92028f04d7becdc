"""The board of a network: municipality × step, ages, help, measures, who is missing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from improvement.actions import rounds, templates
from improvement.enums import MeasureState, StepKind
from improvement.models import Measure, Round, StepProgress
from improvement.queries.board import arrange, read_board
from networks.enums import Role
from tests.factories import (
    MembershipFactory,
    NetworkFactory,
    ProgrammeFactory,
    RoleAssignmentFactory,
    SubGroupFactory,
    TopicFactory,
)
from tests.improvement.factories import MeasureFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


@pytest.fixture
def network():
    programme = ProgrammeFactory()
    network = NetworkFactory(slug="board", programme=programme)
    network.topics.set(TopicFactory.create_batch(2, programme=programme))
    return network


def member(network, **changes):
    return MembershipFactory(network=network, **changes).municipality


def opened(network, place, topic=None, at=AT):
    return rounds.open_round(municipality=place, network=network, topic=topic, by=None, at=at)


def step_of(round_, kind):
    return round_.progress.get(step__kind=kind).step


def board_of(network, **asked):
    return arrange(read_board(network, **asked))


def cells(board):
    """Column → titles of the cards in it, for each row that has any."""
    return [
        {
            n: [(card.topic, card.age_days, card.quiet_days) for card in cell]
            for n, cell in enumerate(row.cells)
            if cell
        }
        for row in board.rows
    ]


def test_a_round_stands_in_every_step_that_is_under_way(network):
    place, empty = member(network), member(network)
    round_ = opened(network, place)
    rounds.begin_step(
        round=round_,
        step=step_of(round_, StepKind.MEASURES),
        by=None,
        at=AT + timedelta(days=10),
    )
    board = board_of(network, at=NOW)

    assert [step.kind for step in board.columns] == list(StepKind)[:6]
    assert cells(board) == [{0: [("", 30, 20)], 2: [("", 20, 20)]}, {}]
    assert [row.municipality for row in board.rows] == [place, empty]


def test_the_board_says_dates_that_have_passed_and_who_needs_help(network):
    round_ = opened(network, member(network))
    status = step_of(round_, StepKind.STATUS)
    about = {"round": round_, "step": status, "by": None, "at": AT}
    rounds.set_due(due_on=date(2026, 3, 30), **about)
    rounds.ask_help(text="A template", **about)
    ((card,), *_rest) = board_of(network, at=NOW).rows[0].cells

    assert (card.due_on, card.is_late) == (date(2026, 3, 30), True)
    assert (card.needs_help, card.help_text) == (True, "A template")
    ((card,), *_rest) = (
        board_of(network, at=datetime(2026, 3, 30, 12, tzinfo=UTC)).rows[0].cells
    )
    assert card.is_late is False


def test_a_round_where_nothing_is_under_way_stands_where_it_waits_or_ended(network):
    place = member(network)
    round_ = opened(network, place)
    for kind in list(StepKind)[:2]:
        rounds.finish_step(round=round_, step=step_of(round_, kind), by=None, at=AT)
    assert [list(row) for row in cells(board_of(network, at=NOW))] == [[2]]

    for kind in list(StepKind)[2:6]:
        rounds.finish_step(round=round_, step=step_of(round_, kind), by=None, at=AT)
    assert [list(row) for row in cells(board_of(network, at=NOW))] == [[5]]


def test_topic_and_group_narrow_the_board(network):
    group = SubGroupFactory(network=network, slug="south", name="South")
    first, second = network.topics.order_by("pk")
    inside, outside = member(network, group=group), member(network)
    for place in (inside, outside):
        opened(network, place, first)
    opened(network, inside, second)
    whole = board_of(network, at=NOW)
    narrow = board_of(network, at=NOW, topic=second.pk, group="south")

    assert sum(len(cell) for row in whole.rows for cell in row.cells) == 3
    assert {pk for pk, _name in whole.topics} == {first.pk, second.pk}
    assert (whole.groups, narrow.groups) == ([group], [group])
    assert cells(narrow) == [{0: [(second.name, 30, 30)]}]


def test_a_group_with_another_address_makes_another_board(network):
    group = SubGroupFactory(network=network, slug="south", name="South")
    member(network, group=group)
    before = read_board(network, at=NOW).digest
    assert read_board(network, at=NOW).digest == before

    group.slug = "north"
    group.save()

    assert read_board(network, at=NOW).digest != before


def test_closed_rounds_other_networks_and_those_not_in_yet_are_left_out(network):
    place = member(network)
    rounds.close_round(round=opened(network, place), by=None, at=AT)
    other = NetworkFactory(programme=network.programme)
    MembershipFactory(network=other, municipality=place)
    opened(other, place)
    member(network, state="INVITED", applied_at=None)

    assert cells(board_of(network, at=NOW)) == [{}]


def test_steps_of_another_template_stand_in_the_column_of_their_kind(network):
    round_ = opened(network, member(network))
    rounds.begin_step(round=round_, step=step_of(round_, StepKind.MEASURES), by=None, at=AT)
    measures = step_of(round_, StepKind.MEASURES)
    templates.retire_step(step=measures, by=None)
    board = board_of(network, at=NOW)

    assert StepKind.MEASURES not in [step.kind for step in board.columns]
    assert [list(row) for row in cells(board)] == [[0, 1]]


def test_measures_are_counted_by_state_and_old_ones_seen(network):
    place = member(network)
    for state, days, more in (
        (MeasureState.ON_TRACK, 180, {}),
        (MeasureState.ON_TRACK, 181, {"network": network}),
        (MeasureState.DONE, 500, {}),
        (MeasureState.LATE, 500, {"network": NetworkFactory()}),
        (MeasureState.LATE, 500, {"archived_at": AT}),
    ):
        MeasureFactory(
            municipality=place, state=state, logged_at=NOW - timedelta(days=days), **more
        )
    counts = board_of(network, at=NOW).rows[0].measures

    assert (counts.on_track, counts.done, counts.total) == (2, 1, 3)
    assert counts.stale == 1


def page(client, network, **query):
    return client.get(reverse("improvement:board", kwargs={"slug": network.slug}), query)


@pytest.fixture
def leader(client, network):
    person = RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=network).person
    client.force_login(person)
    return person


def test_the_page_shows_it_all(client, network, leader):
    place = member(network)
    first = network.topics.order_by("pk")[0]
    round_ = opened(network, place, first, at=datetime.now(tz=UTC))
    status = step_of(round_, StepKind.STATUS)
    rounds.ask_help(
        round=round_, step=status, text="A template", by=None, at=datetime.now(tz=UTC)
    )
    MeasureFactory(municipality=place)
    with translation.override("en"):
        text = page(client, network, tema=first.pk).content.decode()

    for expected in (str(place), f"{first.name}, ", "A template", round_.get_absolute_url()):
        assert expected in text


def test_an_empty_board_says_so(client, network, leader):
    assert page(client, network).status_code == 200
    assert page(client, network, tema="x", gruppe="y").status_code == 200


def grid(network, municipalities, topics):
    """Fill the board: each municipality in a round for each topic, in one of the steps."""
    template = templates.template_for(network.programme)
    steps = list(template.steps.order_by("position"))
    found = TopicFactory.create_batch(topics, programme=network.programme)
    network.topics.set(found)
    rows, progress = [], []
    for _number in range(municipalities):
        place = member(network)
        rows += [
            Round(
                municipality=place,
                network=network,
                topic=topic,
                template=template,
                started_on=date(2026, 3, 1),
            )
            for topic in found
        ]
        Measure.objects.bulk_create(Measure(municipality=place, title=str(n)) for n in range(3))
    for n, row in enumerate(Round.objects.bulk_create(rows)):
        progress += [
            StepProgress(
                round=row,
                step=step,
                state="ACTIVE" if position == n % 6 else "WAITING",
                begun_on=date(2026, 3, 1),
            )
            for position, step in enumerate(steps)
        ]
    StepProgress.objects.bulk_create(progress)


@pytest.mark.parametrize(("municipalities", "topics"), [(1, 1), (30, 5)])
def test_the_number_of_queries_does_not_grow(
    client, network, leader, django_assert_max_num_queries, municipalities, topics
):
    grid(network, municipalities, topics)
    page(client, network)
    with django_assert_max_num_queries(12):
        answer = page(client, network)

    assert answer.content.decode().count('<div class="sv-mini">') == municipalities * topics
