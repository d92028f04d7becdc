"""What somebody else took away between the page and the button."""

import pytest

from procurement.actions import slots, solutions
from procurement.actions.slots import TalkTaken
from procurement.models import Slot, Solution
from tests.procurement.factories import (
    AT,
    FAR,
    LATER,
    NeedFactory,
    SupplierPersonFactory,
    worker,
    written,
)

pytestmark = pytest.mark.django_db


def test_a_talk_that_the_buyers_took_away_is_told_to_be_taken():
    member, need = SupplierPersonFactory(), NeedFactory(published=True)
    talk = Slot.objects.create(need=need, starts_at=LATER, ends_at=FAR)
    gone = Slot.objects.select_related("need").get()
    slots.remove_slot(slot=gone, by=worker(need.municipality), at=AT)

    with pytest.raises(TalkTaken):
        slots.book(slot=talk, supplier=member.supplier, by=member.person, at=AT)


def test_a_draft_that_a_colleague_deleted_meanwhile_is_written_anew():
    member, need = SupplierPersonFactory(), NeedFactory(published=True)
    common = {"supplier": member.supplier, "need": need, "at": AT, "by": member.person}
    draft = solutions.save_draft(content=written(title="Først"), **common)
    seen = Solution.objects.get(pk=draft.pk)
    solutions.withdraw(solution=draft, by=member.person, at=AT)

    solutions.save_draft(content=written(title="Så"), solution=seen, **common)

    assert Solution.objects.get().title == "Så"
