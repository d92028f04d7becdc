"""What the reader can do with a case now: the main thing first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from assessments.enums import DECIDED_STATES, AssessmentState, SheetState, Side
from assessments.models import Assessment, Sheet
from assessments.queries.cases import next_step
from assessments.queries.sheets import is_written

_OPEN = (
    AssessmentState.RECEIVED,
    AssessmentState.SELF,
    AssessmentState.OFFICER,
    AssessmentState.COMPLETION,
    AssessmentState.OVERALL,
)


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing to do; ``is_main`` is what comes next."""

    label: str
    href: str
    is_main: bool = False


def things_to_do(case: Assessment, person: User, *, sheets: Iterable[Sheet]) -> list[Doing]:
    """List what the person can do with a case read ``with_progress``, what is next first.

    Args:
        case: Which one.
        person: Who reads.
        sheets: Those that the person may read.
    """
    step = next_step(case)
    found = []
    if person.has_perm("assessments.apply", case) and is_written(case, Side.APPLICANT):
        is_next = step in {"ANSWER", "COMPLETE", "FOLLOWED"}
        found.append(_doing(case, _("Assess your own case"), "sheet-own", main=is_next))
    if person.has_perm("assessments.assess", case) and is_written(case, Side.ASSESSOR):
        own = any(
            row.assessor_id == person.pk and row.state == SheetState.SENT for row in sheets
        )
        is_next = step == "ASSESS" and not own
        found.append(_doing(case, _("Assess the case"), "sheet-assess", main=is_next))
    if person.has_perm("assessments.handle", case):
        found += _officer(case, step)
    if case.state == AssessmentState.OVERALL and person.has_perm("assessments.decide", case):
        is_next = step == "DECIDE"
        found.append(_doing(case, _("Record the decision"), "case-decide", main=is_next))
    return sorted(found, key=lambda one: not one.is_main)


def _officer(case: Assessment, step: str) -> list[Doing]:
    found = [
        _doing(case, label, page, main=step == main)
        for label, page, main in _pages(AssessmentState(case.state))
    ]
    if case.state == AssessmentState.OFFICER and not case.has_assessor:  # type: ignore[attr-defined]  # of with_progress
        found.append(_doing(case, _("Take the case"), "case-take", main=True))
    if is_written(case, Side.COMMON):
        common = _("Write the common judgement")
        found.append(_doing(case, common, "sheet-common", main=step == "JUDGE"))
    if case.state in DECIDED_STATES:
        found += _decided(case, step)
    if case.state != AssessmentState.STOPPED:
        found.append(_doing(case, _("Linked measure"), "case-measure"))
    if case.state in _OPEN:
        found.append(_doing(case, pgettext("assessment", "Change the case"), "case-change"))
        found.append(_doing(case, _("Stop the case"), "case-stop"))
    return found


def _pages(state: AssessmentState) -> list[tuple[str, str, str]]:
    """Label, page and the step that makes it the main thing, of what an officer does then."""
    ask = (_("Ask the applicant"), "case-ask", "ASK")
    take = (_("Take the case"), "case-take", "TAKE")
    return {
        AssessmentState.RECEIVED: [ask, take],
        AssessmentState.SELF: [ask, take],
        AssessmentState.OFFICER: [
            (_("Go on to the overall judgement"), "case-sum-up", "SUM_UP"),
            (_("Ask for completion"), "case-completion", ""),
        ],
        AssessmentState.COMPLETION: [(_("Go on assessing"), "case-resume", "RESUME")],
        AssessmentState.OVERALL: [
            (_("Name who decides"), "case-decider", ""),
            (_("Back to the assessors"), "case-back", ""),
        ],
    }.get(state, [])


def _decided(case: Assessment, step: str) -> list[Doing]:
    found = [_doing(case, _("Letter to the applicant"), "case-letter", main=step == "LETTER")]
    if case.state in {AssessmentState.DECIDED, AssessmentState.HALFWAY}:
        begin = _("Begin a follow-up")
        found.append(_doing(case, begin, "case-follow-up", main=step == "FOLLOW_UP"))
    if case.state != AssessmentState.CLOSED:
        found.append(_doing(case, _("Close the case"), "case-close", main=step == "CLOSE"))
    return found


def _doing(case: Assessment, label: str, page: str, *, main: bool = False) -> Doing:
    return Doing(label, reverse(f"assessments:{page}", kwargs={"pk": case.pk}), main)
