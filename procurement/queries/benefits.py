"""What came of needs: of one, and of all of a network, never summed across units."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count

from accounts.models import User
from networks.models import Network
from procurement.enums import BenefitKind, NeedState, Stage
from procurement.models import Benefit, Need

_KINDS = list(BenefitKind)
_KRONER = {"kr", "kr.", "kroner", "kronor"}
_CURRENCIES = {"NO": "NOK", "SE": "SEK", "DK": "DKK", "IS": "ISK"}


@dataclass(frozen=True, slots=True)
class Sum:
    """Benefits of one kind and unit in one year.

    Attributes:
        value: In ``unit``.
        needs: How many needs it comes from.
    """

    kind: BenefitKind
    unit: str
    year: int
    value: Decimal
    needs: int


@dataclass(frozen=True, slots=True)
class NetworkRead:
    """What came of the needs of a network.

    Attributes:
        sums: By kind, unit and year, the newest year first.
        reported: Needs with at least one report.
        missing: Needs at the last stage of which nobody has reported anything, by title.
    """

    sums: list[Sum]
    reported: int
    missing: list[Need]


@dataclass(frozen=True, slots=True)
class NetworkCounts:
    """How many public needs a network has.

    Attributes:
        needs: All of them.
        common: Those that several municipalities have together.
        reported: Those with at least one report of benefit.
    """

    needs: int
    common: int
    reported: int


def benefits_of(need: Need) -> list[Benefit]:
    """Read what came of a need, the newest year first; one query."""
    rows = need.benefits.select_related(
        "municipality", "measure", "indicator", "solution"
    ).order_by("-year", "kind", "pk")
    return list(rows)


def network_benefits(network: Network, person: User | AnonymousUser) -> NetworkRead:
    """Sum what came of the needs of a network that the person may read; two queries.

    Years are kept apart: a job of two years is the same job.
    """
    needs = (
        Need.objects.visible_to(person).filter(network=network).exclude(state=NeedState.DRAFT)
    )
    rows = Benefit.objects.filter(need__in=needs.values("pk"))
    columns = ("need", "kind", "unit", "year", "value", "need__municipality__country")
    found = [
        (need, kind, _currency(unit, country), year, value)
        for need, kind, unit, year, value, country in rows.values_list(*columns)
    ]
    missing = needs.filter(stage=Stage.BENEFIT, benefits__isnull=True)
    return NetworkRead(
        sums=sums(found),
        reported=len({row[0] for row in found}),
        missing=list(missing.select_related("municipality__country").order_by("title", "pk")),
    )


def network_counts(network: Network) -> NetworkCounts:
    """Count the needs of a network that everybody may read; one query."""
    counted = (
        Need.objects.public()
        .filter(network=network)
        .aggregate(
            needs=Count("pk", distinct=True),
            common=Count("pool", distinct=True),
            reported=Count("benefits__need", distinct=True),
        )
    )
    return NetworkCounts(**counted)


def _currency(unit: str, country: str) -> str:
    """Name whose kroner it is; other units stay as they are."""
    is_money = unit.strip().casefold() in _KRONER
    return _CURRENCIES.get(country, unit) if is_money else unit


def sums(rows: list[tuple[int, str, str, int, Decimal]]) -> list[Sum]:
    """Sum rows of need, kind, unit, year and value; units are the same in any case."""
    values: dict[tuple[str, str, int], Decimal] = defaultdict(Decimal)
    needs: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    shown: dict[str, str] = {}
    for need, kind, unit, year, value in rows:
        folded = " ".join(unit.casefold().split())
        shown.setdefault(folded, unit)
        key = (kind, folded, year)
        values[key] += value
        needs[key].add(need)
    order = sorted(values, key=lambda key: (_KINDS.index(BenefitKind(key[0])), key[1], -key[2]))
    return [
        Sum(
            BenefitKind(kind),
            shown[unit],
            year,
            values[kind, unit, year],
            len(needs[kind, unit, year]),
        )
        for kind, unit, year in order
    ]
