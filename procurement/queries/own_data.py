"""What procurement knows about a person, for the file that the person may take."""

from typing import Any

from accounts.models import User
from procurement.models import (
    BuyerNote,
    DialogueEntry,
    SupplierInvitation,
    SupplierPerson,
    Watch,
)


def own_data(person: User) -> dict[str, Any]:
    """The company one acts for, what one follows, and what one has written, ready for JSON."""
    companies = SupplierPerson.objects.filter(person=person).order_by("pk")
    watched = Watch.objects.filter(person=person).order_by("pk")
    invited = SupplierInvitation.objects.filter(email__iexact=person.email).order_by("pk")
    notes = BuyerNote.objects.filter(by=person).order_by("pk")
    said = DialogueEntry.objects.filter(by=person).order_by("pk")
    return {
        "companies": list(companies.values("supplier__name", "is_owner", "added_at")),
        "followed_needs": list(watched.values("need__title", "words", "told_until")),
        "company_invitations": list(invited.values("supplier__name", "invited_at")),
        "notes_on_solutions": list(notes.values("solution__title", "text", "at")),
        "market_dialogue": list(said.values("need__title", "kind", "text", "at")),
    }
