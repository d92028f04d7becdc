"""Rule sets: changed while they are drafts, fixed once a template in test stands on them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.actions.usual_rules import basic_level, usual_criteria
from assessments.calculations.criteria import CONDITIONS
from assessments.enums import Level, RuleState
from assessments.models import (
    Condition,
    Criterion,
    FundingProgramme,
    LadderStep,
    RuleSet,
    TemplateVersion,
)
from gatherings.actions.order import renumber
from improvement.actions.refusals import Declined
from networks.actions.slugs import slug_for

MOST_CRITERIA: Final = 10
MOST_STEPS: Final = 5
Texts = Mapping[str, str]
"""Code of a language → text."""


class RulesUsed(Declined):
    """A template in test or in use stands on the rules."""

    sentence = gettext_lazy("The rules are used and cannot be changed. Make a new version.")


class CriterionGone(Declined):
    """Somebody else has removed it meanwhile."""

    sentence = gettext_lazy("This is not in the rules any more.")


class TextMissing(Declined):
    """The first language of the programme has no text."""

    sentence = gettext_lazy("Write the text in the first language of the programme.")


class ThreeConditions(Declined):
    """A criterion is judged by three conditions."""

    sentence = gettext_lazy("A criterion has three conditions. Write all of them.")


class TooManyCriteria(Declined):
    """So many are not judged well."""

    sentence = gettext_lazy("A rule set has at most ten criteria.")


class TooManySteps(Declined):
    """So many levels say nothing."""

    sentence = gettext_lazy("The ladder has at most five steps above the basic level.")


class RuleImpossible(Declined):
    """The rule asks for more criteria than there are."""

    field = "pass_count"
    sentence = gettext_lazy("The rule asks for more criteria than there are.")


class StepTooLow(Declined):
    """A step asks for no more than the one below it."""

    field = "count"
    sentence = gettext_lazy("A step must ask for more than the one below it.")


class RulesInUse(Declined):
    """A version of a template that is being made stands on them."""

    sentence = gettext_lazy("A version of a template stands on these rules.")


@transaction.atomic
def make_default_rules(*, programme: FundingProgramme, by: User, at: datetime) -> RuleSet:
    """Make the first rules of a programme: the three usual criteria and two steps."""
    rules = RuleSet.objects.create(programme=programme, number=1, made_at=at, made_by=by)
    for position, (key, name, conditions) in enumerate(
        usual_criteria(programme.languages), start=1
    ):
        criterion = Criterion.objects.create(
            rule_set=rules, key=key, name=name, position=position
        )
        _write_conditions(criterion, conditions)
    _write_step(rules, 0, basic_level(programme.languages), 2, Level.PARTLY)
    return rules


@transaction.atomic
def next_rules(*, programme: FundingProgramme, by: User, at: datetime) -> RuleSet:
    """Make the next number as a copy of the last; the draft if there is one already."""
    FundingProgramme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    last = programme.rule_sets.order_by("-number").first()
    if last is None:
        return make_default_rules(programme=programme, by=by, at=at)
    if last.state == RuleState.DRAFT:
        return last
    rules = RuleSet.objects.create(
        programme=programme,
        number=last.number + 1,
        one_met=last.one_met,
        pass_count=last.pass_count,
        pass_level=last.pass_level,
        made_at=at,
        made_by=by,
    )
    copy_parts(last, rules)
    return rules


def copy_parts(source: RuleSet, target: RuleSet) -> None:
    """Copy criteria, conditions and ladder to a rule set that has none."""
    for criterion in source.criteria.prefetch_related("conditions").order_by("position"):
        made = Criterion.objects.create(
            rule_set=target,
            key=criterion.key,
            name=criterion.name,
            position=criterion.position,
        )
        rows = sorted(criterion.conditions.all(), key=lambda row: row.position)
        _write_conditions(made, [row.text for row in rows])
    LadderStep.objects.bulk_create(
        LadderStep(
            rule_set=target,
            position=step.position,
            name=step.name,
            count=step.count,
            level=step.level,
        )
        for step in source.steps.order_by("position")
    )


@transaction.atomic
def change_rules(
    *, rules: RuleSet, one_met: str, pass_count: int, pass_level: str, basic_name: Texts
) -> RuleSet:
    """Change what the conditions make, and what is enough to pass.

    Raises:
        RuleImpossible: The rule asks for more criteria than there are.
        TextMissing: The basic level has no name in the first language.

    Passes on:
        RulesUsed: They are used.
        StepTooLow: The first step of the ladder asks for no more.
    """
    locked = lock_rules(rules)
    if not 1 <= pass_count <= max(locked.criteria.count(), 1):
        raise RuleImpossible
    if not basic_name.get(locked.programme.language):
        raise TextMissing
    locked.one_met, locked.pass_count, locked.pass_level = one_met, pass_count, pass_level
    locked.save(update_fields=["one_met", "pass_count", "pass_level"])
    locked.steps.filter(position=0).delete()
    _write_step(locked, 0, basic_name, pass_count, pass_level)
    _check_ladder(locked)
    return locked


@transaction.atomic
def save_criterion(
    *,
    rules: RuleSet,
    name: Texts,
    conditions: Sequence[Texts],
    criterion: Criterion | None = None,
) -> Criterion:
    """Add a criterion, or change one; always with its three conditions.

    Raises:
        CriterionGone: It is not in the rules any more.
        TextMissing: It has no name in the first language.
        ThreeConditions: A condition has no text in the first language.
        TooManyCriteria: There are as many as there may be.

    Passes on:
        RulesUsed: They are used.
    """
    locked = lock_rules(rules)
    first = locked.programme.language
    if not name.get(first):
        raise TextMissing
    if len(conditions) != CONDITIONS or not all(text.get(first) for text in conditions):
        raise ThreeConditions
    if criterion is None:
        if locked.criteria.count() >= MOST_CRITERIA:
            raise TooManyCriteria
        last = locked.criteria.aggregate(last=Max("position"))["last"] or 0
        row = Criterion(rule_set=locked, position=last + 1, key=_free_key(locked, name[first]))
    else:
        found = locked.criteria.filter(pk=criterion.pk).first()
        if found is None:
            raise CriterionGone
        row = found
    row.name = dict(name)
    row.save()
    _write_conditions(row, conditions)
    return row


@transaction.atomic
def remove_criterion(*, criterion: Criterion) -> None:
    """Take a criterion away. Again changes nothing.

    Raises:
        RuleImpossible: The rules would ask for more criteria than are left.

    Passes on:
        RulesUsed: They are used.
    """
    locked = lock_rules(criterion.rule_set)
    row = locked.criteria.filter(pk=criterion.pk).first()
    if row is None:
        return
    left = locked.criteria.count() - 1
    if locked.pass_count > left or locked.steps.filter(count__gt=left).exists():
        raise RuleImpossible
    row.delete()
    if left:
        renumber(list(locked.criteria.order_by("position")))


@transaction.atomic
def save_step(
    *, rules: RuleSet, name: Texts, count: int, level: str, step: LadderStep | None = None
) -> LadderStep:
    """Add a step to the ladder, at its top, or change one above the basic level.

    Raises:
        CriterionGone: It is not in the rules any more.
        TextMissing: It has no name in the first language.
        RuleImpossible: It asks for more criteria than there are.
        TooManySteps: There are as many as there may be.

    Passes on:
        RulesUsed: They are used.
        StepTooLow: It asks for no more than the one below it.
    """
    locked = lock_rules(rules)
    if not name.get(locked.programme.language):
        raise TextMissing
    if not 1 <= count <= locked.criteria.count():
        raise RuleImpossible
    if step is None:
        last = locked.steps.aggregate(last=Max("position"))["last"] or 0
        if last >= MOST_STEPS:
            raise TooManySteps
        made = _write_step(locked, last + 1, name, count, level)
    else:
        found = locked.steps.filter(pk=step.pk, position__gt=0).first()
        if found is None:
            raise CriterionGone
        made = found
        made.name, made.count, made.level = dict(name), count, level
        made.save()
    _check_ladder(locked)
    return made


@transaction.atomic
def remove_step(*, step: LadderStep) -> None:
    """Take a step above the basic level away. Again changes nothing.

    Passes on:
        RulesUsed: They are used.
    """
    locked = lock_rules(step.rule_set)
    locked.steps.filter(pk=step.pk, position__gt=0).delete()
    for position, row in enumerate(locked.steps.order_by("position")):
        if row.position != position:
            locked.steps.filter(pk=row.pk).update(position=position)


@transaction.atomic
def delete_rules(*, rules: RuleSet) -> None:
    """Delete a draft of rules.

    Raises:
        RulesInUse: A version that is being made stands on them.

    Passes on:
        RulesUsed: They are used.
    """
    locked = lock_rules(rules)
    if TemplateVersion.objects.filter(rule_set=locked).exists():
        raise RulesInUse
    locked.delete()


def lock_rules(rules: RuleSet) -> RuleSet:
    """Lock rules that are to be changed.

    Raises:
        RulesUsed: They are used.
    """
    locked: RuleSet = (
        RuleSet.objects.select_for_update(no_key=True, of=("self",))
        .select_related("programme")
        .get(pk=rules.pk)
    )
    if locked.state == RuleState.USED:
        raise RulesUsed
    return locked


def _check_ladder(rules: RuleSet) -> None:
    """Refuse a step that everybody reaches who has reached the one below.

    Raises:
        StepTooLow: There is one.
    """
    order = [Level.NOT, Level.PARTLY, Level.ACTIVELY]
    asked = [
        (order.index(Level(row.level)), row.count) for row in rules.steps.order_by("position")
    ]
    for (low, fewer), (high, more) in pairwise(asked):
        if high <= low and more <= fewer:
            raise StepTooLow


def _write_conditions(criterion: Criterion, texts: Sequence[Texts]) -> None:
    for position, text in enumerate(texts, start=1):
        Condition.objects.update_or_create(
            criterion=criterion, position=position, defaults={"text": dict(text)}
        )


def _write_step(
    rules: RuleSet, position: int, name: Texts, count: int, level: str
) -> LadderStep:
    return LadderStep.objects.create(
        rule_set=rules, position=position, name=dict(name), count=count, level=level
    )


def _free_key(rules: RuleSet, name: str) -> str:
    wanted = slug_for(name)[:36]
    taken = set(rules.criteria.values_list("key", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (wanted, *numbered) if key not in taken)
