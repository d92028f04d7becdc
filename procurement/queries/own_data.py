"""What procurement knows about a person, for the file that the person may take."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from procurement.models import (
    Benefit,
    BuyerNote,
    DialogueEntry,
    Need,
    PoolMember,
    Question,
    Reference,
    Slot,
    Solution,
    SolutionVersion,
    StageStep,
    SupplierInvitation,
    SupplierPerson,
    Watch,
)
from procurement.queries.suppliers import hidden_needs


def own_data(person: User) -> dict[str, Any]:
    """The company one acts for, what one follows, and what one has written, ready for JSON."""
    return {**_as_supplier(person), **_as_buyer(person)}


def _as_supplier(person: User) -> dict[str, Any]:
    companies = SupplierPerson.objects.filter(person=person).order_by("pk")
    invited = SupplierInvitation.objects.filter(email__iexact=person.email).order_by("pk")
    inviting = SupplierInvitation.objects.filter(invited_by=person).order_by("pk")
    booked = Slot.objects.filter(booked_by=person).order_by("pk")
    contact = Solution.objects.filter(contact_email__iexact=person.email).order_by("pk")
    sent = SolutionVersion.objects.filter(by=person).order_by("pk")
    return {
        "companies": list(
            companies.values(
                "supplier__name", "supplier__organisation_number", "is_owner", "added_at"
            )
        ),
        "followed_needs": _followed(person),
        "company_invitations": list(
            invited.values("supplier__name", "invited_at", "expires_at", "accepted_at")
        ),
        "company_invitations_sent": list(
            inviting.values("supplier__name", "email", "invited_at", "accepted_at")
        ),
        "booked_talks": list(booked.values("need__title", "starts_at", "booked_at")),
        "contact_of_solutions": list(
            contact.values("title", "contact_name", "contact_email", "state")
        ),
        "solutions_sent": list(sent.values("solution__title", "number", "at")),
    }


def _followed(person: User) -> list[dict[str, Any]]:
    """List needs and searches; the title of a need only while the person may read it."""
    rows = list(Watch.objects.filter(person=person).select_related("need").order_by("pk"))
    hidden = hidden_needs([row.need for row in rows if row.need], person)
    gone = _("A need that you can no longer read")
    return [
        {
            "need__title": gone if row.need_id in hidden else row.need and row.need.title,
            "words": row.words,
            "told_until": row.told_until,
        }
        for row in rows
    ]


def _as_buyer(person: User) -> dict[str, Any]:
    mine = Q(contact=person) | Q(contact_email__iexact=person.email)
    contact = Need.objects.filter(mine).order_by("pk")
    steps = StageStep.objects.filter(by=person).order_by("pk")
    joined = PoolMember.objects.filter(answered_by=person).order_by("pk")
    answers = Question.objects.filter(answered_by=person).order_by("pk")
    notes = BuyerNote.objects.filter(by=person).order_by("pk")
    confirmed = Reference.objects.filter(answered_by=person).order_by("pk")
    benefits = Benefit.objects.filter(by=person).order_by("pk")
    said = DialogueEntry.objects.filter(by=person).order_by("pk")
    return {
        "contact_of_needs": list(contact.values("title", "contact_name", "contact_email")),
        "stages_of_needs": list(steps.values("need__title", "stage", "on", "reason", "at")),
        "answers_to_pools": list(
            joined.values("pool__need__title", "municipality__name", "answer", "answered_at")
        ),
        "answers_to_questions": list(
            answers.values("need__title", "text", "answer", "answered_at")
        ),
        "notes_on_solutions": list(notes.values("solution__title", "text", "at")),
        "answers_to_references": list(
            confirmed.values("solution__title", "confirmed_at", "refused_at")
        ),
        "benefits": list(benefits.values("need__title", "kind", "year", "text", "at")),
        "market_dialogue": list(said.values("need__title", "kind", "text", "at")),
    }
