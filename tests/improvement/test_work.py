"""The page «Goals and measures»: where the round stands, the objectives, the board."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement.actions import rounds
from improvement.enums import Pull
from improvement.models import Evaluation, StatusAssessment
from improvement.queries import work
from indicators.models import IndicatorResult
from networks.enums import Role
from tests.factories import (
    DecisionFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    MunicipalityFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import MeasureFactory, ObjectiveFactory
from tests.improvement.targets import target

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def page_of(place):
    return reverse("improvement:work", kwargs={"country": "no", "code": place.code})


@pytest.fixture
def place(client):
    here = MunicipalityFactory(code="3324")
    client.force_login(RoleAssignmentFactory(municipality=here).person)
    return here


def open_round(place):
    return rounds.open_round(municipality=place, by=UserFactory(), at=AT)


def seen(client, place, query=""):
    answer = client.get(page_of(place) + query, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.context


def cards(context):
    return {
        column.name: [card.title for card in column.cards]
        for column in context["columns"]
        if column.cards
    }


def test_without_anything_the_page_says_what_to_do(client, place):
    context = seen(client, place)

    assert context["round"] is None
    assert context["lead"].startswith("No round is under way.")
    assert context["steps"] == []
    assert context["card_count"] == 0


def test_the_lead_and_the_stepper_say_where_the_round_stands(client, place):
    round_ = open_round(place)
    steps = list(round_.progress.select_related("step").order_by("step__position"))
    first, second = steps[0], steps[1]
    first.state, first.done_on = "DONE", date(2026, 2, 1)
    first.save()
    second.state, second.begun_on, second.due_on = "ACTIVE", date(2026, 2, 1), date(2026, 3, 17)
    second.save()

    context = seen(client, place)

    assert "Priorities and objectives" in context["lead"]
    assert "17 March 2026" in context["lead"]
    shown = context["steps"]
    assert (shown[0].is_done, shown[0].line) == (True, "Done 1 February 2026")
    assert (shown[1].is_current, shown[1].line) == (True, "Now · to be done by 17 March 2026")
    assert len(shown) == 6
    assert len(context["sides"]) == 2


def test_one_of_several_rounds_is_chosen(client, place):
    from tests.factories import MembershipFactory

    network = MembershipFactory(municipality=place).network
    own = open_round(place)
    common = rounds.open_round(municipality=place, network=network, by=UserFactory(), at=AT)

    context = seen(client, place, f"?runde={own.pk}")

    assert context["round"] == own
    assert context["other_rounds"] == [(common, [network.label])]
    assert seen(client, place, "?runde=0")["round"] in {own, common}


def test_an_objective_shows_what_is_wanted_beside_what_is(client, place):
    indicator = IndicatorFactory(name="Emissions", decimals=1)
    decision = DecisionFactory(municipality=place, link="https://case.example/24-26")
    objective = ObjectiveFactory(
        municipality=place, title="Halve the emissions", decision=decision
    )
    objective.targets.add(target("13.2"))
    objective.wanted_values.create(indicator=indicator, wanted_value=4.4, wanted_year=2030)
    later = FrameworkFactory()
    for framework, value in ((FrameworkFactory(is_default=True), 7.44), (later, 9.0)):
        IndicatorResult.objects.create(
            framework=framework, indicator=indicator, municipality=place, year=2024,
            value=value, trend="moderate",
        )  # fmt: skip
    MeasureFactory(municipality=place, objective=objective)
    MeasureFactory(municipality=place, objective=objective, archived_at=AT)
    ObjectiveFactory(municipality=place, title="Gone", archived_at=AT)

    context = seen(client, place)

    (line,) = context["objectives"]
    assert (line.title, line.goals, line.measures) == ("Halve the emissions", (13,), 1)
    assert line.is_decided
    cell = line.first
    assert (cell.value, cell.year, cell.wanted, cell.wanted_year) == (
        "7.4",
        "2024",
        "4.4",
        2030,
    )
    assert (cell.trend, cell.unit) == ("moderate", "per cent")
    assert context["paper"] == "https://case.example/24-26"


def test_a_value_that_is_missing_says_why(client, place):
    indicator = IndicatorFactory()
    objective = ObjectiveFactory(municipality=place)
    objective.wanted_values.create(indicator=indicator, wanted_value=4.4, wanted_year=2030)
    IndicatorResult.objects.create(
        framework=FrameworkFactory(), indicator=indicator, municipality=place, status=":"
    )

    answer = client.get(page_of(place), headers={"accept-language": "en"})

    assert "confidential at the source" in answer.content.decode()


def test_each_card_stands_where_its_state_puts_it(client, place):
    round_ = open_round(place)
    for number in (1, 15):
        StatusAssessment.objects.create(
            round=round_, goal=GoalFactory(number=number), judgement="POOR", priority=3, at=AT
        )
    empty = ObjectiveFactory(municipality=place, title="No measure yet")
    empty.targets.add(target("15.1"))
    for title, state in (
        ("Planned", "NOT_STARTED"),
        ("Going", "ON_TRACK"),
        ("Slow", "LATE"),
        ("Given up", "STOPPED"),
        ("Finished", "DONE"),
    ):
        MeasureFactory(municipality=place, title=title, state=state)
    known = MeasureFactory(municipality=place, title="Evaluated", state="DONE")
    Evaluation.objects.create(
        measure=known, group="", outcome="WORKED", text="Yes.", confidence="HIGH", at=AT
    )

    assert cards(seen(client, place)) == {
        "Status and challenges": ["No poverty"],
        "Priorities and objectives": ["No measure yet"],
        "Measures and responsibility": ["Planned"],
        "Implementation": ["Going", "Slow", "Given up"],
        "Evaluation": ["Finished"],
        "Reporting": ["Evaluated"],
    }
    assert cards(seen(client, place, "?vis=tilstand")) == {
        "Not started": ["Planned"],
        "On track": ["Going"],
        "Late": ["Slow"],
        "Stopped": ["Given up"],
        "Done": ["Finished", "Evaluated"],
    }


def test_the_board_shows_one_goal(client, place):
    helped = MeasureFactory(municipality=place, title="Vans", state="ON_TRACK")
    helped.pulls.create(target=target("13.2"), pull=Pull.HELPS)
    helped.pulls.create(target=target("15.1"), pull=Pull.HURTS)
    aimed = ObjectiveFactory(municipality=place)
    aimed.targets.add(target("7.3"))
    MeasureFactory(municipality=place, title="Heat pumps", objective=aimed)

    assert [number for number, _name in seen(client, place)["goal_choices"]] == [7, 13]
    assert cards(seen(client, place, "?mal=13")) == {"Implementation": ["Vans"]}
    assert cards(seen(client, place, "?mal=7")) == {
        "Measures and responsibility": ["Heat pumps"]
    }
    assert seen(client, place, "?mal=99")["chosen_goal"] is None
    assert seen(client, place, "?mal=x")["chosen_goal"] is None


def test_a_card_says_who_and_how_far():
    from improvement.views.work_rows import measure_card

    person = UserFactory(name="Coordinator in Gol")
    lines = [
        measure_card(MeasureFactory.build(pk=1, **given), ()).line
        for given in (
            {"responsible_person": person, "share_done": 40},
            {"responsible_unit": "Roads"},
            {},
        )
    ]

    assert lines[0].startswith("Coordinator in Gol · 40")
    assert lines[1] == "Roads"
    assert lines[2]


def test_the_page_asks_as_often_for_much_as_for_little(client, place):
    client.get(page_of(place))
    asked = []
    for count in (1, 12):
        for _each in range(count):
            objective = ObjectiveFactory(municipality=place)
            objective.targets.add(target("13.2"))
            objective.wanted_values.create(
                indicator=IndicatorFactory(), wanted_value=1, wanted_year=2030
            )
            measure = MeasureFactory(municipality=place, objective=objective)
            measure.pulls.create(target=target("13.2"), pull=Pull.HELPS)
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(place))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_readers_see_the_work_and_no_buttons(client, place):
    client.force_login(RoleAssignmentFactory(role=Role.READER, municipality=place).person)

    text = client.get(page_of(place)).content.decode()

    assert "tiltak/nytt/" not in text
    assert "runder/ny/" not in text


def test_the_newest_decision_with_a_paper_is_linked():
    place = MunicipalityFactory()
    for day, link in ((1, "https://a.example"), (2, "https://b.example"), (3, "")):
        decision = DecisionFactory(municipality=place, decided_on=date(2026, 3, day), link=link)
        ObjectiveFactory(municipality=place, decision=decision)

    assert work.decided_paper(work.objectives_of(place)) == "https://b.example"
