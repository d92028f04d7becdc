"""Entries of the log of the market dialogue: written here alone, nothing changes them."""

from datetime import date, datetime

from django.utils import translation

from accounts.models import User
from networks.models import Municipality
from procurement import words
from procurement.enums import DialogueEvent
from procurement.models import DialogueEntry, Need, Question, Supplier

_LONGEST = 500  # letters of a text


def moment_of(at: datetime, need: Need) -> str:
    """Write a time as the log keeps it: in the language and on the clock of the need."""
    with translation.override(need.language):
        return words.moment(at, need)


def day_of(on: date, need: Need) -> str:
    """Write a day as the log keeps it: in the language of the need."""
    with translation.override(need.language):
        return words.day(on, need)


def note(
    *,
    need: Need,
    kind: DialogueEvent,
    at: datetime,
    by: User | None = None,
    supplier: Supplier | None = None,
    municipality: Municipality | None = None,
    question: Question | None = None,
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
        question: Which one; its words stay with it.
        text: What, in a sentence; cut at 500 letters.
        told: How many suppliers were told.
    """
    return DialogueEntry.objects.create(
        need=need,
        kind=kind,
        supplier=supplier,
        municipality=municipality,
        question=question,
        text=text[:_LONGEST],
        told=told,
        by=by,
        at=at,
    )
