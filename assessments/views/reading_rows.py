"""A sheet to read: part by part, each answer in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments import sheet_words
from assessments.calculations.differences import Difference
from assessments.calculations.sheets import DIMENSIONS, PERSPECTIVES, Content
from assessments.models import Sheet, SheetVersion
from assessments.queries.sheets import Outline
from assessments.texts import shown
from assessments.views.sheet_rows import GROUPS
from common.dates import moment_in_words
from common.words import goal_name


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One answer.

    Attributes:
        goal: Number of the goal, or 0.
        note: Direct or indirect, what it is built on.
        words: What was written about it.
    """

    label: str
    answer: str
    note: str = ""
    words: str = ""
    lang: str = ""
    goal: int = 0


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part of a sheet."""

    key: str
    title: str
    rows: tuple[ReadRow, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version that was sent."""

    number: int
    at: str
    by: str
    href: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What a version changed of the one before it."""

    label: str
    before: str
    after: str


def reading(content: Content, outline: Outline) -> list[ReadPart]:
    """Make the parts that the version asks for."""
    shape = outline.shape
    made: list[ReadPart] = []
    if shape.goals:
        goals = tuple(
            _goal(number, content) for _key, _title, numbers in GROUPS for number in numbers
        )
        made.append(ReadPart("mal", _("The 17 goals"), goals))
        made.append(ReadPart("konflikter", _("Goal conflicts"), _conflicts(content)))
    if shape.dimensions:
        judged = _judged(content, "dimensions", DIMENSIONS, outline)
        overall = content.get("overall", {})
        whole = ReadRow(
            _("Overall judgement"),
            sheet_words.level(overall.get("level")),
            words=overall.get("why", ""),
        )
        made.append(ReadPart("dimensjoner", _("Three dimensions"), (*judged, whole)))
    if shape.perspectives:
        beyond = _judged(content, "perspectives", PERSPECTIVES, outline)
        made.append(ReadPart("perspektiver", _("Beyond the goals"), beyond))
    if shape.conditions:
        made.append(ReadPart("kriterier", _("Horizontal criteria"), _met(content, outline)))
    made.extend(_sections(content, outline))
    return made


def _goal(number: int, content: Content) -> ReadRow:
    row = content.get("goals", {}).get(str(number), {})
    direct = row.get("is_direct")
    notes = [
        "" if direct is None else _("Direct") if direct else _("Indirect"),
        sheet_words.ground(row.get("evidence", "")),
    ]
    return ReadRow(
        goal_name(number),
        sheet_words.level(row.get("effect")),
        note=" · ".join(filter(None, notes)),
        words=row.get("why", ""),
        goal=number,
    )


def _conflicts(content: Content) -> tuple[ReadRow, ...]:
    return tuple(
        ReadRow(
            sheet_words.conflict(row.get("first"), row.get("second")),
            row.get("text", "") or "–",
            note=str(sheet_words.CONFLICT_STATES.get(row.get("state", ""), "")),
            words=row.get("handling", ""),
        )
        for row in content.get("conflicts", [])
    )


def _judged(
    content: Content, part: str, keys: Iterable[str], outline: Outline
) -> tuple[ReadRow, ...]:
    rows = content.get(part, {})
    return tuple(
        ReadRow(
            sheet_words.thing((part, key), outline),
            sheet_words.level(rows.get(key, {}).get("level")),
            words=rows.get(key, {}).get("why", ""),
        )
        for key in keys
    )


def _met(content: Content, outline: Outline) -> tuple[ReadRow, ...]:
    rows: Mapping[str, Any] = content.get("conditions", {})
    made = []
    for key in outline.shape.conditions:
        place = ("conditions", key)
        row = rows.get(key, {})
        answer = sheet_words.answer((*place, "is_met"), row.get("is_met"), outline)
        made.append(
            ReadRow(sheet_words.thing(place, outline), answer, words=row.get("why", ""))
        )
    return tuple(made)


def _sections(content: Content, outline: Outline) -> Iterable[ReadPart]:
    answers = content.get("answers", {})
    for section, questions in outline.sections:
        rows = []
        for question in questions:
            text, value = shown(question.text), answers.get(str(question.pk))
            place = ("answers", str(question.pk))
            if isinstance(value, Mapping):
                given = sheet_words.ground(value.get("evidence", "")) or _("Not answered")
                words = value.get("text", "")
            else:
                given, words = sheet_words.answer(place, value, outline), ""
            rows.append(ReadRow(text.text, given, words=words, lang=text.lang))
        title = shown(section.title)
        yield ReadPart(f"del-{section.pk}", title.text, tuple(rows), title.lang)


def version_rows(
    versions: Iterable[SheetVersion], address: Callable[[Sheet, int], str]
) -> list[VersionRow]:
    """List what was sent; who sent by a link has no name here."""
    return [
        VersionRow(
            row.number,
            moment_in_words(row.at),
            row.by.get_full_name() if row.by is not None else "",
            address(row.sheet, row.number),
        )
        for row in versions
    ]


def change_rows(found: Iterable[Difference], outline: Outline) -> list[ChangeRow]:
    """Say what differs between two versions."""
    return [
        ChangeRow(
            sheet_words.label(each.place, outline),
            sheet_words.answer(each.place, each.first, outline),
            sheet_words.answer(each.place, each.second, outline),
        )
        for each in found
    ]
