"""Votes on themes: rules, proposals, counting, and what becomes of the winners."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from gatherings.actions import counting, polls, proposals, theme_changes
from gatherings.actions.ballots import VotingClosed, cast
from gatherings.actions.gatherings import (
    GatheringDetails,
    StandsInVote,
    change_gathering,
    delete_gathering,
)
from gatherings.actions.locks import NoSeat
from gatherings.actions.theme_notes import ThemeReasonMissing
from gatherings.enums import PollState, SeriesState
from gatherings.jobs.polls import count_polls
from gatherings.models import Gathering, GatheringChange, PollResult, ThemeChange, ThemePoll
from gatherings.queries.polls import live_proposals, recount, stored_rows
from gatherings.tasks import count_polls as task
from tests.factories import UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, poll_of, seat_of

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
OPENS, CLOSES = AT + timedelta(hours=1), AT + timedelta(hours=2)
AFTER = CLOSES + SECOND


@pytest.fixture
def series():
    series = SeriesFactory(language="en")
    for number in (1, 2, 3, 4):
        GatheringFactory(series=series, number=number, day=date(2026, 8 + number, 10))
    return series


@pytest.fixture
def host():
    return UserFactory()


@pytest.fixture
def poll(series, host):
    return poll_of(series, host)


def themes(poll):
    return {row.title: row for row in live_proposals(poll)}


def vote(poll, *titles, name, at=OPENS):
    keys = themes(poll)
    seat = seat_of(poll.series, name)
    return cast(
        poll=poll, registration=seat, choices=[keys[title].pk for title in titles], at=at
    )


def decided(poll):
    rows = Gathering.objects.filter(series=poll.series).order_by("number")
    return [(row.theme, row.theme_reason, row.sequence) for row in rows]


def test_rules_that_make_no_sense_are_refused(series, host):
    refused = {
        polls.TimesWrong: {"closes_at": OPENS},
        polls.ProposalsTooLong: {"proposals_until": OPENS + SECOND},
        polls.PresentWhere: {"held_at": None, "present_only": True},
        polls.NothingDecided: {"decides": ()},
        polls.DecidesTooEarly: {"decides": (1, 3)},
    }
    for reason, given in refused.items():
        with pytest.raises(reason):
            poll_of(series, host, **given)
    poll = poll_of(series, host)
    with pytest.raises(polls.DecidedElsewhere):
        poll_of(series, host, decides=(4,))
    polls.cancel_poll(poll=poll, reason="Wrong day", by=host, at=AT)
    poll_of(series, host, decides=(4,))
    series.state = SeriesState.DRAFT
    series.save()
    with pytest.raises(polls.SeriesIsDraft):
        poll_of(series, host, decides=(2,))


def test_rules_are_fixed_when_voting_opens(poll, host, series):
    rules = polls.PollRules(question="Which?", opens_at=OPENS, closes_at=CLOSES, method="ONE")
    later = list(series.gatherings.filter(number=4))

    def change(at):
        return polls.change_poll(poll=poll, rules=rules, decides=later, by=host, at=at)

    changed = change(OPENS - SECOND)
    assert (changed.question, changed.votes_each) == ("Which?", 1)
    assert [row.gathering for row in changed.decides.all()] == later
    for at in (OPENS, OPENS + SECOND):
        with pytest.raises(polls.PollOpened):
            change(at)


def test_the_hosts_open_early_when_there_is_something_to_choose(poll, host):
    climate, health = themes(poll)["Climate"], themes(poll)["Health"]
    for row in (climate, health):
        proposals.withdraw_proposal(proposal=row, by=host, at=AT)
    with pytest.raises(polls.TooFewThemes):
        polls.open_poll(poll=poll, by=host, at=AT)
    proposals.propose(poll=poll, title="Health", registration=None, by=host, at=AT)
    opened = polls.open_poll(poll=poll, by=host, at=AT)
    assert polls.open_poll(poll=poll, by=host, at=AT + SECOND).opens_at == AT
    assert (opened.state, opened.opened_at) == (PollState.OPEN, AT)
    with pytest.raises(polls.PollOpened):
        proposals.propose(poll=poll, title="New", registration=None, by=host, at=AT)
    with pytest.raises(polls.WhyCancelled):
        polls.cancel_poll(poll=poll, reason=" ", by=host, at=AT)


def test_participants_propose_until_the_last_second(series, host):
    until = OPENS - timedelta(minutes=10)
    poll = poll_of(series, host, proposals_until=until, themes=("Housing",))
    seat = seat_of(series)

    def propose(title, at, registration=seat):
        return proposals.propose(
            poll=poll, title=title, registration=registration, by=None, at=at
        )

    first = propose("Water", until - SECOND)
    assert propose(" water ", until) == first
    assert first.municipality == seat.municipality
    with pytest.raises(proposals.TitleTaken):
        propose("HOUSING", until)
    with pytest.raises(proposals.ProposalsClosed):
        propose("Air", until + SECOND)
    propose("Air", until + SECOND, registration=None)
    with pytest.raises(NoSeat):
        propose("Soil", until, registration=seat_of(SeriesFactory(), "Two"))
    changed = proposals.change_proposal(
        proposal=first, title="Water and sewage", text="Old pipes", by=None, at=OPENS - SECOND
    )
    assert (changed.title, changed.proposed_at) == ("Water and sewage", until - SECOND)
    with pytest.raises(polls.PollOpened):
        proposals.withdraw_proposal(proposal=first, by=None, at=OPENS)


def test_merging_leaves_a_trace_and_can_be_undone(poll, host):
    housing, climate, health = live_proposals(poll)

    def merge(into, reason="The same", proposal=climate, at=AT):
        return proposals.merge(proposal=proposal, into=into, reason=reason, by=host, at=at)

    with pytest.raises(proposals.MergeReasonMissing):
        merge(housing, reason="")
    with pytest.raises(proposals.NothingToMergeInto):
        merge(climate)
    merged = merge(housing)
    assert (merged.merged_into, merged.merge_reason) == (housing, "The same")
    assert live_proposals(poll) == [housing, health]
    with pytest.raises(proposals.NothingToMergeInto):
        merge(climate, proposal=health)
    with pytest.raises(proposals.HoldsOthers):
        proposals.withdraw_proposal(proposal=housing, by=host, at=AT)
    with pytest.raises(proposals.ProposalGone):
        proposals.change_proposal(proposal=climate, title="X", text="", by=host, at=AT)
    with pytest.raises(polls.PollOpened):
        proposals.part(proposal=climate, by=host, at=OPENS)
    proposals.part(proposal=climate, by=host, at=OPENS - SECOND)
    assert live_proposals(poll) == [housing, climate, health]


def test_the_winners_become_the_themes_of_later_gatherings(poll, host):
    vote(poll, "Climate", "Health", name="One")
    vote(poll, "Health", name="Two")
    for at in (CLOSES - SECOND, CLOSES):
        with pytest.raises(counting.StillOpen):
            counting.count(poll=poll, by=host, at=at)

    result = counting.count(poll=poll, by=host, at=AFTER)
    assert counting.count(poll=poll, by=host, at=AFTER) == result

    assert (result.ballots, result.entitled, result.lot_seed) == (2, 2, "")
    assert decided(poll) == [
        ("", "", 0),
        ("", "", 0),
        ("Health", "Voted at gathering 1: on 2 of 2 ballots", 1),
        ("Climate", "Voted at gathering 1: on 1 of 2 ballots", 1),
    ]
    changes = ThemeChange.objects.order_by("pk")
    assert [(row.before, row.after, row.by) for row in changes] == [
        ("", "Health", host),
        ("", "Climate", host),
    ]
    assert GatheringChange.objects.filter(fields=["theme"]).count() == 2
    assert recount(poll) == stored_rows(result)
    with pytest.raises(polls.PollOver):
        polls.cancel_poll(poll=poll, reason="Late", by=host, at=AFTER)


def test_no_ballots_no_winner_and_the_task_counts_once(poll):
    assert count_polls(at=CLOSES) == 0
    assert count_polls(at=AFTER) == 1
    assert count_polls(at=AFTER) == 0
    task(unknown="argument")
    result = PollResult.objects.get()
    assert (result.ballots, result.counted_by) == (0, None)
    assert not ThemeChange.objects.exists()
    assert [row.seat for row in recount(poll)] == [None] * 3


@pytest.mark.parametrize("rule", ["EARLIEST", "LOT", "HOST"])
def test_each_rule_breaks_a_tie_and_can_be_repeated(series, host, rule):
    poll = poll_of(series, host, tie_rule=rule, method="ONE", decides=(3,))
    keys = {title: row.pk for title, row in themes(poll).items()}
    vote(poll, "Health", name="One")
    vote(poll, "Climate", name="Two")
    result = counting.count(poll=poll, by=host, at=AFTER)
    theme = Gathering.objects.get(series=series, number=3).theme
    poll = ThemePoll.objects.get()
    if rule == "EARLIEST":
        assert theme == "Climate"
    elif rule == "LOT":
        assert len(result.lot_seed) == 32
        assert theme in {"Climate", "Health"}
    else:
        assert (theme, poll.state) == ("", PollState.TIED)

        def choose(title, reason="Most need it"):
            counting.break_tie(
                poll=poll, choices=[keys[title]], reason=reason, by=host, at=AFTER
            )

        with pytest.raises(counting.TieReasonMissing):
            choose("Health", reason=" ")
        with pytest.raises(counting.ChoiceNotEqual):
            choose("Housing")
        choose("Health")
        with pytest.raises(counting.NoTie):
            choose("Health")
        result.refresh_from_db()
        assert Gathering.objects.get(series=series, number=3).theme == "Health"
        assert result.tie_note == "Most need it"
    assert recount(poll) == stored_rows(result)
    assert [row.points for row in recount(poll)] == [1, 1, 0]


def test_a_cancelled_gathering_gets_no_theme(poll, host):
    vote(poll, "Climate", name="One")
    Gathering.objects.filter(number=3).update(state="CANCELLED")
    counting.count(poll=poll, by=host, at=AFTER)
    assert [theme for theme, _reason, _n in decided(poll)] == ["", "", "", "Climate"]


def test_a_later_change_says_why(poll, host, series):
    vote(poll, "Climate", name="One")
    counting.count(poll=poll, by=host, at=AFTER)
    gathering = series.gatherings.get(number=3)

    def edit(theme, reason=""):
        details = GatheringDetails(day=gathering.day, theme=theme)
        with translation.override("en"):
            return change_gathering(
                gathering=gathering, details=details, theme_reason=reason, by=host, at=AFTER
            )

    with pytest.raises(ThemeReasonMissing):
        edit("Housing")
    assert edit("Housing", "A new law").theme_reason == "A new law"
    with pytest.raises(theme_changes.ReasonMissing):
        theme_changes.change_theme(
            gathering=gathering, theme="Health", reason="", by=host, at=AFTER
        )
    theme_changes.change_theme(
        gathering=gathering, theme="Health", reason="No speaker", by=host, at=AFTER
    )
    again = theme_changes.change_theme(
        gathering=gathering, theme="Health", reason="Again", by=host, at=AFTER
    )
    rows = ThemeChange.objects.filter(gathering=gathering).order_by("pk")
    assert [(row.before, row.after, row.reason) for row in rows] == [
        ("", "Climate", "Voted at gathering 1: on 1 of 1 ballots"),
        ("Climate", "Housing", "A new law"),
        ("Housing", "Health", "No speaker"),
    ]
    assert again.sequence == 3


def test_nothing_goes_on_when_the_series_has_ended(poll, series):
    seat = seat_of(series)
    assert poll.takes_votes_at(OPENS)
    series.state = SeriesState.CANCELLED
    series.save()
    poll.refresh_from_db()
    assert not poll.takes_votes_at(OPENS)
    with pytest.raises(VotingClosed):
        cast(poll=poll, registration=seat, choices=[1], at=OPENS)
    assert count_polls(at=AFTER) == 0


def test_a_draft_is_changed_without_reasons(host):
    gathering = GatheringFactory(series=SeriesFactory(state=SeriesState.DRAFT))
    with pytest.raises(theme_changes.NobodyHasSeenIt):
        theme_changes.change_theme(
            gathering=gathering, theme="Law", reason="New", by=host, at=AT
        )


def test_a_gathering_that_is_voted_on_is_not_deleted(poll, host, series):
    theme_changes.change_theme(
        gathering=series.gatherings.get(number=2), theme="Law", reason="New", by=host, at=AT
    )
    for number in (1, 2, 3):
        with pytest.raises(StandsInVote):
            delete_gathering(gathering=series.gatherings.get(number=number), by=host)
