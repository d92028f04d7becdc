"""The market dialogue of a need: questions, talks, conference and log."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from gatherings.enums import GatheringKind, GatheringState, SeriesState
from gatherings.models import Gathering
from procurement.enums import DialogueEvent
from procurement.models import Conference, DialogueEntry, Need, Question, Slot, Supplier

# What everybody may read; the others tell who has done something.
PUBLIC = (
    DialogueEvent.PUBLISHED,
    DialogueEvent.CHANGED,
    DialogueEvent.ASKED,
    DialogueEvent.ANSWERED,
    DialogueEvent.HIDDEN,
    DialogueEvent.PROMISED,
    DialogueEvent.OFFERED,
    DialogueEvent.REMOVED,
    DialogueEvent.LEFT,
    DialogueEvent.CLOSED,
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Conference and talks of a need.

    Attributes:
        seats_taken: People from suppliers at the conference.
        mine: People from the reader's company there; 0 for none.
        slots: All talks, by time.
    """

    conference: Conference | None
    seats_taken: int
    mine: int
    slots: list[Slot]


def questions_of(need: Need) -> list[Question]:
    """List the questions, those that wait last, the newest answer first.

    Who has asked is left in the database.
    """
    rows = need.questions.defer("supplier").select_related("answered_for__country")
    newest = F("answered_at").desc(nulls_last=True)  # PostgreSQL has those without first
    return list(rows.order_by(newest, "-asked_at", "-pk"))


def read_meeting(need: Need, supplier: Supplier | None) -> Meeting:
    """Read conference and talks; three queries."""
    conference = (
        Conference.objects.filter(need=need)
        .select_related("need", "gathering__series__network")
        .first()
    )
    seats = list(conference.seats.values_list("supplier", "people")) if conference else []
    mine = sum(people for pk, people in seats if supplier and pk == supplier.pk)
    slots = need.slots.select_related("supplier").order_by("starts_at")
    return Meeting(conference, sum(people for _pk, people in seats), mine, list(slots))


def conferences_for(need: Need, *, at: datetime) -> list[Gathering]:
    """List the market dialogues of the need's network that lie ahead."""
    if need.network is None:
        return []
    ahead = Q(starts_at__gt=at) | Q(starts_at__isnull=True, day__isnull=True)
    # A day more on the side of the past: which day it is, the zone of the series says.
    ahead |= Q(starts_at__isnull=True, day__gte=at.date() - timedelta(days=1))
    rows = Gathering.objects.filter(
        ahead,
        series__network=need.network,
        series__state=SeriesState.PUBLISHED,
        kind=GatheringKind.MARKET,
    ).exclude(state=GatheringState.CANCELLED)
    read = rows.select_related("series").order_by("day", "pk")[:50]
    return [row for row in read if is_ahead(row, at=at)]


def is_ahead(gathering: Gathering, *, at: datetime) -> bool:
    """Whether a gathering is held and has not begun; one without a time lies ahead."""
    if gathering.state == GatheringState.CANCELLED:
        return False
    if gathering.starts_at is not None:
        return gathering.starts_at > at
    day = gathering.day
    return day is None or day >= at.astimezone(gathering.series.zone).date()


def log_of(need: Need, *, whole: bool, supplier: Supplier | None) -> QuerySet[DialogueEntry]:
    """List what happened, the newest first.

    Args:
        need: Whose dialogue it is.
        whole: For a buyer, who reads all; others read what is public.
        supplier: The reader's company, which reads what it has done itself.
    """
    rows = DialogueEntry.objects.filter(need=need)
    if not whole:
        seen = Q(kind__in=PUBLIC)
        if supplier is not None:
            seen |= Q(supplier=supplier)
        rows = rows.filter(seen)
    rows = rows.select_related("supplier", "municipality__country", "by", "question")
    return rows.defer("question__supplier").order_by("-at", "-pk")
