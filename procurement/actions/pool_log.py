"""What the log of a need tells of its pool: who came or went, and what is left."""

from datetime import datetime
from decimal import Decimal

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from procurement import words
from procurement.actions.dialogue_log import announce, note
from procurement.enums import DialogueEvent
from procurement.models import Need, PoolMember
from procurement.queries.pools import sum_of


def tell_members(
    row: PoolMember, need: Need, kind: DialogueEvent, *, by: User, at: datetime
) -> None:
    """Write into the log of a published need who came or went, and what is left.

    Those who follow it hear at once of who withdraws; who joined stands in the daily mail.
    """
    if need.published_at is None:
        return
    total = sum_of(row.pool, need)
    with translation.override(need.language):
        place = {"place": str(row.municipality)}
        if kind == DialogueEvent.LEFT:
            text = _("%(place)s withdraws: %(why)s")
            parts = [text % {**place, "why": _with_a_stop(row.reason)}]
        else:
            joins = _("%(place)s is in with %(volume)s a year.")
            amount = words.amount(row.volume or Decimal(), need.unit)
            parts = [joins % {**place, "volume": amount}]
        whole = words.amount(total.volume, need.unit)
        parts.append(_("Together %(volume)s a year.") % {"volume": whole})
        if total.short:
            short = _("%(count)s short") % {"count": words.amount(total.short)}
            parts.append(f"{capfirst(short)}.")
        text = " ".join(parts)
    write = announce if kind == DialogueEvent.LEFT else note
    write(need=need, kind=kind, text=text, municipality=row.municipality, by=by, at=at)


def _with_a_stop(reason: str) -> str:
    """End what somebody has written as a sentence: another follows."""
    return reason if reason.endswith((".", "!", "?", "…")) else f"{reason}."
