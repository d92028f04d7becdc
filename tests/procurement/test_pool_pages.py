"""Pages of pools: start, ask, answer, withdraw, the table of members, what waits."""

from decimal import Decimal

import pytest
from django.test import Client

from common.memory import forget_everything
from procurement.actions import pools
from procurement.actions.pools import PoolTerms
from procurement.enums import JoinAnswer, NeedState
from procurement.models import Need, PoolMember
from procurement.todo import things_for
from tests.factories import (
    DecisionFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.procurement.factories import AT, NeedFactory, worker

pytestmark = pytest.mark.django_db


def browser(person=None):
    found = Client(HTTP_ACCEPT_LANGUAGE="en")
    if person is not None:
        found.force_login(person)
    return found


def words_of(answer):
    return answer.content.decode().replace("\u00a0", " ")


@pytest.fixture
def places():
    """Gol, Ål and Hol, with a network."""
    network = NetworkFactory(slug="hallingdal")
    names = {"Gol": "3324", "Ål": "3328", "Hol": "3330"}
    found = [MunicipalityFactory(name=name, code=code) for name, code in names.items()]
    for place in found:
        MembershipFactory(network=network, municipality=place)
    return found


@pytest.fixture
def need(places):
    return NeedFactory(
        published=True,
        municipality=places[0],
        network=places[0].memberships.get().network,
        volume=3,
        unit="maskiner",
    )


def started(need, *places):
    terms = PoolTerms(minimum=Decimal(10), minimum_by="To leverandører")
    pools.start_pool(need=need, terms=terms, by=UserFactory(), at=AT)
    need = Need.objects.get(pk=need.pk)
    if places:
        pools.ask_municipalities(need=need, municipalities=places, by=UserFactory())
    return need


def said(need, place, answer=JoinAnswer.YES, volume=4):
    return pools.answer_pool(
        need=need, municipality=place, answer=answer, volume=volume and Decimal(volume),
        by=UserFactory(), at=AT,
    )  # fmt: skip


def test_from_a_need_to_twelve_and_back_to_seven(need, places):
    gol, al, hol = places
    address = need.get_absolute_url()
    lead = browser(worker(gol))
    form = lead.get(f"{address}felles/start/")
    assert [label for _key, label in form.context["form"]["municipalities"].field.choices] == [
        str(hol), str(al),
    ]  # fmt: skip
    given = {"municipalities": [al.pk, hol.pk], "minimum": "10", "minimum_by": ""}
    assert "Say who has stated" in words_of(lead.post(f"{address}felles/start/", given))
    given["minimum_by"] = "To leverandører"
    assert lead.post(f"{address}felles/start/", given).status_code == 302

    for place, code, volume in ((al, "3328", "4"), (hol, "3330", "5")):
        answer = {"answer": "YES", "volume": volume}
        page = browser(worker(place)).post(f"{address}felles/no/{code}/svar/", answer)
        assert page.status_code == 302
    page = words_of(browser().get(address))
    assert ">12</td>" in page
    assert "Reached" in page
    assert "felles/" not in page  # nothing to press for those outside

    own = browser(worker(hol))
    empty = own.post(f"{address}felles/no/3330/trekk/", {"reason": ""})
    assert list(empty.context["form"].errors) == ["reason"]
    own.post(f"{address}felles/no/3330/trekk/", {"reason": "Nye maskiner."})
    page = words_of(browser().get(address))
    assert ">7</td>" in page
    assert "3 short" in page
    assert "Hol withdrew on" in page


def test_who_sees_what_of_the_answers(need, places):
    al, hol = places[1:]
    need = started(need, al, hol)
    said(need, al, JoinAnswer.INTERESTED, None)
    said(need, hol, JoinAnswer.NO, None)

    outside, inside = (
        browser().get(need.get_absolute_url()).context["members"],
        browser(worker(al)).get(need.get_absolute_url()).context["members"],
    )

    assert outside.intro == "Ål is considering joining."
    assert (outside.answers, outside.own) == ([], [])
    assert inside.answers == [("No", "Hol")]
    assert [(row.name, row.answer) for row in inside.own] == [("Ål", "Interested")]


def test_only_the_lead_publishes_asks_and_changes(need, places):
    Need.objects.filter(pk=need.pk).update(
        state=NeedState.SHARED, published_at=None, stage="MAPPING"
    )
    need = started(Need.objects.get(pk=need.pk), places[1])
    said(need, places[1])
    member = browser(worker(places[1]))

    for page in ("publiser", "felles/spor", "felles/endre", "felles/start", "felles/like"):
        assert member.get(f"{need.get_absolute_url()}{page}/").status_code == 403
    assert browser(worker(places[0])).get(
        f"{need.get_absolute_url()}publiser/"
    ).status_code == 200  # fmt: skip


def test_one_answers_for_ones_own_alone(need, places):
    need = started(need, places[1])
    al, hol = (f"{need.get_absolute_url()}felles/no/{code}/" for code in ("3328", "3330"))

    other = browser(worker(places[2]))
    assert [other.get(f"{al}{page}/").status_code for page in ("svar", "trekk", "vedtak")] == [
        403, 403, 403,
    ]  # fmt: skip
    assert other.get(f"{hol}svar/").status_code == 404  # it is not asked
    assert other.post(f"{al}svar/", {"answer": "YES", "volume": "1"}).status_code == 403
    assert PoolMember.objects.get(municipality=places[1]).answer == JoinAnswer.ASKED


def test_a_region_answers_on_behalf(need, places):
    need = started(need, places[1])
    region = RegionFactory()
    RegionMembershipFactory(region=region, municipality=places[1])
    person = RoleAssignmentFactory(region=region, municipality=None, role="COORDINATOR").person

    browser(person).post(
        f"{need.get_absolute_url()}felles/no/3328/svar/", {"answer": "YES", "volume": "4"}
    )

    row = PoolMember.objects.get(municipality=places[1])
    assert (row.answer, row.on_behalf_of) == (JoinAnswer.YES, places[1])


def test_the_decision_stands_in_the_table(need, places):
    need = started(need, places[1])
    said(need, places[1])
    decision = DecisionFactory(municipality=places[1], body="Formannskapet")
    address = f"{need.get_absolute_url()}felles/no/3328/vedtak/"
    own = browser(worker(places[1]))
    assert "Formannskapet" in words_of(own.get(address))

    own.post(address, {"decision": DecisionFactory().pk})
    assert own.post(address, {"decision": decision.pk}).status_code == 302

    rows = browser().get(need.get_absolute_url()).context["members"].rows
    assert [(row.name, row.mark, row.decision) for row in rows] == [
        ("Gol", "wait", "No decision yet"),
        ("Ål", "yes", "Formannskapet"),
    ]


def test_what_is_asked_waits_until_it_is_answered(need, places):
    need = started(need, places[1])
    forget_everything()  # who is asked is kept for a minute
    person = worker(places[1], person=UserFactory(language="en"))

    [thing] = things_for(person, AT)
    assert thing.address == f"{need.get_absolute_url()}felles/no/3328/svar/"
    said(need, places[1], JoinAnswer.NO, None)
    assert things_for(person, AT) == []


def test_alike_needs_are_shown_with_reasons_and_asked(need, places):
    other = NeedFactory(
        published=True, title=need.title, municipality=places[2], volume=5, unit="maskiner"
    )
    lead = browser(worker(places[0]))
    page = lead.get(f"{need.get_absolute_url()}felles/like/")
    [row] = page.context["rows"]
    assert "Same goal: 13" in row.reasons
    form = lead.get(row.ask).context["form"]
    assert form["municipalities"].value() == [str(places[2].pk)]

    lead.post(f"{need.get_absolute_url()}felles/start/", {"municipalities": [places[2].pk]})

    assert PoolMember.objects.get(municipality=places[2]).own_need == other
    own = browser(worker(places[2])).get(f"{need.get_absolute_url()}felles/no/3330/svar/")
    assert own.context["form"].initial["volume"] == "5"


def test_no_alike_need_is_said(need, places):
    page = browser(worker(places[0])).get(f"{need.get_absolute_url()}felles/like/")

    assert "No need is like this one yet" in words_of(page)


def test_words_of_people_are_never_run(need, places):
    evil = "<script>alert(1)</script>"
    need = started(need, places[1])
    said(need, places[1])
    pools.leave_pool(need=need, municipality=places[1], reason=evil, by=UserFactory(), at=AT)
    pools.change_pool(
        need=need,
        terms=PoolTerms(minimum=Decimal(9), minimum_by=evil),
        by=UserFactory(),
        at=AT,
    )

    page = words_of(browser(worker(places[0])).get(need.get_absolute_url()))

    assert evil not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("count", [1, 6])
def test_the_table_takes_two_queries(need, count, django_assert_max_num_queries):
    others = [MunicipalityFactory() for _n in range(count)]
    need = started(need, *others)
    for place in others:
        said(need, place)

    with django_assert_max_num_queries(21):
        browser().get(need.get_absolute_url())
