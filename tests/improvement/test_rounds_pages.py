"""The pages about rounds and judgements, as a coordinator uses them."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from improvement.actions import rounds
from improvement.actions.judgements import Assessed, assess
from improvement.actions.log import log_status
from improvement.enums import Judgement, MeasureState, StepKind
from improvement.models import Round
from indicators.models import Target
from tests.factories import (
    GoalFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    TopicFactory,
)
from tests.improvement.factories import MeasureFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def place():
    return MunicipalityFactory(code="3324", name="Gol")


@pytest.fixture
def browser(client, place):
    client.force_login(RoleAssignmentFactory(municipality=place).person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def opened(place, **changes):
    return rounds.open_round(municipality=place, by=None, at=AT, **changes)


def own(name):
    return reverse(f"improvement:{name}", kwargs={"country": "no", "code": "3324"})


def about(name, round_, **more):
    return reverse(f"improvement:{name}", kwargs={"pk": round_.pk, **more})


def progress(round_, kind):
    return round_.progress.get(step__kind=kind)


def test_a_round_is_opened_for_a_topic(browser, place):
    network = NetworkFactory()
    topic = TopicFactory()
    network.topics.add(topic)
    MembershipFactory(network=network, municipality=place)
    answer = browser.post(own("round-open"), {"scope": f"n{network.pk}t{topic.pk}"})
    round_ = Round.objects.get()

    assert answer.url == round_.get_absolute_url()
    assert (round_.network, round_.topic) == (network, topic)
    assert f"n{network.pk}t{topic.pk}" not in browser.get(own("round-open")).content.decode()
    assert topic.name in browser.get(own("rounds")).content.decode()


def test_a_regional_coordinator_acts_on_behalf(client, place):
    region = RegionMembershipFactory(municipality=place).region
    client.force_login(RoleAssignmentFactory(region=region).person)
    client.post(own("round-open"), {"scope": "own"})

    assert set(Round.objects.get().events.values_list("on_behalf_of", flat=True)) == {place.pk}


def test_a_step_is_written_down_in_one_form(browser, place):
    round_ = opened(place)
    row = progress(round_, StepKind.STATUS)
    address = about("round-step", round_, progress=row.pk)
    said = {"state": "ACTIVE", "due_on": "2099-01-31", "help_text": "A template"}
    assert browser.post(address, said).status_code == 302
    row.refresh_from_db()
    assert (row.due_on, row.help_text) == (date(2099, 1, 31), "A template")

    browser.post(address, {"state": "DONE", "begin_next": "on"})
    assert progress(round_, StepKind.STATUS).state == "DONE"
    assert progress(round_, StepKind.OBJECTIVES).state == "ACTIVE"
    assert browser.get(address).url.startswith(about("round-back", round_))


def test_a_date_that_has_passed_is_refused_at_the_field(browser, place):
    round_ = opened(place)
    row = progress(round_, StepKind.STATUS)
    answer = browser.post(
        about("round-step", round_, progress=row.pk),
        {"state": "ACTIVE", "due_on": "2020-01-01"},
    )

    assert "due_on" in answer.context["form"].errors


def test_going_back_needs_a_reason_and_leads_to_the_next_round(browser, place):
    round_ = opened(place)
    step = progress(round_, StepKind.STATUS).step
    rounds.finish_step(round=round_, step=step, by=None, at=AT)
    address = about("round-back", round_)
    answer = browser.post(address, {"step": step.pk, "reason": ""})
    assert "reason" in answer.context["form"].errors

    answer = browser.post(address, {"step": step.pk, "reason": "New figures"})
    following = Round.objects.get(number=2)
    assert answer.url == following.get_absolute_url()
    text = browser.get(answer.url).content.decode()
    assert "New figures" in text
    assert round_.get_absolute_url() in text


def test_a_closed_round_shows_the_state_that_was(browser, place):
    round_ = opened(place)
    goal = GoalFactory()
    assess(
        round=round_,
        goal=goal,
        said=Assessed(judgement=Judgement.WEAK, text="Much too slow"),
        by=None,
        at=AT,
    )
    ObjectiveFactory(municipality=place, round=round_, title="Halve the emissions")
    measure = MeasureFactory(municipality=place, round=round_, title="Electric vans")
    person = RoleAssignmentFactory(municipality=place).person
    log(measure, person, MeasureState.ON_TRACK, "Two have come", AT)
    rounds.close_round(round=round_, by=None, at=datetime(2026, 4, 1, tzinfo=UTC))
    log(measure, person, MeasureState.DONE, "All four have come", LATER)
    second = opened(place)
    closed = browser.get(round_.get_absolute_url()).content.decode()
    after = browser.get(second.get_absolute_url()).content.decode()

    for expected in ("Much too slow", "Halve the emissions", "Electric vans", "Two have come"):
        assert expected in closed
    assert "All four have come" not in closed
    assert about("round-close", round_) not in closed
    assert "Halve the emissions" in after


def log(measure, person, state, text, at):
    from uuid import uuid4

    log_status(measure=measure, state=state, text=text, by=person, at=at, submission=uuid4())


def test_closing_says_what_is_left(browser, place):
    round_ = opened(place)
    address = about("round-close", round_)
    assert "Implementation" in browser.get(address).content.decode()
    browser.post(address)
    round_.refresh_from_db()
    assert round_.closed_at is not None


def test_only_what_was_changed_is_saved(browser, place):
    round_ = opened(place)
    for number in (3, 13):
        GoalFactory(number=number)
    answer = browser.post(
        about("assess", round_),
        {
            "g13-judgement": "WEAK",
            "g13-priority": "3",
            "g13-text": "Too slow",
            "g13-link": "",
            "g3-priority": "0",
        },
    )
    row = round_.assessments.get()

    assert answer.status_code == 302
    assert (row.goal_id, row.judgement, row.priority, row.text) == (13, "WEAK", 3, "Too slow")
    page = browser.get(about("assess", round_))
    assert (page.context["judged"], page.context["of"]) == (1, 2)


def test_text_without_a_judgement_is_asked_about_and_nothing_is_saved(browser, place):
    round_ = opened(place)
    for number in (3, 13):
        GoalFactory(number=number)
    answer = browser.post(
        about("assess", round_), {"g13-text": "Too slow", "g3-judgement": "GOOD"}
    )

    assert [row.number for row in answer.context["wrong"]] == [13]
    assert "Too slow" in answer.content.decode()
    assert not round_.assessments.exists()


def test_the_last_round_is_taken_over_with_one_button(browser, place):
    first = opened(place)
    for number in (3, 13):
        goal = GoalFactory(number=number)
        said = Assessed(judgement=Judgement.WEAK)
        assess(round=first, goal=goal, said=said, by=None, at=AT)
    rounds.close_round(round=first, by=None, at=AT)
    second = opened(place)
    address = about("assess", second)
    assert browser.get(address).context["takeable"] == 2
    browser.post(address, {"carry": "13", "g3-text": "", "g3-judgement": "GOOD"})
    rows = dict(second.assessments.values_list("goal", "judgement"))
    assert rows == {3: "GOOD", 13: "WEAK"}

    second.assessments.all().delete()
    browser.post(address, {"carry": "all"})
    assert second.assessments.count() == 2


def test_targets_of_one_goal_are_judged_on_a_page_of_their_own(browser, place):
    round_ = opened(place)
    goal = GoalFactory()
    titles = {f"title_{code}": "Plans" for code in ("nb", "nn", "sv", "en")}
    Target.objects.create(number="13.2", goal=goal, position=2, **titles)
    address = f"{about('assess', round_)}?mal=13"
    assert "Plans" in browser.get(address).content.decode()
    browser.post(address, {"t13.2-judgement": "FAIR"})

    assert round_.assessments.get().target_id == "13.2"


def test_a_closed_round_is_not_judged(browser, place):
    round_ = opened(place)
    GoalFactory()
    rounds.close_round(round=round_, by=None, at=AT)
    assert "vurdering" not in browser.get(about("assess", round_)).content.decode()
    browser.post(about("assess", round_), {"g13-judgement": "WEAK"})
    assert not round_.assessments.exists()


def test_another_municipality_s_step_is_not_found(browser, place):
    mine, theirs = opened(place), opened(MunicipalityFactory())
    row = progress(theirs, StepKind.STATUS)

    assert browser.get(about("round-step", mine, progress=row.pk)).status_code == 404
    assert browser.get(theirs.get_absolute_url()).status_code == 404
