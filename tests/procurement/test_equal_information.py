"""What is offered is told to all at the same moment, and stands in the log in one language."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from common.models import OutboxMessage
from gatherings.enums import GatheringKind, SeriesState
from procurement.actions import conferences, questions, slots, verdicts, watches
from procurement.enums import DialogueEvent, Verdict
from tests.factories import UserFactory
from tests.gatherings.factories import GatheringFactory
from tests.procurement.factories import (
    AT,
    NeedFactory,
    SolutionFactory,
    SupplierPersonFactory,
    worker,
)

pytestmark = pytest.mark.django_db
START = datetime(2026, 12, 3, 8, tzinfo=UTC)  # nine in Oslo


def follower(need):
    member = SupplierPersonFactory(person__language="en")
    watches.follow(person=member.person, need=need, at=AT)
    return member


def offered(need, by, count=2):
    return slots.offer_slots(
        need=need, row=slots.Row(first=START, count=count, minutes=20), by=by, at=AT
    )


def test_all_who_follow_hear_of_talks_at_once_and_of_nothing_twice():
    need, by = NeedFactory(published=True), UserFactory()
    members = [follower(need) for _n in range(2)]
    for _again in range(2):
        offered(need, by)

    told = OutboxMessage.objects.values_list("recipient", flat=True)
    assert sorted(told) == sorted(one.person.email for one in members)
    entry = need.dialogue.get()
    assert (entry.kind, entry.told, entry.by) == (DialogueEvent.OFFERED, 2, by)


def test_all_who_follow_hear_of_the_conference_and_of_more_seats():
    gathering = GatheringFactory(
        title="Dialogdag",
        kind=GatheringKind.MARKET,
        series__state=SeriesState.PUBLISHED,
        day=START.date(),
    )
    need = NeedFactory(published=True, network=gathering.series.network)
    member = follower(need)
    given = {"need": need, "gathering": gathering, "by": UserFactory()}
    for minute, seats in enumerate((10, 10, 20)):
        at = AT.replace(minute=minute)
        conferences.link_conference(**given, seats=seats, at=at)

    assert need.dialogue.filter(kind=DialogueEvent.OFFERED, told=1).count() == 2
    assert OutboxMessage.objects.filter(recipient=member.person.email).count() == 2


def test_what_buyers_do_with_talks_and_questions_stands_in_the_log():
    need = NeedFactory(published=True)
    by, member = worker(need.municipality), SupplierPersonFactory()
    one, two = offered(need, by)
    slots.remove_slot(slot=two, by=by, at=AT)
    slots.change_link(slot=one, link="https://meet.example/1", by=by, at=AT)
    asked = questions.ask(
        need=need, supplier=member.supplier, text="Når?", by=member.person, at=AT
    )
    for _again in range(2):
        questions.promise(question=asked, on=date(2026, 12, 1), by=by, at=AT)

    entries = need.dialogue.exclude(kind=DialogueEvent.ASKED).order_by("pk")
    assert [(row.kind, row.by) for row in entries] == [
        ("OFFERED", by),
        ("REMOVED", by),
        ("LINKED", by),
        ("PROMISED", by),
    ]
    assert "meet.example" not in "".join(row.text for row in entries)


def test_the_log_is_written_in_the_language_of_the_need():
    need = NeedFactory(published=True, language="nb")
    solution, member = SolutionFactory(need=need), SupplierPersonFactory()
    with translation.override("en"):
        [one] = offered(need, UserFactory(), count=1)
        company = {"slot": one, "supplier": member.supplier, "by": member.person, "at": AT}
        slots.book(**company)
        slots.give_back(**company)
        verdicts.tell_result(
            solution=solution, verdict=Verdict.NO, text="Nei.", by=UserFactory(), at=AT
        )

    texts = dict(need.dialogue.values_list("kind", "text"))
    assert "desember" in texts["OFFERED"]
    assert "desember" in texts["BOOKED"]
    assert "desember" in texts["UNBOOKED"]
    with translation.override("nb"):
        assert texts["TOLD"] == str(Verdict.NO.label)
    with translation.override("en"):
        assert texts["TOLD"] != str(Verdict.NO.label)
