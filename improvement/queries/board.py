"""The board of a network: municipality × step, and how the measures of the members stand."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypedDict, cast

from django.db.models import Max
from django.utils import timezone

from common.nordic import sort_key
from improvement.enums import StepState
from improvement.models import Round, RoundStep, StepProgress
from improvement.queries.functions import FilledFunction, functions_in
from improvement.queries.settings import settings_for
from improvement.queries.summary import MeasureCounts, measure_counts
from networks.models import Membership, Municipality, Network, SubGroup


class _OpenRound(TypedDict):
    pk: int
    municipality: int
    topic: int | None
    topic__name: str | None
    number: int
    started_on: date
    last_event: datetime | None


class _Progress(NamedTuple):
    round: int
    step: int
    step__position: int
    step__kind: str
    state: str
    begun_on: date | None
    done_on: date | None
    due_on: date | None
    needs_help: bool
    help_text: str


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A round that is in a step.

    Attributes:
        round_pk: Key of the round.
        number: Of the round.
        topic: Name of its topic, or empty.
        state: Under way, or, where nothing is under way, waiting for this step or all done.
        age_days: Whole days in the step, or since the round began.
        quiet_days: Whole days since anything happened in the round.
        due_on: The next date, if there is one.
        is_late: That date has passed.
        needs_help: The municipality has asked for help.
        help_text: What with.
    """

    round_pk: int
    number: int
    topic: str
    state: StepState
    age_days: int
    quiet_days: int
    due_on: date | None
    is_late: bool
    needs_help: bool
    help_text: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One municipality: its cards by column, its measures, its functions."""

    municipality: Municipality
    group: SubGroup | None
    cells: list[list[BoardCard]]
    measures: MeasureCounts
    functions: list[FilledFunction]

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Board:
    """The board of a network, as it stands now.

    Attributes:
        columns: The steps, in order; empty while no round was ever opened.
        rows: Members by name, after the filters.
        topics: Topics that open rounds are about (key, name), before the filters.
        groups: Groups of the members, before the filters.
        stale_days: Days after which the status of a measure is stale.
    """

    columns: list[RoundStep]
    rows: list[BoardRow]
    topics: list[tuple[int, str]]
    groups: list[SubGroup]
    stale_days: int


@dataclass(frozen=True, slots=True)
class BoardData:
    """What a board is made of, as it was read.

    Attributes:
        today: The day that ages are counted to.
        topic: Only rounds about this topic, by key.
        group: Only members of this group, by its address name.
    """

    today: date
    topic: int | None
    group: str
    members: list[Membership]
    rounds: list[_OpenRound]
    columns: list[RoundStep]
    progress: dict[int, list[_Progress]]
    stale_days: int
    counts: dict[int, MeasureCounts]
    functions: dict[int, list[FilledFunction]]

    @property
    def digest(self) -> str:
        """The same for two readings that make the same board; a page may be kept under it."""
        content = (
            self.today,
            self.topic,
            self.group,
            self.stale_days,
            [
                (row.municipality.address_keys, str(row.municipality), row.pk)
                for row in self.members
            ],
            [
                row.group and (row.group.pk, row.group.slug, row.group.name)
                for row in self.members
            ],
            [(row.pk, row.position, row.kind, row.local_name) for row in self.columns],
            self.rounds,
            self.progress,
            self.counts,
            {key: [one.is_missing for one in found] for key, found in self.functions.items()},
        )
        return hashlib.sha256(repr(content).encode()).hexdigest()


def read_board(
    network: Network, *, at: datetime, topic: int | None = None, group: str = ""
) -> BoardData:
    """Read what a board is made of; seven queries, whatever its size.

    Args:
        network: Which, with its programme loaded.
        at: Now; ages are counted in whole days of the current time zone.
        topic: Only rounds about this topic, by key.
        group: Only members of this group, by its address name.
    """
    members = _members(network)
    rounds = _open_rounds(network)
    patience = settings_for(network)
    keys = [row.municipality_id for row in members]
    return BoardData(
        today=timezone.localdate(at),
        topic=topic,
        group=group,
        members=members,
        rounds=rounds,
        columns=_columns(network),
        progress=_progress([row["pk"] for row in rounds]),
        stale_days=patience.stale_days,
        counts=measure_counts(keys, network=network, days=patience, at=at),
        functions=functions_in(keys, network=network),
    )


def arrange(data: BoardData) -> Board:
    """Put the cards in their columns, and keep what the filters ask for."""
    members, rounds, columns = data.members, data.rounds, data.columns
    groups = {row.group.pk: row.group for row in members if row.group is not None}
    if data.group:
        wanted = data.group
        members = [row for row in members if row.group is not None and row.group.slug == wanted]
    topics = {
        row["topic"]: row["topic__name"] or "" for row in rounds if row["topic"] is not None
    }
    if data.topic is not None:
        rounds = [row for row in rounds if row["topic"] == data.topic]
    places = {row.municipality_id: _cells(columns) for row in members}
    for row in rounds:
        cells = places.get(row["municipality"])
        if cells is None:
            continue
        steps = data.progress.get(row["pk"], [])
        for column, card in _cards(row, steps, columns, data.today):
            cells[column].append(card)
    return Board(
        columns=columns,
        rows=[
            BoardRow(
                municipality=row.municipality,
                group=row.group,
                cells=places[row.municipality_id],
                measures=data.counts.get(row.municipality_id, MeasureCounts()),
                functions=data.functions[row.municipality_id],
            )
            for row in members
        ],
        topics=sorted(topics.items(), key=lambda pair: (sort_key(pair[1]), pair[0])),
        groups=sorted(groups.values(), key=lambda row: (sort_key(row.name), row.pk)),
        stale_days=data.stale_days,
    )


def _members(network: Network) -> list[Membership]:
    rows = (
        Membership.objects.counted()
        .filter(network=network)
        .select_related("municipality", "group")
    )
    return sorted(rows, key=lambda row: (sort_key(str(row.municipality)), row.pk))


def _open_rounds(network: Network) -> list[_OpenRound]:
    """Rounds of the network that are open, with the time of their last event."""
    rows = (
        Round.objects.filter(network=network, closed_at__isnull=True)
        .annotate(last_event=Max("events__at"))
        .order_by("topic__name", "pk")
        .values(*_OpenRound.__annotations__)
    )
    return cast("list[_OpenRound]", list(rows))


def _columns(network: Network) -> list[RoundStep]:
    """The main steps in use of the programme's template."""
    rows = RoundStep.objects.filter(
        template__programme=network.programme_id, is_side_input=False, is_retired=False
    )
    return list(rows.order_by("position", "pk"))


