"""Cases: which the list shows, in which order, how far each has come, what one holds."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from accounts.models import User
from assessments.enums import (
    DECIDED_STATES,
    AssessmentState,
    Moment,
    Part,
    SheetState,
    Side,
    VersionState,
)
from assessments.models import (
    Assessment,
    AssessmentPerson,
    AssessmentStep,
    CaseLetter,
    DecisionCondition,
    FundingProgramme,
    Sheet,
    TemplateVersion,
)
from assessments.models.scope import DECIDERS
from common.nordic import by_name, matches
from improvement.models import Measure
from networks.enums import Effect
from networks.models import RoleAssignment

DUE, NEWEST, NAME, AMOUNT = "frist", "nyest", "navn", "belop"
LATE, SOON, LATER, NEVER = "over", "snart", "senere", "uten"
SOON_DAYS: Final = 14
WAITING: Final = "aapne"
"""In the list: cases that are neither closed nor stopped."""
_OVER = (AssessmentState.CLOSED, AssessmentState.STOPPED)
_USABLE = (VersionState.IN_USE, VersionState.TEST)
_BEFORE = (
    AssessmentState.RECEIVED,
    AssessmentState.SELF,
    AssessmentState.OFFICER,
    AssessmentState.COMPLETION,
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the reader has chosen in the list; empty for all.

    Attributes:
        text: Words of title, summary, applicant or its municipality.
        programme: Key of a programme.
        kind: Code of a kind.
        state: Code of a state, or WAITING.
        deadline: LATE, SOON, LATER or NEVER.
        tests: Whether test cases are shown, and nothing else.
        sort: DUE, NEWEST, NAME or AMOUNT.
    """

    text: str = ""
    programme: int | None = None
    kind: str = ""
    state: str = ""
    deadline: str = ""
    tests: bool = False
    sort: str = DUE

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.programme or self.kind or self.state or self.deadline)


def versions_for(programme: FundingProgramme) -> QuerySet[TemplateVersion]:
    """Versions that a case of a programme can be begun with: its own, and those shared.

    Of templates that another region has shared only what is in use there.
    """
    shared = Q(template__shares__region=programme.region_id, state=VersionState.IN_USE)
    keys = TemplateVersion.objects.filter(
        Q(template__programme=programme, state__in=_USABLE) | shared
    ).values("pk")
    return TemplateVersion.objects.filter(pk__in=keys).select_related("template")


# ---------------------------------------------------------------------------- list
def listed(
    person: User | AnonymousUser, choices: Choices, *, today: date
) -> QuerySet[Assessment]:
    """Cases that the person may read and that fit the choices, in order."""
    rows = Assessment.objects.visible_to(person).filter(is_test=choices.tests)
    if choices.text:
        fields = ("title", "summary", "applicant_name", "applicant_municipality__name")
        rows = rows.filter(matches(choices.text, fields=fields))
    if choices.programme is not None:
        rows = rows.filter(programme=choices.programme)
    if choices.kind:
        rows = rows.filter(kind=choices.kind)
    if choices.state == WAITING:
        rows = rows.exclude(state__in=_OVER)
    elif choices.state:
        rows = rows.filter(state=choices.state)
    if choices.deadline:
        rows = rows.filter(_due(choices.deadline, today=today))
    return _ordered(with_progress(rows), choices.sort).select_related(
        "programme__region", "applicant_municipality", "decision"
    )


def _due(deadline: str, *, today: date) -> Q:
    soon = today + timedelta(days=SOON_DAYS)
    return {
        LATE: Q(due_on__lt=today),
        SOON: Q(due_on__gte=today, due_on__lte=soon),
        LATER: Q(due_on__gt=soon),
        NEVER: Q(due_on__isnull=True),
    }[deadline]


def _ordered(rows: QuerySet[Assessment], sort: str) -> QuerySet[Assessment]:
    if sort == NEWEST:
        return rows.order_by("-received_at", "-pk")
    if sort == NAME:
        return rows.order_by(by_name("title"), "pk")
    if sort == AMOUNT:
        return rows.order_by(F("amount_applied").desc(nulls_last=True), "-pk")
    return rows.order_by(F("due_on").asc(nulls_last=True), "-received_at", "pk")


