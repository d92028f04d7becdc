"""Who is who, and when is when, in the series of the demonstration."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from gatherings.models import Gathering, Series
from networks.enums import Role
from networks.models import Municipality, RoleAssignment


def moment(day: date, hour: time, zone: str) -> datetime:
    """Give an instant by the clock of a place."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(zone))


def leader_of(series: Series) -> User:
    """Give the demonstration's leader of the network of a series."""
    held = RoleAssignment.objects.filter(network=series.network, role=Role.NETWORK_LEADER)
    return held.current().select_related("person").order_by("pk")[0].person


def coordinator_of(place: Municipality) -> User:
    """Give who coordinates a municipality."""
    held = RoleAssignment.objects.filter(municipality=place, role=Role.COORDINATOR)
    return held.current().select_related("person").order_by("pk")[0].person


def member(series: Series, code: str) -> Municipality:
    """Give a member of the network by its code."""
    return series.network.current_municipalities().select_related("country").get(code=code)


def at_hour(gathering: Gathering, hour: time) -> datetime:
    """Give a time of the day of a gathering."""
    day = gathering.day or timezone.localdate()
    return moment(day, hour, gathering.series.time_zone)


def days_from(gathering: Gathering, days: int) -> datetime:
    """So many days from a gathering, in the middle of the day."""
    return at_hour(gathering, time(13, 15)) + timedelta(days=days)
