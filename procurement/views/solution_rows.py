"""A solution in words: for its company, for the buyers, for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from common.dates import moment_in_words
from common.numbers import format_number
from procurement import words
from procurement.calculations.matching import Line, Match, Scored
from procurement.enums import Openness, PointAnswer, PointKind, Verdict
from procurement.models import Attachment, Need, Reference, Solution, SolutionPoint
from procurement.views.need_rows import category_name

_LINES = {
    Line.POINTS: pgettext_lazy("match", "What the solution must do"),
    Line.VOLUME: pgettext_lazy("match", "Volume"),
    Line.MEMBERS: pgettext_lazy("match", "Delivers to all"),
    Line.AREA: pgettext_lazy("match", "Area"),
    Line.CATEGORY: pgettext_lazy("match", "Category"),
    Line.MATURITY: pgettext_lazy("match", "How far it has come"),
}
MARKS = {
    PointAnswer.FULLY: "yes",
    PointAnswer.PARTLY: "wait",
    PointAnswer.NOT: "no",
    PointAnswer.UNSAID: "wait",
}
_VERDICTS = {
    Verdict.NONE: "wait",
    Verdict.NO: "no",
    Verdict.TALK: "yes",
    Verdict.PILOT: "yes",
    Verdict.BOUGHT: "yes",
}


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file to download."""

    pk: int
    name: str
    size: str
    href: str
    is_confidential: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """How one point is met; ``mark`` is empty for an open question."""

    point: str
    mark: str
    answer: str
    text: str


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One line of the score: what, why, and what it gives of how much."""

    name: str
    why: str
    points: str
    share: float


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A municipality that is named as user, and what it says."""

    place: str
    text: str
    mark: str
    answer: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term and what is said about it."""

    term: str
    text: str


def draft_words(solution: Solution | None) -> str:
    """Say when the draft was last saved."""
    if solution is None:
        return ""
    return _("Draft saved %(moment)s") % {"moment": moment_in_words(solution.saved_at)}


def file_rows(solution: Solution, *, may_confide: bool = True) -> list[FileRow]:
    """List the files that the reader may have."""
    rows = solution.attachments.filter(is_removed=False).select_related("file").order_by("pk")
    if not may_confide:
        rows = rows.filter(is_confidential=False)
    return [_file(row) for row in rows]


def _file(row: Attachment) -> FileRow:
    size = format_number(row.file.size / 1024 / 1024, decimals=1)
    return FileRow(
        pk=row.pk,
        name=row.file.name,
        size=_("%(size)s MB") % {"size": size},
        href=reverse(
            "procurement:solution-file",
            kwargs={"pk": row.solution_id, "attachment": row.pk},
        ),
        is_confidential=row.is_confidential,
    )


def answer_rows(points: Iterable[SolutionPoint]) -> list[AnswerRow]:
    """Lay out the answers to the points."""
    rows = []
    for row in points:
        is_must = row.point.kind == PointKind.MUST
        answer = PointAnswer(row.answer)
        if not is_must and not row.text:
            continue
        rows.append(
            AnswerRow(
                row.point.text,
                MARKS[answer] if is_must else "",
                str(answer.label) if is_must else "",
                row.text,
            )
        )
    return rows


def reference_rows(references: Iterable[Reference]) -> list[ReferenceRow]:
    """Lay out the references with what the municipalities say."""
    rows = []
    for row in references:
        if row.confirmed_at is not None:
            mark, answer = "yes", _("Confirmed by the municipality")
        elif row.refused_at is not None:
            mark, answer = "no", _("The municipality says that it is not so")
        else:
            mark, answer = "wait", _("Not confirmed yet")
        rows.append(ReferenceRow(str(row.municipality), row.text, mark, answer))
    return rows


def terms(solution: Solution) -> list[Term]:
    """Lay out what is said in few words."""
    need = solution.need
    delivers = ", ".join(str(row) for row in solution.delivers_to.all())
    counties = ", ".join(row.name for row in solution.counties.all())
    unit = need.unit if need is not None else ""
    least = words.amount(solution.minimum, unit) if solution.minimum is not None else ""
    found = [
        Term(_("How far it has come"), solution.get_maturity_display()),
        Term(_("Used today by"), solution.used_by),
        Term(_("Price, roughly"), solution.price),
        Term(_("Least volume a year"), least),
        Term(_("Delivers to"), delivers or counties),
        Term(_("Category"), category_name(solution.category) if solution.category else ""),
    ]
    return [each for each in found if each.text]


def who_sees(solution: Solution) -> str:
    """Say who may see a solution."""
    return str(Openness(solution.openness).label)


def verdict_mark(solution: Solution) -> tuple[str, str]:
    """Give the result as a mark and its words."""
    return _VERDICTS[Verdict(solution.verdict)], solution.get_verdict_display()


def score_in_words(match: Match) -> str:
    """Give the score as a whole number; a dash where nothing can be compared."""
    return "–" if match.score is None else format_number(match.score, decimals=0)


def match_rows(match: Match, *, need: Need, solution: Solution) -> list[MatchRow]:
    """Explain the score line by line."""
    return [
        MatchRow(
            name=str(_LINES[line.line]),
            why=_why(line, need=need, solution=solution),
            points=_("%(points)s of %(most)s")
            % {
                "points": format_number(line.points, decimals=0),
                "most": format_number(line.most, decimals=0),
            },
            share=100 * line.points / line.most,
        )
        for line in match.lines
    ]


def _why(line: Scored, *, need: Need, solution: Solution) -> str:
    known: dict[str, Any] = {
        "have": format_number(line.have, decimals=0 if line.have == int(line.have) else 1),
        "of": format_number(line.of, decimals=0 if line.of == int(line.of) else 1),
        "unit": need.unit,
    }
    if line.line == Line.POINTS:
        return _("%(have)s of %(of)s points met; «partly» counts as half.") % known
    if line.line == Line.MEMBERS:
        return _("%(have)s of %(of)s municipalities.") % known
    if line.line == Line.AREA:
        return _("%(have)s of %(of)s counties served.") % known
    if line.line == Line.CATEGORY:
        return _("The same category.") if line.have else _("Another category, or none said.")
    if line.line == Line.MATURITY:
        return solution.get_maturity_display() or _("Not said.")
    if line.of < 0:
        return _("The company has not said how much it needs.")
    if line.points < line.most:
        return _("You need %(have)s %(unit)s a year; the company asks for %(of)s.") % known
    return _("%(have)s %(unit)s a year reach the company's %(of)s.") % known
