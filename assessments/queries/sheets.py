"""Reads of sheets: what a version asks, who may write which sheet now, what others may read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from assessments.calculations.criteria import Outcome, Rule, Step, judge
from assessments.calculations.sheets import Content, Question, Shape
from assessments.enums import AssessmentState, Moment, Part, SheetState, Side
from assessments.models import (
    ApplicantLink,
    Assessment,
    AssessmentPerson,
    AssessmentStep,
    Condition,
    Criterion,
    LadderStep,
    Section,
    Sheet,
    SheetVersion,
    TemplateQuestion,
    TemplateVersion,
)
from assessments.models.sheets import of_applicant
from assessments.tokens import read_token

MOMENT_OF: Final[Mapping[str, Moment]] = {
    AssessmentState.RECEIVED: Moment.APPLICATION,
    AssessmentState.SELF: Moment.APPLICATION,
    AssessmentState.OFFICER: Moment.APPLICATION,
    AssessmentState.COMPLETION: Moment.APPLICATION,
    AssessmentState.OVERALL: Moment.DECISION,
    AssessmentState.HALFWAY: Moment.HALFWAY,
    AssessmentState.END: Moment.END,
}
"""State of a case → the moment whose sheets are written then; none in other states."""
WRITTEN_IN: Final[Mapping[Side, tuple[AssessmentState, ...]]] = {
    Side.APPLICANT: (
        AssessmentState.RECEIVED,
        AssessmentState.SELF,
        AssessmentState.COMPLETION,
        AssessmentState.HALFWAY,
        AssessmentState.END,
    ),
    Side.ASSESSOR: (
        AssessmentState.OFFICER,
        AssessmentState.COMPLETION,
        AssessmentState.HALFWAY,
        AssessmentState.END,
    ),
    Side.COMMON: (AssessmentState.OVERALL, AssessmentState.HALFWAY, AssessmentState.END),
}
"""Side → the states of a case in which it may write."""
_LINK_ENDS: Final = (AssessmentState.DECIDED, AssessmentState.CLOSED, AssessmentState.STOPPED)
_FOLLOWED_UP: Final = (AssessmentState.HALFWAY, AssessmentState.END)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a version of a template asks for, with its texts.

    Attributes:
        sections: Each with its questions, in order.
        criteria: Each with its three conditions, in order.
        steps: Steps of the ladder, the basic one first.
        shape: The same for the checks.
        rule: What the criteria are judged by; None where they are not asked for.
    """

    version: TemplateVersion
    sections: tuple[tuple[Section, tuple[TemplateQuestion, ...]], ...]
    criteria: tuple[tuple[Criterion, tuple[Condition, ...]], ...]
    steps: tuple[LadderStep, ...]
    shape: Shape
    rule: Rule | None


def read_outline(version: TemplateVersion) -> Outline:
    """Read what a version asks for; at most six queries."""
    sections = tuple(
        (section, tuple(section.questions.all()))
        for section in version.sections.order_by("position", "pk").prefetch_related(
            Prefetch("questions", TemplateQuestion.objects.order_by("position", "pk"))
        )
    )
    criteria: tuple[tuple[Criterion, tuple[Condition, ...]], ...] = ()
    steps: tuple[LadderStep, ...] = ()
    rules = version.rule_set if version.with_criteria else None
    if rules is not None:
        criteria = tuple(
            (criterion, tuple(criterion.conditions.all()))
            for criterion in rules.criteria.order_by("position", "pk").prefetch_related(
                Prefetch("conditions", Condition.objects.order_by("position"))
            )
        )
        steps = tuple(rules.steps.order_by("position"))
    shape = Shape(
        goals=version.with_goals,
        dimensions=version.with_dimensions,
        perspectives=version.with_perspectives,
        conditions=tuple(str(each.pk) for _owner, rows in criteria for each in rows),
        questions=tuple(_question(each) for _owner, rows in sections for each in rows),
    )
    rule = None
    if rules is not None:
        rule = Rule(
            one_met=rules.one_met,
            pass_count=rules.pass_count,
            pass_level=rules.pass_level,
            steps=tuple(
                Step(step.position, step.count, step.level) for step in steps if step.position
            ),
        )
    return Outline(version, sections, criteria, steps, shape, rule)


