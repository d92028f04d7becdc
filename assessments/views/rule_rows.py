"""What rules mean, in words and by example; the same sentences wherever a result is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.calculations.criteria import CONDITIONS, Outcome, Rule, judge
from assessments.enums import Level
from assessments.models import Criterion, LadderStep, RuleSet
from assessments.texts import shown
from common.translations import LocalText


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion with its conditions."""

    pk: int
    name: LocalText
    conditions: list[LocalText]


@dataclass(frozen=True, slots=True)
class LadderRow:
    """A step of the ladder; ``is_basic`` is the pass rule itself."""

    pk: int
    name: LocalText
    rule: str
    is_basic: bool


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """What the rules make of a made-up case."""

    levels: str
    result: str
    passes: bool


def level_name(level: str) -> str:
    """Name a level within a sentence."""
    return str(Level(level).label).lower()


def meanings(rules: RuleSet) -> list[str]:
    """Say what the conditions make of a criterion, and what is enough to pass."""
    return [
        _("Three conditions met: %(level)s.") % {"level": level_name(Level.ACTIVELY)},
        _("Two conditions met: %(level)s.") % {"level": level_name(Level.PARTLY)},
        _("One condition met: %(level)s. This is the setting of the programme.")
        % {"level": level_name(rules.one_met)},
        _("No condition met: %(level)s.") % {"level": level_name(Level.NOT)},
        _("A case passes when %(rule)s.")
        % {"rule": step_rule(rules.pass_count, rules.pass_level)},
    ]


def step_rule(count: int, level: str) -> str:
    """Say what a step asks for: «at least 2 criteria are at least partly»."""
    if level == Level.ACTIVELY:
        text = ngettext(
            "at least %(count)s criterion is «actively»",
            "at least %(count)s criteria are «actively»",
            count,
        )
    else:
        text = ngettext(
            "at least %(count)s criterion is at least «partly»",
            "at least %(count)s criteria are at least «partly»",
            count,
        )
    return text % {"count": count}


def reason(outcome: Outcome) -> str:
    """Say why a case passes or is stopped."""
    words = {
        "reached": outcome.reached,
        "needed": outcome.needed,
        "level": level_name(outcome.level),
    }
    text = ngettext(
        "%(reached)s criterion is at least «%(level)s»; the rule asks for %(needed)s.",
        "%(reached)s criteria are at least «%(level)s»; the rule asks for %(needed)s.",
        outcome.reached,
    )
    return text % words


def criterion_rows(
    criteria: Iterable[Criterion], languages: Sequence[str]
) -> list[CriterionRow]:
    """Give criteria with their conditions in the first language there is."""
    first = languages[0] if languages else "nb"
    return [
        CriterionRow(
            row.pk,
            shown(row.name, language=first),
            [shown(each.text, language=first) for each in row.conditions.all()],
        )
        for row in criteria
    ]


def ladder_rows(steps: Iterable[LadderStep], languages: Sequence[str]) -> list[LadderRow]:
    """Give the steps of the ladder, the lowest first."""
    first = languages[0] if languages else "nb"
    return [
        LadderRow(
            row.pk,
            shown(row.name, language=first),
            step_rule(row.count, row.level),
            row.position == 0,
        )
        for row in steps
    ]


# Met conditions of each criterion in the examples; as many are taken as there are criteria.
_EXAMPLES = ((3, 2, 0), (3, 0, 0), (2, 2, 2), (3, 1, 0), (3, 3, 2), (1, 1, 1))


def example_rows(rule: Rule, *, criteria: int, steps: Sequence[LadderRow]) -> list[ExampleRow]:
    """Try the rules on made-up cases.

    Args:
        rule: The settings.
        criteria: Number of criteria, >= 1; from the fourth on they get no condition met.
        steps: The ladder, for the name of the step that is reached.
    """
    found = []
    for example in dict.fromkeys((*met, *[0] * criteria)[:criteria] for met in _EXAMPLES):
        answers = {
            str(place): [number < met for number in range(CONDITIONS)]
            for place, met in enumerate(example)
        }
        outcome = judge(answers, rule)
        levels = ", ".join(
            _("%(level)s (%(met)s of 3)") % {"level": level_name(each.level), "met": each.met}
            for each in outcome.criteria
        )
        found.append(ExampleRow(levels, _result(outcome, steps), outcome.passes))
    return found


def _result(outcome: Outcome, steps: Sequence[LadderRow]) -> str:
    if outcome.step is None or outcome.step >= len(steps):
        return reason(outcome)
    name = steps[outcome.step].name.text
    return f"{reason(outcome)} {_('Level: %(name)s.') % {'name': name}}"