def count_tests(person: User | AnonymousUser) -> int:
    """How many test cases the person may read."""
    return Assessment.objects.visible_to(person).filter(is_test=True).count()


def programmes_with_cases(person: User | AnonymousUser) -> QuerySet[FundingProgramme]:
    """Programmes that the person reads cases of, by name."""
    keys = Assessment.objects.visible_to(person).values("programme")
    rows = FundingProgramme.objects.filter(pk__in=keys)
    return rows.order_by(by_name(), "pk")


# ------------------------------------------------------------------------ progress
def with_progress(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Read with each case what ``next_step`` needs: whose sheets are in, who is waited for."""
    sheets = Sheet.objects.filter(
        assessment=OuterRef("pk"), state=SheetState.SENT, moment=OuterRef("moment_now")
    )
    asked = AssessmentStep.objects.filter(
        assessment=OuterRef("pk"), state=AssessmentState.COMPLETION
    ).order_by("-at")
    answered = sheets.filter(side=Side.APPLICANT).order_by("-sent_at")
    sent = Sheet.objects.filter(
        assessment=OuterRef("assessment"),
        moment=Moment.APPLICATION,
        state=SheetState.SENT,
        assessor=OuterRef("person"),
    )
    there = AssessmentPerson.objects.filter(
        assessment=OuterRef("pk"), part=Part.ASSESSOR, is_away=False
    )
    return rows.alias(
        moment_now=Case(
            When(state__in=_BEFORE, then=Value(Moment.APPLICATION.value)),
            When(state=AssessmentState.OVERALL, then=Value(Moment.DECISION.value)),
            When(state=AssessmentState.HALFWAY, then=Value(Moment.HALFWAY.value)),
            default=Value(Moment.END.value),
        )
    ).annotate(
        asked_at=Subquery(asked.values("at")[:1]),
        answered_at=Subquery(answered.values("sent_at")[:1]),
        common_in=Exists(sheets.filter(side=Side.COMMON)),
        has_assessor=Exists(there),
        is_waiting=Exists(there.filter(~Exists(sent))),
        has_letter=Exists(CaseLetter.objects.filter(assessment=OuterRef("pk"))),
        is_rejected=Exists(
            Assessment.objects.filter(pk=OuterRef("pk"), decision__effect=Effect.REJECTS)
        ),
    )


def next_step(case: Assessment) -> str:
    """What comes next in a case read ``with_progress``.

    Returns:
        ASK, ANSWER, TAKE, ASSESS, SUM_UP, COMPLETE, RESUME, JUDGE, DECIDE, LETTER, FOLLOW_UP,
        FOLLOWED, CLOSE, or nothing where the case is over.
    """
    answered = case.answered_at  # type: ignore[attr-defined]  # of with_progress
    asked = case.asked_at  # type: ignore[attr-defined]  # of with_progress
    if case.state == AssessmentState.COMPLETION:
        return "RESUME" if answered and asked and answered > asked else "COMPLETE"
    if case.state == AssessmentState.SELF:
        return "TAKE" if answered else "ANSWER"
    if case.state == AssessmentState.OFFICER:
        waits = case.is_waiting or not case.has_assessor  # type: ignore[attr-defined]
        return "ASSESS" if waits else "SUM_UP"
    if case.state == AssessmentState.OVERALL:
        return "DECIDE" if case.common_in else "JUDGE"  # type: ignore[attr-defined]
    if case.state == AssessmentState.DECIDED:
        return _after_decision(case)
    if case.state == AssessmentState.HALFWAY:
        return "FOLLOW_UP" if answered else "FOLLOWED"
    if case.state == AssessmentState.END:
        return "CLOSE" if answered else "FOLLOWED"
    return "ASK" if case.state == AssessmentState.RECEIVED else ""


def _after_decision(case: Assessment) -> str:
    if not case.has_letter:  # type: ignore[attr-defined]  # of with_progress
        return "LETTER"
    is_rejected = case.is_rejected  # type: ignore[attr-defined]  # of with_progress
    return "CLOSE" if is_rejected else "FOLLOW_UP"


# ------------------------------------------------------------------------- one case
def find(person: User | AnonymousUser, pk: int) -> Assessment | None:
    """The case with all that its page says of it, if the person may know of it; one query."""
    rows = with_progress(Assessment.objects.visible_to(person).filter(pk=pk))
    found: Assessment | None = rows.select_related(
        "programme__region",
        "programme__finance_strategy",
        "version__template__programme__region",
        "version__rule_set",
        "applicant_municipality__country",
        "decision__region",
        "measure",
    ).first()
    return found


@dataclass(frozen=True, slots=True)
class Held:
    """What hangs on a case.

    Attributes:
        steps: The oldest first.
        people: Those who take part, the first first.
        sheets: Those the reader may read, in the order of moments and sides.
        letters: The newest first; none for who only follows the region.
    """

    steps: list[AssessmentStep]
    people: list[AssessmentPerson]
    conditions: list[DecisionCondition]
    sheets: list[Sheet]
    letters: list[CaseLetter]


def read_case(case: Assessment, person: User | AnonymousUser, *, is_inside: bool) -> Held:
    """Read what hangs on a case; five queries.

    Args:
        case: One that the person may read.
        person: Who reads.
        is_inside: Whether the person handles, assesses, decides or applies for it.
    """
    moments = {code: place for place, code in enumerate(Moment.values)}
    sides = {code: place for place, code in enumerate(Side.values)}
    sheets = Sheet.objects.visible_to(person).filter(assessment=case)
    return Held(
        steps=list(case.steps.select_related("by").order_by("at", "pk")),
        people=list(case.people.select_related("person").order_by("since", "pk")),
        conditions=list(case.decision_conditions.order_by("position")),
        sheets=sorted(
            sheets.select_related("assessor"),
            key=lambda row: (moments[row.moment], sides[row.side], row.pk),
        ),
        letters=list(case.letters.select_related("by").order_by("-at", "-pk"))
        if is_inside
        else [],
    )


def possible_deciders(case: Assessment, *, today: date) -> list[User]:
    """People of the region's council, and its administrators, without a part in the case."""
    roles = RoleAssignment.objects.current(on=today).filter(
        region=case.programme.region_id,
        role__in=DECIDERS,
    )
    rows = User.objects.filter(pk__in=roles.values("person"), is_active=True).exclude(
        pk__in=AssessmentPerson.objects.filter(assessment=case).values("person")
    )
    return list(rows.order_by(by_name(), "pk"))


# --------------------------------------------------------------------------- dates
def due_for_applicants(*, first: date, last: date) -> QuerySet[Assessment]:
    """Cases whose applicant is waited for, with a deadline between two days."""
    states = (
        AssessmentState.SELF,
        AssessmentState.COMPLETION,
        AssessmentState.HALFWAY,
        AssessmentState.END,
    )
    rows = Assessment.objects.filter(state__in=states, due_on__range=(first, last))
    return with_progress(rows).select_related("programme__region").order_by("pk")


def conditions_due(*, first: date, last: date) -> QuerySet[DecisionCondition]:
    """Conditions that are not met and are due between two days, of cases that go on."""
    return (
        DecisionCondition.objects.filter(
            met_on__isnull=True,
            due_on__range=(first, last),
            assessment__state__in=DECIDED_STATES,
            assessment__is_test=False,
        )
        .exclude(assessment__state=AssessmentState.CLOSED)
        .select_related("assessment__programme__region")
        .order_by("pk")
    )


def measures_of(case: Assessment, person: User | AnonymousUser) -> QuerySet[Measure]:
    """Measures of the municipalities that apply, or that the case is about, for the reader."""
    places = Q(municipality=case.applicant_municipality_id) | Q(
        municipality__in=case.places.values("pk")
    )
    return Measure.objects.visible_to(person).filter(places)
