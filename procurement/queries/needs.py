"""One need with what its page shows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef

from common.nordic import sort_key
from indicators.models import Target
from procurement.enums import DialogueEvent, JoinAnswer, PointKind
from procurement.models import DialogueEntry, Need, NeedPoint, PoolMember, StageStep

_CHANGED = DialogueEvent.CHANGED


@dataclass(frozen=True, slots=True)
class StageDates:
    """What is known of one stage.

    Attributes:
        on: The newest day it was reached; None where it was not.
        planned_on: The day it is planned for; None where nothing is planned.
        reason: Why one left out the dialogue before it, or went back to it.
    """

    on: date | None = None
    planned_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NeedRead:
    """Everything on the page of a need that is the need's own, in six queries.

    Attributes:
        goals: Numbers of the goals, in order.
        members: Names of the municipalities that have said yes, the lead first; empty for
            a need of one alone.
        volume: A year, of all that have said yes; None for a need of one alone.
        stages: Code of a stage → its dates.
        changes: What was changed after it was published, the newest first; not the stages.
        closing: The newest entry that closed it.
    """

    goals: list[int]
    targets: list[Target]
    must: list[NeedPoint]
    unknown: list[NeedPoint]
    members: list[str]
    volume: Decimal | None
    stages: dict[str, StageDates]
    changes: list[DialogueEntry]
    closing: DialogueEntry | None


def read_need(need: Need) -> NeedRead:
    """Read what belongs to a need; ``need`` has its municipality and pool at hand."""
    members, whole = members_of(need)
    points = list(need.points.order_by("position"))
    told = need.dialogue.filter(kind__in=[_CHANGED, DialogueEvent.CLOSED])
    # A step is written into the log at its own moment. Of steps back the reason is shown.
    steps = need.steps.filter(is_planned=False, at=OuterRef("at"))
    told = told.exclude(Exists(steps.exclude(reason=OuterRef("text"))), kind=_CHANGED)
    entries = list(told.order_by("-at", "-pk")[:50])
    return NeedRead(
        goals=list(need.goals.order_by("number").values_list("number", flat=True)),
        targets=list(need.targets.order_by("goal_id", "position")),
        must=[row for row in points if row.kind == PointKind.MUST],
        unknown=[row for row in points if row.kind == PointKind.UNKNOWN],
        members=members,
        volume=whole,
        stages=stages_of(need),
        changes=[row for row in entries if row.kind == _CHANGED],
        closing=next((row for row in entries if row.kind == DialogueEvent.CLOSED), None),
    )


def members_of(need: Need) -> tuple[list[str], Decimal | None]:
    """Name those who are behind a common need, the lead first, with their volume a year."""
    pool = getattr(need, "pool", None)
    if pool is None:
        return [], None
    rows = PoolMember.objects.filter(pool=pool, answer=JoinAnswer.YES)
    joined = list(rows.select_related("municipality__country"))
    names = {str(row.municipality) for row in joined}
    whole = sum((row.volume or Decimal(0) for row in joined), Decimal(0))
    return all_names(str(need.municipality), names), whole or None


def all_names(lead: str, others: set[str]) -> list[str]:
    """Put the lead first, then the others by name."""
    return [lead, *sorted(others - {lead}, key=sort_key)]


def stages_of(need: Need) -> dict[str, StageDates]:
    """Tell when each stage was reached, and when it is planned; the newest row counts."""
    found: dict[str, StageDates] = {}
    for row in need.steps.order_by("at", "pk"):
        found[row.stage] = _with(found.get(row.stage, StageDates()), row)
    return found


def _with(known: StageDates, row: StageStep) -> StageDates:
    if row.is_planned:
        return StageDates(known.on, row.on, known.reason)
    return StageDates(row.on, known.planned_on, row.reason)


def newest_step(need: Need) -> StageStep | None:
    """Give the step that says where the need stands."""
    return need.steps.filter(is_planned=False).order_by("-at", "-pk").first()


def steps_of(need: Need) -> list[StageStep]:
    """List every step that was written, planned ones too, the newest first."""
    return list(need.steps.order_by("-at", "-pk"))
