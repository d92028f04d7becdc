"""Rounds of a municipality: where they stand, and everything that belonged to them."""

from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from common.nordic import sort_key
from improvement.enums import MeasureState, StepState
from improvement.models import (
    Measure,
    Objective,
    Round,
    RoundEvent,
    StatusEntry,
    StepProgress,
)
from improvement.queries.choices import networks_of
from networks.models import Municipality, Network, Topic


@dataclass(frozen=True, slots=True)
class Scope:
    """What a round is about: a network and a topic of it, or the municipality's own work."""

    network: Network | None
    topic: Topic | None

    @property
    def key(self) -> str:
        """Stable name of the scope, for forms."""
        if self.network is None:
            return "own"
        topic = f"t{self.topic.pk}" if self.topic is not None else ""
        return f"n{self.network.pk}{topic}"


@dataclass(frozen=True, slots=True)
class RoundState:
    """A round with its steps, main ones first.

    Attributes:
        round: With network, topic and template loaded.
        steps: Those that lead from one to the next, in order.
        sides: Those that feed the round at any time.
    """

    round: Round
    steps: list[StepProgress]
    sides: list[StepProgress]

    @property
    def active(self) -> list[StepProgress]:
        """Steps under way, side inputs left out."""
        return [row for row in self.steps if row.state == StepState.ACTIVE]

    @property
    def done(self) -> list[StepProgress]:
        """Steps that the round has been through, side inputs left out."""
        return [row for row in self.steps if row.state == StepState.DONE]

    @property
    def next_due(self) -> StepProgress | None:
        """The step with the first next date."""
        dated = [row for row in (*self.steps, *self.sides) if row.due_on is not None]
        return min(dated, key=lambda row: (row.due_on, row.pk), default=None)

    @property
    def needing_help(self) -> list[StepProgress]:
        return [row for row in (*self.steps, *self.sides) if row.needs_help]


@dataclass(frozen=True, slots=True)
class RoundMeasure:
    """A measure of a round, as it was when the round closed, or as it is now."""

    measure: Measure
    state: MeasureState
    entry: StatusEntry | None


def state_of(round_: Round) -> RoundState:
    """A round with its steps; one query."""
    rows = list(
        StepProgress.objects.filter(round=round_)
        .select_related("step")
        .order_by("step__position", "pk")
    )
    return _state(round_, rows)


def rounds_of(municipality: Municipality) -> list[RoundState]:
    """All rounds of a municipality, newest first; two queries."""
    steps = StepProgress.objects.select_related("step").order_by("step__position", "pk")
    rows = (
        Round.objects.filter(municipality=municipality)
        .select_related("network", "topic")
        .prefetch_related(Prefetch("progress", queryset=steps, to_attr="steps_in_order"))
        .order_by("-started_on", "-pk")
    )
    return [_state(row, row.steps_in_order) for row in rows]


def turns_of(round_: Round) -> list[Round]:
    """All rounds of the same work, the first one first; one query."""
    rows = Round.objects.filter(
        municipality=round_.municipality_id, network=round_.network_id, topic=round_.topic_id
    )
    return list(rows.order_by("number"))


def open_scopes(municipality: Municipality) -> list[Scope]:
    """What a round can be opened for and has none open: own first, networks by name.

    Three queries.
    """
    taken = set(
        Round.objects.filter(municipality=municipality, closed_at__isnull=True).values_list(
            "network", "topic"
        )
    )
    scopes = [Scope(None, None)]
    for network in open_networks(municipality):
        scopes.append(Scope(network, None))
        topics = sorted(network.topics.all(), key=lambda row: (sort_key(row.name), row.pk))
        scopes += [Scope(network, topic) for topic in topics]
    return [
        scope
        for scope in scopes
        if (
            scope.network.pk if scope.network is not None else None,
            scope.topic.pk if scope.topic is not None else None,
        )
        not in taken
    ]


def open_networks(municipality: Municipality) -> list[Network]:
    """Networks that a municipality is in and that are not closed, by name; two queries."""
    rows = networks_of(municipality).prefetch_related("topics")
    return sorted(rows, key=lambda row: (sort_key(row.label), row.pk))


def events_of(round_: Round) -> list[RoundEvent]:
    """What happened in a round, newest first; one query."""
    rows = round_.events.select_related("step", "by", "on_behalf_of__country")
    return list(rows.order_by("-at", "-pk"))


def objectives_in(round_: Round) -> list[Objective]:
    """Objectives of a round: made in it, or carried along from earlier turns; two queries."""
    rows = Objective.objects.filter(
        Q(archived_at__isnull=True) | Q(archived_at__date__gte=round_.started_on),
        round__in=_until(round_),
    )
    return list(rows.select_related("decision").prefetch_related("targets").order_by("pk"))


def measures_in(round_: Round) -> list[RoundMeasure]:
    """Measures of a round: made in it, or carried along unfinished from earlier turns.

    Of a closed round each has the state that its log said when the round closed. Two
    queries.
    """
    rows = (
        Measure.objects.filter(
            Q(archived_at__isnull=True) | Q(archived_at__date__gte=round_.started_on),
            Q(finished_on__isnull=True) | Q(finished_on__gte=round_.started_on),
            round__in=_until(round_),
        )
        .select_related("responsible_person")
        .order_by("pk")
    )
    log = StatusEntry.objects.filter(measure=OuterRef("pk"))
    if round_.closed_at is not None:
        log = log.filter(at__lte=round_.closed_at)
    newest = log.order_by("-at", "-pk").values("pk")[:1]
    measures = list(rows.annotate(newest_entry=Subquery(newest)))
    keys = [row.newest_entry for row in measures if row.newest_entry is not None]
    entries = {row.pk: row for row in StatusEntry.objects.filter(pk__in=keys)}
    found = []
    for row in measures:
        entry = entries.get(row.newest_entry)
        said = entry.state if entry is not None else MeasureState.NOT_STARTED
        found.append(RoundMeasure(row, MeasureState(said), entry))
    return found


def _until(round_: Round) -> QuerySet[Round]:
    """The round and the earlier turns of the same work."""
    return Round.objects.filter(
        municipality=round_.municipality_id,
        network=round_.network_id,
        topic=round_.topic_id,
        number__lte=round_.number,
    )


def _state(round_: Round, rows: list[StepProgress]) -> RoundState:
    return RoundState(
        round=round_,
        steps=[row for row in rows if not row.step.is_side_input],
        sides=[row for row in rows if row.step.is_side_input],
    )
