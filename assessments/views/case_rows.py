"""Cases in words: rows of the list, steps, people, what comes next and for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.enums import AssessmentState, Kind, Moment, SheetState, Side
from assessments.letters import applicant
from assessments.models import (
    Assessment,
    AssessmentPerson,
    AssessmentStep,
    CaseLetter,
    DecisionCondition,
    FundingProgramme,
    Sheet,
)
from assessments.queries import cases as queries
from assessments.queries.cases import Choices, next_step
from common.dates import date_in_words, moment_in_words
from common.numbers import format_number

WAY = (
    AssessmentState.RECEIVED,
    AssessmentState.SELF,
    AssessmentState.OFFICER,
    AssessmentState.OVERALL,
    AssessmentState.DECIDED,
    AssessmentState.HALFWAY,
    AssessmentState.END,
)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One case of the list."""

    title: str
    lang: str
    href: str
    applicant: str
    programme: str
    kind: str
    state: str
    next: str
    due: str
    is_late: bool
    amount: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One choice of the list."""

    key: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of choice, in a list with ``everything`` for none."""

    name: str
    title: str
    everything: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class WayRow:
    """One step of the way, for the line of steps; ``kind`` is done, now or nothing."""

    name: str
    detail: str
    kind: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """One step that was taken."""

    name: str
    at: str
    by: str
    due: str
    note: str
    told: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody with a part."""

    name: str
    part: str
    since: str
    is_away: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet that the reader may open."""

    name: str
    who: str
    moment: str
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition of the decision."""

    text: str
    due: str
    met: str
    note: str
    is_late: bool
    href: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter that was sent."""

    subject: str
    at: str
    by: str
    sent_to: str
    text: str
    lang: str
    word: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A term with its text."""

    term: str
    text: str


# ---------------------------------------------------------------------------- list
def list_row(case: Assessment, *, today: date) -> ListRow:
    """Lay out one case of the list."""
    marks = []
    if case.is_test:
        marks.append(_("Test"))
    if case.is_confidential:
        marks.append(_("Confidential"))
    return ListRow(
        title=case.title,
        lang=case.language,
        href=case.get_absolute_url(),
        applicant=applicant(case),
        programme=case.programme.name,
        kind=case.get_kind_display(),
        state=case.get_state_display(),
        next=next_words(case),
        due=date_in_words(case.due_on) if case.due_on else "",
        is_late=case.due_on is not None and case.due_on < today,
        amount=amount(case),
        marks=tuple(marks),
    )


def amount(case: Assessment) -> str:
    """What was granted, else what was applied for."""
    number = case.amount_granted if case.amount_granted is not None else case.amount_applied
    return "" if number is None else f"{format_number(number)} {case.currency}"


def next_words(case: Assessment) -> str:
    """What comes next, and for whom, of a case read ``with_progress``."""
    words = {
        "ASK": _("Officer: ask the applicant, or take the case"),
        "ANSWER": _("Applicant: answer and send"),
        "TAKE": _("Officer: take the case"),
        "ASSESS": _("Assessors: answer and send"),
        "SUM_UP": _("Officer: go on to the overall judgement"),
        "COMPLETE": _("Applicant: complete what is missing"),
        "RESUME": _("Officer: go on with what has come"),
        "JUDGE": _("Officers: write the common judgement"),
        "DECIDE": _("Who decides: record the decision"),
        "LETTER": _("Officer: send the letter"),
        "FOLLOW_UP": _("Officer: begin the follow-up when it is due"),
        "FOLLOWED": _("Applicant: answer the follow-up"),
        "CLOSE": _("Officer: close the case"),
    }
    return words.get(next_step(case), "")


def groups(choices: Choices, programmes: Iterable[FundingProgramme]) -> list[Group]:
    """Lay out the choices of the list."""
    chosen = str(choices.programme or "")
    states = [(queries.WAITING, _("Under way"))]
    states += [(state.value, str(state.label)) for state in AssessmentState]
    deadlines = [
        (queries.LATE, pgettext("deadline", "Passed")),
        (queries.SOON, _("Within 14 days")),
        (queries.LATER, pgettext("deadline", "Later")),
        (queries.NEVER, _("Without a deadline")),
    ]
    named = [(str(one.pk), one.name) for one in programmes]
    kinds = [(kind.value, str(kind.label)) for kind in Kind]
    return [
        _group("program", _("Programme"), _("All programmes"), named, chosen),
        _group("type", _("Kind"), _("All kinds"), kinds, choices.kind),
        _group("status", _("State"), _("All states"), states, choices.state),
        _group("frist", _("Deadline"), _("All deadlines"), deadlines, choices.deadline),
    ]


def _group(
    name: str, title: str, everything: str, rows: list[tuple[str, str]], taken: str
) -> Group:
    boxes = tuple(Box(key, label, key == taken) for key, label in rows)
    return Group(name, title, everything, boxes)


def sorts() -> list[tuple[str, str]]:
    """Give the orders that the list can have."""
    return [
        (queries.DUE, _("Deadline first")),
        (queries.NEWEST, _("Newest first")),
        (queries.NAME, _("By name")),
        (queries.AMOUNT, _("Largest amount")),
    ]


# ------------------------------------------------------------------------- one case
def way_rows(case: Assessment, steps: list[AssessmentStep]) -> list[WayRow]:
    """Lay out the way; a completion stands at the officers, a closed case after its end."""
    newest = {step.state: step for step in steps}
    here = case.state
    if here == AssessmentState.COMPLETION:
        here = AssessmentState.OFFICER
    rows = []
    for state in WAY:
        step = newest.get(state)
        is_now = state == here
        is_done = step is not None and not is_now and _was_passed(state, case, newest)
        detail = date_in_words(step.at) if step is not None else ""
        if is_now and case.state == AssessmentState.COMPLETION:
            detail = str(AssessmentState.COMPLETION.label)
        rows.append(
            WayRow(str(state.label), detail, "now" if is_now else "done" if is_done else "")
        )
    return rows


def _was_passed(
    state: AssessmentState, case: Assessment, newest: dict[str, AssessmentStep]
) -> bool:
    """Whether a state lies behind; one that the case was taken back from does not."""
    if case.state not in WAY and case.state != AssessmentState.COMPLETION:
        return True
    here = AssessmentState.OFFICER if case.state == AssessmentState.COMPLETION else case.state
    return WAY.index(state) < WAY.index(AssessmentState(here)) and state in newest


def log_rows(steps: list[AssessmentStep], *, is_inside: bool) -> list[LogRow]:
    """Lay out the steps, the newest first; names and notes for those inside alone."""
    return [
        LogRow(
            name=step.get_state_display(),
            at=moment_in_words(step.at),
            by=str(step.by) if step.by is not None and is_inside else "",
            due=date_in_words(step.due_on) if step.due_on else "",
            note=step.note if is_inside else "",
            told=step.told if is_inside else "",
        )
        for step in reversed(steps)
    ]


def person_rows(people: Iterable[AssessmentPerson]) -> list[PersonRow]:
    """Lay out those who take part."""
    return [
        PersonRow(
            str(row.person), row.get_part_display(), date_in_words(row.since), row.is_away
        )
        for row in people
    ]


def sheet_rows(sheets: Iterable[Sheet]) -> list[SheetRow]:
    """Lay out the sheets that have been sent."""
    return [
        SheetRow(
            name=str(Side(row.side).label),
            who=str(row.assessor) if row.assessor is not None else "",
            moment=str(Moment(row.moment).label),
            state=_("sent %(day)s") % {"day": date_in_words(row.sent_at)}
            if row.sent_at
            else "",
            href=reverse("assessments:sheet", kwargs={"pk": row.pk}),
        )
        for row in sheets
        if row.state == SheetState.SENT
    ]


def condition_rows(
    rows: Iterable[DecisionCondition], *, today: date, may_handle: bool
) -> list[ConditionRow]:
    """Lay out the conditions of the decision."""
    return [
        ConditionRow(
            text=row.text,
            due=date_in_words(row.due_on) if row.due_on else "",
            met=date_in_words(row.met_on) if row.met_on else "",
            note=row.note,
            is_late=row.met_on is None and row.due_on is not None and row.due_on < today,
            href=reverse(
                "assessments:case-condition",
                kwargs={"pk": row.assessment_id, "condition": row.pk},
            )
            if may_handle
            else "",
        )
        for row in rows
    ]


def letter_rows(letters: Iterable[CaseLetter]) -> list[LetterRow]:
    """Lay out the letters that were sent."""
    return [
        LetterRow(
            subject=row.subject,
            at=moment_in_words(row.at),
            by=str(row.by or ""),
            sent_to=row.sent_to,
            text=row.text,
            lang=row.language,
            word=reverse(
                "assessments:case-letter-file",
                kwargs={"pk": row.assessment_id, "letter": row.pk},
            ),
        )
        for row in letters
    ]


def facts(case: Assessment, places: Iterable[str], *, is_inside: bool) -> list[Fact]:
    """What is known of a case, as terms with texts."""
    found = [
        Fact(_("Applicant"), applicant(case)),
        Fact(_("Programme"), case.programme.name),
        Fact(_("Template"), f"{case.version.template.name}, {case.version.number}"),
        Fact(_("Places"), ", ".join(places)),
    ]
    if case.amount_applied is not None:
        text = f"{format_number(case.amount_applied)} {case.currency}"
        found.append(Fact(_("Applied for"), text))
    if case.amount_granted is not None:
        text = f"{format_number(case.amount_granted)} {case.currency}"
        found.append(Fact(_("Granted"), text))
    found.append(Fact(_("Received"), date_in_words(case.received_at)))
    if case.due_on:
        found.append(Fact(_("Deadline"), date_in_words(case.due_on)))
    if case.halfway_on:
        found.append(Fact(_("Follow-up half-way"), date_in_words(case.halfway_on)))
    if case.end_on:
        found.append(Fact(_("Follow-up at the end"), date_in_words(case.end_on)))
    if is_inside:
        found.append(Fact(_("Organisation number"), case.applicant_organisation_number))
        found.append(Fact(_("E-mail"), case.applicant_email))
    return [fact for fact in found if fact.text]


def conditions_left(rows: Iterable[DecisionCondition]) -> str:
    """How many conditions are not met, in words."""
    left = sum(row.met_on is None for row in rows)
    if not left:
        return _("All conditions are met.")
    words = ngettext("%(n)s condition is not met.", "%(n)s conditions are not met.", left)
    return words % {"n": left}
