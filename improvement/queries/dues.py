"""What has a date in the work of municipalities: the one list behind things and reminders."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from common.translations import LANGUAGES, NEAREST
from improvement.calculations.reminding import add_months
from improvement.enums import OPEN_STATES, ConflictState, MeasureState, StepKind, StepState
from improvement.models import (
    CycleSettings,
    Evaluation,
    GoalConflict,
    Measure,
    MeasureIndicator,
    MeasureTask,
    StatusRound,
    StatusRoundPart,
    StepProgress,
)
from networks.actions.locks import day_in
from networks.models import Municipality
from networks.models.networks import COUNTED_STATES

EVALUATION_DAYS = 30  # an evaluation is due so many days after it can be written
DEFAULT_TARGET_DAYS = 30


class DueKind(StrEnum):
    """What is due; part of the key of a thing and of a notice."""

    STATUS = "status"
    END = "end"
    EVALUATION = "evaluation"
    TASK = "task"
    STEP = "step"
    PART = "part"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something in a municipality's work that somebody should do, mostly by a day.

    Attributes:
        kind: What is to be done.
        pk: Key of the row that it is done to.
        parent: Key of the measure, round or status round that the row belongs to.
        municipality: Whose work it is.
        person_id: Who is responsible; None where nobody is.
        names: Name of the row by language; "" is the language it was written in, "kind"
            a kind of step, whose own words name it.
        about: Name of what the row belongs to, where that is something else.
        on: The day; None for what has none.
        since: The day of the last log entry, of finishing, or None.
        programme_id: Whose settings hold.
        patience: Days within which a status is fresh.
    """

    kind: DueKind
    pk: int
    parent: int
    municipality: Municipality
    person_id: int | None
    names: Mapping[str, str]
    about: str = ""
    on: date | None = None
    since: date | None = None
    programme_id: int | None = None
    patience: int = DEFAULT_TARGET_DAYS

    @property
    def key(self) -> str:
        """Stable name of this thing, also in the log of mails."""
        # A status round asks each of its municipalities.
        row = f"{self.pk}-{self.municipality.pk}" if self.kind == DueKind.PART else self.pk
        return f"improvement.{_MODELS[self.kind]}:{row}:{self.kind}"

    @property
    def measure_id(self) -> int | None:
        """The measure that it belongs to, if any."""
        return self.parent if self.kind in _OF_MEASURES else None

    def name_in(self, language: str) -> str:
        """Give the name in a language, or in the nearest one there is."""
        for code in NEAREST.get(language, NEAREST["en"]):
            if self.names.get(code):
                return self.names[code]
        if "kind" in self.names:
            return str(StepKind(self.names["kind"]).label)
        return self.names.get("", "")


_MODELS = {
    DueKind.STATUS: "measure",
    DueKind.END: "measure",
    DueKind.EVALUATION: "measure",
    DueKind.TASK: "measuretask",
    DueKind.STEP: "stepprogress",
    DueKind.PART: "statusround",
    DueKind.CONFLICT: "goalconflict",
}
_OF_MEASURES = {DueKind.STATUS, DueKind.END, DueKind.EVALUATION, DueKind.TASK}


def dues_of(
    municipalities: Mapping[int, Municipality], *, measures: Iterable[Measure], at: datetime
) -> list[Due]:
    """List everything that is due or will be, near or far; one query.

    Args:
        municipalities: By key, with their countries.
        measures: Their measures, as ``measures_in`` gives them.
        at: When.
    """
    if not municipalities:
        return []
    dues = []
    for measure in measures:
        dues += _dues_of_measure(measure, municipalities[measure.municipality_id])
    for row in _other(municipalities, today=timezone.localdate(at)):
        dues.append(_due(row, municipalities[row["c_place"]]))
    return dues


def measures_in(municipalities: Collection[int]) -> list[Measure]:
    """Read the measures that are not archived, with what their dates depend on.

    Each has ``is_evaluated``, ``delay`` (months until its effect is seen, at most),
    ``programme`` (key) and ``patience`` (days within which a status is fresh); one query.
    """
    delays = MeasureIndicator.objects.filter(measure=OuterRef("pk")).order_by("-delay_months")
    default = CycleSettings.objects.filter(programme=None).values("target_days")[:1]
    rows: QuerySet[Measure] = Measure.objects.filter(
        municipality__in=municipalities, archived_at=None
    )
    return list(
        rows.annotate(
            is_evaluated=Exists(Evaluation.objects.filter(measure=OuterRef("pk"))),
            delay=Subquery(delays.values("delay_months")[:1]),
            programme=F("network__programme"),
            patience=Coalesce(
                "network__programme__cycle_settings__target_days",
                Subquery(default),
                Value(DEFAULT_TARGET_DAYS),
            ),
        )
        .only(
            "title", "language", "municipality", "state", "responsible_person", "starts_on",
            "ends_on", "expected_end_on", "logged_at", "finished_on", "created_at",
        )
        .order_by("pk")
    )  # fmt: skip


