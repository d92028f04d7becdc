"""Pages of votes on themes: the hosts', and those of one's seat without an account."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from gatherings.actions import counting
from gatherings.actions.ballots import cast
from gatherings.enums import PollState
from gatherings.models import Ballot, Gathering, ThemePoll, ThemeProposal
from gatherings.queries.polls import live_proposals
from gatherings.todo import things_for
from gatherings.tokens import make_token
from networks.enums import Role
from tests.factories import RoleAssignmentFactory, UserFactory
from tests.gatherings.factories import (
    AT,
    GatheringFactory,
    SeriesFactory,
    member_of,
    poll_of,
    seat_of,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
OPENS, CLOSES = AT + timedelta(hours=1), AT + timedelta(hours=2)
AFTER = CLOSES + timedelta(seconds=1)


@pytest.fixture
def series():
    series = SeriesFactory(language="en", network__is_public=False, slug="series")
    for number in (1, 2, 3, 4):
        GatheringFactory(series=series, number=number, day=date(2026, 8 + number, 10))
    return series


@pytest.fixture
def host(series):
    return RoleAssignmentFactory(
        network=series.network, municipality=None, role=Role.NETWORK_LEADER
    ).person


@pytest.fixture
def seat(series):
    return seat_of(series)


def seat_address(seat, poll, page="seat-poll", **kwargs):
    known = {"token": make_token(seat), "poll": poll.pk, **kwargs}
    return reverse(f"gatherings:{page}", kwargs=known)


def opened(client, address, at=AT):
    with time_machine.travel(at, tick=False):
        answer = client.get(address, **ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, address, data=None, at=AT):
    with time_machine.travel(at, tick=False):
        answer = client.post(address, data or {}, **ENGLISH, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_hosts_make_a_vote_and_lead_it_to_its_result(client, series, host, seat):
    client.force_login(host)
    third, fourth = series.gatherings.filter(number__in=(3, 4)).order_by("number")
    data = {
        "question": "Which themes?",
        "held_at": series.gatherings.get(number=1).pk,
        "decides": [third.pk, fourth.pk],
        "opens_on": "2026-08-01",
        "opens_time": "13:00",
        "closes_on": "2026-08-01",
        "closes_time": "12:30",
        "electorate": "PERSON",
        "method": "SEVERAL",
        "choices_max": 2,
        "ballot_kind": "OPEN",
        "tie_rule": "HOST",
    }
    create = reverse("gatherings:poll-create", kwargs={"slug": "series"})
    assert "Voting must close after it opens" in send(client, create, data)
    page = send(client, create, {**data, "closes_time": "14:00"})
    assert "The vote is made and takes proposals." in page
    assert "1. → Gathering 3; 2. → Gathering 4" in page
    poll = ThemePoll.objects.get()
    assert (poll.opens_at, poll.closes_at) == (OPENS, CLOSES)

    own = {"slug": "series", "poll": poll.pk}
    add = reverse("gatherings:poll-propose", kwargs=own)
    for title in ("Housing", "Climate", "Homes"):
        with time_machine.travel(AT, tick=False):
            client.post(add, {"title": title})
    housing, climate, homes = ThemeProposal.objects.order_by("pk")
    merge = reverse("gatherings:proposal-merge", kwargs={**own, "proposal": homes.pk})
    page = send(client, merge, {"into": housing.pk, "reason": "Same thing"})
    assert "«Homes»" in page
    assert "is merged into this, because: Same thing" in page

    page = send(client, reverse("gatherings:poll-open", kwargs=own))
    assert "Voting is open." in page
    assert "Change the rules" not in page
    refused = send(client, reverse("gatherings:poll-change", kwargs=own), data)
    assert "Voting has opened. Rules and themes can no longer be changed." in refused
    cast(poll=poll, registration=seat, choices=[housing.pk, climate.pk], at=OPENS)

    page = send(client, reverse("gatherings:poll-count", kwargs=own), at=AFTER)
    assert "Equal votes: «Housing» and «Climate». The hosts choose" in page
    tie = reverse("gatherings:poll-tie", kwargs=own)
    chosen = {"seat_1": climate.pk, "seat_2": housing.pk, "reason": "The law is new"}
    page = send(client, tie, chosen, at=AFTER)
    assert "The hosts chose, because: The law is new" in page
    assert "1 vote, 100 % of the ballots" in page
    themes = Gathering.objects.filter(series=series).order_by("number")
    assert [row.theme for row in themes] == ["", "", "Climate", "Housing"]

    with time_machine.travel(AFTER, tick=False):
        change = reverse("gatherings:theme-change", kwargs={"slug": "series", "number": 3})
        client.post(change, {"theme": "Health", "reason": "No speaker"}, **ENGLISH)
    page = opened(client, third.get_absolute_url(), at=AFTER)
    assert "Changed by the hosts on 1 August 2026" in page
    assert "No speaker" in page
    assert "Voted at gathering 1: on 1 of 1 ballots" in page
    edit = reverse("gatherings:gathering-change", kwargs={"slug": "series", "number": 3})
    form = {"title": "", "kind": "PHYSICAL", "day": "2026-11-10", "theme": "Other"}
    assert "A vote has decided this theme." in send(client, edit, form, at=AFTER)


def test_a_participant_proposes_and_votes_in_secret_by_the_link(client, series, host, seat):
    poll = poll_of(series, host, choices_max=2)
    page = opened(client, seat_address(seat, poll))
    assert "You have 2 votes, at most one for each theme." in page
    assert "Secret: nobody sees who voted what" in page
    send(client, seat_address(seat, poll, "seat-propose"), {"title": "Water"})
    water = ThemeProposal.objects.get(title="Water")
    own = seat_address(seat, poll, "seat-proposal", proposal=water.pk)
    assert "Water and sewage" in send(client, own, {"title": "Water and sewage"})
    other = seat_of(series, "Two")
    with time_machine.travel(AT, tick=False):
        theirs = seat_address(other, poll, "seat-proposal", proposal=water.pk)
        assert client.get(theirs).status_code == 404

    address, keys = seat_address(seat, poll), [row.pk for row in live_proposals(poll)]
    assert "Voting opens 1 August 2026, 13:00." in opened(client, address)
    assert "Choose at least one theme." in send(client, address, {}, at=OPENS)
    page = send(client, address, {"choices": keys[:3]}, at=OPENS)
    assert "You have 2 votes and chose 3 themes. Take some away." in page
    assert page.count("checked") == 3
    page = send(client, address, {"choices": keys[:1]}, at=OPENS)
    assert "You have 1 of 2 votes left." in page
    assert not Ballot.objects.exists()
    again = send(client, address, {"choices": keys[:1], "again": "1"}, at=OPENS)
    assert again.count("checked") == 1
    page = send(client, address, {"choices": keys[:1], "confirmed": "1"}, at=OPENS)
    assert "You have voted." in page
    assert "Cast the vote" not in page
    second = send(client, address, {"choices": keys[1:2], "confirmed": "1"}, at=OPENS)
    assert "You have voted." in second
    assert [ballot.choices for ballot in Ballot.objects.all()] == [keys[:1]]

    counting.count(poll=poll, by=None, at=AFTER)
    page = opened(client, address, at=AFTER)
    assert "1 of 2 with the right to vote did." in page
    assert "Who voted what" not in page


def test_colleagues_see_the_open_vote_and_change_it(client, series, host):
    rules = {"electorate": "MUNICIPALITY", "ballot_kind": "OPEN", "method": "RANKED"}
    poll = poll_of(series, host, **rules)
    place = member_of(series, municipality__name="Falun")
    first, second = (seat_of(series, name, place) for name in ("One", "Two"))
    housing, climate, _health = (row.pk for row in live_proposals(poll))
    send(client, seat_address(first, poll), {"place_1": housing}, at=OPENS)
    address = seat_address(second, poll)
    assert "Your municipality has voted (by One)." in opened(client, address, at=OPENS)

    twice = {"place_1": climate, "place_2": climate, "changes": "1"}
    assert "Choose each theme only once." in send(client, address, twice, at=OPENS)
    # Not knowing of the colleague's vote is told, not overwritten.
    unaware = send(client, address, {"place_1": climate}, at=OPENS)
    assert "1. Housing" in unaware
    changed = {"place_1": climate, "place_2": housing, "changes": "1"}
    assert "1. Climate; 2. Housing" in send(client, address, changed, at=OPENS)
    counting.count(poll=poll, by=None, at=AFTER)
    page = opened(client, address, at=AFTER)
    assert "3 points, 60 % of all points" in page
    assert '<th scope="row">Falun</th>' in page


def test_who_finds_the_vote(client, series, host, seat):
    poll = poll_of(series, host)
    entry = reverse("gatherings:poll", kwargs={"slug": "series", "poll": poll.pk})
    person = RoleAssignmentFactory(municipality=seat.municipality, role=Role.READER).person
    client.force_login(person)
    with time_machine.travel(OPENS, tick=False):
        assert client.get(entry).status_code == 403
    seat.person = person
    seat.save()
    with time_machine.travel(OPENS, tick=False):
        assert client.get(entry)["Location"] == seat_address(seat, poll)
        page = client.get(series.get_absolute_url(), **ENGLISH).content.decode()
    assert entry in page
    assert "Open for voting" in opened(
        client, reverse("gatherings:seat", kwargs={"token": make_token(seat)}), at=OPENS
    )
    waiting = seat_of(SeriesFactory(), "Elsewhere")
    with time_machine.travel(OPENS, tick=False):
        assert client.get(seat_address(waiting, poll)).status_code == 404


def test_an_open_vote_waits_for_those_who_have_not_voted(series, host, seat):
    person = UserFactory()
    seat.person = person
    seat.save()
    poll = poll_of(series, host)

    def waiting(at):
        with translation.override("en"), time_machine.travel(AT, tick=False):
            return [thing.address for thing in things_for(person, at)]

    with time_machine.travel(AT, tick=False):
        address = seat_address(seat, poll)

    assert waiting(OPENS - timedelta(seconds=1)) == []
    assert waiting(OPENS) == waiting(CLOSES) == [address]
    assert waiting(AFTER) == []
    cast(poll=poll, registration=seat, choices=[live_proposals(poll)[0].pk], at=OPENS)
    assert waiting(OPENS) == []


def test_votes_add_few_queries(client, series, host, seat, django_assert_max_num_queries):
    client.force_login(host)
    pages = [
        series.get_absolute_url(),
        series.gatherings.get(number=3).get_absolute_url(),
        reverse("gatherings:seat", kwargs={"token": make_token(seat)}),
    ]
    for page in pages:
        client.get(page)
    counts = [_queries(client, page) for page in pages]
    first = poll_of(series, host, decides=(3,))
    cast(poll=first, registration=seat, choices=[live_proposals(first)[0].pk], at=OPENS)
    counting.count(poll=first, by=None, at=AFTER)
    poll_of(series, host, decides=(3, 4))
    after = [_queries(client, page) for page in pages]
    assert all(now - before <= 1 for before, now in zip(counts, after, strict=True))
    assert ThemePoll.objects.filter(state=PollState.COUNTED).count() == 1
    with django_assert_max_num_queries(30):
        client.get(reverse("gatherings:poll-host", kwargs={"slug": "series", "poll": first.pk}))


def _queries(client, page):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    return len(found)
