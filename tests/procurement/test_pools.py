"""Pools: volumes against a minimum, who may say what when, withdrawing, needs alike."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection  # noqa: F401 -- asked for below by its name
from django.utils import translation

from common.models import OutboxMessage
from procurement import jobs
from procurement.actions import pools
from procurement.actions.locks import CompetitionAnnounced, NeedClosed
from procurement.actions.pools import PoolTerms
from procurement.actions.stages import NotShared
from procurement.enums import DialogueEvent, JoinAnswer, NeedState, Stage
from procurement.models import Need, PoolMember, Watch
from procurement.queries.pools import alike, places_to_ask, sum_of, total_of
from procurement.views.pool_rows import minimum_line
from tests.factories import (
    CountryFactory,
    DecisionFactory,
    MembershipFactory,
    MunicipalityFactory,
    UserFactory,
)
from tests.gatherings.test_seats_race import PEOPLE, all_at_once
from tests.procurement.factories import AT, TODAY, CategoryFactory, NeedFactory, worker

pytestmark = pytest.mark.django_db
TERMS = PoolTerms(minimum=Decimal(10), minimum_by="To leverandører")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def municipality(name, **fields):
    return MunicipalityFactory(name=name, **fields)


def common(terms=TERMS, **fields):
    """Gol's need of three machines, published and made common."""
    given = {"municipality": municipality("Gol"), "volume": 3, "unit": "maskiner"}
    need = NeedFactory(**{"published": True, **given, **fields})
    pools.start_pool(need=need, terms=terms, by=UserFactory(), at=AT)
    return Need.objects.get(pk=need.pk)


def join(need, place, volume, answer=JoinAnswer.YES, at=AT, **more):
    if not need.pool.members.filter(municipality=place).exists():
        pools.ask_municipalities(need=need, municipalities=[place], by=UserFactory())
    return pools.answer_pool(
        need=need,
        municipality=place,
        answer=answer,
        volume=volume and Decimal(volume),
        by=UserFactory(),
        at=at,
        **more,
    )


def leave(need, place, reason="Vi har fått nye maskiner."):
    return pools.leave_pool(
        need=need, municipality=place, reason=reason, by=UserFactory(), at=AT
    )


def test_three_and_four_and_five_reach_ten_and_seven_is_three_short():
    need, al, hol = common(language="en"), municipality("Ål"), municipality("Hol")
    join(need, al, 4)
    assert minimum_line(need, sum_of(need.pool, need))[:2] == ("wait", "3 short")
    join(need, hol, 5)
    assert sum_of(need.pool, need).volume == 12
    assert minimum_line(need, sum_of(need.pool, need))[:2] == ("yes", "Reached")

    leave(need, hol, "Vi har fått nye maskiner")  # no full stop: another sentence follows

    assert sum_of(need.pool, need).volume == 7
    assert minimum_line(need, sum_of(need.pool, need))[:2] == ("wait", "3 short")
    entry = need.dialogue.get(kind=DialogueEvent.LEFT)
    assert entry.text.replace("\u00a0", " ") == (
        "Hol withdraws: Vi har fått nye maskiner. Together 7 maskiner a year. 3 short."
    )
    assert (entry.municipality, entry.told) == (hol, 0)


@pytest.mark.parametrize(("volume", "short"), [("9.99", "0.01"), ("10", "0"), ("10.01", "0")])
def test_the_minimum_is_reached_to_the_hundredth(volume, short):
    need = common()

    assert total_of(need.pool, [Decimal(volume), None]).short == Decimal(short)


def test_followers_are_told_of_a_withdrawal_once(django_capture_on_commit_callbacks):
    need, hol, follower = common(), municipality("Hol"), UserFactory(language="en")
    join(need, hol, 5)
    Watch.objects.create(person=follower, need=need, told_until=AT)

    pools.leave_pool(
        need=need, municipality=hol, reason="Nei.", by=UserFactory(), at=AT + timedelta(hours=1)
    )
    leave(need, hol)  # again

    told = [jobs.tell_news(at=AT + timedelta(days=days)) for days in (1, 2)]
    assert told == [1, 0]
    assert need.dialogue.filter(kind=DialogueEvent.LEFT).count() == 1
    [letter] = OutboxMessage.objects.filter(recipient=follower.email)
    assert "Nei." in letter.body_text


