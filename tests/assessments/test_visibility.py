"""Who knows of a case, and who reads which of its sheets."""

import pytest

from assessments.enums import AssessmentState, Kind, Part, Side
from assessments.models import Assessment, Sheet
from networks.enums import Role
from tests.assessments.factories import (
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


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def people(region):
    """Everybody who might want to read, by the words of the tests."""
    applying, member = MunicipalityFactory(), MunicipalityFactory()
    MembershipFactory(network=NetworkFactory(region=region), municipality=member)

    def at(role, **place):
        return RoleAssignmentFactory(role=role, **place).person

    return {
        "superuser": UserFactory(is_superuser=True),
        "officer": officer(region),
        "administrator": officer(region, Role.ADMINISTRATOR),
        "council": at(Role.COUNCIL_MEMBER, region=region),
        "reader": at(Role.READER, region=region),
        "member": at(Role.READER, municipality=member),
        "applying": at(Role.COORDINATOR, municipality=applying),
        "applying reader": at(Role.READER, municipality=applying),
        "other region": officer(RegionFactory()),
        "nobody": UserFactory(),
    }, applying


INSIDE = {"superuser", "officer", "administrator", "applying"}
FOLLOWERS = {"council", "reader", "member"}


def readers(people, row):
    return {
        name
        for name, person in people.items()
        if type(row).objects.visible_to(person).filter(pk=row.pk).exists()
    }


@pytest.mark.parametrize(
    ("kind", "decided", "expected"),
    [
        (Kind.PROJECT, False, INSIDE),
        (Kind.PROJECT, True, INSIDE | FOLLOWERS),
        (Kind.COMPANY, True, INSIDE),
    ],
)
def test_who_knows_of_a_case(region, people, kind, decided, expected):
    people, applying = people
    version = make_version(programme=FundingProgrammeFactory(region=region), kind=kind)
    case = AssessmentFactory(version=version, decided=decided, applicant_municipality=applying)

    assert readers(people, case) == expected


def test_a_part_opens_one_case_and_its_neighbour_stays_closed(region):
    version = make_version(programme=FundingProgrammeFactory(region=region))
    case, _neighbour = AssessmentFactory(version=version), AssessmentFactory(version=version)
    applicant = in_case(case, Part.APPLICANT)

    assert list(Assessment.objects.visible_to(applicant)) == [case]


def test_a_test_case_is_open_to_nobody_else(region, people):
    people, _ = people
    version = make_version(programme=FundingProgrammeFactory(region=region), state="TEST")
    case = AssessmentFactory(version=version, state=AssessmentState.DECIDED)

    assert case.is_test
    assert readers(people, case) == INSIDE - {"applying"}


def test_drafts_are_read_by_who_writes_them(region, people):
    people, applying = people
    version = make_version(programme=FundingProgrammeFactory(region=region))
    case = AssessmentFactory(version=version, decided=True, applicant_municipality=applying)
    own = SheetFactory(assessment=case)
    assessor = assessor_s(case)
    people["assessor"] = assessor.assessor

    assert readers(people, own) == {"superuser", "applying"}
    assert readers(people, assessor) == {"superuser", "assessor"}


def test_what_is_sent(region, people):
    people, applying = people
    version = make_version(programme=FundingProgrammeFactory(region=region))
    case = AssessmentFactory(version=version, applicant_municipality=applying)
    own = SheetFactory(assessment=case, sent=True)
    one = assessor_s(case, sent=True)
    common = SheetFactory(assessment=case, side=Side.COMMON, sent=True)
    people["assessor"] = one.assessor
    officers = {"superuser", "officer", "administrator", "assessor"}

    assert readers(people, own) == {*officers, "applying"}
    assert readers(people, one) == officers
    assert readers(people, common) == officers


@pytest.mark.parametrize(("is_blind", "all_in"), [(True, False), (True, True), (False, False)])
def test_blind_until_all_are_in(region, is_blind, all_in):
    programme = FundingProgrammeFactory(region=region, is_blind=is_blind)
    case = AssessmentFactory(version=make_version(programme=programme))
    one = assessor_s(case, sent=True)
    other = assessor_s(case, sent=all_in)
    in_case(case, Part.ASSESSOR, officer(region))
    case.people.filter(person__role_assignments__region=region).update(is_away=True)

    hidden = is_blind and not all_in
    assert Sheet.objects.visible_to(one.assessor).count() == (2 if all_in else 1)
    assert Sheet.objects.visible_to(other.assessor).count() == (1 if hidden else 2)


def test_an_assessor_marked_as_away_does_not_read_the_others_before_its_own_is_in(region):
    programme = FundingProgrammeFactory(region=region, is_blind=True)
    case = AssessmentFactory(version=make_version(programme=programme), state="OFFICER")
    assessor_s(case, sent=True)
    sly = in_case(case, Part.ASSESSOR, officer(region))
    case.people.filter(person=sly).update(is_away=True)
    sheets = Sheet.objects.filter(assessment=case)

    assert not sheets.visible_to(sly).exists()
    assert sheets.visible_to(officer(region)).count() == 1
    Assessment.objects.filter(pk=case.pk).update(state="OVERALL")
    assert sheets.visible_to(sly).count() == 1


@pytest.mark.parametrize("how", [Part.APPLICANT, Role.CONTRIBUTOR])
def test_an_officer_of_the_region_whose_own_case_it_is_reads_no_judgement(region, how):
    place = MunicipalityFactory()
    case = AssessmentFactory(
        version=make_version(programme=FundingProgrammeFactory(region=region)),
        applicant_municipality=place,
    )
    assessor_s(case, sent=True)
    SheetFactory(assessment=case, side=Side.COMMON, sent=True)
    own = officer(region)
    if how == Part.APPLICANT:
        in_case(case, how, own)
    else:
        RoleAssignmentFactory(person=own, role=how, municipality=place)

    assert not Sheet.objects.visible_to(own).exists()


def test_who_is_named_to_decide_reads_while_it_sits_in_the_council(region):
    case = AssessmentFactory(
        version=make_version(programme=FundingProgrammeFactory(region=region))
    )
    SheetFactory(assessment=case, sent=True)
    seat = RoleAssignmentFactory(role=Role.COUNCIL_MEMBER, region=region)
    in_case(case, Part.DECIDER, seat.person)

    assert Assessment.objects.visible_to(seat.person).exists()
    assert Sheet.objects.visible_to(seat.person).exists()
    seat.valid_to = seat.valid_from
    seat.save()
    assert not Assessment.objects.visible_to(seat.person).exists()
    assert not Sheet.objects.visible_to(seat.person).exists()
