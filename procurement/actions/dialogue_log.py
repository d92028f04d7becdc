"""The log of the market dialogue: one function writes it, nothing changes it."""

from datetime import datetime

from accounts.models import User
from networks.models import Municipality
from procurement.enums import DialogueEvent
from procurement.models import DialogueEntry, Need, Supplier

_LONGEST = 500  # letters of a text


def note(
    *,
    need: Need,
    kind: DialogueEvent,
    at: datetime,
    by: User | None = None,
    supplier: Supplier | None = None,
    municipality: Municipality | None = None,
    text: str = "",
    told: int = 0,
) -> DialogueEntry:
    """Add one thing that happened; the caller has opened the transaction.

    Args:
        need: What the dialogue is about.
        kind: What happened.
        at: The time.
        by: Who did it, if a person did.
        supplier: Whom it concerns.
        municipality: Which buyer it concerns.
        text: What, in a sentence; cut at 500 letters.
        told: How many suppliers were told.
    """
    return DialogueEntry.objects.create(
        need=need,
        kind=kind,
        supplier=supplier,
        municipality=municipality,
        text=text[:_LONGEST],
        told=told,
        by=by,
        at=at,
    )
