"""A letter, and a whole case, as what a Word file is made of."""

from collections.abc import Iterable, Iterator

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.decision_words import effect_words
from assessments.enums import SheetState
from assessments.letters import applicant, mail_language
from assessments.models import Assessment, CaseLetter, Sheet
from assessments.queries.cases import Held
from assessments.queries.sheets import Outline, outcome_of, read_outline
from assessments.views import case_rows
from assessments.views.criteria_rows import rule_result
from assessments.views.reading_rows import reading
from assessments.views.sheet_texts import title_of
from common.dates import date_in_words, moment_in_words
from improvement.calculations.content import Block, Content, Part


def letter_content(letter: CaseLetter) -> Content:
    """Lay out a letter: paragraphs parted by an empty line, lists line by line."""
    blocks = [
        _paragraph(line) for part in letter.text.split("\n\n") for line in ("", *_lines(part))
    ]
    language = mail_language(letter.language)
    with translation.override(language):
        dated = f"{letter.assessment.programme.region}, {date_in_words(letter.at)}"
    return Content(
        kind="brev",
        title=letter.subject,
        language=letter.language,
        blocks=(_paragraph(dated), *blocks),
    )


def _lines(part: str) -> list[str]:
    return [line for line in part.split("\n") if line.strip()]


def case_content(
    case: Assessment, held: Held, *, places: Iterable[str], is_inside: bool
) -> Content:
    """Lay out a whole case, with the sheets that the reader may read.

    Args:
        case: One that the reader may read.
        held: What ``read_case`` gave that reader.
        places: Names of its municipalities.
        is_inside: Whether names and notes are said.
    """
    outline = read_outline(case.version)
    marks = [_("Confidential")] if case.is_confidential else []
    if case.is_test:
        marks.append(_("Test"))
    blocks = [
        _paragraph(" · ".join([applicant(case), case.get_state_display(), *marks])),
        *([_paragraph(case.summary)] if case.summary else []),
        _table(
            pgettext("assessment", "About the case"),
            (_("What"), _("Text")),
            [
                (fact.term, fact.text)
                for fact in case_rows.facts(case, places, is_inside=is_inside)
            ],
        ),
        *_decided(case, held),
    ]
    for sheet in held.sheets:
        if sheet.state == SheetState.SENT:
            blocks.extend(_sheet(sheet, outline))
    log = case_rows.log_rows(held.steps, is_inside=is_inside)
    blocks += [
        _heading(_("Steps")),
        _table(
            _("Steps"),
            (_("When"), _("Step"), _("Who"), _("Note")),
            [(row.at, row.name, row.by, row.note) for row in reversed(log)],
        ),
    ]
    return Content(
        kind="vurdering",
        title=case.title,
        language=translation.get_language() or "nb",
        blocks=tuple(blocks),
    )


def _decided(case: Assessment, held: Held) -> Iterator[Block]:
    decision = case.decision
    if decision is None:
        return
    yield _heading(_("The decision"))
    day = date_in_words(decision.decided_on) if decision.decided_on else ""
    words = [decision.body, day, decision.case_number, effect_words(decision)]
    yield _paragraph(" · ".join(word for word in words if word))
    yield _paragraph(decision.wording)
    if held.conditions:
        yield _table(
            _("Conditions"),
            (_("Condition"), _("Deadline"), _("Met")),
            [
                (
                    row.text,
                    date_in_words(row.due_on) if row.due_on else "",
                    date_in_words(row.met_on) if row.met_on else "",
                )
                for row in held.conditions
            ],
        )


def _sheet(sheet: Sheet, outline: Outline) -> Iterator[Block]:
    who = f" ({sheet.assessor})" if sheet.assessor is not None else ""
    yield _heading(f"{title_of(sheet.side, sheet.moment)}{who}")
    if sheet.sent_at is not None:
        yield _paragraph(_("Sent %(when)s") % {"when": moment_in_words(sheet.sent_at)})
    for part in reading(sheet.content, outline):
        if part.rows:
            yield _table(
                part.title,
                (part.title, _("Answer"), _("Reason")),
                [
                    (
                        f"{row.goal} {row.label}" if row.goal else row.label,
                        " · ".join(text for text in (row.answer, row.note) if text),
                        row.words,
                    )
                    for row in part.rows
                ],
            )
    result = rule_result(outcome_of(sheet.content, outline), outline)
    if result is not None:
        verdict = " · ".join(text for text in (result.verdict, result.ladder) if text)
        yield _paragraph(f"{verdict}. {result.reason} {result.rules}.")
        for row in result.rows:
            yield _paragraph(f"{row.name.text}: {row.level}. {row.reason}")


def _heading(text: str) -> Block:
    return Block(kind="heading", level=2, sentences=((Part(text),),))


def _paragraph(text: str) -> Block:
    return Block(kind="paragraph", sentences=((Part(text),),))


def _table(caption: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Block:
    return Block(
        kind="table",
        head=head,
        caption=caption,
        rows=tuple(tuple((Part(str(cell)),) for cell in row) for row in rows),
    )