def _question(row: TemplateQuestion) -> Question:
    keys = tuple(str(choice["key"]) for choice in row.choices)
    return Question(str(row.pk), row.kind, row.is_required, keys)


def outcome_of(content: Content, outline: Outline) -> Outcome | None:
    """Judge the criteria by the rule of the version; None where it asks for none."""
    if outline.rule is None:
        return None
    met = content.get("conditions", {})
    answers = {
        criterion.key: [met.get(str(each.pk), {}).get("is_met") for each in rows]
        for criterion, rows in outline.criteria
    }
    return judge(answers, outline.rule)


# ------------------------------------------------------------------------ cases
def case_by_token(token: str) -> Assessment | None:
    """Find the case of an applicant's link that still holds; None else.

    The decision ends the link, and so does a newer one. For the follow-up the officers make
    a new one.
    """
    known = read_token(token)
    if known is None:
        return None
    link = ApplicantLink.objects.filter(assessment=known[0], number=known[1]).first()
    if link is None:
        return None
    rows = Assessment.objects.select_related(
        "programme__region",
        "version__template__programme__region",
        "version__rule_set",
        "applicant_municipality__country",
        "decision",
    )
    case: Assessment = rows.get(pk=known[0])
    return case if link_holds(case, link) else None


def link_holds(case: Assessment, link: ApplicantLink) -> bool:
    """Whether the newest link of a case opens its sheet now."""
    if case.state in _LINK_ENDS:
        return False
    if case.state not in _FOLLOWED_UP:
        return True
    decided = AssessmentStep.objects.filter(assessment=case, state=AssessmentState.DECIDED)
    at = decided.order_by("-at").values_list("at", flat=True).first()
    return at is None or link.made_at >= at


def moment_of(case: Assessment) -> Moment | None:
    """Whose sheets are written now; None in states without any."""
    return MOMENT_OF.get(case.state)


def is_written(case: Assessment, side: Side) -> bool:
    """Whether a side may write now."""
    return case.state in WRITTEN_IN[side]


# ----------------------------------------------------------------------- sheets
def own_sheet(
    case: Assessment, *, side: Side, moment: Moment, assessor: User | None = None
) -> Sheet | None:
    """Find the one sheet of a side at a moment; None where nothing has been written."""
    rows = Sheet.objects.filter(assessment=case, side=side, moment=moment, assessor=assessor)
    found: Sheet | None = rows.first()
    return found


def sent_sheets(case: Assessment, person: User) -> list[Sheet]:
    """What the person may read of what has been sent in a case, in the order of moments."""
    rows = Sheet.objects.visible_to(person).filter(assessment=case, state=SheetState.SENT)
    order = {moment: place for place, moment in enumerate(Moment.values)}
    sides = {side: place for place, side in enumerate(Side.values)}
    return sorted(
        rows.select_related("assessor"),
        key=lambda row: (order[row.moment], sides[row.side], row.sent_at, row.pk),
    )


def best_sheet(sheets: Iterable[Sheet]) -> Sheet | None:
    """Choose whose answers a result is made of: the newest common sheet, else the newest."""
    rows = list(sheets)
    common = [row for row in rows if row.side == Side.COMMON]
    own = [row for row in rows if row.side == Side.APPLICANT]
    for group in (common, own, rows):
        if group:
            return group[-1]
    return None


def versions_of(sheet: Sheet) -> list[SheetVersion]:
    """What has been sent of a sheet, the newest first."""
    return list(sheet.versions.select_related("by").order_by("-number"))


