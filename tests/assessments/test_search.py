"""The search finds a case for those who may read it, and tells nobody else that it is there."""

import pytest
from django.contrib.auth.models import AnonymousUser

from assessments.enums import Kind, Part, Side
from assessments.search import KEYS, SOURCES
from common.search.asking import read_asked
from common.search.documents import put_question
from common.search.sources import find, read_reach
from networks.enums import Role
from portal.queries.search import search
from tests.assessments.factories import (
    AT,
    AssessmentFactory,
    FundingProgrammeFactory,
    SheetFactory,
    assessor_s,
    in_case,
    make_version,
    officer,
)
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WORD, HIDDEN = "kvarnstein", "duggmåling"
INSIDE = {"superuser", "officer", "assessor", "decider", "applicant", "applying"}
FOLLOWERS = {"council", "member", "leader"}


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def place():
    return MunicipalityFactory()


def at(role, **where):
    return RoleAssignmentFactory(role=role, **where).person


@pytest.fixture
def people(region, place):
    """Everybody who might search, by name; those with a part get it in ``case``."""
    network = NetworkFactory(region=region)
    member = MembershipFactory(network=network).municipality
    return {
        "superuser": UserFactory(is_superuser=True),
        "officer": officer(region),
        "assessor": UserFactory(),
        "decider": at(Role.COUNCIL_MEMBER, region=region),
        "applicant": UserFactory(),
        "applying": at(Role.COORDINATOR, municipality=place),
        "applying reader": at(Role.READER, municipality=place),
        "council": at(Role.COUNCIL_MEMBER, region=region),
        "member": at(Role.READER, municipality=member),
        "leader": at(Role.NETWORK_LEADER, network=network),
        "other region": officer(RegionFactory(), Role.ADMINISTRATOR),
        "nobody": UserFactory(),
        "visitor": AnonymousUser(),
    }


def case_of(people, region, place, **fields):
    """A case with the word in its title or summary, and the hidden one in all else."""
    version = make_version(
        programme=FundingProgrammeFactory(region=region), kind=fields.pop("kind", Kind.PROJECT)
    )
    case = AssessmentFactory(
        version=version, applicant_municipality=place, applicant_name=HIDDEN, **fields
    )
    sheet = assessor_s(case, people["assessor"], sent=True)
    type(sheet).objects.update(content={"overall": {"why": HIDDEN}})
    SheetFactory(assessment=case, side=Side.APPLICANT, content={"overall": {"why": HIDDEN}})
    case.steps.create(state="RECEIVED", note=HIDDEN, at=AT)
    in_case(case, Part.DECIDER, people["decider"])
    in_case(case, Part.APPLICANT, people["applicant"])
    return case


def finders(people, word):
    """Who finds anything; what is not shown is not counted either."""
    asked = read_asked(word)
    names = set()
    for name, person in people.items():
        known = {"reach": read_reach(person, KEYS), "asked": asked}
        found = find(SOURCES[0], **known, question=put_question(asked), most=5)
        assert found.number == len(found.hits)
        names |= {name} if found.number else set()
    return names


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": f"Bro av {WORD}"}, INSIDE),
        ({"summary": f"Bro av {WORD}", "decided": True}, INSIDE | FOLLOWERS),
        ({"title": WORD, "decided": True, "is_confidential": True}, INSIDE),
        ({"title": WORD, "decided": True, "kind": Kind.COMPANY}, INSIDE),
    ],
)
def test_a_case_is_found_by_who_may_read_it_alone(people, region, place, fields, expected):
    case = case_of(people, region, place, **fields)

    assert finders(people, WORD) == expected
    assert finders({"superuser": people["superuser"]}, HIDDEN) == set()
    hit = search(WORD, person=people["officer"], kind="assessments").chosen.hits[0]
    assert hit.href == case.get_absolute_url()


def test_nothing_that_is_typed_finds_more(people, region, place):
    case_of(people, region, place, title=WORD)
    kept = {name: people[name] for name in ("officer", "other region", "visitor")}
    for typed in (f"-finnesikke {WORD[:4]}", f"{WORD}:*", f"!{WORD}", f"({WORD} | a <-> b:"):
        assert finders(kept, typed) <= {"officer"}, typed
    for typed in ("%", "_", "'", '"', "\\", "or or", "-", f"-{WORD}", "\ufffe", "x" * 5000):
        assert finders(kept, typed) == set(), typed
