"""A need of the demonstration that is told event by event, and who and what stands in it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from networks.models import Network
from portal.demo.moments import moment
from portal.demo.places import Place
from portal.demo.suppliers import Seller
from procurement.actions.solutions import Content
from procurement.models import Need, Solution

Event = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """One need with its buyers and sellers.

    Attributes:
        places: Code → member of the network.
        at: When the demonstration is loaded; events count their days from it.
        sent: Key of a seller → its solution, and what it says now.
    """

    network: Network
    places: dict[str, Place]
    sellers: dict[str, Seller]
    lead: Place
    need: Need
    at: datetime
    sent: dict[str, tuple[Solution, Content]] = field(default_factory=dict)

    def when(self, event: Event) -> datetime:
        """Give the moment of an event."""
        return self.lead.day(self.at, event["day"])

    def day(self, days: int) -> date:
        """Give the day so many days from the loading."""
        return timezone.localdate(self.at) + timedelta(days=days)

    def clock(self, days: int, hour: time) -> datetime:
        """Give a time of day where the need is, so many days from the loading."""
        return moment(self.day(days), hour, self.lead.municipality.country.time_zone)
