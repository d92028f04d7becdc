"""Closing an account takes drafts, mails and the name; the work stays."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from improvement.actions.leaving import close_account
from improvement.enums import MunicipalFunction
from improvement.models import FunctionHolder, Notice, NoticeChoice, StatusDraft
from tests.factories import MunicipalityFactory, UserFactory
from tests.improvement.factories import MeasureFactory, StatusEntryFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
FROM = date(2026, 1, 1)


def _fills(**who):
    return FunctionHolder.objects.create(
        municipality=MunicipalityFactory(),
        function=MunicipalFunction.CLIMATE,
        valid_from=FROM,
        **who,
    )


def test_closing_an_account_forgets_the_person_and_keeps_the_work():
    person, other = UserFactory(email="kari@samverk.example"), UserFactory()
    measure = MeasureFactory(responsible_person=person)
    entry = StatusEntryFactory(measure=measure, by=person)
    for who in (person, other):
        StatusDraft.objects.create(measure=measure, person=who, fields={}, saved_at=AT)
        Notice.objects.create(person=who, kind="DIGEST", occasion="1", at=AT)
        NoticeChoice.objects.create(person=who, kind="DIGEST", switched_off_at=AT)
    by_account = _fills(name="Kari", email="other@samverk.example", person=person)
    by_address = _fills(name="Kari", email="KARI@samverk.example")
    theirs = _fills(name="Per", email="per@samverk.example", person=other)

    with time_machine.travel(AT, tick=False):
        close_account(person=person, at=AT)
        close_account(person=person, at=AT)

    for model in (StatusDraft, Notice, NoticeChoice):
        assert [row.person for row in model.objects.all()] == [other]
    for holder in (by_account, by_address):
        holder.refresh_from_db()
        assert (holder.name, holder.email, holder.valid_to) == ("–", "", date(2026, 11, 22))
        assert {(row.name, row.email) for row in holder.history.all()} == {("–", "")}
    theirs.refresh_from_db()
    assert (theirs.name, theirs.email, theirs.valid_to) == ("Per", "per@samverk.example", None)
    entry.refresh_from_db()
    measure.refresh_from_db()
    assert entry.by == measure.responsible_person == person
    assert not entry.by.is_active


def test_a_function_that_begins_later_ends_on_its_first_day():
    person = UserFactory()
    holder = _fills(name="Kari", person=person)
    FunctionHolder.objects.update(valid_from=date(2027, 1, 1))

    close_account(person=person, at=AT)

    holder.refresh_from_db()
    assert (holder.name, holder.valid_to) == ("–", date(2027, 1, 1))
