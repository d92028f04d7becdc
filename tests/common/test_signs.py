from datetime import UTC, datetime

import pytest
from django.db import DatabaseError

from common import signs, tasks
from common.models import Heartbeat

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_the_newest_sign_of_a_part_replaces_the_one_before():
    for at in (NOON, NOON.replace(hour=13)):
        signs.seen(part=signs.WORKER, at=at)

    assert list(Heartbeat.objects.values_list("part", "seen_at")) == [
        ("worker", NOON.replace(hour=13))
    ]


@pytest.mark.django_db
def test_the_task_signs_for_the_queue_and_takes_newer_arguments(time_machine):
    time_machine.move_to(NOON, tick=False)

    tasks.heartbeat(arguments_of_a_newer_version=1)

    assert list(Heartbeat.objects.values_list("part", "seen_at")) == [("queue", NOON)]


def test_a_database_that_is_down_stops_neither_worker_nor_beat(monkeypatch, caplog):
    def down(**_what):
        raise DatabaseError("no answer")

    monkeypatch.setattr(signs, "seen", down)
    monkeypatch.setattr(signs.connection, "close", lambda: None)

    signs.sign(signs.BEAT)

    assert [record.message for record in caplog.records] == [
        "beat could not write a sign of life: no answer"
    ]
