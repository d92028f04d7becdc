"""Evaluation forms on pages: hosts make them, those who came answer by the link."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from gatherings.actions import feedback as actions
from gatherings.actions import seats, substitutes
from gatherings.models import (
    FeedbackAnswers,
    FeedbackForm,
    FeedbackMark,
    HostPerson,
    Registration,
)
from gatherings.todo import things_for
from gatherings.tokens import make_feedback_token, make_token
from tests.factories import UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
OPENS = datetime(2026, 9, 10, 22, tzinfo=UTC)
CLOSED = datetime(2026, 9, 25, tzinfo=UTC)


@pytest.fixture
def series():
    series = SeriesFactory(slug="styrning", language="en", seats_per_municipality=None)
    GatheringFactory(series=series, number=1)
    return series


@pytest.fixture
def gathering(series):
    return series.gatherings.get()


@pytest.fixture
def host(client, series):
    person = UserFactory()
    HostPerson.objects.create(series=series, person=person, added_by=None, added_at=AT)
    client.force_login(person)
    return person


@pytest.fixture
def form(gathering):
    return actions.make_form(
        gathering=gathering, intro="", opens_at=OPENS, closes_at=CLOSED - timedelta(hours=3)
    )


@pytest.fixture
def places(series):
    rows = seats.sign_up(
        series=series, municipality=member_of(series), by=None, at=AT,
        people=[someone(name) for name in ("One", "Two", "Three", "Four", "Five")],
    )  # fmt: skip
    return [row.participations.get() for row in rows]


def host_address(page="feedback", **kwargs):
    return reverse(f"gatherings:{page}", kwargs={"slug": "styrning", "number": 1, **kwargs})


def get(client, address, *, at=AT, status=200):
    with time_machine.travel(at, tick=False):
        answer = client.get(address, **ENGLISH)
    assert answer.status_code == status
    return answer.content.decode()


def post(client, address, data=None, *, at=AT, **more):
    with time_machine.travel(at, tick=False):
        answer = client.post(address, data or {}, follow=True, **ENGLISH, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def link(place):
    return reverse("gatherings:feedback-answer", kwargs={"token": make_feedback_token(place)})


def answers_of(form, first="5"):
    question = form.questions.order_by("position").first()
    return {f"q{question.pk}": first}


def test_a_host_makes_a_form_and_its_questions(client, host, gathering):
    assert "No evaluation form yet" in get(client, host_address())
    page = get(client, host_address("feedback-create"))
    assert 'value="2026-09-11"' in page
    times = {"opens_on": "2026-09-11", "closes_on": "2026-09-24"}
    page = post(client, host_address("feedback-create"), times)
    form = FeedbackForm.objects.get()
    assert form.closes_at == datetime(2026, 9, 24, 21, 59, 59, tzinfo=UTC)
    assert "How useful was the gathering for your work?" in page
    assert "Evaluation forms" in get(client, reverse("gatherings:host", args=["styrning"]))
    bad = {"opens_on": "2026-09-24", "closes_on": "2026-09-11"}
    page = post(client, host_address("feedback-change"), bad)
    assert "The form must close after it opens." in page
    post(client, host_address("feedback-delete"))
    assert not FeedbackForm.objects.exists()


def test_a_host_writes_the_questions(client, host, form):
    data = {"kind": "CHOICE", "text": "Again?", "options": "Yes"}
    page = post(client, host_address("question-create"), data)
    assert "Write at least two choices" in page
    data["options"] = "Yes\nNo\n\nYes"
    assert "Again?" in post(client, host_address("question-create"), data)
    question = form.questions.get(text="Again?")
    assert question.options == ["Yes", "No"]
    post(client, host_address("question-move", question=question.pk))
    question.refresh_from_db()
    assert question.position == 6
    page = get(client, host_address("question-change", question=question.pk))
    assert "Yes\nNo</textarea>" in page
    assert "Again?" in get(client, host_address("feedback-preview"))
    post(client, host_address("question-remove", question=question.pk))
    assert not form.questions.filter(pk=question.pk).exists()


def test_one_answers_by_the_link_once(client, form, places):
    address = link(places[0])
    assert "opens 11 September 2026" in get(client, address)
    page = get(client, address, at=OPENS)
    assert "Nobody sees who answered what" in page
    page = post(client, address, at=OPENS)
    assert "This question must be answered." in page
    page = post(client, address, answers_of(form), at=OPENS)
    assert "Your answers have come in." in page
    post(client, address, answers_of(form), at=OPENS)
    assert FeedbackAnswers.objects.count() == FeedbackMark.objects.count() == 1
    assert "closed 24 September 2026" in get(client, link(places[1]), at=CLOSED)


def test_links_that_open_nothing(client, form, places):
    own = link(places[0])
    get(client, f"{own[:-2]}x/", status=404)
    substitutes.name_substitute(
        participation=places[0], name="Sub", email="sub@samverk.example", by=None, at=AT
    )
    get(client, own, at=OPENS, status=404)
    places[0].refresh_from_db()
    get(client, link(places[0]), at=OPENS)
    Registration.objects.filter(pk=places[1].registration_id).update(
        erased_at=AT, name="", email=""
    )
    get(client, link(places[1]), at=OPENS, status=404)


def test_the_result_is_read_when_the_form_has_closed(client, host, form, places):
    for place in places[:4]:
        actions.answer(
            participation=place,
            answers={form.questions.order_by("position")[0].pk: 5},
            at=OPENS,
        )
    result = host_address("feedback-result")
    assert "The result is shown when the form has closed" in get(client, result, at=OPENS)
    assert "Too few answers yet." in get(client, result, at=CLOSED)
    get(client, host_address("feedback-file"), at=CLOSED, status=404)

    first, last = form.questions.order_by("position")[0], form.questions.get(position=6)
    actions.answer(
        participation=places[4], answers={first.pk: 4, last.pk: "<b>More</b> time"}, at=OPENS
    )
    get(client, host_address("feedback-file"), at=OPENS, status=404)
    page = get(client, result, at=CLOSED)
    assert "4.8 on average" in page
    assert "Too few have answered this question." in page
    assert "&lt;b&gt;More&lt;/b&gt; time" in page
    with time_machine.travel(CLOSED, tick=False):
        assert client.get(host_address("feedback-file")).status_code == 200


def test_nobody_else_reads_the_result(client, form):
    client.force_login(UserFactory())
    get(client, host_address("feedback-result"), status=403)


def test_it_waits_for_those_who_came_and_then_for_the_hosts(client, host, form, places):
    person = UserFactory()
    Registration.objects.filter(pk=places[0].registration_id).update(person=person)

    def titles(whom, at):
        with translation.override("en"):
            return [thing.title for thing in things_for(whom, at)]

    ask = ["Tell what you thought of Gathering 1"]
    assert titles(person, OPENS - timedelta(seconds=1)) == []
    assert titles(person, OPENS) == ask
    seat = reverse("gatherings:seat", kwargs={"token": make_token(places[0].registration)})
    signed = link(places[0]).partition(":")[0]  # what comes after tells when it was signed
    assert signed in get(client, seat, at=OPENS)
    client.force_login(person)
    assert signed in get(client, form.gathering.get_absolute_url(), at=OPENS)
    question = form.questions.order_by("position")[0]
    for place in places:
        actions.answer(participation=place, answers={question.pk: 5}, at=OPENS)
    assert titles(person, OPENS) == []
    assert titles(host, OPENS) == []
    assert titles(host, CLOSED) == ["Read what they thought of Gathering 1"]
    assert titles(host, CLOSED + timedelta(days=14)) == []
    assert signed not in get(client, form.gathering.get_absolute_url(), at=OPENS)


def test_the_form_alone_in_min_kommune(client, form, places):
    with time_machine.travel(OPENS, tick=False):
        answer = client.get(link(places[0]), HTTP_HX_REQUEST="true", **ENGLISH)
        page = client.get(link(places[0]), **ENGLISH)
    assert "<html" not in answer.content.decode()
    assert "<html" in page.content.decode()


def test_one_takes_ones_data_along_and_is_erased(client, series, places):
    row = places[0].registration
    data = reverse("gatherings:seat-data", kwargs={"token": make_token(row)})
    assert json.loads(get(client, data))["seat"]["name"] == "One"
    erase = reverse("gatherings:seat-erase", kwargs={"token": make_token(row)})
    assert "Say yes here if you want to go on." in post(client, erase)
    assert "Your details are erased." in post(client, erase, {"sure": "on"})
    get(client, data, status=404)
    row.refresh_from_db()
    assert (row.name, row.email) == ("", "")


def test_the_number_of_queries_on_the_result(
    client, host, form, places, django_assert_max_num_queries
):
    question = form.questions.order_by("position")[0]
    for place in places:
        actions.answer(participation=place, answers={question.pk: 5}, at=OPENS)
    with django_assert_max_num_queries(21):
        get(client, host_address("feedback-result"), at=CLOSED)
