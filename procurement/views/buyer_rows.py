"""The desk of the buyers in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from common.dates import moment_in_words
from common.nordic import sort_key
from procurement import words
from procurement.enums import Verdict
from procurement.models import BuyerNote, Need
from procurement.queries.solutions import Assessed
from procurement.views.solution_rows import (
    MatchRow,
    match_rows,
    score_in_words,
    verdict_mark,
)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One solution on the desk."""

    pk: int
    title: str
    lang: str
    company: str
    href: str
    sent: str
    score: str
    lines: list[MatchRow]
    is_shortlisted: bool
    notes: str
    result_mark: str
    result: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note that the buyers share."""

    text: str
    place: str
    who: str
    when: str


def in_order(found: list[Assessed], *, order: str, show: str) -> list[Assessed]:
    """Keep those asked for, in the order asked for; alike ones by name."""
    if show == "kort":
        found = [one for one in found if one.is_shortlisted]
    elif show == "uavklart":
        found = [one for one in found if one.solution.verdict == Verdict.NONE]
    found = sorted(found, key=lambda one: (sort_key(one.solution.title), one.solution.pk))
    if order == "nyeste":
        return sorted(found, key=lambda one: one.solution.sent_at or one.solution.saved_at)[
            ::-1
        ]
    if order == "navn":
        return found
    return sorted(found, key=lambda one: -(one.match.score or 0))


def desk_row(one: Assessed, *, need: Need) -> DeskRow:
    """Lay out one solution."""
    solution = one.solution
    mark, result = verdict_mark(solution)
    number = len(one.notes)
    text = ngettext("%(number)s note", "%(number)s notes", number) % {"number": number}
    return DeskRow(
        pk=solution.pk,
        title=solution.title,
        lang=solution.language,
        company=" · ".join(
            filter(None, [solution.supplier.name, words.stopped(solution.supplier)])
        ),
        href=reverse(
            "procurement:buyer-solution", kwargs={"slug": need.slug, "pk": solution.pk}
        ),
        sent=words.moment(solution.sent_at, need),
        score=score_in_words(one.match),
        lines=match_rows(one.match, need=need, solution=solution),
        is_shortlisted=one.is_shortlisted,
        notes=text if number else "",
        result_mark=mark,
        result=result,
    )


def note_rows(notes: Iterable[BuyerNote]) -> list[NoteRow]:
    """Lay out the notes."""
    return [
        NoteRow(
            row.text,
            str(row.municipality),
            row.by.get_full_name() if row.by is not None else "",
            moment_in_words(row.at),
        )
        for row in notes
    ]
