"""Initiatives of a region, its programmes and owned companies, as one reader sees them."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Prefetch, Q

from accounts.models import User
from assessments.models import (
    FundingProgramme,
    Initiative,
    InitiativeArea,
    InitiativeEntry,
    OwnedCompany,
    StrategyTask,
)
from common.nordic import by_name
from networks.models import Region


@dataclass(frozen=True, slots=True)
class Overview:
    """What a region's page of initiatives shows."""

    initiatives: list[Initiative]
    programmes: list[FundingProgramme]
    companies: list[OwnedCompany]


def overview(region: Region, person: User | AnonymousUser) -> Overview:
    """Read what the person may read of a region; four queries."""
    return Overview(
        initiatives=list(
            Initiative.objects.visible_to(person)
            .filter(region=region)
            .annotate(areas_count=Count("areas"))
            .order_by(by_name("title"), "pk")
        ),
        programmes=list(
            FundingProgramme.objects.visible_to(person)
            .filter(region=region)
            .select_related("finance_strategy")
            .annotate(
                tasks_open=Count(
                    "strategy_tasks", filter=Q(strategy_tasks__done_on__isnull=True)
                )
            )
            .order_by(by_name(), "pk")
        ),
        companies=list(
            OwnedCompany.objects.visible_to(person)
            .filter(region=region)
            .order_by(by_name(), "pk")
        ),
    )


def areas_of(initiative: Initiative) -> list[InitiativeArea]:
    """Areas with their whole log, the newest entry first; two queries."""
    entries = InitiativeEntry.objects.select_related("by").order_by("-on", "-pk")
    rows = initiative.areas.order_by("position", "pk")
    return list(rows.prefetch_related(Prefetch("entries", entries)))


def tasks_of(programme: FundingProgramme) -> list[StrategyTask]:
    """Tasks of the finance strategy: those to do first, by their day."""
    rows = programme.strategy_tasks.order_by(
        F("done_on").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"
    )
    return list(rows)
