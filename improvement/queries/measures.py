"""Lists of measures: which ones, in which order. Only the measures' own columns are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from common.nordic import by_name, matches
from improvement.enums import OPEN_STATES, Pull
from improvement.models import (
    CycleSettings,
    Measure,
    MeasureTarget,
    Objective,
    readable_municipalities,
)
from improvement.queries.settings import settings_by_programme
from networks.models import Membership, Municipality

OURS, NETWORK = "oss", "nettverket"
SORTS = ("title", "state", "end", "logged", "responsible", "municipality", "copies")
NOBODY = "ingen"
_SEARCHED = (
    "title",
    "description",
    "responsible_unit",
    "collaborators",
    "responsible_person__name",
    "municipality__name",
)


@dataclass(frozen=True, slots=True)
class MeasureChoice:
    """What the reader of a list has chosen; empty means all.

    Attributes:
        whose: ``OURS``, or ``NETWORK`` for measures of those one works together with.
        text: Words to be found.
        state: Code of a state.
        goal: Number of a goal; 0 means all.
        objective: Key of an objective; 0 means all.
        responsible: Key of a person, or ``NOBODY``.
        kind: Code of a type.
        is_stale: Only those whose status is too old.
        is_archived: Archived ones instead of living ones.
        sort: One of ``SORTS``.
        is_descending: Last first.
    """

    whose: str = OURS
    text: str = ""
    state: str = ""
    goal: int = 0
    objective: int = 0
    responsible: str = ""
    kind: str = ""
    is_stale: bool = False
    is_archived: bool = False
    sort: str = "end"
    is_descending: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(
            self.text
            or self.state
            or self.goal
            or self.objective
            or self.responsible
            or self.kind
            or self.is_stale
            or self.is_archived
        )


def measure_list(
    *, municipality: Municipality, person: User, choice: MeasureChoice, at: datetime
) -> QuerySet[Measure]:
    """Measures of the municipality, or of those it is in a network with, as chosen."""
    readers = None  # one's own municipality may know how often it is followed
    if choice.whose == NETWORK:
        readers = readable_municipalities(person)
        rows = Measure.objects.visible_to(person).filter(
            municipality__in=partners_of(municipality)
        )
    else:
        rows = Measure.objects.filter(municipality=municipality)
    rows = rows.filter(_as_chosen(choice), archived_at__isnull=not choice.is_archived)
    if choice.is_stale:
        rows = rows.filter(stale(settings_by_programme(), at=at))
    found: QuerySet[Measure] = (
        rows.select_related(
            "municipality", "responsible_person", "objective", "network", "copied_from"
        )
        .annotate(copy_count=Coalesce(Subquery(_copies(readers)), 0))
        .order_by(*_order(choice), "pk")
    )
    return found


def _as_chosen(choice: MeasureChoice) -> Q:
    """Condition of what is chosen, but for the age of the status."""
    wanted = Q()
    if choice.text:
        wanted &= matches(choice.text, fields=_SEARCHED)
    if choice.responsible == NOBODY:
        wanted &= Q(responsible_person__isnull=True)
    elif choice.responsible:
        wanted &= Q(responsible_person=choice.responsible)
    if choice.goal:
        wanted &= touches_goal(choice.goal)
    plain = {"state": choice.state, "kind": choice.kind, "objective": choice.objective}
    return wanted & Q(**{name: value for name, value in plain.items() if value})


def touches_goal(goal: int) -> Q:
    """Measures that help a target of the goal, or whose objective aims at one."""
    pulls = MeasureTarget.objects.filter(target__goal=goal, pull=Pull.HELPS)
    aims = Objective.objects.filter(targets__goal=goal)
    unsaid = ~Q(pk__in=MeasureTarget.objects.filter(pull=Pull.HELPS).values("measure"))
    return Q(pk__in=pulls.values("measure")) | (unsaid & Q(objective__in=aims.values("pk")))


def stale(settings: dict[int | None, CycleSettings], *, at: datetime) -> Q:
    """Open measures that nobody has logged for longer than their programme accepts."""
    morning = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    own = [key for key in settings if key is not None]
    old = Q()
    for programme, chosen in settings.items():
        before = morning - timedelta(days=chosen.acceptable_days)
        silent = Q(logged_at__lt=before) | Q(logged_at__isnull=True, created_at__lt=before)
        if programme is not None:
            old |= Q(network__programme=programme) & silent
        elif own:
            others = Q(network__isnull=True) | Q(network__programme__isnull=True)
            old |= (others | ~Q(network__programme__in=own)) & silent
        else:
            old |= silent
    return Q(state__in=OPEN_STATES) & old


def partners_of(municipality: Municipality) -> QuerySet[Municipality]:
    """Municipalities in the same networks."""
    current = Membership.objects.counted()
    networks = current.filter(municipality=municipality).values("network")
    others = current.filter(network__in=networks).exclude(municipality=municipality)
    return Municipality.objects.filter(pk__in=others.values("municipality"))


def counts_of(municipality: Municipality) -> dict[str, int]:
    """How many living measures are in each state; one query."""
    rows = (
        Measure.objects.filter(municipality=municipality, archived_at__isnull=True)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    return dict(rows)


def responsible_in(municipality: Municipality) -> QuerySet[User]:
    """People who are responsible for a measure there, by name."""
    held = Measure.objects.filter(municipality=municipality, responsible_person__isnull=False)
    return User.objects.filter(pk__in=held.values("responsible_person")).order_by(
        by_name(), "pk"
    )


def objectives_in(
    municipality: Municipality, *, kept: int | None = None
) -> QuerySet[Objective]:
    """Living objectives, and the one that is chosen already, the oldest first."""
    found: QuerySet[Objective] = Objective.objects.filter(
        Q(archived_at__isnull=True) | Q(pk=kept), municipality=municipality
    ).order_by("pk")
    return found


def _copies(places: QuerySet[Municipality] | None) -> QuerySet[Any, Any]:
    copies = Measure.objects.filter(copied_from=OuterRef("pk"), archived_at__isnull=True)
    if places is not None:
        copies = copies.filter(municipality__in=places)
    return copies.order_by().values("copied_from").annotate(n=Count("pk")).values("n")


def _order(choice: MeasureChoice) -> list[OrderBy]:
    last = choice.is_descending
    if choice.sort in {"title", "responsible", "municipality"}:
        fields = {
            "responsible": "responsible_person__name",
            "municipality": "municipality__name",
        }
        return [by_name(fields.get(choice.sort, "title"), descending=last)]
    if choice.sort in {"state", "copies"}:
        column = F("state" if choice.sort == "state" else "copy_count")
        return [column.desc() if last else column.asc()]
    dated = (
        F("logged_at")
        if choice.sort == "logged"
        else Coalesce(F("finished_on"), F("expected_end_on"), F("ends_on"))
    )
    if last:
        return [dated.desc(nulls_last=True)]
    return [dated.asc(nulls_last=True)]
