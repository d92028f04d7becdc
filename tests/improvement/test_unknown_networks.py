"""What a partner in one network is not told: other closed networks, and who is in them."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from improvement.calculations.comparison import compare, windows
from improvement.enums import ReportKind
from improvement.models import Evaluation, FunctionHolder, Measure, StateInput
from improvement.queries.report_parts import common_work
from improvement.queries.state_inputs import state_inputs
from improvement.reports import kinds
from tests.factories import (
    DecisionFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
)
from tests.improvement.factories import (
    GoalConflictFactory,
    MeasureFactory,
    ObjectiveFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db
SECRET = "Kraftkommunene"
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def here():
    return MembershipFactory(municipality=MunicipalityFactory(name="Gol")).municipality


@pytest.fixture
def partner(here, client):
    """Somebody of another member of the network that everybody knows of."""
    shared = here.memberships.get().network
    there = MembershipFactory(network=shared).municipality
    return RoleAssignmentFactory(municipality=there).person


@pytest.fixture
def secret(here):
    network = NetworkFactory(slug="secret", name=SECRET, short_name="", is_public=False)
    MembershipFactory(network=network, municipality=here)
    return network


def texts(client, person, row):
    client.force_login(person)
    return client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize("make", [MeasureFactory, ObjectiveFactory])
def test_a_closed_network_is_named_only_to_those_who_may_know_of_it(
    client, here, partner, secret, make
):
    row = make(municipality=here, network=secret)
    own = RoleAssignmentFactory(municipality=here).person

    assert SECRET in texts(client, own, row)
    page = texts(client, partner, row)
    assert SECRET not in page
    assert "/secret/" not in page


def round_pages(here, secret, place):
    RoundFactory(municipality=here, number=2, started_on=date(2026, 2, 1))
    pk = RoundFactory(municipality=here, network=secret).pk
    return [
        reverse("improvement:round", kwargs={"pk": pk}),
        reverse("improvement:rounds", kwargs=place),
        reverse("improvement:work", kwargs=place),
        reverse("improvement:work", kwargs=place) + f"?runde={pk}",
    ]


def conflict_pages(here, secret, place):
    case = GoalConflictFactory(municipality=here, network=secret)
    listed = reverse("improvement:municipality-conflicts", kwargs=place)
    return [case.get_absolute_url(), f"{listed}?vis=alle"]


def evaluation_pages(here, secret, _place):
    measure = MeasureFactory(municipality=here, starts_on=date(2020, 1, 1))
    years = range(2015, 2026)
    found = compare(
        own={year: float(year) for year in years},
        others=[{year: year * factor / 10 for year in years} for factor in range(1, 9)],
        looked_at=windows(start=measure.starts_on, delay_months=12),
        better=1,
    )
    figure = {
        "indicator": "waste", "name": "Waste", "unit": "kg", "decimals": 0, "group": SECRET,
        "comparison": found.as_document(),
    }  # fmt: skip
    Evaluation.objects.create(
        measure=measure,
        group=f"network:{secret.slug}",
        figures=[figure],
        outcome="WORKED",
        text="It worked.",
        confidence="LOW",
        at=AT,
    )
    return [reverse("improvement:evaluate", kwargs={"pk": measure.pk})]


def function_pages(here, secret, place):
    FunctionHolder.objects.create(
        municipality=here,
        network=secret,
        function="CLIMATE",
        name="The head of climate",
        valid_from=date(2026, 1, 1),
    )
    return [reverse("improvement:functions", kwargs=place)]


def input_pages(here, secret, place):
    StateInput.objects.create(
        municipality=here, network=secret, barrier="LAW", title="A law", text="It stops us"
    )
    return [reverse("improvement:state-inputs", kwargs=place)]


def report_pages(_here, _secret, place):
    kind = kinds.SLUGS[ReportKind.VOLUNTARY]
    return [reverse("improvement:report-draft", kwargs={**place, "kind": kind})]


@pytest.mark.parametrize(
    "make",
    [
        round_pages,
        conflict_pages,
        evaluation_pages,
        function_pages,
        input_pages,
        report_pages,
    ],
)
def test_no_page_names_a_closed_network_to_those_who_may_not_know_of_it(
    client, here, partner, secret, make
):
    own = RoleAssignmentFactory(municipality=here, role="READER").person
    addresses = make(here, secret, {"country": "no", "code": here.code})

    def pages(person):
        client.force_login(person)
        answers = [client.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {200}
        return "".join(answer.content.decode() for answer in answers)

    assert SECRET in pages(own)
    assert SECRET not in pages(partner)
    assert "/secret/" not in pages(partner)


def test_a_judgement_is_read_without_the_name_of_a_closed_network(client, here, secret):
    address = reverse(
        "improvement:assess",
        kwargs={"pk": RoundFactory(municipality=here, network=secret).pk},
    )
    client.force_login(RoleAssignmentFactory(municipality=here).person)

    assert SECRET in client.get(address).content.decode()


def test_the_history_of_a_decision_about_a_closed_network_is_its_own_people_s(
    client, here, partner, secret
):
    hidden = DecisionFactory(municipality=here, network=secret)
    plain = DecisionFactory(municipality=here)
    known = DecisionFactory(
        municipality=here, network=here.memberships.exclude(network=secret).get().network
    )
    own = RoleAssignmentFactory(municipality=here).person

    def seen(person):
        client.force_login(person)
        addresses = [
            reverse("improvement:history", kwargs={"model": "decision", "pk": each.pk})
            for each in (hidden, plain, known)
        ]
        return [client.get(address).status_code for address in addresses]

    assert seen(own) == [200, 200, 200]
    assert seen(partner) == [404, 200, 200]


def test_copies_that_one_may_not_read_are_neither_named_nor_counted(
    client, here, partner, secret
):
    far = MembershipFactory(
        network=secret, municipality=MunicipalityFactory(name="Fjernby")
    ).municipality
    measure = MeasureFactory(municipality=here)
    MeasureFactory(municipality=far, copied_from=measure)
    copy = MeasureFactory(
        municipality=here, copied_from=MeasureFactory(municipality=far), title="After them"
    )

    def counts(person):
        client.force_login(person)
        page = client.get(measure.get_absolute_url())
        place = {"country": "no", "code": here.code}
        there = partner.role_assignments.get().municipality
        network = client.get(
            reverse("improvement:measures", kwargs={**place, "code": there.code}),
            {"fra": "nettverket"},
        )
        found = [row.copies for row in network.context["rows"]] if network.context else []
        return page.context["copy_count"], [each for each in found if each]

    assert counts(partner) == (0, [])
    assert "Fjernby" not in texts(client, partner, copy)
    own = RoleAssignmentFactory(municipality=here).person
    assert "Fjernby" in texts(client, own, copy)
    assert counts(own)[0] == 1


def test_a_municipality_that_has_left_takes_its_work_out_of_the_network_s_report(here, secret):
    measure = MeasureFactory(municipality=here, network=secret)
    StateInput.objects.create(
        municipality=here, network=secret, barrier="LAW", title="A law", text="It stops us"
    )
    assert common_work(secret).measures == [measure]
    assert state_inputs(network=secret).count() == 1

    secret.memberships.update(state="LEFT", left_on="2026-03-01")

    assert common_work(secret).measures == []
    assert common_work(secret).inputs == []
    assert not state_inputs(network=secret).exists()
    assert Measure.objects.get() == measure
