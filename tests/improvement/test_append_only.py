"""What was published stays as it was published: the database says so."""

import pytest
from django.db import DatabaseError, connection, transaction

from improvement.models import StatusEntry
from tests.factories import UserFactory
from tests.improvement.factories import StatusEntryFactory

pytestmark = pytest.mark.django_db


def test_an_entry_cannot_be_saved_again():
    entry = StatusEntryFactory()
    entry.text = "Four of four."

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()

    assert StatusEntry.objects.get().text == "Two of four vans have come."


def test_sql_of_its_own_does_not_reach_an_entry_either():
    StatusEntryFactory()

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE improvement_statusentry SET state = 'DONE'")


def test_deleting_is_refused_by_the_database():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    entry = StatusEntryFactory()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()


def test_the_queryset_neither_updates_nor_deletes():
    StatusEntryFactory()

    with pytest.raises(TypeError):
        StatusEntry.objects.all().update(text="x")
    with pytest.raises(TypeError):
        StatusEntry.objects.all().delete()


def test_a_person_can_be_forgotten():
    entry = StatusEntryFactory(by=UserFactory())

    entry.by.delete()

    entry.refresh_from_db()
    assert entry.by is None
