"""Cases of the demonstration, from the day they come as far as each has come."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from assessments import letters
from assessments.actions import (
    assessors,
    cases,
    decisions,
    follow_up,
    people,
    receiving,
    sheets,
)
from assessments.actions.decisions import Wording
from assessments.actions.receiving import CaseDetails
from assessments.actions.sheets import Writer
from assessments.calculations.sheets import Shape
from assessments.enums import AssessmentState, Currency, Moment, Side
from assessments.models import Assessment, TemplateVersion
from networks.enums import Effect
from networks.models import Municipality
from portal.demo.assessment_sheets import content_of, is_draft
from portal.demo.networks import DOMAIN

Row = dict[str, Any]
_ORDER = list(AssessmentState)
_COUNTRY = {"sv": "SE", "nb": "NO"}
_CURRENCY = {"sv": Currency.SEK, "nb": Currency.NOK}
# Days from the day a case came until what is done with it.
_ASKED, _ANSWERED, _TAKEN, _ASSESSED, _SUMMED, _JUDGED, _DECIDED = 1, 9, 11, 20, 24, 30, 42
_ANSWERS_IN, _FOLLOWED_IN = 21, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who handles the cases of a region, in which language.

    Attributes:
        second: Invited to assess too.
        words: Why levels are what they are, and the words of decisions.
        at: The day of loading.
    """

    language: str
    officer: User
    second: User
    decider: User
    words: Row
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A version of a template, what it asks for, and what of a case answers each question."""

    version: TemplateVersion
    shape: Shape
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """A case that is being told of."""

    row: Row
    case: Assessment
    office: Office
    asked: Asked

    def day(self, days: int) -> datetime:
        """So many days from the day the case came, in the morning."""
        moment = self.office.at + timedelta(days=self.row["came"] + days)
        return moment.replace(hour=9, minute=self.case.pk % 60, second=0, microsecond=0)

    def due(self, *, since: int) -> date:
        """Give the deadline: as said from today, else in time for what came."""
        if self.row.get("to") in _WAITING and since == self.last_asked:
            return timezone.localdate(self.office.at) + timedelta(days=self.row["due"])
        return timezone.localdate(self.day(since + _ANSWERS_IN))

    @property
    def last_asked(self) -> int:
        """Days until the last time that something was asked for."""
        asked = {"HALFWAY": "halfway", "END": "end"}.get(self.row["to"])
        if asked is not None:
            return int(self.row[asked])
        return {"SELF": _ASKED, "COMPLETION": _ASSESSED, "OVERALL": _SUMMED}[self.row["to"]]

    def is_past(self, state: AssessmentState) -> bool:
        """Whether the case has come to a state, or further."""
        return _ORDER.index(AssessmentState(self.row["to"])) >= _ORDER.index(state)


_WAITING = ("SELF", "COMPLETION", "OVERALL", "HALFWAY", "END")


def tell(row: Row, *, asked: Asked, office: Office) -> Assessment:
    """Tell of a case from its first day until the state it stands in."""
    told = Told(row, _received(row, version=asked.version, office=office), office, asked)
    state = row["to"]
    if state == "RECEIVED":
        return told.case
    cases.ask_applicant(
        case=told.case, due_on=told.due(since=_ASKED), by=office.officer, at=told.day(_ASKED)
    )
    if "self" in row:
        _write(told, "self", Side.APPLICANT, at=told.day(_ANSWERED))
    if state == "SELF":
        return told.case
    _assess(told)
    if state == "STOPPED":
        cases.stop(
            case=told.case, note=row["note"], by=office.officer, at=told.day(_ASSESSED + 2)
        )
    elif state == "COMPLETION":
        cases.ask_completion(
            case=told.case,
            note=row["note"],
            due_on=told.due(since=_ASSESSED),
            by=office.officer,
            at=told.day(_ASSESSED),
        )
    elif state != "OFFICER":
        _decide(told)
    return told.case


def _received(row: Row, *, version: TemplateVersion, office: Office) -> Assessment:
    country = _COUNTRY[office.language]
    places = {
        each.code: each
        for each in Municipality.objects.filter(
            country=country, code__in=[row.get("applicant"), *row.get("places", ())]
        )
    }
    came = office.at + timedelta(days=row["came"])
    return receiving.receive(
        programme=version.template.programme,
        version=version,
        details=CaseDetails(
            title=row["title"],
            summary=row["summary"],
            language=office.language,
            applicant_municipality=places.get(row.get("applicant", "")),
            applicant_name=row.get("name", ""),
            applicant_organisation_number=row.get("organisation_number", ""),
            applicant_email=f"{row['email']}@{DOMAIN}" if "email" in row else "",
            amount_applied=Decimal(row["amount"]) if "amount" in row else None,
            currency=_CURRENCY[office.language],
        ),
        places=list(places.values()),
        by=office.officer,
        at=came.replace(hour=8, second=0, microsecond=0),
    )


def _write(
    told: Told, name: str, side: Side, *, at: datetime, assessor: User | None = None
) -> None:
    """Write a sheet, and send it unless it is a draft. Applicants write by their link."""
    content = content_of(
        told.row,
        name,
        shape=told.asked.shape,
        answers=told.asked.answers,
        words=told.office.words,
    )
    write = sheets.save_draft if is_draft(told.row, name) else sheets.send
    write(
        writer=Writer(case=told.case, side=side, assessor=assessor),
        content=content,
        version=0,
        by=told.office.officer if side == Side.COMMON else assessor,
        at=at,
    )


def _assess(told: Told) -> None:
    """Let one officer take the case, another assess it too where the examples say so."""
    office = told.office
    cases.take(case=told.case, by=office.officer, at=told.day(_TAKEN))
    if "second" in told.row:
        assessors.invite(
            case=told.case, email=office.second.email, by=office.officer, at=told.day(_TAKEN)
        )
        _write(
            told, "second", Side.ASSESSOR, at=told.day(_ASSESSED - 1), assessor=office.second
        )
    _write(told, "officer", Side.ASSESSOR, at=told.day(_ASSESSED), assessor=office.officer)


def _decide(told: Told) -> None:
    """Sum up, decide, and follow up as far as the case has come."""
    row, office = told.row, told.office
    due_on = told.due(since=_SUMMED) if row["to"] == "OVERALL" else None
    cases.sum_up(case=told.case, by=office.officer, at=told.day(_SUMMED), due_on=due_on)
    if "decision" in row:
        _write(told, "decision", Side.COMMON, at=told.day(_JUDGED))
    if row["to"] == "OVERALL":
        people.name_decider(
            case=told.case, person=office.decider, by=office.officer, at=office.at
        )
        return
    decided = decisions.decide(
        case=told.case, decided=_wording(told), by=office.decider, at=told.day(_DECIDED)
    )
    _meet(told)
    if row.get("letter"):
        draft = letters.draft_letter(decided)
        decisions.send_letter(
            case=decided,
            subject=draft.subject,
            text=draft.text,
            by=office.officer,
            at=told.day(_DECIDED + 1),
        )
    if row.get("rejected"):
        follow_up.close(case=told.case, note="", by=office.officer, at=told.day(_DECIDED + 20))
        return
    _follow_up(told)


def _wording(told: Told) -> Wording:
    row, words = told.row, told.office.words["words"]
    is_rejected = row.get("rejected", False)
    return Wording(
        body=words["body"],
        decided_on=timezone.localdate(told.day(_DECIDED)),
        wording=f"{words['rejected' if is_rejected else 'granted']}\n{words['example']}",
        effect=Effect.REJECTS if is_rejected else Effect.ADOPTS,
        case_number=row.get("case_number", ""),
        amount_granted=Decimal(row["granted"]) if "granted" in row else None,
        conditions=[
            (each["text"], timezone.localdate(told.day(each["due"])))
            for each in row.get("conditions", ())
        ],
        halfway_on=_planned(told, "halfway"),
        end_on=_planned(told, "end"),
    )


def _planned(told: Told, name: str) -> date | None:
    return timezone.localdate(told.day(told.row[name])) if name in told.row else None


def _meet(told: Told) -> None:
    said = told.row.get("conditions", ())
    made = told.case.decision_conditions.order_by("position")
    for each, condition in zip(said, made, strict=True):
        if "met" in each:
            when = told.day(each["met"])
            follow_up.meet_condition(
                condition=condition,
                met_on=timezone.localdate(when),
                note="",
                by=told.office.officer,
                at=when,
            )


def _follow_up(told: Told) -> None:
    """Ask the same questions half-way and at the end, and close what has been answered."""
    row, officer = told.row, told.office.officer
    for moment, state in (
        (Moment.HALFWAY, AssessmentState.HALFWAY),
        (Moment.END, AssessmentState.END),
    ):
        if not told.is_past(state):
            return
        name = moment.lower()
        since = row[name]
        follow_up.begin(
            case=told.case,
            moment=moment,
            due_on=told.due(since=since),
            by=officer,
            at=told.day(since),
        )
        sheet = f"{name}_sheet"
        if sheet not in row:
            continue
        _write(told, sheet, Side.APPLICANT, at=told.day(since + _FOLLOWED_IN))
        if row.get(f"common_{name}") or told.is_past(AssessmentState.CLOSED):
            _write(told, sheet, Side.COMMON, at=told.day(since + _FOLLOWED_IN + 1))
    if row["to"] == "CLOSED":
        follow_up.close(
            case=told.case, note="", by=officer, at=told.day(row["end"] + _FOLLOWED_IN + 9)
        )
