"""How the horizontal criteria came out, with the reason in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.calculations.criteria import Judged, Outcome
from assessments.enums import Level
from assessments.queries.sheets import Outline
from assessments.texts import shown
from common.translations import LocalText

_MARKS = {Level.ACTIVELY: "yes", Level.PARTLY: "wait", Level.NOT: "no"}


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion: its level and why it is that."""

    name: LocalText
    mark: str
    level: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleResult:
    """All of them together, by the rule of the programme."""

    rows: tuple[CriterionResult, ...]
    mark: str
    verdict: str
    reason: str
    ladder: str
    ladder_lang: str
    rules: str
    is_complete: bool


def rule_result(outcome: Outcome | None, outline: Outline) -> RuleResult | None:
    """Say how the criteria came out; nothing where they are not asked for."""
    if outcome is None or outline.version.rule_set is None:
        return None
    names = {criterion.key: shown(criterion.name) for criterion, _rows in outline.criteria}
    step = next((each for each in outline.steps if each.position == outcome.step), None)
    ladder = shown(step.name) if step is not None else LocalText("", "")
    level = Level(outcome.level).label
    words = {"reached": outcome.reached, "needed": outcome.needed, "level": level.lower()}
    reason = (
        ngettext(
            "%(reached)s criterion is at least «%(level)s»; the rule asks for %(needed)s.",
            "%(reached)s criteria are at least «%(level)s»; the rule asks for %(needed)s.",
            outcome.reached,
        )
        % words
    )
    return RuleResult(
        rows=tuple(_judged(each, names[each.key]) for each in outcome.criteria),
        mark=("yes" if outcome.passes else "no") if outcome.is_complete else "wait",
        verdict=_verdict(outcome),
        reason=" ".join(filter(None, (reason, _next(outcome)))),
        ladder=ladder.text,
        ladder_lang=ladder.lang,
        rules=_("Rules number %(number)s") % {"number": outline.version.rule_set.number},
        is_complete=outcome.is_complete,
    )


def _verdict(outcome: Outcome) -> str:
    if not outcome.is_complete:
        return _("Not all conditions are answered yet")
    return _("The rule is met") if outcome.passes else _("Stopped by the rule")


def _next(outcome: Outcome) -> str:
    if not outcome.passes or outcome.next_step is None:
        return ""
    level = Level(outcome.next_step.level).label.lower()
    words = {"missing": outcome.missing_for_next, "level": level}
    return (
        ngettext(
            "The next step needs %(missing)s more criterion at «%(level)s».",
            "The next step needs %(missing)s more criteria at «%(level)s».",
            outcome.missing_for_next,
        )
        % words
    )


def _judged(judged: Judged, name: LocalText) -> CriterionResult:
    level = Level(judged.level)
    reason = ngettext(
        "%(met)s of 3 conditions is met.", "%(met)s of 3 conditions are met.", judged.met
    ) % {"met": judged.met}
    if judged.by_setting:
        reason += " " + _("The programme has set that one of three means «%(level)s».") % {
            "level": level.label.lower()
        }
    if judged.unanswered:
        reason += " " + _left(judged.unanswered)
    return CriterionResult(name, _MARKS[level], str(level.label), reason)


def _left(number: int) -> str:
    return ngettext(
        "%(number)s is not answered and counts as not met.",
        "%(number)s are not answered and count as not met.",
        number,
    ) % {"number": number}


def in_words(results: Iterable[CriterionResult]) -> list[str]:
    """Give one line for each criterion, for files and letters."""
    return [f"{each.name}: {each.level}. {each.reason}" for each in results]
