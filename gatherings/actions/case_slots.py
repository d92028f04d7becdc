"""Slots of cases in the programme: lost when the item goes, the day moves, or it is cancelled.

A case that has been presented keeps the gathering where it was.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.enums import CaseState
from gatherings.models import AgendaItem, Case, CaseAdvice, CaseReturn, Gathering
from improvement.actions.refusals import Declined
from networks.actions.locks import sign


class CasesWereHere(Declined):
    """Cases were presented, or got advice, at the gathering."""

    sentence = _("Cases have been presented here. Cancel the gathering instead.")


def free_item(item: AgendaItem, *, by: User | None) -> None:
    """Take the slot from the case that has it; the item itself is left."""
    for case in Case.objects.select_for_update(no_key=True).filter(agenda_item=item):
        _free(case, by=by)


def free_gathering(gathering: Gathering, *, by: User | None, removes_items: bool) -> None:
    """Take the slots from all cases that were to be presented at a gathering.

    Args:
        gathering: The gathering, locked.
        by: Who moves or cancels it.
        removes_items: Whether the items go from the programme as well.
    """
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).filter(gathering=gathering)
    for case in rows.exclude(state=CaseState.PRESENTED).order_by("pk"):
        item = case.agenda_item
        _free(case, by=by)
        if item is not None and removes_items:
            sign(item, by=by)
            item.delete()


def check_removable(gathering: Gathering) -> None:
    """Look whether a gathering can be removed without losing what was said of cases.

    Raises:
        CasesWereHere: Something was.
    """
    here = Q(gathering=gathering)
    if (
        Case.objects.filter(here, state=CaseState.PRESENTED).exists()
        or CaseAdvice.objects.filter(here).exists()
        or CaseReturn.objects.filter(here).exists()
    ):
        raise CasesWereHere


def _free(case: Case, *, by: User | None) -> None:
    case.agenda_item = None
    if case.state != CaseState.PRESENTED:
        case.gathering = None
    sign(case, by=by)
    case.save(update_fields=["agenda_item", "gathering", "updated_at"])