def test_nothing_is_told_of_what_only_the_network_sees():
    need, hol = common(published=False, state=NeedState.SHARED), municipality("Hol")
    join(need, hol, 5)
    leave(need, hol)

    assert not need.dialogue.exists()


@pytest.mark.parametrize(
    ("fields", "terms", "refusal"),
    [
        ({"published": False}, TERMS, NotShared),
        ({"volume": None, "unit": ""}, TERMS, pools.VolumeFirst),
        ({"state": NeedState.CLOSED}, TERMS, NeedClosed),
        (
            {
                "stage": Stage.COMPETITION,
                "competition_url": "https://doffin.example",
                "competition_on": TODAY,
            },
            TERMS,
            CompetitionAnnounced,
        ),
        ({}, PoolTerms(join_until=TODAY - timedelta(days=1)), pools.DayPassed),
        ({}, PoolTerms(minimum=Decimal(0), minimum_by="x"), pools.MinimumBelowOne),
        ({}, PoolTerms(minimum=Decimal(10), minimum_by=" "), pools.MinimumByWhom),
    ],
)
def test_what_cannot_be_made_common(fields, terms, refusal):
    with pytest.raises(refusal):
        common(terms, **fields)


def test_starting_and_asking_again_change_nothing():
    need, al = common(), municipality("Ål")
    pools.start_pool(need=need, terms=PoolTerms(), by=UserFactory(), at=AT)
    ask = {"need": need, "by": UserFactory()}

    assert pools.ask_municipalities(municipalities=[al, need.municipality], **ask) == 1
    with pytest.raises(pools.NobodyAsked):
        pools.ask_municipalities(municipalities=[al], **ask)

    need.pool.refresh_from_db()
    assert need.pool.minimum == 10
    lead = need.pool.members.get(municipality=need.municipality)
    assert (lead.answer, lead.volume) == (JoinAnswer.YES, 3)


def test_what_an_answer_refuses():
    need, al = common(), municipality("Ål")
    with pytest.raises(pools.NotAsked):
        pools.answer_pool(
            need=need, municipality=al, answer=JoinAnswer.NO, by=UserFactory(), at=AT
        )
    with pytest.raises(pools.VolumeMissing):
        join(need, al, None)
    with pytest.raises(pools.VolumeMissing):
        join(need, al, "-1")
    with pytest.raises(pools.NotIn):
        leave(need, al)
    join(need, al, 4)
    with pytest.raises(pools.SaidYes):
        join(need, al, None, answer=JoinAnswer.NO)
    with pytest.raises(pools.LeavingWhy):
        leave(need, al, reason=" ")
    with pytest.raises(pools.LeadStays):
        leave(need, need.municipality)

    assert PoolMember.objects.get(municipality=al).volume == 4


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [("2026-11-30T22:59:59+00:00", True), ("2026-11-30T23:00:00+00:00", False)],
)
def test_the_day_to_join_counts_whole_where_the_need_is(moment, is_open):
    from datetime import datetime

    at, al = datetime.fromisoformat(moment), municipality("Ål")
    need = common(PoolTerms(join_until=date(2026, 11, 30)))  # until midnight in Oslo

    if is_open:
        assert join(need, al, 4, at=at).answer == JoinAnswer.YES
    else:
        with pytest.raises(pools.JoiningOver):
            join(need, al, 4, at=at)


def test_answers_of_a_published_need_are_in_the_log_once_for_each_change():
    need, al = common(language="en"), municipality("Ål")
    join(need, al, None, answer=JoinAnswer.INTERESTED)
    for volume in (4, 4, 6):
        join(need, al, volume)

    texts = [row.text.replace("\u00a0", " ") for row in need.dialogue.order_by("pk")]
    assert texts == [
        "Ål is in with 4 maskiner a year. Together 7 maskiner a year. 3 short.",
        "Ål is in with 6 maskiner a year. Together 9 maskiner a year. 1 short.",
    ]


