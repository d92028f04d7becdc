"""Versions of templates: what they ask for, and their way from draft to replaced."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.actions.templates import copy_version, lock_template, write_event
from assessments.enums import RuleState, VersionState
from assessments.models import RuleSet, TemplateVersion
from assessments.queries.templates import lacks_of
from improvement.actions.refusals import Declined

# What may follow on what; from test one also goes back, by ``take_back``.
STEPS = {
    VersionState.DRAFT: (VersionState.REWORK, VersionState.TEST),
    VersionState.REWORK: (VersionState.TEST,),
    VersionState.TEST: (VersionState.IN_USE,),
    VersionState.IN_USE: (),
    VersionState.REPLACED: (),
}


class VersionFixed(Declined):
    """The version is in test, in use or replaced."""

    sentence = _("The version is fixed. Make a new one to change something.")


class StepImpossible(Declined):
    """The version is not where the step begins."""

    sentence = _("The version has come to another state meanwhile. Look at it again.")


class VersionUnfinished(Declined):
    """Texts or rules are missing."""

    sentence = _("Something is missing. See the list on the page of the version.")


class ReasonMissing(Declined):
    """Others must know why."""

    field = "note"
    sentence = _("Say why.")


class RulesElsewhere(Declined):
    """The rules are another programme's."""

    field = "rule_set"
    sentence = _("The rules belong to another programme.")


class RulesUnsaid(Declined):
    """Criteria are judged by rules."""

    field = "rule_set"
    sentence = _("Choose the rule set of the criteria.")


@dataclass(frozen=True, slots=True)
class VersionParts:
    """What a version asks for beside its own questions."""

    with_goals: bool
    with_dimensions: bool
    with_perspectives: bool
    with_criteria: bool
    rule_set: RuleSet | None


@transaction.atomic
def choose_parts(*, version: TemplateVersion, parts: VersionParts) -> TemplateVersion:
    """Choose what a version asks for.

    Raises:
        RulesUnsaid: It asks for criteria, and no rules are chosen.
        RulesElsewhere: The rules are another programme's.

    Passes on:
        VersionFixed: It can no longer be changed.
    """
    locked = open_version(version)
    if parts.with_criteria and parts.rule_set is None:
        raise RulesUnsaid
    if parts.rule_set and parts.rule_set.programme_id != locked.template.programme_id:
        raise RulesElsewhere
    locked.with_goals = parts.with_goals
    locked.with_dimensions = parts.with_dimensions
    locked.with_perspectives = parts.with_perspectives
    locked.with_criteria = parts.with_criteria
    locked.rule_set = parts.rule_set
    locked.save()
    return locked


@transaction.atomic
def move_version(
    *, version: TemplateVersion, state: VersionState, note: str, by: User, at: datetime
) -> TemplateVersion:
    """Take a version to its next state.

    To test: everything must be written in every language, and from then on nothing changes,
    the rules neither. In use: what was in use is replaced; cases keep the version they have.

    Raises:
        StepImpossible: The state does not follow on the present one.
        VersionUnfinished: Something is missing for the test.
        ReasonMissing: It is sent to be reworked without a word.
    """
    template = lock_template(version.template)
    locked = _locked(version)
    if state not in STEPS[VersionState(locked.state)]:
        raise StepImpossible
    if state == VersionState.REWORK and not note.strip():
        raise ReasonMissing
    if state == VersionState.TEST:
        if lacks_of(locked):
            raise VersionUnfinished
        if locked.with_criteria and (rules := locked.rule_set) is not None:
            RuleSet.objects.filter(pk=rules.pk).update(state=RuleState.USED)
    if state == VersionState.IN_USE:
        for old in template.versions.filter(state=VersionState.IN_USE):
            _set(old, VersionState.REPLACED, note="", by=by, at=at)
    _set(locked, state, note=note, by=by, at=at)
    return locked


@transaction.atomic
def take_back(
    *, version: TemplateVersion, note: str, by: User, at: datetime
) -> TemplateVersion:
    """End a test that showed faults: the next number is a copy to be reworked.

    The tested version stays as it was tested, and is replaced.

    Raises:
        StepImpossible: It is not in test.
        ReasonMissing: Nobody would know what to mend.
    """
    template = lock_template(version.template)
    locked = _locked(version)
    if locked.state != VersionState.TEST:
        raise StepImpossible
    if not note.strip():
        raise ReasonMissing
    _set(locked, VersionState.REPLACED, note=note, by=by, at=at)
    return copy_version(
        locked, template=template, state=VersionState.REWORK, by=by, at=at, note=note
    )


@transaction.atomic
def delete_version(*, version: TemplateVersion) -> None:
    """Delete a version that nobody has tested, with its questions, comments and log.

    Passes on:
        VersionFixed: It is in test, or has been.
    """
    lock_template(version.template)
    open_version(version).delete()


def open_version(version: TemplateVersion) -> TemplateVersion:
    """Lock a version that is to be changed.

    Raises:
        VersionFixed: It can no longer be changed.
    """
    locked = _locked(version)
    if not locked.is_open:
        raise VersionFixed
    return locked


def _locked(version: TemplateVersion) -> TemplateVersion:
    found: TemplateVersion = (
        TemplateVersion.objects.select_for_update(no_key=True, of=("self",))
        .select_related("template__programme__region", "rule_set")
        .get(pk=version.pk)
    )
    return found


def _set(
    version: TemplateVersion, state: VersionState, *, note: str, by: User, at: datetime
) -> None:
    version.state = state
    version.save(update_fields=["state"])
    write_event(version, note=note, by=by, at=at)
