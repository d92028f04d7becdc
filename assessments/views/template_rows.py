"""Programmes, templates and versions as plain rows with finished texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import (
    COMING_VERSION_STATES,
    QuestionKind,
    TextLanguage,
    VersionState,
)
from assessments.models import (
    FundingProgramme,
    Section,
    Template,
    TemplateComment,
    TemplateQuestion,
    TemplateVersion,
)
from assessments.queries.templates import Lack
from assessments.texts import shown
from common.translations import LocalText


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme in a list."""

    name: str
    href: str
    region: str
    state: str
    templates: str


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template in a list, with the version in use and the one that is being made."""

    name: str
    href: str
    programme: str
    region: str
    kind: str
    in_use: str
    coming: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list of its template."""

    label: str
    href: str
    state: str
    is_in_use: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of the editor."""

    pk: int
    text: LocalText
    guidance: LocalText
    kind: str
    is_required: bool
    choices: str
    missing: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section of the editor with its questions."""

    pk: int
    title: LocalText
    guidance: LocalText
    missing: str
    questions: list[QuestionRow]


@dataclass(frozen=True, slots=True)
class CommentRow:
    """What somebody wrote about a version."""

    pk: int
    text: str
    who: str
    about: str
    at: datetime
    settled_at: datetime | None


def language_names(codes: Iterable[str]) -> str:
    """Name languages, the first first."""
    return ", ".join(str(TextLanguage(code).label) for code in codes)


def programme_rows(programmes: Iterable[FundingProgramme]) -> list[ProgrammeRow]:
    """Give programmes for a list; each carries the number of its templates in use."""
    found = []
    for row in programmes:
        number = getattr(row, "in_use", 0)
        text = ngettext("%(number)s template in use", "%(number)s templates in use", number)
        found.append(
            ProgrammeRow(
                name=row.name,
                href=row.get_absolute_url(),
                region=str(row.region),
                state=row.get_state_display(),
                templates=text % {"number": number},
            )
        )
    return found


def template_rows(templates: Iterable[Template]) -> list[TemplateRow]:
    """Give templates for a list; their versions are read, the newest first."""
    found = []
    for row in templates:
        versions = list(row.versions.all())
        in_use = next((each for each in versions if each.state == VersionState.IN_USE), None)
        coming = next((each for each in versions if each.state in COMING_VERSION_STATES), None)
        found.append(
            TemplateRow(
                name=row.name,
                href=row.get_absolute_url(),
                programme=row.programme.name,
                region=str(row.programme.region),
                kind=row.get_kind_display(),
                in_use=version_label(in_use) if in_use else "",
                coming=f"{version_label(coming)}: {coming.get_state_display()}"
                if coming
                else "",
            )
        )
    return found


def version_label(version: TemplateVersion) -> str:
    """Name a version by its number."""
    return _("Version %(number)s") % {"number": version.number}


def version_rows(template: Template, versions: Iterable[TemplateVersion]) -> list[VersionRow]:
    """Give the versions of a template, in the order given."""
    return [
        VersionRow(
            label=version_label(row),
            href=reverse(
                "assessments:version", kwargs={"slug": template.slug, "number": row.number}
            ),
            state=row.get_state_display(),
            is_in_use=row.state == VersionState.IN_USE,
            made_at=row.made_at,
        )
        for row in versions
    ]


def section_rows(sections: Iterable[Section], languages: Sequence[str]) -> list[SectionRow]:
    """Give the sections of a version with what they lack in which language."""
    first = languages[0] if languages else "nb"
    return [
        SectionRow(
            pk=row.pk,
            title=shown(row.title, language=first),
            guidance=shown(row.guidance, language=first),
            missing=_missing([row.title], languages),
            questions=[_question_row(one, languages) for one in row.questions.all()],
        )
        for row in sections
    ]


def _question_row(row: TemplateQuestion, languages: Sequence[str]) -> QuestionRow:
    first = languages[0] if languages else "nb"
    choices = [choice["text"] for choice in row.choices]
    kind = str(row.get_kind_display())
    if row.kind == QuestionKind.NUMBER and row.unit:
        kind = f"{kind}, {row.unit}"
    return QuestionRow(
        pk=row.pk,
        text=shown(row.text, language=first),
        guidance=shown(row.guidance, language=first),
        kind=kind,
        is_required=row.is_required,
        choices=" · ".join(shown(text, language=first).text for text in choices),
        missing=_missing([row.text, *choices], languages),
    )


def _missing(texts: Iterable[dict[str, str]], languages: Sequence[str]) -> str:
    kept = list(texts)
    lacking = [code for code in languages if any(not text.get(code) for text in kept)]
    if not lacking:
        return ""
    return _("Missing: %(languages)s") % {"languages": language_names(lacking)}


def lack_texts(lacks: Iterable[Lack]) -> list[str]:
    """Say what a version lacks, each thing once."""
    sentences = {
        "EMPTY": _("Nothing is asked yet. Choose parts, or add a section."),
        "NO_RULES": _("The horizontal criteria have no rules. Choose them."),
        "NO_CRITERIA": _("The rules have no criteria."),
        "RULE_IMPOSSIBLE": _("The rule asks for more criteria than there are."),
    }
    found = []
    for lack in lacks:
        words = {"what": lack.what}
        if lack.code == "TEXT":
            words["language"] = str(TextLanguage(lack.language).label)
            text = _("«%(what)s» has no text in %(language)s.") % words
        elif lack.code == "NO_QUESTIONS":
            text = _("«%(what)s» has no questions.") % words
        elif lack.code == "CONDITIONS":
            text = _("«%(what)s» has not three conditions.") % words
        else:
            text = sentences[lack.code]
        found.append(text)
    return list(dict.fromkeys(found))


def comment_rows(
    comments: Iterable[TemplateComment], version: TemplateVersion
) -> list[CommentRow]:
    """Give the comments on a version; reviewers by their organisation."""
    return [
        CommentRow(
            pk=row.pk,
            text=row.text,
            who=_who(row, version),
            about=str(row.question) if row.question else row.about,
            at=row.at,
            settled_at=row.settled_at,
        )
        for row in comments
    ]


def _who(row: TemplateComment, version: TemplateVersion) -> str:
    if row.by_reviewer:
        return version.reviewer_organisation
    return str(row.by) if row.by else _("Somebody who has closed the account")


def question_choices(sections: Iterable[Section]) -> list[tuple[str, str]]:
    """Give the questions that a comment may be about: key and text."""
    return [
        (str(one.pk), f"{shown(row.title).text}: {shown(one.text).text}")
        for row in sections
        for one in row.questions.all()
    ]
