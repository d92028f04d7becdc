"""Results: counts, the proposal, what goes to the register of goal conflicts."""

import pytest
from django.urls import reverse

from assessments.calculations.choosing import choices, chosen, opposed
from assessments.calculations.recommending import Counts, Point, counts, recommend
from assessments.enums import Kind, Side
from improvement.enums import ConflictState
from improvement.models import GoalConflict
from networks.enums import Role
from tests.assessments.contents import whole
from tests.assessments.factories import (
    AssessmentFactory,
    FundingProgrammeFactory,
    SheetFactory,
    assessor_s,
    make_version,
    officer,
)
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
)
from tests.improvement.factories import TargetFactory

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
GOALS = {
    "3": {"effect": 2, "evidence": "STUDY"},
    "11": {"effect": 2, "evidence": "ASSUMPTION"},
    "12": {"effect": 1, "evidence": "MEASURED"},
    "15": {"effect": -1, "evidence": "ASSUMPTION"},
    "14": {"effect": -2, "evidence": "EXPERIENCE"},
    "6": {"effect": 0},
    "7": {"effect": "UNKNOWN"},
}
CONFLICT = {
    "first": 11,
    "second": 15,
    "text": "Møteplass eller grøntareal",
    "handling": "Parkering på asfalt",
    "state": "PARTLY",
}


def test_counts_by_hand():
    assert counts({"goals": GOALS}) == Counts(
        positive=3, negative=2, none=1, unknown=1, unanswered=10, documented=2, grounded=5
    )


def test_the_proposal_names_what_to_put_right_the_gravest_first():
    content = {
        "goals": GOALS,
        "conflicts": [CONFLICT],
        "dimensions": {"SOCIAL": {"level": -1}},
        "overall": {"level": 1},
    }

    found = recommend(content, passes=True)

    assert found.verdict == "CONDITIONS"
    assert found.points == (
        Point("DIMENSION", ("SOCIAL",)),
        Point("CONFLICT", ("11", "15")),
        Point("HARM", ("14",)),  # of 15 it is said how it is handled
        Point("GROUND", ("11",)),
        Point("UNKNOWN", ("7",)),
    )


@pytest.mark.parametrize(
    ("content", "passes", "verdict"),
    [
        ({}, None, "INCOMPLETE"),
        ({"overall": {"level": 1}}, None, "GO"),
        ({"goals": {"1": {"effect": 1}}}, None, "GO"),
        ({"overall": {"level": -1}}, True, "AGAINST"),
        ({"overall": {"level": 2}}, False, "STOP"),
        ({"goals": {"1": {"effect": -1}}}, True, "CONDITIONS"),
    ],
)
def test_verdicts(content, passes, verdict):
    assert recommend(content, passes=passes).verdict == verdict


def test_pairs_of_opposite_effect_the_largest_first():
    pairs = [(each.first, each.second, each.weight) for each in opposed({"goals": GOALS})]
    assert pairs == [(3, 14, 4), (11, 14, 4), (3, 15, 3), (11, 15, 3), (12, 14, 3), (12, 15, 2)]
    left = opposed({"goals": GOALS, "conflicts": [{"first": 15, "second": 11}]})
    assert (11, 15) not in {(each.first, each.second) for each in left}


def test_choosing_between_two_texts_field_by_field():
    saved = {
        "goals": {"1": {"effect": 1, "why": "A"}},
        "conflicts": [],
        "overall": {"level": 1},
    }
    mine = {"goals": {"1": {"effect": 2, "why": "A"}}, "conflicts": [CONFLICT]}

    places = [each.place for each in choices(saved, mine)]

    assert places == [("goals", "1", "effect"), ("overall", "level"), ("conflicts",)]
    assert chosen(saved, mine, places) == {**mine, "overall": {}}
    assert chosen(saved, mine, []) == saved


# ------------------------------------------------------------------------- pages
def decided(**fields):
    case = AssessmentFactory(
        version=make_version(**fields),
        decided=True,
        applicant_municipality=MunicipalityFactory(),
    )
    content = whole(case.version, conflicts=[CONFLICT])
    SheetFactory(
        assessment=case, side=Side.COMMON, moment="DECISION", sent=True, content=content
    )
    return case


def page_of(case, name="result"):
    return reverse(f"assessments:{name}", kwargs={"pk": case.pk})


@pytest.mark.django_db
def test_the_result_is_made_of_the_common_judgement(client):
    case = decided()
    assessor_s(case, sent=True, content=whole(case.version, overall={"level": -2}))
    client.force_login(officer(case.programme.region))

    page = client.get(page_of(case), **ENGLISH)

    text = page.content.decode()
    assert page.context["sheet"].side == Side.COMMON
    for words in ("Go on with conditions", "Møteplass eller grøntareal", "The rule is met"):
        assert words in text


@pytest.mark.django_db
def test_who_follows_the_region_reads_the_common_one_alone(client):
    case = decided()
    one = assessor_s(case, sent=True, content=whole(case.version))
    follower = RoleAssignmentFactory(region=case.programme.region, role=Role.COUNCIL_MEMBER)
    client.force_login(follower.person)

    page = client.get(page_of(case), **ENGLISH)

    assert [label for _href, label, _chosen in page.context["sheets"]] == [
        "Common judgement · decision"
    ]
    assert not page.context["approval"]
    assert client.get(f"{page_of(case)}?ark={one.pk}").status_code == 404


@pytest.mark.django_db
def test_conflicts_go_to_the_register_as_proposals_once(client):
    case = decided()
    network = NetworkFactory(region=case.programme.region)
    MembershipFactory(network=network, municipality=case.applicant_municipality)
    first = TargetFactory(number="11.3")
    second = TargetFactory(number="15.1")
    client.force_login(officer(case.programme.region))
    page = page_of(case, "result-conflicts")
    sent = {"municipality": case.applicant_municipality.pk}

    for half in ({}, {"first-0": "11.3"}):
        assert client.post(page, {**sent, **half}).status_code == 200
    whole_form = {**sent, "first-0": "11.3", "second-0": "15.1"}
    assert client.post(page, whole_form).status_code == 302
    assert client.post(page, whole_form).status_code == 302

    row = GoalConflict.objects.get()
    assert (row.first, row.second, row.state) == (first, second, ConflictState.PROPOSED)
    assert (row.network, row.mitigation) == (network, "Parkering på asfalt")
    assert row.decided_by == "Regionrådet"


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["company", "test", "undecided"])
def test_nothing_leaves_a_case_that_others_may_not_read(client, why):
    if why == "company":
        case = decided(kind=Kind.COMPANY)
    elif why == "test":
        case = AssessmentFactory(version=make_version(state="TEST"), state="DECIDED")
    else:
        case = AssessmentFactory(
            version=make_version(programme=FundingProgrammeFactory()), state="OVERALL"
        )
    client.force_login(officer(case.programme.region))

    assert client.get(page_of(case, "result-conflicts")).status_code == 404
