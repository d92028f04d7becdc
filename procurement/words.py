"""Sentences about needs that pages, refusals and mails share."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.dates import date_in_words, has_passed, moment_in_words, month_in_words
from common.lists import in_words
from common.numbers import NO_BREAK_SPACE, format_number
from networks.models import Municipality
from procurement.enums import Budget, DialogueEvent, Stage, SupplierState
from procurement.models import Need, Supplier

STAGES = tuple(Stage)
_CURRENCIES = {"SE": "SEK"}
_OWN_CURRENCY = "NOK"


def zone_of(need: Need) -> ZoneInfo:
    """Give the time zone that the times of a need are meant in."""
    return zone_in(need.municipality)


def zone_in(place: Municipality) -> ZoneInfo:
    """Give the time zone of a municipality."""
    return ZoneInfo(place.country.time_zone)


def moment(at: datetime | None, need: Need) -> str:
    """Give a time as the clock shows it where the need is; nothing for none."""
    if at is None:
        return ""
    with timezone.override(zone_of(need)):
        return moment_in_words(at)


def day(at: datetime | date, need: Need) -> str:
    """Give the day where the need is."""
    with timezone.override(zone_of(need)):
        return date_in_words(at)


def amount(value: Decimal, unit: str = "") -> str:
    """Print a volume with as many decimals as it has: *1 200 tonnes*, *31,5 tonnes*."""
    # The database keeps two decimals; the exponent is minus the number that are in use.
    exponent = int(round(value, 2).normalize().as_tuple().exponent)
    text = format_number(value, decimals=max(-exponent, 0))
    return f"{text}{NO_BREAK_SPACE}{unit}" if unit else text


def volume(need: Need, whole: Decimal | None = None) -> str:
    """Give the volume a year with its unit: of all together, or the need's own."""
    value = whole or need.volume
    if value is None or not need.unit:
        return ""
    return _("%(amount)s a year") % {"amount": amount(value, need.unit)}


def budget(need: Need) -> str:
    """Give what a year may cost, with its currency; nothing where it is not known."""
    if need.budget == Budget.UNKNOWN:
        return ""
    code = _CURRENCIES.get(need.municipality.country_id, _OWN_CURRENCY)
    return _("%(sum)s %(currency)s a year") % {
        "sum": need.get_budget_display(),
        "currency": code,
    }


def month(value: date) -> str:
    """Give month and year: *September 2027*."""
    text = _("%(month)s %(year)s") % {"month": month_in_words(value), "year": value.year}
    return text[:1].upper() + text[1:]


def days_between(first: date, last: date) -> int:
    """Count the days from one day to another."""
    return (last - first) // timedelta(days=1)


def time_left(until: datetime | None, need: Need, *, at: datetime) -> str:
    """Say how long it is until the need's deadline: days, or the hour of the last day."""
    if until is None:
        return _("No deadline")
    if has_passed(until, at=at):
        return _("Closed %(day)s") % {"day": day(until, need)}
    zone = zone_of(need)
    left = days_between(at.astimezone(zone).date(), until.astimezone(zone).date())
    if left == 0:
        return _("Closes today")
    return ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}


def place_in_way(stage: str) -> int:
    """Give the number of a stage, 1 to 6."""
    return STAGES.index(Stage(stage)) + 1


def stopped(supplier: Supplier) -> str:
    """Say that a company is closed or suspended; nothing for one that is neither."""
    if supplier.state == SupplierState.CLOSED:
        return _("the company is closed")
    if supplier.state == SupplierState.SUSPENDED:
        return _("the company is suspended")
    return ""


def event(entry_kind: DialogueEvent, text: str, need: Need) -> tuple[str, str]:
    """Say in a mail what happened to a need: in a word or two, and in full."""
    if entry_kind == DialogueEvent.CLOSED and text and text == need.competition_url:
        more = _("Offers are given there. Nothing more is taken in here.")
        return _("the competition is announced"), f"{text}\n{more}"
    return str(entry_kind.label), text


def who(lead: Municipality, members: list[str], network: str) -> str:
    """Name the municipalities behind a need: up to three by name, more by number.

    Args:
        lead: Whose need it is.
        members: Names of all that are in, the lead among them; empty for it alone.
        network: Name of the network, or nothing.
    """
    if len(members) > 3:
        number = ngettext("%(n)s municipality", "%(n)s municipalities", len(members))
        text = number % {"n": len(members)}
        if network:
            return pgettext("where", "%(who)s in %(network)s") % {
                "who": text,
                "network": network,
            }
        return text
    return in_words(members) if members else str(lead)
