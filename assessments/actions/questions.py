"""Sections and questions of a version that can still be changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from assessments.actions.versions import open_version
from assessments.enums import QuestionKind
from assessments.models import Section, TemplateQuestion, TemplateVersion
from gatherings.actions.order import moved, renumber
from improvement.actions.refusals import Declined

MOST_SECTIONS: Final = 20
MOST_QUESTIONS: Final = 40
LEAST_CHOICES: Final = 2
Texts = Mapping[str, str]
"""Code of a language → text."""


class PartGone(Declined):
    """Somebody else has removed it meanwhile."""

    sentence = _("This is not in the template any more.")


class TextMissing(Declined):
    """The first language of the programme has no text."""

    sentence = _("Write the text in the first language of the programme.")


class TooManySections(Declined):
    """A form that long is not answered."""

    sentence = _("A template has at most 20 sections.")


class TooManyQuestions(Declined):
    """A section that long is not answered."""

    sentence = _("A section has at most 40 questions.")


class TooFewChoices(Declined):
    """One choice is none."""

    sentence = _("Write at least two choices, each on a line.")


@dataclass(frozen=True, slots=True)
class QuestionDetails:
    """One question; ``choices`` of a choice only, each with its text in each language."""

    kind: str
    text: Texts
    guidance: Texts
    is_required: bool = False
    unit: str = ""
    choices: Sequence[Texts] = ()


@transaction.atomic
def add_section(*, version: TemplateVersion, title: Texts, guidance: Texts) -> Section:
    """Add a section at the end.

    Raises:
        TextMissing: It has no title in the first language.
        TooManySections: There are as many as there may be.

    Passes on:
        VersionFixed: The version can no longer be changed.
    """
    locked = open_version(version)
    if not title.get(locked.template.programme.language):
        raise TextMissing
    if locked.sections.count() >= MOST_SECTIONS:
        raise TooManySections
    last = locked.sections.aggregate(last=Max("position"))["last"] or 0
    return Section.objects.create(
        version=locked, position=last + 1, title=dict(title), guidance=dict(guidance)
    )


@transaction.atomic
def change_section(*, section: Section, title: Texts, guidance: Texts) -> Section:
    """Change the words of a section.

    Raises:
        TextMissing: It has no title in the first language.

    Passes on:
        VersionFixed: The version can no longer be changed.
        PartGone: It is not in the template any more.
    """
    version = open_version(section.version)
    if not title.get(version.template.programme.language):
        raise TextMissing
    row = _section(version, section)
    row.title, row.guidance = dict(title), dict(guidance)
    row.save(update_fields=["title", "guidance"])
    return row


@transaction.atomic
def remove_section(*, section: Section) -> None:
    """Take a section away with its questions. Again changes nothing.

    Passes on:
        VersionFixed: The version can no longer be changed.
    """
    version = open_version(section.version)
    version.sections.filter(pk=section.pk).delete()
    left = list(version.sections.order_by("position"))
    if left:
        renumber(left)


@transaction.atomic
def move_section(*, section: Section, is_up: bool) -> None:
    """Change places with the section before or after; at the end it stays.

    Passes on:
        VersionFixed: The version can no longer be changed.
        PartGone: It is not in the template any more.
    """
    version = open_version(section.version)
    row = _section(version, section)
    rows = list(version.sections.order_by("position"))
    renumber(moved(rows, rows.index(row), is_up=is_up))


@transaction.atomic
def add_question(*, section: Section, details: QuestionDetails) -> TemplateQuestion:
    """Add a question at the end of a section.

    Raises:
        TooManyQuestions: There are as many as there may be.

    Passes on:
        VersionFixed: The version can no longer be changed.
        PartGone: The section is not in the template any more.
        TextMissing: It has no text in the first language.
        TooFewChoices: It is a choice with fewer than two.
    """
    version = open_version(section.version)
    row = _section(version, section)
    if row.questions.count() >= MOST_QUESTIONS:
        raise TooManyQuestions
    last = row.questions.aggregate(last=Max("position"))["last"] or 0
    question = TemplateQuestion(section=row, position=last + 1)
    _write(question, details, language=version.template.programme.language)
    return question


@transaction.atomic
def change_question(
    *, question: TemplateQuestion, details: QuestionDetails
) -> TemplateQuestion:
    """Change a question.

    Passes on:
        VersionFixed: The version can no longer be changed.
        PartGone: It is not in the template any more.
        TextMissing: It has no text in the first language.
        TooFewChoices: It is a choice with fewer than two.
    """
    version = open_version(question.section.version)
    row = _question(version, question)
    _write(row, details, language=version.template.programme.language)
    return row


@transaction.atomic
def remove_question(*, question: TemplateQuestion) -> None:
    """Take a question away. Again changes nothing.

    Passes on:
        VersionFixed: The version can no longer be changed.
    """
    open_version(question.section.version)
    TemplateQuestion.objects.filter(pk=question.pk).delete()
    left = list(question.section.questions.order_by("position"))
    if left:
        renumber(left)


@transaction.atomic
def move_question(*, question: TemplateQuestion, is_up: bool) -> None:
    """Change places with the question before or after; past the end, change the section.

    Passes on:
        VersionFixed: The version can no longer be changed.
        PartGone: It is not in the template any more.
    """
    version = open_version(question.section.version)
    row = _question(version, question)
    rows = list(row.section.questions.order_by("position"))
    here = rows.index(row)
    if (here == 0 and is_up) or (here == len(rows) - 1 and not is_up):
        _to_neighbour(version, row, is_up=is_up)
    else:
        renumber(moved(rows, here, is_up=is_up))


def _to_neighbour(version: TemplateVersion, row: TemplateQuestion, *, is_up: bool) -> None:
    """Move a question to the end of the section before, or the beginning of the next."""
    sections = list(version.sections.order_by("position"))
    there = sections.index(row.section) + (-1 if is_up else 1)
    if not 0 <= there < len(sections):
        return
    old, target = row.section, sections[there]
    rows = list(target.questions.order_by("position"))
    if len(rows) >= MOST_QUESTIONS:
        return
    row.section = target
    row.position = max((each.position for each in rows), default=0) + 1
    row.save(update_fields=["section", "position"])
    renumber([*rows, row] if is_up else [row, *rows])
    left = list(old.questions.order_by("position"))
    if left:
        renumber(left)


def _section(version: TemplateVersion, section: Section) -> Section:
    found = version.sections.filter(pk=section.pk).first()
    if found is None:
        raise PartGone
    return found


def _question(version: TemplateVersion, question: TemplateQuestion) -> TemplateQuestion:
    rows = TemplateQuestion.objects.filter(section__version=version)
    found = rows.select_related("section").filter(pk=question.pk).first()
    if found is None:
        raise PartGone
    return found


def _write(row: TemplateQuestion, details: QuestionDetails, *, language: str) -> None:
    if not details.text.get(language):
        raise TextMissing
    is_choice = details.kind == QuestionKind.CHOICE
    choices = [text for text in details.choices if text.get(language)] if is_choice else []
    if is_choice and len(choices) < LEAST_CHOICES:
        raise TooFewChoices
    row.kind = details.kind
    row.text, row.guidance = dict(details.text), dict(details.guidance)
    row.is_required = details.is_required
    row.unit = details.unit.strip() if details.kind == QuestionKind.NUMBER else ""
    row.choices = [
        {"key": str(number), "text": dict(text)} for number, text in enumerate(choices, start=1)
    ]
    row.save()
