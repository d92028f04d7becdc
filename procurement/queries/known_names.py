"""What is kept for a while: names of municipalities and counties; who has needs.

What is kept is the same for all readers; which of it one is shown, the list decides. Each
process keeps its own until its time is over, whatever is written meanwhile.
"""

from django.db.models import Q
from django.utils import timezone

from common.memory import Memory
from networks.models import CountyMembership, Municipality
from procurement.enums import CLOSED_STAGES, JoinAnswer, NeedState, SolutionState, Verdict
from procurement.models import Need, PoolMember, Solution

_places: Memory[dict[str, tuple[int, str]]] = Memory(seconds=300, entries=1)
_counties: Memory[dict[str, tuple[str, str]]] = Memory(seconds=60, entries=1)
_open_places: Memory[set[int]] = Memory(seconds=60, entries=1)


def place_of(country: str, code: str) -> tuple[int, str] | None:
    """Give key and name of a municipality by country and code; None where there is none."""
    return _places.get("all", _read_places).get(f"{country}-{code}")


def county_key(country: str, code: str) -> str:
    """Name a county as addresses do: ``no-33``."""
    return f"{country.lower()}-{code}"


def counties() -> dict[str, tuple[str, str]]:
    """Give key of a municipality → key and name of its county."""
    return _counties.get("all", read_counties)


def open_places() -> set[int]:
    """Give the municipalities with a need that may wait for them; a minute old.

    That is one in the dialogue or before, or with solutions nobody has decided on: lead and
    those who have joined.
    """
    return _open_places.get("all", _read_open_places)


def _read_open_places() -> set[int]:
    undecided = Solution.objects.filter(
        need__isnull=False, state=SolutionState.SENT, verdict=Verdict.NONE
    )
    rows = Need.objects.filter(
        ~Q(stage__in=CLOSED_STAGES) | Q(pk__in=undecided.values("need")),
        state=NeedState.PUBLISHED,
    ).order_by()
    joined = PoolMember.objects.filter(pool__need__in=rows.values("pk"), answer=JoinAnswer.YES)
    leads = rows.values_list("municipality", flat=True)
    return set(leads.union(joined.order_by().values_list("municipality", flat=True)))


def _read_places() -> dict[str, tuple[int, str]]:
    rows = Municipality.objects.only("pk", "country", "code", "name")
    return {f"{row.country_id}-{row.code}": (row.pk, row.name) for row in rows}


def read_counties() -> dict[str, tuple[str, str]]:
    """Read key of a municipality → key and name of the county it lies in today."""
    rows = CountyMembership.objects.current(on=timezone.localdate()).values_list(
        "municipality", "county__country", "county__code", "county__name"
    )
    return {str(pk): (county_key(land, code), name) for pk, land, code, name in rows}