def _dues_of_measure(measure: Any, place: Municipality) -> list[Due]:
    logged = measure.logged_at and day_in(municipality=place, at=measure.logged_at)
    common: dict[str, Any] = {
        "pk": measure.pk,
        "parent": measure.pk,
        "municipality": place,
        "person_id": measure.responsible_person_id,
        "names": {"": measure.title},
        "programme_id": measure.programme,
        "patience": measure.patience,
    }
    if measure.state == MeasureState.STOPPED:
        return []
    if measure.state == MeasureState.DONE:
        finished = measure.finished_on or logged
        if finished is None or measure.is_evaluated:
            return []
        # The effect is expected so long after the start; without a start, after the end.
        seen = add_months(measure.starts_on or finished, measure.delay or 0)
        by = max(finished, seen) + timedelta(days=EVALUATION_DAYS)
        return [Due(kind=DueKind.EVALUATION, on=by, since=finished, **common)]
    begun = logged or day_in(municipality=place, at=measure.created_at)
    fresh_until = begun + timedelta(days=measure.patience)
    dues = [Due(kind=DueKind.STATUS, on=fresh_until, since=logged, **common)]
    end = measure.expected_end_on or measure.ends_on
    if end is not None:
        dues.append(Due(kind=DueKind.END, on=end, since=logged, **common))
    return dues


def _other(municipalities: Collection[int], *, today: date) -> Any:
    """Read tasks, steps, parts of status rounds and proposed conflicts by one query."""
    tasks = _columns(
        MeasureTask.objects.filter(
            measure__municipality__in=municipalities,
            measure__archived_at=None,
            measure__state__in=OPEN_STATES,
            done_on=None,
            due_on__isnull=False,
        ),
        kind=DueKind.TASK,
        place=F("measure__municipality"),
        responsible=Coalesce("person", "measure__responsible_person"),
        name=F("title"),
        about=F("measure__title"),
        on=F("due_on"),
        parent=F("measure"),
        programme=F("measure__network__programme"),
    )
    steps = _columns(
        StepProgress.objects.filter(
            round__municipality__in=municipalities,
            round__closed_at=None,
            due_on__isnull=False,
        ).exclude(state=StepState.DONE),
        kind=DueKind.STEP,
        place=F("round__municipality"),
        name=F("step__name"),
        about=Coalesce(F("round__network__name"), Value("")),
        on=F("due_on"),
        parent=F("round"),
        programme=F("round__network__programme"),
        step=F("step__kind"),
        **{f"name_{code}": F(f"step__name_{code}") for code in LANGUAGES},
    )
    member = "network__memberships"
    delivered = StatusRoundPart.objects.filter(
        status_round=OuterRef("pk"),
        municipality=OuterRef(f"{member}__municipality"),
        delivered_at__isnull=False,
    )
    parts = _columns(
        StatusRound.objects.filter(
            ~Exists(delivered),
            **{f"{member}__municipality__in": municipalities},
            **{f"{member}__state__in": COUNTED_STATES},
            locked_at=None,
            opens_on__lte=today,
            network__closed_at=None,
        ),
        kind=DueKind.PART,
        place=F(f"{member}__municipality"),
        name=F("name"),
        about=F("network__name"),
        on=F("deadline"),
        parent=F("pk"),
        programme=F("network__programme"),
    )
    conflicts = _columns(
        GoalConflict.objects.filter(
            municipality__in=municipalities, state=ConflictState.PROPOSED
        ),
        kind=DueKind.CONFLICT,
        place=F("municipality"),
        responsible=F("measure__responsible_person"),
        name=F("title"),
        about=Coalesce(F("measure__title"), Value("")),
        parent=F("pk"),
        programme=F("network__programme"),
    )
    return tasks.union(steps, parts, conflicts, all=True)


def _columns(rows: QuerySet[Any], *, kind: DueKind, **given: Any) -> Any:
    """Give rows of different tables the same columns, in the same order."""
    empty = {
        "place": Cast(Value(None), IntegerField()),
        "responsible": Cast(Value(None), IntegerField()),
        "name": Value(""),
        "about": Value(""),
        "on": Cast(Value(None), DateField()),
        "parent": Cast(Value(None), IntegerField()),
        "programme": Cast(Value(None), IntegerField()),
        "step": Value(""),
        **{f"name_{code}": Value("") for code in LANGUAGES},
    }
    columns = empty | given
    return rows.order_by().values(
        what=Value(str(kind), output_field=CharField()),
        row=F("pk"),
        **{f"c_{name}": column for name, column in columns.items()},
    )


def _due(row: Mapping[str, Any], place: Municipality) -> Due:
    kind = DueKind(row["what"])
    return Due(
        kind=kind,
        pk=row["row"],
        parent=row["c_parent"],
        municipality=place,
        person_id=row["c_responsible"],
        names=_names(row),
        about=row["c_about"],
        on=row["c_on"],
        programme_id=row["c_programme"],
    )


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    names = {"": row["c_name"], **{code: row[f"c_name_{code}"] for code in LANGUAGES}}
    if row["c_step"] and not any(names.values()):
        # Translated when it is shown: the reader's language is not known here.
        return {"kind": row["c_step"]}
    return names
