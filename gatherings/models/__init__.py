"""Gatherings: series, seats, programme."""

from gatherings.models.feeds import CalendarFeed
from gatherings.models.gatherings import AgendaItem, Gathering, GatheringChange, Speaker
from gatherings.models.registrations import Participation, Registration, RegistrationEvent
from gatherings.models.series import HostPerson, SeatCount, Series, SeriesHost

__all__ = [
    "AgendaItem",
    "CalendarFeed",
    "Gathering",
    "GatheringChange",
    "HostPerson",
    "Participation",
    "Registration",
    "RegistrationEvent",
    "SeatCount",
    "Series",
    "SeriesHost",
    "Speaker",
]
