"""What all who follow a need must hear: written into its log and told at once."""

from datetime import datetime

from accounts.models import User
from networks.models import Municipality
from procurement import answer_letters
from procurement.enums import DialogueEvent
from procurement.logbook import day_of, moment_of, note
from procurement.models import DialogueEntry, Need

__all__ = ["announce", "day_of", "moment_of", "note"]


def announce(
    *,
    need: Need,
    kind: DialogueEvent,
    municipality: Municipality,
    text: str,
    by: User,
    at: datetime,
) -> DialogueEntry:
    """Add what all who follow a published need must hear, and tell them at once.

    Where no company follows it, nobody is: the daily mail tells the others.
    """
    occasion = f"{kind} {at.isoformat()}"
    told = answer_letters.happened(need=need, kind=kind, text=text, occasion=occasion)
    return note(
        need=need,
        kind=kind,
        municipality=municipality,
        text=text,
        told=told,
        by=by,
        at=at,
    )
