"""What came of a need: reported with year, unit, how it was found, and by whom."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.models import User
from improvement.actions.refusals import Declined
from improvement.models import Measure
from indicators.models import Indicator
from networks.actions.locks import day_in, sign
from networks.models import Municipality
from procurement.actions.locks import lock_need
from procurement.enums import BenefitKind, JoinAnswer, SolutionState, Stage
from procurement.models import Benefit, Need, PoolMember, Solution

FIRST_YEAR = 2000
STAGES = (Stage.CONTRACT, Stage.BENEFIT)
TONNES = "t CO₂e"  # the unit of all emissions


class NoContractYet(Declined):
    """Nothing has come of a need before there is a contract."""

    sentence = gettext_lazy("The need has no contract yet. Move it to that stage first.")


class YearOutside(Declined):
    """A benefit is of a year that has begun."""

    field = "year"
    sentence = gettext_lazy("Write a year from 2000 to this year.")


class UnitMissing(Declined):
    """A number without a unit cannot be summed with others."""

    field = "unit"
    sentence = gettext_lazy("Write the unit, for example kr or full-time jobs.")


class FoundHow(Declined):
    """Whoever reads the number must be able to judge it."""

    field = "text"
    sentence = gettext_lazy("Say how the number was found.")


class ReportedByWhom(Declined):
    """Somebody answers for the number."""

    field = "reported_by"
    sentence = gettext_lazy("Say who reports it.")


class NotOfBuyers(Declined):
    """The benefit is of a municipality that bought."""

    field = "municipality"
    sentence = gettext_lazy("Choose one of the municipalities of the need.")


class NotOfNeed(Declined):
    """What is linked has nothing to do with the need or the municipality."""

    sentence = gettext_lazy("The solution or measure belongs to something else.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One benefit.

    Attributes:
        value: In ``unit``; below 0 where it became worse.
        unit: Not asked for emissions, which are in tonnes of CO₂ equivalents.
        text: How it was found.
        municipality: Of which; None for all together.
    """

    kind: BenefitKind
    year: int
    value: Decimal
    unit: str
    text: str
    reported_by: str
    municipality: Municipality | None = None
    measure: Measure | None = None
    indicator: Indicator | None = None
    solution: Solution | None = None


@transaction.atomic
def report_benefit(*, need: Need, found: Found, by: User, at: datetime) -> Benefit:
    """Report what came of a need. The same again changes nothing.

    Raises:
        NoContractYet: The need has not come to a contract.

    Passes on:
        YearOutside: The year has not begun, or is before 2000.
        UnitMissing: There is no unit.
        FoundHow: It is not said how the number was found.
        ReportedByWhom: It is not said who reports it.
        NotOfBuyers: The municipality is none of the need's.
        NotOfNeed: The solution is to another need, or the measure another municipality's.
    """
    locked = lock_need(need)
    if locked.stage not in STAGES:
        raise NoContractYet
    _check(locked, found, at=at)
    content = {
        "kind": found.kind,
        "year": found.year,
        "value": found.value,
        "unit": TONNES if found.kind == BenefitKind.EMISSIONS else found.unit.strip(),
        "text": found.text.strip(),
        "reported_by": found.reported_by.strip(),
        "municipality": found.municipality,
        "measure": found.measure,
        "indicator": found.indicator,
        "solution": found.solution,
    }
    benefit, _made = Benefit.objects.get_or_create(
        need=locked, **content, defaults={"by": by, "at": at}
    )
    return benefit


@transaction.atomic
def remove_benefit(*, benefit: Benefit, by: User) -> None:
    """Take back a report that was wrong; again changes nothing.

    The history keeps what it said, who took it back, and when.
    """
    lock_need(benefit.need)
    for row in Benefit.objects.filter(pk=benefit.pk):
        sign(row, by=by)
        row.delete()


def _check(need: Need, found: Found, *, at: datetime) -> None:
    this_year = day_in(municipality=need.municipality, at=at).year
    if not FIRST_YEAR <= found.year <= this_year:
        raise YearOutside
    if found.kind != BenefitKind.EMISSIONS and not found.unit.strip():
        raise UnitMissing
    if not found.text.strip():
        raise FoundHow
    if not found.reported_by.strip():
        raise ReportedByWhom
    place = found.municipality
    joined = PoolMember.objects.filter(pool__need=need, answer=JoinAnswer.YES)
    places = {need.municipality_id, *joined.values_list("municipality", flat=True)}
    if place is not None and place.pk not in places:
        raise NotOfBuyers
    solution, measure = found.solution, found.measure
    is_ours = solution is None or (
        solution.need_id == need.pk and solution.state == SolutionState.SENT
    )
    if not is_ours or (measure is not None and measure.municipality_id not in places):
        raise NotOfNeed
