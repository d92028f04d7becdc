"""What waits for a person about cases: to take, answer, judge, decide, follow up."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.enums import AssessmentState, Moment, Part, SheetState, Side
from assessments.models import Assessment, AssessmentPerson, Sheet
from assessments.models.scope import OFFICERS
from assessments.queries.cases import next_step, with_progress
from assessments.queries.reach import OVER, reach
from common.things import Thing
from networks.enums import Role
from networks.queries import roles_of

_ANSWER, _ASSESS, _HANDLE, _DECIDE = 4, 3, 1, 2  # weights
_SOON = timedelta(days=14)
_OFFICERS_STEP = {
    "ASK": ("case-ask", _HANDLE),
    "TAKE": ("case-take", _HANDLE),
    "SUM_UP": ("case-sum-up", _HANDLE),
    "RESUME": ("case-resume", _HANDLE),
    "JUDGE": ("sheet-common", _HANDLE),
    "LETTER": ("case-letter", _HANDLE),
    "CLOSE": ("case-close", _HANDLE),
}
_APPLICANTS_STEPS = {"ANSWER", "COMPLETE", "FOLLOWED"}


def things_for(person: User, at: datetime) -> list[Thing]:
    """List what the person should do in cases; at most four queries.

    None for who neither handles a region's cases, nor steers a municipality that applies, nor
    has a part in any case; that is known at most a minute late.
    """
    roles, near = roles_of(person), reach()
    regions = [
        pk for pk, held in roles.regions.items() if set(OFFICERS) & held and pk in near.regions
    ]
    steering = {Role.COORDINATOR, Role.ADMINISTRATOR}
    places = [
        pk for pk, held in roles.municipalities.items() if steering & held and pk in near.places
    ]
    parts: dict[int, str] = {}
    if person.pk in near.people:
        own = AssessmentPerson.objects.filter(person=person, is_away=False)
        own = own.exclude(assessment__state__in=OVER)
        parts = dict(own.values_list("assessment", "part"))
    if not regions and not places and not parts:
        return []
    rows = list(_rows(regions, places, list(parts)))
    sent = _sent(person, rows) if Part.ASSESSOR in parts.values() else set()
    who = _Who(
        parts=parts,
        sent=sent,
        places=set(places),
        works={pk for pk, held in roles.municipalities.items() if held - {Role.READER}},
        regions=set(regions),
        deciding={pk for pk, held in roles.regions.items() if Role.ADMINISTRATOR in held},
        today=timezone.localdate(at),
    )
    return [thing for case in rows for thing in _of_case(case, who)]


@dataclass(frozen=True, slots=True)
class _Who:
    """What is known of the person, by keys of cases, municipalities and regions."""

    parts: dict[int, str]
    sent: set[int]
    places: set[int]
    works: set[int]
    regions: set[int]
    deciding: set[int]
    today: date


def _of_case(case: Assessment, who: _Who) -> list[Thing]:
    part, step = who.parts.get(case.pk), next_step(case)
    if part == Part.APPLICANT or case.applicant_municipality_id in who.works:
        steers = part == Part.APPLICANT or case.applicant_municipality_id in who.places
        if not steers or step not in _APPLICANTS_STEPS:
            return []
        return [_thing(case, "sheet-own", _answer(case), _ANSWER)]
    if part == Part.ASSESSOR and step == "ASSESS" and case.pk not in who.sent:
        title = _("Assess: %(title)s") % {"title": case.title}
        return [_thing(case, "sheet-assess", title, _ASSESS)]
    if step == "DECIDE":
        administers = part is None and case.programme.region_id in who.deciding
        if part != Part.DECIDER and not administers:
            return []
        title = _("Record the decision: %(title)s") % {"title": case.title}
        return [_thing(case, "case-decide", title, _DECIDE)]
    if case.programme.region_id in who.regions:
        return _officer(case, step, today=who.today)
    return []


def _rows(regions: list[int], places: list[int], own: list[int]) -> QuerySet[Assessment]:
    """Cases that go on, of one's regions, one's municipalities, and those with a part."""
    rows = Assessment.objects.exclude(state__in=OVER)
    near = (
        rows.filter(programme__region__in=regions)
        | rows.filter(applicant_municipality__in=places)
        | rows.filter(pk__in=own)
    )
    return with_progress(near).select_related("programme__region").order_by("pk")


def _sent(person: User, rows: list[Assessment]) -> set[int]:
    """Cases that the person has sent a sheet of the application for."""
    sheets = Sheet.objects.filter(
        assessment__in=[row.pk for row in rows],
        assessor=person,
        side=Side.ASSESSOR,
        moment=Moment.APPLICATION,
        state=SheetState.SENT,
    )
    return set(sheets.values_list("assessment", flat=True))


def _officer(case: Assessment, step: str, *, today: date) -> list[Thing]:
    if step == "FOLLOW_UP":
        day = case.end_on if case.state == AssessmentState.HALFWAY else case.halfway_on
        day = day or case.end_on
        if day is None or day > today + _SOON:
            return []
        title = _("Begin the follow-up: %(title)s") % {"title": case.title}
        return [_thing(case, "case-follow-up", title, _HANDLE, due=day)]
    known = _OFFICERS_STEP.get(step)
    if known is None:
        return []
    words = {
        "ASK": _("Ask the applicant, or take the case: %(title)s"),
        "TAKE": _("Take the case: %(title)s"),
        "SUM_UP": _("Go on to the overall judgement: %(title)s"),
        "RESUME": _("Go on with what has come: %(title)s"),
        "JUDGE": _("Write the common judgement: %(title)s"),
        "LETTER": _("Send the letter: %(title)s"),
        "CLOSE": _("Close the case: %(title)s"),
    }
    page, weight = known
    return [_thing(case, page, words[step] % {"title": case.title}, weight)]


def _answer(case: Assessment) -> str:
    words = {
        AssessmentState.SELF: _("Assess your own case: %(title)s"),
        AssessmentState.COMPLETION: _("Complete what is missing: %(title)s"),
    }
    text = words.get(AssessmentState(case.state), _("Answer the follow-up: %(title)s"))
    return text % {"title": case.title}


def _thing(
    case: Assessment, page: str, title: str, weight: int, *, due: date | None = None
) -> Thing:
    return Thing(
        key=f"assessments.assessment:{case.pk}:{page}",
        title=title,
        detail=case.programme.name,
        place=str(case.programme.region),
        due=due or case.due_on,
        weight=weight,
        address=reverse(f"assessments:{page}", kwargs={"pk": case.pk}),
    )
