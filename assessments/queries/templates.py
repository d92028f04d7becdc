"""Reads of templates and rules: what is asked, what is missing, what the rules say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from assessments.calculations.criteria import CONDITIONS, Rule, Step
from assessments.enums import QuestionKind
from assessments.models import (
    Condition,
    Criterion,
    RuleSet,
    Section,
    TemplateQuestion,
    TemplateVersion,
)


@dataclass(frozen=True, slots=True)
class Lack:
    """What a version lacks before it can be tested.

    Attributes:
        code: EMPTY (nothing is asked), NO_RULES, NO_CRITERIA, RULE_IMPOSSIBLE, NO_QUESTIONS
            (a section), CONDITIONS (a criterion has not three) or TEXT.
        what: The text in the first language, or as much as there is.
        language: The language that TEXT is missing in.
        section: Key of the section or of that of the question; None where it is the rules.
    """

    code: str
    what: str = ""
    language: str = ""
    section: int | None = None


def sections_of(version: TemplateVersion) -> list[Section]:
    """Give the sections of a version with their questions, all in order."""
    questions = Prefetch("questions", TemplateQuestion.objects.order_by("position"))
    return list(version.sections.prefetch_related(questions).order_by("position"))


def criteria_of(rules: RuleSet | None) -> list[Criterion]:
    """Give the criteria of a rule set with their conditions, all in order."""
    if rules is None:
        return []
    conditions = Prefetch("conditions", Condition.objects.order_by("position"))
    return list(rules.criteria.prefetch_related(conditions).order_by("position"))


def rule_of(rules: RuleSet) -> Rule:
    """Give the settings of a rule set as the calculation takes them."""
    steps = rules.steps.filter(position__gt=0).order_by("position")
    return Rule(
        one_met=rules.one_met,
        pass_count=rules.pass_count,
        pass_level=rules.pass_level,
        steps=tuple(Step(row.position, row.count, row.level) for row in steps),
    )


def lacks_of(version: TemplateVersion) -> list[Lack]:
    """List what must be written before the version can be tested, in each language."""
    languages = version.template.programme.languages
    sections = sections_of(version)
    found: list[Lack] = []
    parts = (version.with_goals, version.with_dimensions, version.with_perspectives)
    if not sections and not version.with_criteria and not any(parts):
        found.append(Lack("EMPTY"))
    for section in sections:
        found += _of_section(section, languages)
    if version.with_criteria:
        found += _of_rules(version.rule_set, languages)
    return found


def _of_section(section: Section, languages: Sequence[str]) -> list[Lack]:
    found = _untranslated(section.title, languages, section.pk)
    found += _half(section.guidance, languages, section.pk)
    questions = list(section.questions.all())
    if not questions:
        found.append(Lack("NO_QUESTIONS", first_of(section.title, languages), "", section.pk))
    for question in questions:
        found += _untranslated(question.text, languages, section.pk)
        found += _half(question.guidance, languages, section.pk)
        if question.kind == QuestionKind.CHOICE:
            for choice in question.choices:
                found += _untranslated(choice["text"], languages, section.pk)
    return found


def _of_rules(rules: RuleSet | None, languages: Sequence[str]) -> list[Lack]:
    if rules is None:
        return [Lack("NO_RULES")]
    criteria = criteria_of(rules)
    found = [] if criteria else [Lack("NO_CRITERIA")]
    if criteria and rules.pass_count > len(criteria):
        found.append(Lack("RULE_IMPOSSIBLE"))
    for criterion in criteria:
        found += _untranslated(criterion.name, languages, None)
        conditions = list(criterion.conditions.all())
        if len(conditions) != CONDITIONS:
            found.append(Lack("CONDITIONS", first_of(criterion.name, languages)))
        for condition in conditions:
            found += _untranslated(condition.text, languages, None)
    for step in rules.steps.order_by("position"):
        found += _untranslated(step.name, languages, None)
    return found


def _untranslated(
    texts: Mapping[str, str], languages: Sequence[str], section: int | None
) -> list[Lack]:
    what = first_of(texts, languages)
    return [Lack("TEXT", what, code, section) for code in languages if not texts.get(code)]


def _half(
    texts: Mapping[str, str], languages: Sequence[str], section: int | None
) -> list[Lack]:
    """Guidance may be left out; written in one language it is written in all."""
    return _untranslated(texts, languages, section) if any(texts.values()) else []


def first_of(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """Give the text in the first language of a programme that has any."""
    return next((texts[code] for code in languages if texts.get(code)), "")
