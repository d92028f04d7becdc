"""Several do the same at the same moment, each in a thread with a connection of its own."""

from threading import Barrier, Thread

import pytest
from django.db import connection

PEOPLE = 6
# Marks of a race; SQLite lets one writer in at a time, so that there is nothing to try.
RACE = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="row locks need PostgreSQL"),
]


def race(test):
    """Mark one test of a module whose others are no races."""
    for mark in RACE:
        test = mark(test)
    return test


def all_at_once(work, people=PEOPLE):
    """Run ``work(number)`` in threads that start together; give what was raised."""
    barrier, raised = Barrier(people), []

    def run(number):
        try:
            barrier.wait(timeout=20)
            work(number)
        except Exception as error:  # noqa: BLE001 -- told to the test
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return raised
