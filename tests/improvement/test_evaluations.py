"""Evaluations: the figures of a measure beside a group, the words, the page."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement.actions import evaluations as actions
from improvement.calculations import comparison as c
from improvement.enums import Confidence, Outcome
from improvement.models import Evaluation, MeasureIndicator
from improvement.queries.comparison_groups import chosen_group, groups_of, others_in
from improvement.queries.evaluations import comparisons
from networks.enums import Role
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
from tests.improvement.factories import MeasureFactory

pytestmark = pytest.mark.django_db
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


@pytest.fixture
def measure():
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


def compare(measure):
    found = comparisons(measure, group=county_of(measure))
    assert len(found) == 1
    return found[0].comparison


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


# ------------------------------------------------------------------ the page


def page(measure):
    return reverse("improvement:evaluate", kwargs={"pk": measure.pk})


WRITTEN = {
    "gruppe": "county:33",
    "outcome": "WORKED",
    "text": "Vi vasket mer.",
    "confidence": "MEDIUM",
    "evidence": "",
    "link": "",
    "advice": "Begynn tidlig.",
}


def test_the_page_says_what_moved_together(client, measure):
    client.force_login(worker(measure))

    text = client.get(page(measure), HTTP_ACCEPT_LANGUAGE="en").content.decode()

    assert "the measure and the figure moved together" in text
    assert "+7.00, with 95 per cent certainty between +2.19 and +11.81" in text
    assert "larger than that of 5 of the 5 others" in text
    assert "2018–2020" in text
    assert 'class="sv-still"' in text


def test_an_evaluation_is_written_and_read(client, measure):
    client.force_login(worker(measure))

    answer = client.post(page(measure), WRITTEN)

    assert (answer.status_code, answer["Location"]) == (302, page(measure))
    row = Evaluation.objects.get()
    assert (row.text, row.group, row.language, row.on_behalf_of) == (
        "Vi vasket mer.",
        "county:33",
        "nb",
        None,
    )
    text = client.get(page(measure), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Begynn tidlig." in text
    assert text.count("moved together") >= 2  # now, and as it was


def test_what_is_missing_is_said_at_the_field(client, measure):
    client.force_login(worker(measure))

    answer = client.post(page(measure), {"gruppe": "county:33"}, HTTP_ACCEPT_LANGUAGE="en")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("Choose a judgement.") == 2
    assert "data-sv-errors" in text
    assert not Evaluation.objects.exists()


def test_readers_read_and_do_not_write(client, measure):
    client.force_login(worker(measure, Role.READER))

    assert "<textarea" not in client.get(page(measure)).content.decode()
    assert client.post(page(measure), WRITTEN).status_code == 403
    assert not Evaluation.objects.exists()


def test_the_form_alone_for_a_page_that_places_it_inside_itself(client, measure):
    client.force_login(worker(measure))
    htmx = {"HTTP_HX_REQUEST": "true"}

    fragment = client.get(f"{page(measure)}?next=/min-kommune/", **htmx).content.decode()
    assert "<html" not in fragment
    assert 'name="next" value="/min-kommune/"' in fragment
    assert "Vaskelag" not in fragment

    wrong = client.post(page(measure), {"next": "/min-kommune/"}, **htmx)
    assert (wrong.status_code, "<html" in wrong.content.decode()) == (200, False)

    right = client.post(page(measure), {**WRITTEN, "next": "/min-kommune/"}, **htmx)
    assert (right.status_code, right["HX-Redirect"]) == (200, "/min-kommune/")


def test_a_way_out_of_the_site_is_not_taken(client, measure):
    client.force_login(worker(measure))

    answer = client.post(page(measure), {**WRITTEN, "next": "https://else.example/"})

    assert answer["Location"] == page(measure)


def test_who_acts_for_a_municipality_is_named_so(client, measure):
    region = RegionMembershipFactory(municipality=measure.municipality).region
    client.force_login(RoleAssignmentFactory(role=Role.COORDINATOR, region=region).person)

    client.post(page(measure), WRITTEN)

    assert Evaluation.objects.get().on_behalf_of == measure.municipality


def test_the_queries_of_the_page_do_not_grow(client, measure):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(page(measure)).status_code == 200
        return len(found)

    client.force_login(worker(measure))
    evaluate(measure)
    client.get(page(measure))  # writes down the session
    few = queries()
    for number in range(4):
        indicator = FrameworkIndicatorFactory().indicator
        MeasureIndicator.objects.create(measure=measure, indicator=indicator)
        evaluate(measure, details=details(text=f"Text {number}"))

    assert queries() == few


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
