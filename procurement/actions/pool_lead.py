"""What the lead may still change of a common need, and how its part in the pool follows."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy

from accounts.models import User
from improvement.actions.refusals import Declined
from networks.actions.locks import sign
from procurement.models import Need, PoolMember


class UnitOfAll(Declined):
    """Every member has given its volume in the unit of the need."""

    field = "unit"
    sentence = gettext_lazy(
        "The need is a common one, and all volumes are counted in this unit. It can no longer "
        "be changed."
    )


class VolumeOfAll(Declined):
    """The lead is in the sum like every other."""

    field = "volume"
    sentence = gettext_lazy(
        "The need is a common one, and the volumes of all are summed. Give yours."
    )


def follow_lead(
    need: Need, *, unit: str, volume: Decimal | None, contract_ends_on: date | None, by: User
) -> None:
    """Carry what a change of a need says over to the lead's part in its pool, if it has one.

    The caller has locked the need and not yet changed it; what stays as it is in the need
    stays so in the pool.

    Args:
        need: As it was.
        unit: As it becomes.
        volume: A year, in ``unit``.
        contract_ends_on: When the lead's present contract ends.
        by: Who changes it.

    Raises:
        UnitOfAll: The unit is another.
        VolumeOfAll: There is no volume any more.
    """
    members = PoolMember.objects.select_for_update(no_key=True).filter(pool__need=need)
    row = members.filter(municipality=need.municipality_id).first()
    if row is None:
        return
    if unit.strip() != need.unit:
        raise UnitOfAll
    if volume is None:
        raise VolumeOfAll
    changed = []
    if volume != need.volume:
        row.volume = volume
        changed.append("volume")
    if contract_ends_on != need.contract_ends_on:
        row.contract_ends_on = contract_ends_on
        changed.append("contract_ends_on")
    if changed:
        sign(row, by=by)
        row.save(update_fields=[*changed, "updated_at"])


def carry_to_need(row: PoolMember, need: Need, *, by: User) -> None:
    """Carry the lead's new volume over to its need, which says the same; others have their own.

    Args:
        row: What a municipality has answered, saved.
        need: The need of the pool, locked.
        by: Who has answered.
    """
    if row.municipality_id != need.municipality_id:
        return
    need.volume, need.contract_ends_on = row.volume, row.contract_ends_on
    sign(need, by=by)
    need.save(update_fields=["volume", "contract_ends_on", "updated_at"])
