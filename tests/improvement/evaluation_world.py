"""A measure with figures beside its county, and what is written about it."""

from datetime import UTC, date, datetime

from improvement.actions import evaluations as actions
from improvement.enums import Confidence, Outcome
from improvement.models import MeasureIndicator
from improvement.queries.comparison_groups import chosen_group, groups_of
from networks.enums import Role
from tests.factories import (
    CountyFactory,
    CountyMembershipFactory,
    FrameworkIndicatorFactory,
    MunicipalityFactory,
    ObservationFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import MeasureFactory

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def observe(indicator, place, before, after, **given):
    """The same value in all three years before 2021, another in the three from 2022 on."""
    batch = given.pop("batch", None) or ObservationFactory(indicator=indicator).batch
    for year in (2018, 2019, 2020):
        ObservationFactory(
            indicator=indicator,
            municipality=place,
            period=year,
            value=before,
            batch=batch,
            **given,
        )
    for year in (2022, 2023, 2024):
        ObservationFactory(
            indicator=indicator,
            municipality=place,
            period=year,
            value=after,
            batch=batch,
            **given,
        )


def compared_measure():
    """A measure of 2021 in a county of six; the five others change by 1 to 5."""
    county = CountyFactory(code="33", name="Buskerud")
    place = CountyMembershipFactory(
        municipality=MunicipalityFactory(code="3324", name="Gol"), county=county
    ).municipality
    indicator = FrameworkIndicatorFactory(indicator__code="waste").indicator
    observe(indicator, place, 10.0, 20.0)
    for change in (1, 2, 3, 4, 5):
        other = CountyMembershipFactory(county=county).municipality
        observe(indicator, other, 10.0, 10.0 + change)
    made = MeasureFactory(municipality=place, title="Vaskelag", starts_on=date(2021, 3, 1))
    MeasureIndicator.objects.create(measure=made, indicator=indicator, delay_months=12)
    return made


def county_of(measure):
    return chosen_group(groups_of(measure.municipality, person=UserFactory()), "county:33")


def worker(measure, role=Role.CONTRIBUTOR):
    return RoleAssignmentFactory(role=role, municipality=measure.municipality).person


def details(**given):
    given = {
        "outcome": Outcome.PARTLY,
        "text": "We washed more.",
        "confidence": Confidence.LOW,
        **given,
    }
    return actions.EvaluationDetails(**given)


def evaluate(measure, **given):
    given = {"group": county_of(measure), "details": details(), "by": None, "at": AT, **given}
    return actions.evaluate(measure=measure, **given)