def _progress(rounds: list[int]) -> dict[int, list[_Progress]]:
    """The main steps of rounds, in order; plain rows, since there are many."""
    rows = (
        StepProgress.objects.filter(round__in=rounds, step__is_side_input=False)
        .order_by("step__position", "pk")
        .values_list(*_Progress._fields)
    )
    found: dict[int, list[_Progress]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(_Progress(*row))
    return found


def _cells(columns: list[RoundStep]) -> list[list[BoardCard]]:
    return [[] for _column in columns]


def _cards(
    round_: _OpenRound, steps: list[_Progress], columns: list[RoundStep], today: date
) -> list[tuple[int, BoardCard]]:
    """The cards of a round: one for each step under way, else one where it stands still."""
    active = [row for row in steps if row.state == StepState.ACTIVE]
    waiting = [row for row in steps if row.state == StepState.WAITING]
    shown = active or waiting[:1] or steps[-1:]
    found = []
    for row in shown:
        column = _column_of(row, columns)
        if column is not None:
            found.append((column, _card(round_, row, today)))
    return found


def _column_of(row: _Progress, columns: list[RoundStep]) -> int | None:
    """Where a step stands: its own column, else that of its kind, else the last before it."""
    keys = [column.pk for column in columns]
    if row.step in keys:
        return keys.index(row.step)
    kinds = [column.kind for column in columns]
    if row.step__kind in kinds:
        return kinds.index(row.step__kind)
    before = [n for n, column in enumerate(columns) if column.position < row.step__position]
    return before[-1] if before else (0 if columns else None)


def _card(round_: _OpenRound, row: _Progress, today: date) -> BoardCard:
    since = row.done_on if row.state == StepState.DONE else row.begun_on
    begun, last = since or round_["started_on"], round_["last_event"]
    heard = timezone.localdate(last) if last is not None else begun
    return BoardCard(
        round_pk=row.round,
        number=round_["number"],
        topic=round_["topic__name"] or "",
        state=StepState(row.state),
        age_days=max((today - begun).days, 0),
        quiet_days=max((today - heard).days, 0),
        due_on=row.due_on,
        is_late=row.due_on is not None and row.due_on < today,
        needs_help=row.needs_help,
        help_text=row.help_text,
    )
