"""What every part of the page of a need is told."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from procurement.models import Need


@dataclass(frozen=True, slots=True)
class Reading:
    """One need, and who reads it when.

    Attributes:
        need: With municipality, network and, where there is one, pool at hand.
        may_lead: The reader works in the municipality whose need it is.
        may_buy: The reader works in one of the buyers.
    """

    need: Need
    person: User | AnonymousUser
    at: datetime
    may_lead: bool
    may_buy: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One link in the box of the buyers."""

    label: str
    href: str