def test_each_rests_on_its_own_decision():
    need, al = common(), municipality("Ål")
    join(need, al, 4)
    own, others = DecisionFactory(municipality=al), DecisionFactory()
    give = {"need": need, "municipality": al, "by": UserFactory()}

    with pytest.raises(pools.DecisionOfOthers):
        pools.anchor_member(decision=others, **give)

    assert pools.anchor_member(decision=own, **give).decision == own
    assert pools.anchor_member(decision=None, **give).decision is None


def test_those_of_the_network_can_be_asked():
    need = common()
    need.network = MembershipFactory(municipality=need.municipality).network
    need.save()
    al, hol = municipality("Ål"), municipality("Hol")
    for place in (al, hol):
        MembershipFactory(network=need.network, municipality=place)
    join(need, al, 4)

    assert places_to_ask(need) == [hol]


# ---- needs that are alike


def test_alike_needs_are_proposed_with_reasons():
    mine = NeedFactory(title="Fossilfri brøyting", published=True, wanted_from=date(2027, 9, 1))
    near = NeedFactory(
        title="Brøytingen uten fossile utslipp", published=True, wanted_from=date(2027, 10, 1)
    )
    NeedFactory(title="Brøyting", municipality=mine.municipality, published=True)
    NeedFactory(title="Fossilfri brøyting")  # a draft of others
    NeedFactory(title="Fossilfri brøyting", published=True, state=NeedState.CLOSED)
    NeedFactory(
        title="Fossilfri brøyting",
        published=True,
        municipality=MunicipalityFactory(country=CountryFactory(code="SE")),
    )
    far = CategoryFactory(code="mat-og-maltider")
    NeedFactory(title="Middag", category=far, published=True, goals=[2])

    [found] = alike(mine, worker(mine.municipality))

    assert found.need == near
    assert (found.likeness.goals, found.likeness.same_category) == ((13,), True)
    assert found.likeness.days_apart == 30
    assert "brøyting" in found.words or "brøytingen" in found.words


def test_an_old_one_of_the_category_is_found_among_many(monkeypatch):
    mine = NeedFactory(title="Fossilfri brøyting", published=True, goals=[13])
    old = NeedFactory(title="Fossilfri brøyting av veg", published=True)
    other = CategoryFactory(code="mat")
    NeedFactory(title="Skolemat", published=True, category=other, goals=[13])
    monkeypatch.setattr("procurement.queries.pools._MOST_COMPARED", 1)

    assert [each.need for each in alike(mine, worker(mine.municipality))] == [old]


def test_one_that_is_in_already_is_not_proposed():
    need = NeedFactory(published=True, volume=2, unit="maskiner")
    other = common()
    join(other, need.municipality, 2)

    assert alike(need, worker(need.municipality)) == []


def test_proposals_take_as_many_queries_whatever_there_is(django_assert_max_num_queries):
    mine = NeedFactory(title="Fossilfri brøyting av veger", published=True)
    for number in range(12):
        NeedFactory(title=f"Brøyting av skolvägar {number}", published=True)
    person = worker(mine.municipality)

    with django_assert_max_num_queries(9):
        assert len(alike(mine, person)) == 10


# ---- at the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="row locks need PostgreSQL")
def test_answers_at_the_same_moment_are_all_counted():
    need = common(language="en")
    places = [municipality(f"Kommune {number}") for number in range(PEOPLE)]
    people = [UserFactory() for _place in places]
    pools.ask_municipalities(need=need, municipalities=places, by=people[0])

    def answer(number):
        pools.answer_pool(
            need=need,
            municipality=places[number],
            answer=JoinAnswer.YES,
            volume=Decimal(1),
            by=people[number],
            at=AT,
        )

    assert all_at_once(answer) == []
    assert sum_of(need.pool, need).volume == 3 + PEOPLE
    totals = {row.text.split("Together")[1][:4] for row in need.dialogue.all()}
    assert len(totals) == PEOPLE  # each saw the sum after the one before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="row locks need PostgreSQL")
def test_two_of_one_municipality_leave_once():
    need, hol = common(), municipality("Hol")
    join(need, hol, 5)
    people = [UserFactory() for _number in range(PEOPLE)]

    def go(number):
        pools.leave_pool(need=need, municipality=hol, reason="Nei.", by=people[number], at=AT)

    assert all_at_once(go) == []
    assert need.dialogue.filter(kind=DialogueEvent.LEFT).count() == 1
