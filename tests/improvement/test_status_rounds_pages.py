"""The pages about status rounds and functions, as leader and coordinator use them."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from improvement.actions import status_rounds as actions
from improvement.models import FunctionHolder, StatusRound
from networks.enums import Role
from networks.models import Decision
from tests.factories import (
    DecisionFactory,
    FrameworkFactory,
    FrameworkIndicatorFactory,
    GoalFactory,
    IndicatorFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ObservationFactory,
    RoleAssignmentFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime.now(tz=UTC)


@pytest.fixture
def network():
    return NetworkFactory(slug="nett")


@pytest.fixture
def place(network):
    place = MunicipalityFactory(code="3324", name="Gol")
    MembershipFactory(network=network, municipality=place)
    return place


@pytest.fixture
def leader(client, network):
    client.force_login(RoleAssignmentFactory(role=Role.NETWORK_LEADER, network=network).person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def coordinator(client, place):
    client.force_login(RoleAssignmentFactory(municipality=place).person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def status(network):
    details = actions.StatusRoundDetails(
        name="Status 2026",
        indicators=[IndicatorFactory(code="kg", name="Waste")],
        year_from=2023,
        opens_on=date(2026, 1, 1),
        deadline=NOW.date() + timedelta(days=30),
    )
    return actions.create_status_round(network=network, details=details, by=None, at=NOW)


def part_of(status, name="part", **more):
    keys = {"pk": status.pk, "country": "no", "code": "3324", **more}
    return reverse(f"improvement:status-round-{name}", kwargs=keys)


def about(status, name="", **more):
    return reverse(f"improvement:status-round{name}", kwargs={"pk": status.pk, **more})


@time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC))
def test_indicators_are_chosen_by_goal_or_one_by_one(leader, network):
    framework = FrameworkFactory(is_default=True)
    seven, thirteen = GoalFactory(number=7), GoalFactory(number=13)
    by_goal = FrameworkIndicatorFactory.create_batch(2, framework=framework, goal=seven)
    one, _other = FrameworkIndicatorFactory.create_batch(2, framework=framework, goal=thirteen)
    address = reverse("improvement:status-round-create", kwargs={"slug": "nett"})
    form = {
        "name": "Status 2027",
        "opens_on": "2027-01-01",
        "deadline": "2027-03-01",
        "year_from": "2024",
    }
    assert leader.get(address).status_code == 200
    empty = leader.post(address, form)
    assert "indicators" in empty.context["form"].errors
    leader.post(address, {**form, "goals": ["7"], "indicators": [one.indicator_id]})
    made = StatusRound.objects.get()

    wanted = {row.indicator_id for row in (*by_goal, one)}
    assert set(made.indicators.values_list("pk", flat=True)) == wanted
    changed = leader.get(about(made, "-change"))
    assert changed.context["form"].chosen_indicators == wanted
    leader.post(about(made, "-change"), {**form, "name": "New", "goals": ["13"]})
    made.refresh_from_db()
    assert (made.name, made.indicators.count()) == ("New", 2)


def test_the_leader_sees_who_is_missing_and_locks(leader, network, place, status):
    ObservationFactory(indicator=status.indicators.get(), municipality=place, period=2024)
    page = leader.get(about(status))
    assert [row.name for row in page.context["missing"]] == ["Gol"]
    assert [(row.share, row.filled) for row in page.context["rows"]] == [(100, 1)]
    assert "Gol" in leader.get(about(status, "-lock")).content.decode()
    leader.post(about(status, "-lock"))
    status.refresh_from_db()
    assert status.locked_at is not None

    text = leader.get(about(status)).content.decode()
    assert status.sha256 in text
    json = leader.get(about(status, "-file", ending="json")).content
    assert hashlib.sha256(json).hexdigest() == status.sha256
    csv = leader.get(about(status, "-file", ending="csv")).content.decode("utf-8-sig")
    assert csv.splitlines()[1] == "NO;3324;Gol;kg;2024;50.0;"


def test_the_frozen_page_does_not_follow_the_figures(leader, place, status):
    value = ObservationFactory(
        indicator=status.indicators.get(), municipality=place, period=2024, value=12.5
    )
    actions.lock_status_round(status_round=status, by=None, at=NOW)
    value.value = 99.5
    value.save()
    text = leader.get(about(status)).content.decode()

    assert "12.5" in text
    assert "99.5" not in text


def test_there_is_no_file_before_it_is_locked(leader, status):
    assert leader.get(about(status, "-file", ending="json")).status_code == 404


def test_a_municipality_delivers_with_a_comment(coordinator, place, status):
    assert coordinator.get(part_of(status)).status_code == 200
    coordinator.post(part_of(status, "deliver"), {"comment": "Two figures are late"})
    part = status.parts.get()

    assert (part.municipality, part.comment) == (place, "Two figures are late")
    assert "Two figures are late" in coordinator.get(part_of(status)).content.decode()


def test_anchoring_by_a_decision_that_is_there(coordinator, place, status):
    decision = DecisionFactory(municipality=place)
    address = part_of(status, "anchor", how="political")
    coordinator.post(address, {"on": "2026-02-01", "decision": decision.pk})

    assert status.parts.get().politically_by == decision
    assert "2026" in coordinator.get(part_of(status)).content.decode()


def test_anchoring_by_a_decision_that_is_recorded_at_once(coordinator, place, status):
    address = part_of(status, "anchor", how="administrative")
    empty = coordinator.post(address, {"on": "2026-02-01"})
    assert "body" in empty.context["form"].errors
    coordinator.post(
        address,
        {
            "on": "2026-02-01",
            "body": "Top management",
            "case_number": "4/26",
            "effect": "NOTED",
        },
    )
    part = status.parts.get()

    assert part.administratively_by == Decision.objects.get(case_number="4/26")
    assert part.administratively_on == date(2026, 2, 1)
    assert coordinator.get(part_of(status, "anchor", how="other")).status_code == 404


def test_a_day_in_the_future_is_refused_and_no_decision_is_left(coordinator, place, status):
    address = part_of(status, "anchor", how="political")
    answer = coordinator.post(address, {"on": "2099-01-01", "body": "Kommunestyret"})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Decision.objects.exists()


def test_a_part_of_a_municipality_that_is_not_asked_is_not_found(leader, status):
    MunicipalityFactory(code="3324", name="Gol")

    assert leader.get(part_of(status)).status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_does_not_grow(
    leader, network, status, django_assert_max_num_queries, count
):
    MembershipFactory.create_batch(count, network=network)
    leader.get(about(status))
    with django_assert_max_num_queries(12):
        leader.get(about(status))


def test_functions_are_filled_and_ended(coordinator, place):
    keys = {"country": "no", "code": "3324"}
    fill = reverse("improvement:function-fill", kwargs=keys)
    page = reverse("improvement:functions", kwargs=keys)
    refused = coordinator.post(fill, {"function": "BUSINESS"})
    assert "name" in refused.context["form"].errors
    assert len(coordinator.get(page).context["missing"]) == 3
    coordinator.post(fill, {"function": "BUSINESS", "name": "The business adviser"})
    assert len(coordinator.get(page).context["missing"]) == 2
    holder = FunctionHolder.objects.get()
    end = reverse("improvement:function-end", kwargs={**keys, "holder": holder.pk})
    coordinator.post(end, {"on": "2099-01-01"})
    assert FunctionHolder.objects.get().valid_to == date(2099, 1, 1)
