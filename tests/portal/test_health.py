from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from common.models import Heartbeat
from portal.queries import health
from portal.queries.health import Part, State
from tests.factories import JobFactory

pytestmark = pytest.mark.django_db
PAGE = "/helse/"


def alive(*, seconds_ago=0, parts=("worker", "beat", "queue")):
    at = timezone.now() - timedelta(seconds=seconds_ago)
    for part in parts:
        Heartbeat.objects.update_or_create(part=part, defaults={"seen_at": at})


def states(answer):
    return {code: part["state"] for code, part in answer.json()["parts"].items()}


WELL = dict.fromkeys(["database", "broker", "cache", "worker", "beat", "queue"], "up")


def test_all_is_well(client):
    alive()

    answer = client.get(PAGE)

    assert (answer.status_code, states(answer)) == (200, WELL)
    assert answer.json()["newest_dashboard_at"] is None
    assert "no-store" in answer["Cache-Control"]


def test_nothing_has_signed_yet(client):
    answer = client.get(PAGE)

    assert answer.status_code == 503
    assert states(answer) == {**WELL, "worker": "down", "beat": "down", "queue": "slow"}


@pytest.mark.parametrize(
    ("part", "seconds", "state", "status"),
    [
        ("worker", 95, "up", 200),
        ("worker", 105, "down", 503),
        ("beat", 105, "down", 503),
        ("queue", 105, "slow", 200),
        ("queue", 605, "down", 503),
    ],
)
def test_a_part_that_falls_silent(client, part, seconds, state, status):
    alive()
    alive(seconds_ago=seconds, parts=[part])

    answer = client.get(PAGE)

    assert (answer.status_code, states(answer)) == (status, {**WELL, part: state})


def test_waiting_work_is_counted(client):
    alive()
    JobFactory(queued_at=timezone.now() - timedelta(minutes=5))

    answer = client.get(PAGE).json()

    assert answer["jobs_waiting"] == 1
    assert 299 <= answer["oldest_waiting_job_age_seconds"] <= 310


def test_the_database_is_down(client, monkeypatch):
    def refuse():
        raise DatabaseError("no answer")

    monkeypatch.setattr(health.connection, "cursor", refuse)

    answer = client.get(PAGE)

    assert answer.status_code == 503
    assert states(answer) == {
        **WELL,
        "database": "down",
        "worker": "unknown",
        "beat": "unknown",
        "queue": "unknown",
    }


def test_the_broker_is_down(settings):
    settings.CELERY_BROKER_URL = "filesystem://"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": "/does/not/exist"}

    found = health.health(at=timezone.now())

    assert Part("broker", State.DOWN) in found.parts


def test_a_browser_gets_a_page(client):
    alive()

    answer = client.get(PAGE, headers={"accept": "text/html,*/*"})

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "Accept" in answer["Vary"]


def test_the_answer_names_no_secret(client, settings):
    text = client.get(PAGE).content.decode()

    assert settings.SECRET_KEY not in text
    assert str(settings.BASE_DIR) not in text
    assert "sqlite" not in text.lower()
    assert "postgres" not in text.lower()
