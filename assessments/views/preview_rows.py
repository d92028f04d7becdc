"""A version as the applicant sees it: plain rows in one language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.enums import Dimension, Effect, Ground, Perspective, TextLanguage
from assessments.models import Section, TemplateVersion
from assessments.queries.templates import criteria_of, sections_of
from assessments.texts import shown
from common.translations import LANGUAGES, LocalText
from common.words import GOALS


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the scale."""

    mark: str
    css: str
    name: str


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of a section."""

    key: str
    text: LocalText
    guidance: LocalText
    kind: str
    unit: str
    is_required: bool
    choices: list[LocalText]


@dataclass(frozen=True, slots=True)
class AskedSection:
    """A section with its questions."""

    key: str
    title: LocalText
    guidance: LocalText
    questions: list[AskedQuestion]


@dataclass(frozen=True, slots=True)
class AskedCriterion:
    """A criterion with its three conditions."""

    key: str
    name: LocalText
    conditions: list[LocalText]


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a version asks; ``language`` is that of the words around its own texts."""

    language: str
    levels: list[Level]
    grounds: list[str]
    goals: list[tuple[int, str]]
    dimensions: list[str]
    perspectives: list[str]
    criteria: list[AskedCriterion]
    sections: list[AskedSection]


_MARKS = {
    Effect.VERY_NEGATIVE: ("−2", "neg2"),
    Effect.NEGATIVE: ("−1", "neg1"),
    Effect.NONE: ("0", "zero"),
    Effect.POSITIVE: ("+1", "pos1"),
    Effect.VERY_POSITIVE: ("+2", "pos2"),
}


def levels() -> list[Level]:
    """Give the levels of the scale, with «do not know» last."""
    return [
        *(Level(*_MARKS[effect], name=str(effect.label)) for effect in Effect),
        Level("?", "na", name=_("Do not know")),
    ]


def preview_of(version: TemplateVersion, *, language: str) -> Preview:
    """Give what the version asks in one language of its programme.

    The words of the site come in it too, where the site speaks it.
    """
    spoken = language if language in LANGUAGES else get_language() or "nb"
    with translation.override(spoken):
        return _preview(version, language=language, spoken=spoken)


def _preview(version: TemplateVersion, *, language: str, spoken: str) -> Preview:
    criteria = criteria_of(version.rule_set) if version.with_criteria else []
    return Preview(
        language=spoken,
        levels=levels(),
        grounds=[str(ground.label) for ground in Ground],
        goals=[(number, str(GOALS[number])) for number in range(1, 18)]
        if version.with_goals
        else [],
        dimensions=[str(each.label) for each in Dimension] if version.with_dimensions else [],
        perspectives=[str(each.label) for each in Perspective]
        if version.with_perspectives
        else [],
        criteria=[
            AskedCriterion(
                row.key,
                shown(row.name, language=language),
                [shown(each.text, language=language) for each in row.conditions.all()],
            )
            for row in criteria
        ],
        sections=_sections(sections_of(version), language),
    )


def _sections(sections: Iterable[Section], language: str) -> list[AskedSection]:
    return [
        AskedSection(
            key=str(row.pk),
            title=shown(row.title, language=language),
            guidance=shown(row.guidance, language=language),
            questions=[
                AskedQuestion(
                    key=str(one.pk),
                    text=shown(one.text, language=language),
                    guidance=shown(one.guidance, language=language),
                    kind=one.kind,
                    unit=one.unit,
                    is_required=one.is_required,
                    choices=[shown(each["text"], language=language) for each in one.choices],
                )
                for one in row.questions.all()
            ],
        )
        for row in sections
    ]


def language_links(codes: Sequence[str], *, chosen: str) -> list[tuple[str, str, bool]]:
    """Give code and name of each language, and whether it is the one shown."""
    return [(code, str(TextLanguage(code).label), code == chosen) for code in codes]