def versions_visible_to(person: User) -> QuerySet[SheetVersion]:
    """Versions of the sheets that the person may read and has written or judges.

    Who judges a case also reads what the applicant has sent before, while it changes its
    answers; of an assessor who does so nothing is read until it has sent them again. Who only
    follows the region reads what was sent last, not what was taken out of it.
    """
    if person.is_superuser:
        return SheetVersion.objects.all()
    parts = AssessmentPerson.objects.filter(
        person=person, part__in=(Part.ASSESSOR, Part.DECIDER)
    )
    known = Assessment.objects.visible_to(person)
    judged = Q(sheet__assessment__in=known.handled_by(person)) | Q(
        sheet__assessment__in=known.filter(pk__in=parts.values("assessment"))
    )
    visible = Sheet.objects.visible_to(person)
    own = visible.filter(Q(assessor=person) | of_applicant(person) & Q(side=Side.APPLICANT))
    return SheetVersion.objects.filter(
        Q(sheet__in=own.values("pk"))
        | judged & Q(sheet__in=visible.values("pk"))
        | judged & Q(sheet__side=Side.APPLICANT)
    )


def assessors_of(case: Assessment, moment: Moment) -> list[tuple[AssessmentPerson, bool]]:
    """Assessors of a case, each with whether theirs is in at a moment; two queries."""
    rows = AssessmentPerson.objects.filter(assessment=case, part=Part.ASSESSOR)
    sent = set(
        Sheet.objects.filter(
            assessment=case, side=Side.ASSESSOR, moment=moment, state=SheetState.SENT
        ).values_list("assessor", flat=True)
    )
    people = rows.select_related("person").order_by("since", "pk")
    return [(row, row.person_id in sent) for row in people]


def waited_for(people: Iterable[tuple[AssessmentPerson, bool]]) -> int:
    """How many assessors who are there have not sent theirs."""
    return sum(not is_in and not row.is_away for row, is_in in people)


def judged_sheets(
    case: Assessment, person: User, moment: Moment
) -> list[tuple[Sheet, dict[str, Any]]]:
    """What the sides have sent at a moment, each with its content, for who judges the case.

    While the applicant changes its answers, those sent before are read on. The common sheet
    of the decision stands beside the sheets of the application.
    """
    moments = [moment]
    if moment == Moment.APPLICATION:
        moments.append(Moment.DECISION)
    rows = Sheet.objects.visible_to(person).filter(
        assessment=case, moment__in=moments, state=SheetState.SENT
    )
    found = [(row, row.content) for row in rows.select_related("assessor")]
    if not any(row.side == Side.APPLICANT for row, _content in found):
        found += _sent_before(case, moment)
    sides = {side: place for place, side in enumerate(Side.values)}
    return sorted(found, key=lambda pair: (sides[pair[0].side], pair[0].pk))


def sent_earlier(
    case: Assessment, *, side: Side, moment: Moment | None
) -> list[tuple[Moment, dict[str, Any]]]:
    """What stands beside the questions of a follow-up: the answers to them before.

    The applicant sees its own. Assessors and the common sheet see what was judged together at
    the decision: one assessor's own answers are no measure of what was decided.
    """
    if moment not in (Moment.HALFWAY, Moment.END):
        return []
    own = Side.APPLICANT if side == Side.APPLICANT else Side.COMMON
    before = list(Moment)[: list(Moment).index(moment)]
    rows = Sheet.objects.filter(
        assessment=case, side=own, moment__in=before, state=SheetState.SENT
    ).values_list("moment", "content")
    found = {Moment(at): content for at, content in rows}
    return [(at, found[at]) for at in before if at in found]


def _sent_before(case: Assessment, moment: Moment) -> list[tuple[Sheet, dict[str, Any]]]:
    version = (
        SheetVersion.objects.filter(
            sheet__assessment=case, sheet__side=Side.APPLICANT, sheet__moment=moment
        )
        .select_related("sheet")
        .order_by("-number")
        .first()
    )
    if version is None:
        return []
    return [(version.sheet, version.content)]
