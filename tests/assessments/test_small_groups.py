"""Figures of a programme that others read are those of whole groups, and of counted cases."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.calculations.portfolio import Cell
from assessments.enums import Kind, Side
from assessments.models import Assessment
from assessments.queries.portfolio import read_portfolio
from networks.enums import Role
from tests.assessments.factories import (
    AssessmentFactory,
    FundingProgrammeFactory,
    SheetFactory,
    make_version,
    officer,
)
from tests.factories import RegionFactory, RoleAssignmentFactory

pytestmark = pytest.mark.django_db


def granted(programme, *, number, kind=Kind.PROJECT, level=1, amount=100, currency="NOK"):
    """Decided cases with a common judgement."""
    version = make_version(programme=programme, kind=kind)
    for _n in range(number):
        case = AssessmentFactory(
            version=version, decided=True, amount_granted=amount, currency=currency
        )
        content = {"overall": {"level": level}}
        SheetFactory(
            assessment=case, side=Side.COMMON, moment="DECISION", content=content, sent=True
        )


@pytest.mark.parametrize("companies", [4, 9])
def test_figures_are_of_groups_alone_also_from_one_day_to_the_next(companies):
    programme = FundingProgrammeFactory()
    granted(programme, number=10)
    # The open ones are known to all, and yesterday's figures to who has kept them.
    granted(programme, number=companies, kind=Kind.COMPANY, level=-1, amount=777)
    granted(programme, number=1, kind=Kind.COMPANY, currency="EUR")
    told = 5 if companies >= 5 else 0
    found = read_portfolio(programme, is_officer=False)

    assert found.whole.whole == Cell(10 + told, Decimal(10 * 100 + told * 777))
    assert found.currencies == ("NOK",)
    inside = read_portfolio(programme, is_officer=True)
    assert inside.whole.whole.cases == 10 + companies
    assert inside.currencies == ("NOK", "EUR")


def test_others_cannot_narrow_the_figures(client):
    region = RegionFactory()
    programme = FundingProgrammeFactory(region=region)
    granted(programme, number=10)
    granted(programme, number=5, kind=Kind.COMPANY, amount=777)
    council = RoleAssignmentFactory(role=Role.COUNCIL_MEMBER, region=region).person
    client.force_login(council)
    page = reverse(
        "assessments:portfolio-file", kwargs={"slug": programme.slug, "ending": "csv"}
    )
    whole = client.get(page).content

    assert client.get(f"{page}?type=COMPANY&status=DECIDED&aar=2026").content == whole
    client.force_login(officer(region))
    assert client.get(f"{page}?type=COMPANY").content != client.get(page).content


def test_tests_and_rejected_cases_are_never_counted():
    programme = FundingProgrammeFactory()
    granted(programme, number=6)
    version = make_version(programme=FundingProgrammeFactory(), state="TEST")
    AssessmentFactory(version=version, programme=programme, state="DECIDED", amount_granted=9)
    rejected = AssessmentFactory(
        version=Assessment.objects.first().version, decided=True, amount_granted=None
    )
    type(rejected.decision).objects.filter(pk=rejected.decision_id).update(effect="REJECTS")

    whole = read_portfolio(programme, is_officer=True).whole.whole
    assert (whole.cases, whole.granted) == (6, Decimal(600))
