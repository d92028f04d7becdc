"""The page where a measure is evaluated: read, written, refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement.models import Evaluation, MeasureIndicator
from networks.enums import Role
from tests.factories import (
    FrameworkIndicatorFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
)
from tests.improvement.evaluation_world import compared_measure, details, evaluate, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    return compared_measure()


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
