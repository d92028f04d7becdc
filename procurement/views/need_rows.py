"""A need in words, as its page and the list show it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import date_in_words
from common.translations import localized
from indicators.models import Target
from procurement import words
from procurement.enums import CLOSED_STAGES, NeedState, Stage
from procurement.models import Category, DialogueEntry, Need, StageStep
from procurement.queries.needs import NeedRead, StageDates


@dataclass(frozen=True, slots=True)
class StepRow:
    """One stage on the way.

    Attributes:
        kind: ``done``, ``now``, ``left-out`` or nothing for one to come.
    """

    name: str
    detail: str
    kind: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what is said about it."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The deadline for solutions, in large letters."""

    day: str
    detail: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed after publication."""

    when: str
    text: str


def category_name(category: Category) -> str:
    """Name a category in the reader's language."""
    return str(localized(category, "name"))


def eyebrow(need: Need, read: NeedRead, *, knows_network: bool) -> str:
    """Say what kind of need it is, and whose."""
    place = str(need.municipality)
    if need.network is not None and read.members and knows_network:
        place = need.network.label
    kind = _("Common need") if hasattr(need, "pool") else _("Need")
    return f"{kind} · {place}"


def step_rows(need: Need, read: NeedRead, *, at: datetime) -> list[StepRow]:
    """Lay out the six stages with their dates."""
    here = words.STAGES.index(Stage(need.stage))
    rows = []
    for number, stage in enumerate(words.STAGES):
        dates = read.stages.get(stage, StageDates())
        if number < here:
            is_left_out = dates.on is None
            kind = "left-out" if is_left_out else "done"
            detail = _("Left out") if is_left_out else _reached(need, read, stage, dates)
        elif number == here:
            kind, detail = "now", _now(need, dates, at=at)
        else:
            kind = ""
            detail = words.month(dates.planned_on) if dates.planned_on else ""
        rows.append(StepRow(str(stage.label), detail, kind))
    return rows


def _reached(need: Need, read: NeedRead, stage: Stage, dates: StageDates) -> str:
    if stage == Stage.MAPPING and read.members:
        number = len(read.members)
        return ngettext("%(n)s has joined", "%(n)s have joined", number) % {"n": number}
    return date_in_words(dates.on) if dates.on else ""


def _now(need: Need, dates: StageDates, *, at: datetime) -> str:
    if need.state == NeedState.CLOSED:
        return _("Closed")
    until = need.solutions_until
    if need.stage == Stage.DIALOGUE and until and need.takes_solutions_at(at):
        return _("Now · until %(day)s") % {"day": words.day(until, need)}
    if dates.on:
        return _("Now · since %(day)s") % {"day": date_in_words(dates.on)}
    return _("Now")


def left_out_reason(need: Need, read: NeedRead) -> str:
    """Give the reason why the market dialogue was left out; nothing where it was held."""
    if need.stage not in CLOSED_STAGES or read.stages.get(Stage.DIALOGUE, StageDates()).on:
        return ""
    return read.stages.get(Stage.COMPETITION, StageDates()).reason


def deadline(need: Need, *, at: datetime) -> Deadline | None:
    """Say until when solutions may be sent; None where none are taken at all."""
    if need.state != NeedState.PUBLISHED or need.stage in CLOSED_STAGES:
        return None
    until = need.solutions_until
    left = words.time_left(until, need, at=at)
    if until is None:
        return Deadline(_("Open until further notice"), "", is_open=True)
    clock = words.moment(until, need).rsplit(", ", 1)[-1]
    is_open = need.takes_solutions_at(at)
    detail = _("%(left)s · at %(time)s") % {"left": left, "time": clock} if is_open else left
    return Deadline(words.day(until, need), detail, is_open)


def facts(need: Need, read: NeedRead) -> list[Fact]:
    """List what is known of volume, money and time."""
    found = [
        (_("Category"), category_name(need.category)),
        (_("Volume"), words.volume(need, read.volume)),
        (_("Budget"), words.budget(need)),
        (_("Wanted from"), date_in_words(need.wanted_from) if need.wanted_from else ""),
        (
            _("Present contract ends"),
            date_in_words(need.contract_ends_on) if need.contract_ends_on else "",
        ),
        (_("Questions until"), words.moment(need.questions_until, need)),
    ]
    return [Fact(term, text) for term, text in found if text]


def changes(need: Need, entries: list[DialogueEntry]) -> list[Change]:
    """Tell what was changed after publication."""
    return [Change(words.day(entry.at, need), entry.text) for entry in entries]


def indicator_address(need: Need) -> str:
    """Give the page of the indicator that the need was made from, in its municipality."""
    if need.from_indicator is None:
        return ""
    keys = {**need.municipality.address_keys, "indicator": need.from_indicator.code}
    return reverse("portal:municipality-indicator", kwargs=keys)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target that the need is to help."""

    number: str
    title: str


def target_rows(targets: list[Target]) -> list[TargetRow]:
    """Name the targets in the reader's language."""
    return [TargetRow(target.pk, str(localized(target, "title"))) for target in targets]


@dataclass(frozen=True, slots=True)
class StateRow:
    """Who sees the need, as a message; shown where it is not simply published."""

    kind: str
    title: str
    text: str


def state_row(need: Need, read: NeedRead) -> StateRow | None:
    """Say who sees a need that is not open to everybody, or that it is closed."""
    if need.state == NeedState.DRAFT:
        return StateRow(
            "warn",
            _("Draft"),
            _("Only those who work in %(place)s see it.") % {"place": need.municipality},
        )
    if need.state == NeedState.SHARED:
        if need.network is None:
            text = _("Those in the networks of %(place)s see it.")
            return StateRow("info", _("Shared"), text % {"place": need.municipality})
        text = _("Those in %(network)s see it. It is not public.")
        return StateRow("info", _("Shared"), text % {"network": need.network.label})
    if need.state == NeedState.CLOSED:
        nothing = _("Nothing more can be sent in.")
        reason = read.closing.text if read.closing else ""
        return StateRow("info", _("Closed"), f"{reason} {nothing}".strip())
    return None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One step that was written down."""

    when: str
    name: str
    note: str
    is_planned: bool


def history_rows(steps: list[StageStep]) -> list[HistoryRow]:
    """Tell the steps in words."""
    return [
        HistoryRow(
            date_in_words(step.on), step.get_stage_display(), step.reason, step.is_planned
        )
        for step in steps
    ]
