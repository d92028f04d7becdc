"""The steps of a programme's rounds, and its settings of the cycle.

The template is locked first in every change, so two people who edit the steps at once
wait for each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.translations import LANGUAGES
from improvement.actions.refusals import Declined
from improvement.enums import DEFAULT_STEPS, SIDE_INPUTS, StepKind
from improvement.models import (
    CycleSettings,
    RoundEvent,
    RoundStep,
    RoundTemplate,
    StepProgress,
)
from networks.actions.locks import sign
from networks.models import Programme

# Positions are set aside here while steps change places: each is used only once.
_ASIDE = 10_000


class LastStep(Declined):
    """A round has at least one step that is no side input."""

    sentence = _("A round needs at least one step. Add another one first.")


class StepNeedsName(Declined):
    """A step of the kind «Other» says nothing by itself."""

    field = "name_nb"
    sentence = _("Give the step a name in at least one language.")


class DaysOutOfOrder(Declined):
    """The days must grow from best to stale."""

    field = "acceptable"
    sentence = _("The days must grow: best, acceptable, stale; at least 1.")


class DaysMissing(Declined):
    """A list of days is empty or has a day that is no positive number."""

    field = "late"
    sentence = _("Write at least one number of days, each from 1 to 365.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleDays:
    """How often a programme asks for status, and when it reminds; all in days, 1 to 365.

    Attributes:
        target: At best so often.
        acceptable: Acceptable until; at least ``target``.
        stale: Stale after; at least ``acceptable``.
        before: Reminders so many days before a date.
        late: Reminders so many days after it; the last one repeats.
        between_mails: At most one mail to a person in so many days.
    """

    target: int
    acceptable: int
    stale: int
    before: Sequence[int]
    late: Sequence[int]
    between_mails: int


@transaction.atomic
def template_for(programme: Programme | None) -> RoundTemplate:
    """Give a programme's template, or the one for rounds without a programme.

    It is made with the default steps when it is asked for the first time: two who ask at
    once get the same one.
    """
    template, _made = RoundTemplate.objects.get_or_create(programme=programme)
    if not template.steps.exists():
        RoundStep.objects.bulk_create(
            RoundStep(
                template=template,
                position=position,
                kind=kind,
                is_side_input=kind in SIDE_INPUTS,
            )
            for position, kind in enumerate((*DEFAULT_STEPS, *SIDE_INPUTS), start=1)
        )
    return template


@transaction.atomic
def add_step(
    *,
    template: RoundTemplate,
    kind: StepKind,
    names: Mapping[str, str],
    is_side_input: bool,
    by: User | None,
) -> RoundStep:
    """Add a step after the others.

    Args:
        template: Which template.
        kind: What the step is for.
        names: Language → name; a kind that has a name of its own needs none.
        is_side_input: Feeds the round at any time.
        by: Who adds it.

    Passes on:
        StepNeedsName: The kind is «Other» and no name is given.
    """
    locked = _locked(template)
    last = locked.steps.aggregate(last=Max("position"))["last"] or 0
    step = RoundStep(template=locked, position=last + 1, kind=kind, is_side_input=is_side_input)
    _name(step, names)
    step.save()
    _sign_change(locked, by=by)
    return step


@transaction.atomic
def change_step(
    *,
    step: RoundStep,
    kind: StepKind,
    names: Mapping[str, str],
    is_side_input: bool,
    by: User | None,
) -> RoundStep:
    """Rename a step, or change what it is for. Rounds that use it keep it, as it is now.

    Raises:
        LastStep: It is the last one that is no side input, and would become one.

    Passes on:
        StepNeedsName: The kind is «Other» and no name is given.
    """
    locked = _locked(step.template)
    fresh = locked.steps.get(pk=step.pk)
    if is_side_input and not fresh.is_retired and _is_last(locked, fresh):
        raise LastStep
    fresh.kind, fresh.is_side_input = kind, is_side_input
    _name(fresh, names)
    fresh.save()
    _sign_change(locked, by=by)
    return fresh


@transaction.atomic
def move_step(*, step: RoundStep, places: int, by: User | None) -> None:
    """Move a step up (``places`` below 0) or down among those in use; at the end it stays."""
    locked = _locked(step.template)
    order = list(locked.steps.filter(is_retired=False).order_by("position", "pk"))
    here = next((n for n, row in enumerate(order) if row.pk == step.pk), None)
    if here is None:
        return
    there = min(max(here + places, 0), len(order) - 1)
    if there == here:
        return
    free = [row.position for row in order]
    order.insert(there, order.pop(here))
    moved = [
        (row, position)
        for row, position in zip(order, free, strict=True)
        if row.position != position
    ]
    for row, position in moved:
        row.position = _ASIDE + position
    RoundStep.objects.bulk_update([row for row, _position in moved], ["position"])
    for row, position in moved:
        row.position = position
    RoundStep.objects.bulk_update([row for row, _position in moved], ["position"])
    _sign_change(locked, by=by)


@transaction.atomic
def retire_step(*, step: RoundStep, by: User | None) -> bool:
    """Take a step out of use. One that rounds have used stays with them.

    Returns:
        Whether the step was removed altogether, since no round has used it.

    Raises:
        LastStep: It is the last one that is no side input.
    """
    locked = _locked(step.template)
    fresh = locked.steps.filter(pk=step.pk).first()
    if fresh is None:
        return True
    if not fresh.is_retired and not fresh.is_side_input and _is_last(locked, fresh):
        raise LastStep
    is_used = (
        StepProgress.objects.filter(step=fresh).exists()
        or RoundEvent.objects.filter(step=fresh).exists()
    )
    if is_used:
        fresh.is_retired = True
        fresh.save()
    else:
        fresh.delete()
    _sign_change(locked, by=by)
    return not is_used


@transaction.atomic
def restore_step(*, step: RoundStep, by: User | None) -> RoundStep:
    """Take a step into use again; once more changes nothing."""
    locked = _locked(step.template)
    fresh = locked.steps.get(pk=step.pk)
    if fresh.is_retired:
        fresh.is_retired = False
        fresh.save()
        _sign_change(locked, by=by)
    return fresh


@transaction.atomic
def set_days(*, programme: Programme | None, days: CycleDays, by: User | None) -> CycleSettings:
    """Set how often a programme asks for status, and when it reminds.

    Raises:
        DaysOutOfOrder: The days do not grow, or one is below 1.
        DaysMissing: A list of reminders is empty or has a day outside 1 to 365.
    """
    if not 1 <= days.target <= days.acceptable <= days.stale:
        raise DaysOutOfOrder
    for listed in (days.before, days.late, [days.between_mails]):
        if not listed or not all(1 <= day <= 365 for day in listed):
            raise DaysMissing
    CycleSettings.objects.get_or_create(programme=programme)
    settings = CycleSettings.objects.select_for_update(no_key=True, of=("self",)).get(
        programme=programme
    )
    new = {
        "target_days": days.target,
        "acceptable_days": days.acceptable,
        "stale_days": days.stale,
        "days_before": sorted(set(days.before), reverse=True),
        "days_late": sorted(set(days.late)),
        "days_between_mails": days.between_mails,
    }
    if any(getattr(settings, field) != value for field, value in new.items()):
        for field, value in new.items():
            setattr(settings, field, value)
        sign(settings, by=by)
        settings.save()
    return settings


def _locked(template: RoundTemplate) -> RoundTemplate:
    return RoundTemplate.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=template.pk
    )


def _is_last(template: RoundTemplate, step: RoundStep) -> bool:
    """Whether no other step is left that is in use and no side input."""
    others = template.steps.filter(is_retired=False, is_side_input=False).exclude(pk=step.pk)
    return not others.exists()


def _name(step: RoundStep, names: Mapping[str, str]) -> None:
    """Write the names into their columns.

    Raises:
        StepNeedsName: The kind is «Other» and all names are empty.
    """
    clean = {code: names.get(code, "").strip() for code in LANGUAGES}
    if step.kind == StepKind.OTHER and not any(clean.values()):
        raise StepNeedsName
    for code, text in clean.items():
        setattr(step, f"name_{code}", text)


def _sign_change(template: RoundTemplate, *, by: User | None) -> None:
    """Let the template's history say that somebody changed its steps."""
    sign(template, by=by)
    template.save()
