"""What belongs to the file of the procurement: weight of the climate, conflicts of interest."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.models import User
from improvement.actions.refusals import Declined
from networks.actions.locks import sign
from procurement.actions.locks import living_need
from procurement.enums import ClimateWeight
from procurement.models import Need

LEAST_WEIGHT, MOST_WEIGHT = 30, 100  # per cent


class WeightTooLow(Declined):
    """The rule says thirty per cent."""

    field = "climate_percent"
    sentence = gettext_lazy("The weight must be from 30 to 100 per cent.")


class ClimateReasonMissing(Declined):
    """Every way around the weight needs a reason."""

    field = "climate_reason"
    sentence = gettext_lazy("Say why. The reason belongs to the file of the procurement.")


@transaction.atomic
def weigh_climate(
    *, need: Need, climate: str, percent: int | None, reason: str, by: User, at: datetime
) -> Need:
    """Say how climate and environment are to count in the competition.

    Args:
        need: Which one.
        climate: One of ``ClimateWeight``.
        percent: The weight, 30 to 100; only where it is weighted.
        reason: Why it is a requirement instead, or the footprint insignificant.
        by: Who says so.
        at: The time.

    Raises:
        WeightTooLow: The weight is missing or below 30.
        ClimateReasonMissing: It is not weighted, and no reason is given.

    Passes on:
        NeedClosed: It is closed.
    """
    locked = living_need(need)
    is_weighted = climate == ClimateWeight.WEIGHTED
    if is_weighted and not (percent is not None and LEAST_WEIGHT <= percent <= MOST_WEIGHT):
        raise WeightTooLow
    if climate in {ClimateWeight.REQUIRED, ClimateWeight.INSIGNIFICANT} and not reason.strip():
        raise ClimateReasonMissing
    locked.climate = climate
    locked.climate_percent = percent if is_weighted else None
    locked.climate_reason = reason.strip()
    sign(locked, by=by)
    locked.save(update_fields=["climate", "climate_percent", "climate_reason", "updated_at"])
    return locked


@transaction.atomic
def declare_conflicts(*, need: Need, text: str, by: User, at: datetime) -> Need:
    """Write down conflicts of interest and what was done about them; for the buyers alone.

    Passes on:
        NeedClosed: It is closed.
    """
    locked = living_need(need)
    locked.conflict_of_interest = text.strip()
    sign(locked, by=by)
    locked.save(update_fields=["conflict_of_interest", "updated_at"])
    return locked
