"""Ballots: who has one, what may stand on it, and that nobody learns what one voted."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gatherings.actions import counting, seats
from gatherings.actions.ballots import (
    ChosenTwice,
    NoRightToVote,
    NoSuchTheme,
    NothingChosen,
    TooManyChosen,
    VotedAlready,
    VotingClosed,
    cast,
)
from gatherings.actions.polls import cancel_poll
from gatherings.models import Ballot, Participation, PollResult, ThemePoll, Voter
from gatherings.queries.polls import live_proposals, recount, stored_rows, vote_of
from tests.factories import UserFactory
from tests.gatherings.factories import (
    AT,
    GatheringFactory,
    SeriesFactory,
    member_of,
    poll_of,
    seat_of,
    someone,
)
from tests.gatherings.test_seats_race import PEOPLE, all_at_once

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
OPENS, CLOSES = AT + timedelta(hours=1), AT + timedelta(hours=2)


@pytest.fixture
def series():
    return new_series()


def new_series():
    series = SeriesFactory(seats_per_municipality=None)
    for number in (1, 2, 3, 4):
        GatheringFactory(series=series, number=number, day=date(2026, 8 + number, 10))
    return series


def keys_of(poll):
    return [row.pk for row in live_proposals(poll)]


def seven_seats(series):
    people = [someone(f"P{number}") for number in range(7)]
    return seats.sign_up(
        series=series, municipality=member_of(series), people=people, by=None, at=AT
    )


def test_each_has_one_secret_ballot_within_the_time(series):
    poll = poll_of(series, UserFactory())
    one, two, three = keys_of(poll)
    seat, late = seat_of(series), seat_of(series, "Two")

    def vote(*choices, at=OPENS, registration=seat):
        return cast(poll=poll, registration=registration, choices=choices, at=at)

    for at in (OPENS - SECOND, CLOSES + SECOND):
        with pytest.raises(VotingClosed):
            vote(one, at=at)
    refused = {
        NothingChosen: (),
        ChosenTwice: (one, one),
        NoSuchTheme: (one, 999),
    }
    for reason, choices in refused.items():
        with pytest.raises(reason):
            vote(*choices)
    vote(three, one)
    for choices in ((three, one), (two,)):
        with pytest.raises(VotedAlready):
            vote(*choices)
    vote(two, at=CLOSES, registration=late)

    assert vote_of(poll, seat).choices == ()
    assert sorted(Ballot.objects.values_list("choices", flat=True)) == [[two], [three, one]]
    assert set(Ballot.objects.values_list("voter", flat=True)) == {None}


def test_too_many_votes_and_a_cancelled_vote_are_refused(series):
    poll = poll_of(series, UserFactory(), choices_max=2, method="RANKED")
    seat = seat_of(series)
    with pytest.raises(TooManyChosen) as refused:
        cast(poll=poll, registration=seat, choices=keys_of(poll), at=OPENS)
    assert str(refused.value.votes) == "2"
    cancel_poll(poll=poll, reason="Fire alarm", by=UserFactory(), at=OPENS)
    with pytest.raises(VotingClosed):
        cast(poll=poll, registration=seat, choices=keys_of(poll)[:1], at=OPENS)


def test_who_has_the_right(series):
    poll = poll_of(series, UserFactory(), present_only=True)
    place = member_of(series)
    here, sub, gone, away = (seat_of(series, name, place) for name in ("A", "B", "C", "D"))
    at_first = Participation.objects.filter(gathering__number=1)
    at_first.filter(registration__in=(here, sub, gone)).update(attendance="PRESENT")
    at_first.filter(registration=sub).update(
        substitute_name="S", substitute_email="s@x.example"
    )
    seats.withdraw(registration=gone, by=None, at=AT)
    other = seat_of(new_series(), "E")

    for row in (sub, gone, away, other):
        with pytest.raises(NoRightToVote):
            cast(poll=poll, registration=row, choices=keys_of(poll)[:1], at=OPENS)
    cast(poll=poll, registration=here, choices=keys_of(poll)[:1], at=OPENS)
    result = counting.count(poll=poll, by=None, at=CLOSES + SECOND)
    assert (result.ballots, result.entitled) == (1, 1)


def test_another_seat_for_the_same_person_is_no_other_ballot(series):
    poll = poll_of(series, UserFactory())
    place = member_of(series)
    first = seat_of(series, "One", place)
    cast(poll=poll, registration=first, choices=keys_of(poll)[:1], at=OPENS)
    seats.withdraw(registration=first, by=None, at=OPENS)
    second = seat_of(series, "One", place)

    assert second != first
    with pytest.raises(VotedAlready):
        cast(poll=poll, registration=second, choices=keys_of(poll)[:1], at=OPENS)
    result = counting.count(poll=poll, by=None, at=CLOSES + SECOND)
    assert (result.ballots, result.entitled) == (1, 1)


def test_an_open_ballot_is_changed_by_those_who_know_of_it(series):
    poll = poll_of(series, UserFactory(), ballot_kind="OPEN", electorate="MUNICIPALITY")
    one, two, _three = keys_of(poll)
    place = member_of(series)
    first, second = (seat_of(series, name, place) for name in ("A", "B"))

    def vote(row, *choices, **given):
        return cast(poll=poll, registration=row, choices=choices, at=OPENS, **given)

    vote(first, one)
    vote(first, one)
    with pytest.raises(VotedAlready) as refused:
        vote(second, two)
    assert refused.value.voter.registration == first
    vote(second, two, changes=True)

    found = vote_of(poll, first)
    assert (found.voter.registration, found.choices) == (second, (two,))
    assert Voter.objects.count() == Ballot.objects.count() == 1
    result = counting.count(poll=poll, by=None, at=CLOSES + SECOND)
    assert (result.ballots, result.entitled) == (1, 1)


def test_nothing_stored_leads_from_a_voter_to_a_secret_ballot(series):
    poll = poll_of(series, UserFactory(), choices_max=1)
    one, two, three = keys_of(poll)
    for row, key in zip(
        seven_seats(series), [one, two, three, one, two, three, one], strict=True
    ):
        cast(poll=poll, registration=row, choices=[key], at=OPENS)

    # Neither a time nor a person; and no history is kept of either.
    assert {field.name for field in Ballot._meta.get_fields()} == {
        "id", "poll", "voter", "choices",
    }  # fmt: skip
    assert {field.name for field in Voter._meta.get_fields()} == {
        "id", "poll", "municipality", "registration", "for_municipality", "ballot",
    }  # fmt: skip
    # The rows lie in the order of their random keys, not in that of the votes.
    keys = [ballot.pk for ballot in Ballot.objects.raw(_AS_STORED)]
    assert keys == sorted(keys)
    assert len(keys) == 7
    assert ThemePoll.history.filter(id=poll.pk).count() == 1


_AS_STORED = "SELECT * FROM gatherings_ballot"


@pytest.fixture
def seated(series):
    return series, seven_seats(series), UserFactory()


VOTES = st.lists(st.lists(st.integers(0, 2), unique=True, min_size=1, max_size=3), max_size=6)


@given(
    VOTES, st.sampled_from(["ONE", "SEVERAL", "RANKED"]), st.sampled_from(["EARLIEST", "LOT"])
)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_counting_the_ballots_again_gives_what_is_stored(seated, votes, method, rule):
    series, rows, host = seated
    poll = poll_of(series, host, method=method, tie_rule=rule)
    keys = keys_of(poll)
    for row, chosen in zip(rows, votes, strict=False):
        wanted = [keys[index] for index in chosen][: poll.votes_each]
        cast(poll=poll, registration=row, choices=wanted, at=OPENS)
    result = counting.count(poll=poll, by=None, at=CLOSES + SECOND)
    assert recount(poll) == stored_rows(result)
    assert result.ballots == len(votes)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="row locks need PostgreSQL")
@pytest.mark.parametrize("kind", ["SECRET", "OPEN"])
def test_of_colleagues_who_vote_at_once_exactly_one_does(kind):
    series = new_series()
    poll = poll_of(series, UserFactory(), electorate="MUNICIPALITY", ballot_kind=kind)
    place = member_of(series)
    rows = [seat_of(series, f"P{number}", place) for number in range(PEOPLE)]
    keys = keys_of(poll)

    def vote(number):
        cast(poll=poll, registration=rows[number], choices=[keys[number % 3]], at=OPENS)

    raised = all_at_once(vote)
    assert [type(error) for error in raised] == [VotedAlready] * (PEOPLE - 1)
    assert Voter.objects.count() == Ballot.objects.count() == 1
    assert not PollResult.objects.exists()
