"""The way of a case: which state follows which, and the one place where it moves on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.enums import AssessmentState as State
from assessments.enums import Part
from assessments.models import Assessment, AssessmentPerson, AssessmentStep
from assessments.models.scope import WORKERS
from assessments.queries.reach import forget_reach
from improvement.actions.refusals import Declined
from networks.actions.locks import sign

NEXT: Final[Mapping[State, tuple[State, ...]]] = {
    State.RECEIVED: (State.SELF, State.OFFICER, State.STOPPED),
    State.SELF: (State.SELF, State.OFFICER, State.STOPPED),
    State.OFFICER: (State.COMPLETION, State.OVERALL, State.STOPPED),
    State.COMPLETION: (State.OFFICER, State.STOPPED),
    State.OVERALL: (State.OFFICER, State.DECIDED, State.STOPPED),
    State.DECIDED: (State.HALFWAY, State.END, State.CLOSED),
    State.HALFWAY: (State.END, State.CLOSED),
    State.END: (State.CLOSED,),
    State.CLOSED: (),
    State.STOPPED: (),
}
"""State → the states that may follow it. Nothing is stopped after its decision."""


class NotNow(Declined):
    """The case stands in a state that this does not follow."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The case stands at another step now. Look at its page."
    )


class OwnCase(Declined):
    """Nobody assesses or decides an own case, or one that they have another part in."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "You have another part in this case. Somebody else must do this."
    )


class DuePassed(Declined):
    """A deadline lies ahead."""

    field = "due_on"
    sentence: ClassVar[str | Promise] = gettext_lazy("The deadline has passed already.")


def lock_case(case: Assessment) -> Assessment:
    """Lock a case; every action on one begins here, so that they come one after the other."""
    locked: Assessment = (
        Assessment.objects.select_for_update(no_key=True, of=("self",))
        .select_related(
            "programme__region",
            "version__template",
            "version__rule_set",
            "applicant_municipality",
        )
        .get(pk=case.pk)
    )
    return locked


def step(
    case: Assessment,
    state: State,
    *,
    by: User | None,
    at: datetime,
    due_on: date | None = None,
    note: str = "",
    told: str = "",
) -> AssessmentStep:
    """Let a locked case come to a state; the step and the case are written together.

    Args:
        case: Locked, with what else is to be saved in it.
        state: The next one.
        by: Who does it.
        at: Now.
        due_on: The deadline of the step, today or later.
        note: Why, or what is asked for.
        told: Who was written to, in words.

    Raises:
        NotNow: ``state`` does not follow the state it stands in.
        DuePassed: ``due_on`` has passed.
    """
    if state not in NEXT[State(case.state)]:
        raise NotNow
    if due_on is not None and due_on < timezone.localdate(at):
        raise DuePassed
    case.state, case.due_on = state, due_on
    sign(case, by=by)
    case.save()
    forget_reach()
    return AssessmentStep.objects.create(
        assessment=case, state=state, at=at, by=by, due_on=due_on, note=note.strip(), told=told
    )


def is_own(case: Assessment, person: User, *, part: Part, at: datetime) -> bool:
    """Whether the case is an own one for who takes a part: another part, a sheet, its place.

    The database refuses the same; here it is said in words.
    """
    parts = AssessmentPerson.objects.filter(assessment=case, person=person)
    if parts.exclude(part=part).exists():
        return True
    if part == Part.DECIDER and case.sheets.filter(assessor=person).exists():
        return True
    day = timezone.localdate(at)
    roles = person.role_assignments.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        role__in=WORKERS,
        municipality__isnull=False,
        municipality=case.applicant_municipality_id,
        valid_from__lte=day,
    )
    return bool(roles.exists())
