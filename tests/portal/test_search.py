"""The search finds each kind for those who may see it, and tells others nothing of it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from assessments.models import Assessment
from common.search.asking import read_asked
from common.search.documents import put_question
from common.search.sources import count, find, read_reach
from gatherings.enums import Access, CaseState
from gatherings.models import Case, Gathering, HostPerson, Material, Series
from improvement.models import Measure, StatusEntry
from knowledge.models import Example, Question, Tool
from networks.enums import Role
from networks.models import Network
from portal.queries.search import KEYS, SOURCES, search
from procurement.enums import Openness, SolutionState
from procurement.models import Need, Solution
from tests.factories import (
    CountyFactory,
    GoalFactory,
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.gatherings.factories import GatheringFactory, SeriesFactory, seat_of
from tests.improvement.factories import (
    GoalConflictFactory,
    MeasureFactory,
    ObjectiveFactory,
    StatusEntryFactory,
    TargetFactory,
)
from tests.knowledge.factories import (
    ExampleFactory,
    QuestionFactory,
    TermFactory,
    ToolFactory,
    merging,
)
from tests.procurement.factories import NeedFactory, SolutionFactory, SupplierPersonFactory

pytestmark = pytest.mark.django_db

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
WORD = "kvarnstein"
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
VISITOR, ELSEWHERE, OWN, MEMBER, HOST, SEATED, COMPANY, SUPERUSER = (
    "visitor", "elsewhere", "own", "member", "host", "seated", "company", "superuser",
)  # fmt: skip
PEOPLE = (VISITOR, ELSEWHERE, OWN, MEMBER, HOST, SEATED, COMPANY, SUPERUSER)
EVERYBODY = set(PEOPLE)
NETWORK = {OWN, MEMBER, SUPERUSER}
# Who finds how many of each kind; whoever is not named finds none.
TABLE = {
    "municipalities": dict.fromkeys(EVERYBODY, 1),
    "regions": dict.fromkeys(EVERYBODY, 1),
    "counties": dict.fromkeys(EVERYBODY, 1),
    "networks": dict.fromkeys(NETWORK, 1),
    "goals": dict.fromkeys(EVERYBODY, 1),
    "targets": dict.fromkeys(EVERYBODY, 1),
    "indicators": dict.fromkeys(EVERYBODY, 1),
    "objectives": dict.fromkeys(NETWORK, 1),
    "measures": dict.fromkeys(NETWORK, 1),
    "log": dict.fromkeys(NETWORK, 1),
    "conflicts": dict.fromkeys(NETWORK, 1),
    "series": dict.fromkeys(NETWORK | {HOST}, 1),
    "gatherings": dict.fromkeys(NETWORK | {HOST}, 1),
    # One is ready, one is the draft of its municipality.
    "cases": {OWN: 2, MEMBER: 1, HOST: 1, SEATED: 1, SUPERUSER: 1},
    # One for each kind of readers; who has a seat but no role does not know of the series.
    "materials": {OWN: 2, MEMBER: 2, HOST: 4, SUPERUSER: 4},
    # One is published, one is shared with the network, one is a draft.
    "needs": dict.fromkeys(EVERYBODY, 1) | {OWN: 3, MEMBER: 2, SUPERUSER: 2},
    # One is open, one for the buyers, one a draft of the company.
    "solutions": dict.fromkeys(EVERYBODY, 1) | {OWN: 2, COMPANY: 3, SUPERUSER: 2},
    "suppliers": dict.fromkeys(EVERYBODY, 1),
    "examples": dict.fromkeys(EVERYBODY, 1) | {OWN: 2},
    "tools": dict.fromkeys(EVERYBODY, 1) | dict.fromkeys(NETWORK, 2),
    "words": dict.fromkeys(EVERYBODY, 1),
    "questions": dict.fromkeys(NETWORK, 1),
    "answers": dict.fromkeys(NETWORK, 1),
    "characteristics": dict.fromkeys(NETWORK, 1),
    "assessments": {},  # tests/assessments/test_search.py
}


@pytest.fixture
def world():
    """One row of each kind with the word in it, in a network that is not public."""
    own = MunicipalityFactory(name=f"{WORD} kommune")
    network = NetworkFactory(name=WORD, is_public=False)
    member = MembershipFactory(network=network).municipality
    MembershipFactory(network=network, municipality=own)
    elsewhere = RoleAssignmentFactory(municipality=MunicipalityFactory())
    series = SeriesFactory(network=network, name=WORD)
    people = {
        VISITOR: AnonymousUser(),
        ELSEWHERE: elsewhere.person,
        OWN: RoleAssignmentFactory(municipality=own, role=Role.COORDINATOR).person,
        MEMBER: RoleAssignmentFactory(municipality=member, role=Role.READER).person,
        HOST: UserFactory(),
        SEATED: UserFactory(),
        SUPERUSER: UserFactory(is_superuser=True),
    }
    HostPerson.objects.create(series=series, person=people[HOST], added_at=AT)
    seat = seat_of(series)
    seat.person = people[SEATED]
    seat.save()
    _places_and_figures()
    _work(own, series)
    _gatherings(own, series)
    people[COMPANY] = _procurement(own, network)
    ExampleFactory(municipality=own, text=WORD, published=True)
    ExampleFactory(municipality=own, text=WORD)
    ToolFactory(summary=WORD)
    ToolFactory(summary=WORD, network=network, is_public=False)
    TermFactory(text_nb=WORD)
    TermFactory(text_nb=WORD, removed_at=AT)
    question = QuestionFactory(network=network, text=WORD)
    question.answers.create(text=WORD, at=AT)
    trait = merging(network).traits.get()
    trait.text = WORD
    trait.save()
    return people


def _places_and_figures():
    CountyFactory(name=WORD)
    RegionFactory(name=WORD)
    goal = GoalFactory(number=5)
    goal.name_nb = WORD
    goal.save()
    IndicatorFactory(name=WORD)


def _work(own, series):
    target = TargetFactory(number="5.1")
    target.title_nb = WORD
    target.save()
    ObjectiveFactory(municipality=own, description=WORD)
    measure = MeasureFactory(municipality=own, description=WORD)
    StatusEntryFactory(measure=measure, text=WORD)
    GoalConflictFactory(municipality=own, mitigation=WORD)


def _gatherings(own, series):
    GatheringFactory(series=series, description=WORD)
    for state in (CaseState.READY, CaseState.DRAFT):
        Case.objects.create(
            series=series, municipality=own, title="Sak", question=WORD, state=state
        )
    for access in Access:
        Material.objects.create(
            series=series, title=WORD, link="https://samverk.example/", access=access
        )


def _procurement(own, network):
    need = NeedFactory(municipality=own, description=WORD, published=True)
    NeedFactory(municipality=own, network=network, description=WORD, state="SHARED")
    NeedFactory(municipality=own, network=network, description=WORD)
    sent = SolutionFactory(need=need, text=WORD, confidential="Fortrolig")
    company = sent.supplier
    company.description = WORD
    company.save()
    other = NeedFactory(municipality=own, published=True)
    SolutionFactory(supplier=company, need=other, text=WORD, openness=Openness.BUYERS)
    SolutionFactory(supplier=company, need=None, text=WORD, state=SolutionState.DRAFT)
    return SupplierPersonFactory(supplier=company).person


def counts(person, text=WORD):
    """How many of each kind are found, where there are any."""
    asked, reach = read_asked(text), read_reach(person, KEYS)
    question = put_question(asked)
    numbers = {
        source.kind: count(source, reach=reach, asked=asked, question=question)
        for source in SOURCES
    }
    return {kind: number for kind, number in numbers.items() if number}


def test_every_kind_is_in_the_table():
    assert [source.kind for source in SOURCES] == list(
        dict.fromkeys(source.kind for source in SOURCES)
    )
    assert {source.kind for source in SOURCES} == set(TABLE)


def test_each_kind_is_found_and_counted_by_those_who_may_see_it(world):
    wanted = {
        name: {kind: row[name] for kind, row in TABLE.items() if name in row} for name in PEOPLE
    }
    assert {name: counts(world[name]) for name in PEOPLE} == wanted


def found(person, kind, text=WORD):
    """What is found of one kind, without asking for the others."""
    [source] = [one for one in SOURCES if one.kind == kind]
    asked = read_asked(text)
    return find(
        source,
        reach=read_reach(person, KEYS),
        asked=asked,
        question=put_question(asked),
        most=20,
    )


def test_rows_are_those_that_their_model_shows(world):
    models = {
        "networks": Network,
        "measures": Measure,
        "log": StatusEntry,
        "series": Series,
        "gatherings": Gathering,
        "cases": Case,
        "needs": Need,
        "solutions": Solution,
        "tools": Tool,
        "questions": Question,
        "assessments": Assessment,
    }
    asked = [source for source in SOURCES if source.kind in models]
    for name in set(PEOPLE) - {SUPERUSER}:  # who sees all, and finds no drafts of others
        reach = read_reach(world[name], KEYS)
        for source in asked:
            shown = set(source.rows(reach).values_list("pk", flat=True))
            known = models[source.kind].objects.visible_to(world[name])
            assert shown == set(known.values_list("pk", flat=True)), (name, source.kind)


def test_what_is_shown_of_one_kind_is_what_is_counted(world):
    result = search(WORD, person=world[OWN], kind="needs")
    assert (result.chosen.number, len(result.chosen.hits), result.page.number) == (3, 3, 1)
    assert {one.source.kind: one.number for one in result.found} == counts(world[OWN])
    assert search(WORD, person=world[VISITOR], kind="measures").chosen.number == 0


def test_what_is_confidential_is_searched_for_nobody(world):
    Solution.objects.update(
        confidential="hemmelegheit", verdict_text="hemmelegheit", evidence="hemmelegheit"
    )
    Example.objects.update(sender="hemmelegheit")
    for reader in (COMPANY, OWN, SUPERUSER):
        assert counts(world[reader], "hemmelegheit") == {}


def test_minutes_are_found_by_their_readers_alone(world):
    inner = SeriesFactory(network=Case.objects.all()[0].series.network, shows_programme=False)
    HostPerson.objects.create(series=inner, person=world[HOST], added_at=AT)
    GatheringFactory(series=inner, theme="fjellbeite", minutes="seterdrift")
    inside = {OWN, MEMBER, HOST, SUPERUSER}

    def finders(text):
        return {name for name in PEOPLE if found(world[name], "gatherings", text).number}

    assert finders("fjellbeite") == inside
    for access, readers in (
        (Access.PUBLIC, inside),
        (Access.NETWORK, inside),
        (Access.PARTICIPANTS, {HOST, SUPERUSER}),
        (Access.HOSTS, {HOST, SUPERUSER}),
    ):
        inner.gatherings.update(minutes_access=access)
        assert finders("seterdrift") == readers, access


def test_who_knows_of_a_gathering_finds_not_what_is_for_others(world):
    series = SeriesFactory(network=NetworkFactory(is_public=True), shows_programme=False)
    GatheringFactory(series=series, theme="fjellbeite", minutes="seterdrift", place="Gol")
    visitor = world[VISITOR]
    for text in ("fjellbeite", "seterdrift"):
        assert found(visitor, "gatherings", text).number == 0
    [hit] = found(visitor, "gatherings", "gol").hits
    assert [part.text for part in hit.excerpt] == ["Gol"]


def test_what_one_gets_to_know_of_is_found_at_once_and_no_longer_than_so(world):
    network = NetworkFactory(is_public=False)
    QuestionFactory(network=network, title="Seterdrift")
    SeriesFactory(network=network, name="Seterdrift")
    person = world[ELSEWHERE]
    role = {"person": person, "municipality": None, "network": network, "role": Role.READER}
    assert search("seterdrift", person=person).number == 0
    held = RoleAssignmentFactory(**role)
    again = type(person).objects.get(pk=person.pk)
    assert search("seterdrift", person=again).number == 2
    held.delete()
    assert search("seterdrift", person=type(person).objects.get(pk=person.pk)).number == 0


def test_queries_do_not_grow_with_hits(world, client, django_assert_max_num_queries):
    client.force_login(world[OWN])
    client.get("/sok/", {"q": WORD})
    # Each kind once; session, reader, roles and places of the frame; the words and what one
    # may know of; begin and end.
    with django_assert_max_num_queries(len(SOURCES) + 8):
        client.get("/sok/", {"q": WORD})
    NeedFactory(description=WORD, published=True)
    ExampleFactory(text=WORD, published=True)
    with django_assert_max_num_queries(len(SOURCES) + 8):
        client.get("/sok/", {"q": WORD})


def test_few_of_each_kind_and_pages_of_one(client):
    for number in range(27):
        NeedFactory(title=f"Torvtak {number:02}", published=True)
    page = client.get("/sok/?q=torvtak", **ENGLISH).content.decode()
    assert page.count("/behov/") - page.count('href="/behov/"') == 5
    assert "27 hits" in page
    assert "?q=torvtak&amp;kind=needs" in page
    second = client.get("/sok/?q=torvtak&kind=needs&side=2", **ENGLISH).content.decode()
    assert second.count("<mark>Torvtak</mark>") == 7
    assert "27 hits in Needs" in second
    assert "?q=torvtak&amp;kind=needs&amp;side=1" in second
    far = client.get("/sok/?q=torvtak&kind=needs&side=99", **ENGLISH).content.decode()
    assert far.count("<mark>Torvtak</mark>") == 7


def test_a_kind_without_hits_leads_to_the_others(client):
    NeedFactory(title="Torvtak", published=True)
    page = client.get("/sok/?q=torvtak&kind=networks", **ENGLISH).content.decode()
    assert "Nothing of this kind has these words." in page
    assert "Search everywhere" in page


def test_odd_searches_never_fail():
    for text in (
        "", "'", '"""', "a & b", "(", "a | !", "a:*", "<->", "\\", "%_", "--", "or or",
        "' OR 1=1 --", "\ufeff", "å" * 300, "a " * 300, "$$", ":B", "torv-tak", "'torv':*",
        "a\u0301", "🏔", "½", "torv <1> tak", "-torv", "torv -", '"torv',
    ):  # fmt: skip
        found(AnonymousUser(), "needs", text)


def test_the_page_takes_what_it_is_sent(client):
    for query in ("q=%F0%9F%8F%94", f"q={'a' * 900}", "q=a&kind=zzz&side=x", "q=%22&kind=log"):
        assert client.get(f"/sok/?{query}").status_code == 200


def test_texts_are_escaped_and_in_their_language(client):
    NeedFactory(
        title="<b>Torvtak</b>", summary="Ett tak & <i>torv</i>", language="sv", published=True
    )
    page = client.get("/sok/?q=torv", **ENGLISH).content.decode()
    assert "&lt;b&gt;<mark>Torvtak</mark>&lt;/b&gt;" in page
    assert "&amp; &lt;i&gt;<mark>torv</mark>&lt;/i&gt;" in page
    assert 'lang="sv">&lt;b&gt;' in page


def test_too_many_searches_wait(client):
    cache.clear()
    answers = [client.get("/sok/").status_code for _ in range(121)]
    assert answers == [200] * 120 + [429]
    cache.clear()
