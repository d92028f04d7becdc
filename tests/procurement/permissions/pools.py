"""Who may open which page of pools and of what came of needs."""

from decimal import Decimal

from procurement.enums import Stage
from procurement.models import Benefit, Pool, PoolMember
from tests.permission_rows import MEMBERS, WORK
from tests.procurement.factories import AT, NeedFactory

_LEAD = ("pool-start", "pool-change", "pool-ask", "pool-proposals")
_MEMBER = ("pool-answer", "pool-leave", "pool-anchor")
_REPORT = "procurement:benefit-report"
_REMOVE = "procurement:benefit-remove"
TABLE = {
    **{f"procurement:{page}": WORK for page in (*_LEAD, *_MEMBER)},
    _REPORT: WORK,
    _REMOVE: WORK,
    "procurement:network-benefits": MEMBERS,
}


def _common(world):
    """A common need of the municipality that its network reads."""
    need = NeedFactory(
        municipality=world["municipality"],
        network=world["network"],
        state="SHARED",
        volume=3,
        unit="maskiner",
        stage=Stage.CONTRACT,
        competition_url="https://doffin.example/1",
        competition_on=AT.date(),
    )
    pool = Pool.objects.create(need=need)
    PoolMember.objects.create(
        pool=pool, municipality=world["municipality"], answer="YES", volume=3
    )
    return need


def _slug(world):
    return {"slug": _common(world).slug}


def _member(world):
    return {**_slug(world), **world["place"]}


def _benefit(world):
    need = _common(world)
    benefit = Benefit.objects.create(
        need=need, kind="JOBS", year=2026, value=Decimal(1), unit="årsverk",
        text="Telt.", reported_by="Gol", at=AT,
    )  # fmt: skip
    return {"slug": need.slug, "pk": benefit.pk}


ARGUMENTS = {
    **{f"procurement:{page}": _slug for page in _LEAD},
    **{f"procurement:{page}": _member for page in _MEMBER},
    _REPORT: _slug,
    _REMOVE: _benefit,
}
