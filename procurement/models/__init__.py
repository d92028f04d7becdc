"""Procurement: needs, pools, suppliers, solutions, dialogue, benefit."""

from procurement.models.benefits import Benefit
from procurement.models.dialogue import (
    Conference,
    ConferenceSeat,
    DialogueEntry,
    Question,
    Slot,
)
from procurement.models.needs import Category, Need, NeedPoint, StageStep
from procurement.models.pools import Pool, PoolMember
from procurement.models.solutions import (
    Attachment,
    BuyerNote,
    Reference,
    Solution,
    SolutionPoint,
    SolutionVersion,
)
from procurement.models.suppliers import Supplier, SupplierInvitation, SupplierPerson, Watch

__all__ = [
    "Attachment",
    "Benefit",
    "BuyerNote",
    "Category",
    "Conference",
    "ConferenceSeat",
    "DialogueEntry",
    "Need",
    "NeedPoint",
    "Pool",
    "PoolMember",
    "Question",
    "Reference",
    "Slot",
    "Solution",
    "SolutionPoint",
    "SolutionVersion",
    "StageStep",
    "Supplier",
    "SupplierInvitation",
    "SupplierPerson",
    "Watch",
]
