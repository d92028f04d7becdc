"""A blind programme: nobody who judges has read how others judged."""

import pytest

from assessments.actions import assessors, programmes
from assessments.enums import Moment
from assessments.models import Sheet
from networks.enums import Role
from tests.assessments.factories import (
    AT,
    AssessmentFactory,
    FundingProgrammeFactory,
    assessor_s,
    in_case,
    make_version,
    officer,
)
from tests.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def case(region):
    programme = FundingProgrammeFactory(region=region, is_blind=True)
    return AssessmentFactory(version=make_version(programme=programme), state="OFFICER")


def invite(case, person, by=None):
    return assessors.invite(case=case, email=person.email, by=by or person, at=AT)


def test_blind_stays_blind_while_some_are_in_and_others_not(region, case):
    programme = case.programme
    details = programmes.ProgrammeDetails(name=programme.name)

    def open_eyes():
        return programmes.change_programme(
            programme=programme, details=details, by=officer(region)
        )

    assessor_s(case, sent=True)
    late = assessor_s(case)
    with pytest.raises(programmes.BlindStays):
        open_eyes()
    case.people.filter(person=late.assessor).update(is_away=True)
    assert not open_eyes().is_blind


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_who_handles_the_region_judges_not_after_one_is_in(region, case, role):
    """Not even with another invited between, while whom nobody may read again."""
    sly = officer(region, role)
    own = invite(case, sly)
    assessor_s(case, sent=True)
    assessors.remove(assessor=own, by=sly, at=AT)
    assert Sheet.objects.visible_to(sly).exists()

    with pytest.raises(assessors.MayHaveRead):
        invite(case, sly)
    outsider = UserFactory()
    invite(case, outsider, by=sly)
    assert not Sheet.objects.visible_to(sly).exists()
    with pytest.raises(assessors.MayHaveRead):
        invite(case, sly)
    assert invite(case, outsider, by=sly).person == outsider


def test_who_handles_the_region_is_invited_before_and_where_all_may_read(region, case):
    assert invite(case, officer(region)).person
    assessor_s(case, sent=False)
    assert invite(case, officer(region)).person
    assessor_s(case, sent=True, moment=Moment.HALFWAY)
    assert invite(case, officer(region)).person

    known = in_case(case, "ASSESSOR", officer(region))
    assessor_s(case, sent=True)
    assert invite(case, known).person == known  # again changes nothing
    case.programme.is_blind = False
    case.programme.save()
    assert invite(case, officer(region)).person
