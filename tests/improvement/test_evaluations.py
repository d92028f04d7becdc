"""Evaluations: the figures of a measure beside a group, and the words."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from improvement.actions import evaluations as actions
from improvement.calculations import comparison as c
from improvement.models import Evaluation
from improvement.queries.comparison_groups import chosen_group, groups_of, others_in
from improvement.queries.evaluations import comparisons
from networks.models import Membership
from tests.factories import (
    CountyFactory,
    CountyMembershipFactory,
    FrameworkIndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ObservationFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.evaluation_world import (
    AT,
    compared_measure,
    county_of,
    details,
    evaluate,
    observe,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    return compared_measure()


def compare(measure):
    found = comparisons(measure, group=county_of(measure))
    assert len(found) == 1
    return found[0].comparison


def test_the_figures_of_a_measure_beside_its_county(measure):
    found = compare(measure)

    assert (found.own_change, found.group_change, found.difference) == (10.0, 3.0, 7.0)
    assert (found.count, found.verdict, found.reason) == (5, c.TOGETHER, "")


def test_values_of_women_and_of_an_unstated_year_are_not_used(measure):
    indicator = measure.expectations.get().indicator
    batch = indicator.observations.first().batch
    for given in ({"gender": "K", "period": 2020}, {"period": 0}):
        ObservationFactory(
            indicator=indicator,
            municipality=measure.municipality,
            value=1_000.0,
            batch=batch,
            **given,
        )

    assert compare(measure).own_change == 10.0


def test_hidden_values_are_neither_shown_nor_reckoned_with(measure):
    indicator = measure.expectations.get().indicator
    others = others_in(county_of(measure), measure.municipality)
    indicator.observations.filter(municipality=others[0], period=2023).update(is_hidden=True)

    found = compare(measure)
    assert (found.count, found.left_out, found.reason) == (4, 1, c.GROUP_TOO_SMALL)

    own = indicator.observations.filter(municipality=measure.municipality)
    own.filter(period__gte=2022).update(is_hidden=True)
    found = compare(measure)
    assert (found.reason, found.own_after) == (c.HIDDEN, None)
    assert 20.0 not in found.own


def test_the_indicator_it_was_made_from_is_compared_too(measure):
    origin = FrameworkIndicatorFactory(indicator__code="origin").indicator
    measure.from_indicator = origin
    measure.save()

    found = comparisons(measure, group=county_of(measure))

    assert [(each.indicator.code, each.delay_months) for each in found] == [
        ("waste", 12),
        ("origin", 12),
    ]


def test_without_a_start_nothing_is_compared(measure):
    measure.starts_on = None
    measure.save()

    assert compare(measure) == c.Comparison(reason=c.NO_START)


def test_the_queries_do_not_grow_with_the_group(measure, django_assert_num_queries):
    group = county_of(measure)
    with django_assert_num_queries(4):
        comparisons(measure, group=group)

    indicator = measure.expectations.get().indicator
    for _number in range(3):
        other = CountyMembershipFactory(county=CountyFactory._meta.model.objects.get(code="33"))
        observe(indicator, other.municipality, 10.0, 11.0)
    with django_assert_num_queries(4):
        assert comparisons(measure, group=group)[0].comparison.count == 8


def test_the_groups_that_a_municipality_can_be_compared_in():
    place = MunicipalityFactory(group="Kystkommuner")
    CountyMembershipFactory(
        municipality=place, county=CountyFactory(code="18", name="Nordland")
    )
    RegionMembershipFactory(municipality=place, region__slug="salten")
    reader = RoleAssignmentFactory(municipality=place).person
    for slug, given in (
        ("aapent", {}),
        ("lukket", {"is_public": False}),
        ("usunt", {"is_comparable": False, "not_comparable_reason": "Too different"}),
    ):
        MembershipFactory(
            municipality=place, network=NetworkFactory(slug=slug, name=slug, **given)
        )
    left = NetworkFactory(slug="forlatt")
    MembershipFactory(municipality=place, network=left, state="LEFT", left_on=date(2026, 1, 1))

    def keys(person):
        return [group.key for group in groups_of(place, person=person)]

    rest = ["region:salten", "county:18", "group", "country"]
    assert keys(reader) == ["network:aapent", "network:lukket", *rest]
    assert keys(UserFactory()) == ["network:aapent", *rest]


def test_the_group_that_is_shown_first_is_one_that_is_large_enough():
    place = MunicipalityFactory()
    groups = groups_of(place, person=UserFactory())

    assert chosen_group(groups).key == "country"
    assert chosen_group(groups, "no such", "").key == "country"
    MembershipFactory(municipality=place, network__slug="nett")
    groups = groups_of(place, person=UserFactory())
    assert chosen_group(groups).key == "country"
    assert chosen_group(groups, "network:nett").key == "network:nett"


def test_who_is_in_a_group():
    place, other = MunicipalityFactory(group="A"), MunicipalityFactory(group="A")
    MunicipalityFactory(group="A", valid_to=date(2024, 1, 1))
    far = MunicipalityFactory()
    network = MembershipFactory(municipality=place).network
    MembershipFactory(municipality=far, network=network)
    Membership.objects.create(
        municipality=other, network=network, state="INVITED", apply_by=date(2099, 1, 1)
    )

    def members(key):
        groups = groups_of(place, person=UserFactory())
        return others_in(chosen_group(groups, key), place)

    assert members("group") == [other.pk]
    assert members("country") == [other.pk, far.pk]
    assert members(f"network:{network.slug}") == [far.pk]


def test_an_evaluation_keeps_the_figures_as_they_were(measure):
    person = UserFactory()
    row = evaluate(measure, by=person, on_behalf_of=measure.municipality)
    measure.expectations.get().indicator.observations.update(value=1.0)

    row.refresh_from_db()
    figure = row.figures[0]
    assert (figure["indicator"], figure["group"], figure["better"]) == ("waste", "Buskerud", 1)
    assert c.Comparison.from_document(figure["comparison"]).difference == 7.0
    assert (row.group, row.outcome, row.confidence) == ("county:33", "PARTLY", "LOW")
    assert (row.by, row.on_behalf_of, row.at) == (person, measure.municipality, AT)


def test_the_same_evaluation_again_is_one_and_another_stands_beside_it(measure):
    first = evaluate(measure)

    assert evaluate(measure, at=AT + timedelta(seconds=1)) == first
    second = evaluate(measure, details=details(text="More again."))
    assert second != first
    assert Evaluation.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"text": " "}, actions.TextMissing),
        ({"outcome": "SURE"}, actions.OutcomeUnknown),
        ({"confidence": "SURE"}, actions.ConfidenceUnknown),
    ],
)
def test_an_evaluation_that_says_too_little_is_refused(measure, given, refused):
    with pytest.raises(refused):
        evaluate(measure, details=details(**given))
    assert not Evaluation.objects.exists()


REASONS = re.compile(
    r"caus|becaus(?!e the numbers are small)|due to the measure|thanks to|led to|"
    r"årsak|orsak|førte til|forårsak|ledde till|effekten av",
    re.IGNORECASE,
)


def test_no_word_of_ours_says_why_a_figure_moved():
    root = Path(settings.BASE_DIR)
    files = [
        *(root / "improvement").glob("*/evaluation*.py"),
        *(root / "improvement").glob("*/comparison*.py"),
        *(root / "templates" / "improvement").glob("evaluate*.html"),
        root / "templates" / "improvement" / "parts" / "figure.html",
        root / "templates" / "improvement" / "parts" / "evaluate_form.html",
    ]
    assert len(files) >= 10
    found = {
        f"{path.name}: {line.strip()}"
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        if REASONS.search(line.replace("because the numbers are small", ""))
    }

    assert found == set()
