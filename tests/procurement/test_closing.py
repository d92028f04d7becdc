"""The end of a dialogue: to the second, where the need is, and all inputs at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from gatherings.enums import GatheringKind, SeriesState
from improvement.actions.refusals import Declined
from procurement import words
from procurement.actions import conferences, questions, slots, solutions, stages, suppliers
from procurement.enums import Stage
from procurement.models import Question, Slot, Solution
from tests.factories import UserFactory
from tests.gatherings.factories import GatheringFactory
from tests.procurement.factories import (
    AT,
    TODAY,
    NeedFactory,
    SolutionFactory,
    SupplierPersonFactory,
    reached,
    worker,
    written,
)

pytestmark = pytest.mark.django_db
# The last second of 15 January in Oslo; in July an hour earlier by the clock of the world.
WINTER = datetime(2027, 1, 15, 22, 59, 59, tzinfo=UTC)
SUMMER = datetime(2027, 7, 15, 21, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("until", [WINTER, SUMMER])
@pytest.mark.parametrize(
    ("after", "is_open", "left"),
    [(-1, True, "Closes today"), (0.999, True, "Closes today"), (1, False, "Closed 15 ")],
)
def test_a_deadline_at_midnight_is_kept_to_the_second_in_oslo(until, after, is_open, left):
    need = NeedFactory(published=True, solutions_until=until, questions_until=until)
    at = until + timedelta(seconds=after)

    with translation.override("en"):
        assert words.time_left(need.solutions_until, need, at=at).startswith(left)
    assert (need.takes_solutions_at(at), need.takes_questions_at(at)) == (is_open, is_open)


def test_with_the_competition_everything_closes_and_back_from_it_all_is_open_again():
    member, late = SupplierPersonFactory(), SupplierPersonFactory()
    gathering = GatheringFactory(
        kind=GatheringKind.MARKET,
        series__state=SeriesState.PUBLISHED,
        starts_at=AT + timedelta(days=9),
        ends_at=AT + timedelta(days=9, hours=3),
        day=(AT + timedelta(days=9)).date(),
    )
    need = NeedFactory(published=True, network=gathering.series.network)
    reached(need, Stage.DIALOGUE, on=TODAY)
    buyer = worker(need.municipality)
    linked = conferences.link_conference(
        need=need, gathering=gathering, seats=5, by=UserFactory(), at=AT
    )
    row = slots.Row(first=AT + timedelta(days=3), count=2, minutes=20)
    [one, two] = slots.offer_slots(need=need, row=row, by=UserFactory(), at=AT)
    slots.book(slot=one, supplier=member.supplier, by=member.person, at=AT)
    asked = Question.objects.create(
        need=need, supplier=member.supplier, text="Hva?", asked_at=AT
    )
    sent = SolutionFactory(need=need, supplier=member.supplier)
    mine = {"supplier": late.supplier, "by": late.person, "at": AT}
    place = need.municipality
    attempts = [
        lambda: questions.ask(need=need, text="Når?", **mine),
        lambda: questions.answer(
            question=asked, municipality=place, text="Ja.", by=buyer, at=AT
        ),
        lambda: questions.promise(question=asked, on=TODAY, by=UserFactory(), at=AT),
        lambda: slots.book(slot=two, **mine),
        lambda: slots.offer_slots(need=need, row=row, by=UserFactory(), at=AT),
        lambda: slots.remove_slot(slot=two, by=UserFactory(), at=AT),
        lambda: slots.change_link(
            slot=two, link="https://meet.example/1", by=UserFactory(), at=AT
        ),
        lambda: slots.call_off(slot=one, reason="Syk.", by=buyer, at=AT),
        lambda: conferences.take_seat(conference=linked, people=1, **mine),
        lambda: conferences.link_conference(
            need=need, gathering=gathering, seats=9, by=UserFactory(), at=AT
        ),
        lambda: solutions.save_draft(need=need, content=written(), **mine),
        lambda: solutions.send(need=need, content=written(), **mine),
        lambda: solutions.withdraw(solution=sent, by=member.person, at=AT),
    ]

    stages.move_on(
        need=need,
        stage=Stage.COMPETITION,
        on=TODAY,
        competition_url="https://doffin.example/1",
        by=buyer,
        at=AT,
    )

    for attempt in attempts:
        with pytest.raises(Declined):
            attempt()
    stages.go_back(need=need, stage=Stage.DIALOGUE, reason="Feil.", by=buyer, at=AT)
    assert slots.book(slot=one, **mine).supplier == late.supplier
    assert solutions.send(need=need, content=written(), **mine).pk


def test_a_company_that_is_restored_is_read_and_books_again():
    member = SupplierPersonFactory()
    sent = SolutionFactory(supplier=member.supplier)
    reader = SupplierPersonFactory().person
    slot = Slot.objects.create(
        need=sent.need, starts_at=AT + timedelta(days=1), ends_at=AT + timedelta(days=2)
    )
    platform = worker(sent.need.municipality)
    booking = {"slot": slot, "supplier": member.supplier, "by": member.person, "at": AT}
    slots.book(**booking)

    suppliers.suspend(supplier=member.supplier, reason="Reklame.", by=platform, at=AT)
    assert not Solution.objects.visible_to(reader).exists()
    with pytest.raises(suppliers.CompanyStopped):
        slots.book(**booking)
    suppliers.restore(supplier=member.supplier, by=platform, at=AT)

    assert Solution.objects.visible_to(reader).get() == sent
    assert slots.book(**booking).supplier == member.supplier
