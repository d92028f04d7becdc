"""Good examples: written, published with permission, sent in, taken in, withdrawn."""

import hashlib
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.models import Assessment
from improvement.actions.refusals import Declined
from improvement.models import Measure
from indicators.models import Indicator
from knowledge import example_letters
from knowledge.actions.slugs import free_slug
from knowledge.enums import ExampleState, ExampleStep
from knowledge.models import Example, ExampleEvent
from knowledge.queries.examples import buyers_of, owners_of
from networks.actions.locks import day_in, sign
from networks.models import Municipality
from procurement.models import Solution


class WordsMissing(Declined):
    """An example has a title and says what was done."""

    field = "text"
    sentence = _("Write a title, and what was done.")


class PermissionMissing(Declined):
    """Nothing is public that nobody in the municipality has allowed."""

    field = "permission_by"
    sentence = _("Say who in the municipality has allowed it, and when.")


class PermissionAhead(Declined):
    """What has been allowed was allowed today at the latest."""

    field = "permission_on"
    sentence = _("The day must be today or earlier.")


class GoalMissing(Declined):
    """Others find it by its goals."""

    field = "goals"
    sentence = _("Choose at least one goal.")


class OriginElsewhere(Declined):
    """The measure, solution or assessment has nothing to do with the municipality."""

    sentence = _("What the example is made from does not belong to the municipality.")


class NotPublished(Declined):
    """Only what everybody reads is withdrawn, or done too."""

    sentence = _("The example is not published.")


class NotWaiting(Declined):
    """Somebody else has answered it meanwhile."""

    sentence = _("The example has been answered already.")


class ChangedMeanwhile(Declined):
    """What becomes public is what the leader has read."""

    sentence = _("The sender has changed the example since you opened it. Read it again.")


class IsDeclined(Declined):
    """What was not taken in is not changed; one may send a new one."""

    sentence = _("The example was not taken in, and can no longer be changed.")


class ReasonMissing(Declined):
    """Whoever sent it in learns why."""

    field = "reason"
    sentence = _("Say why. The sender gets it by mail.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleDetails:
    """What an example tells.

    Attributes:
        began_in: A year.
        permission_by: The function that has allowed it; empty for not yet.
    """

    title: str
    text: str
    summary: str = ""
    effect: str = ""
    advice: str = ""
    cost: str = ""
    began_in: int | None = None
    indicator: Indicator | None = None
    language: str = "nb"
    contact_role: str = ""
    contact_email: str = ""
    permission_by: str = ""
    permission_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What an example is made from; nothing for one that is written from scratch."""

    measure: Measure | None = None
    solution: Solution | None = None
    assessment: Assessment | None = None


NO_ORIGIN = Origin()
_DETAILS = tuple(field.name for field in fields(ExampleDetails))


@transaction.atomic
def create_example(
    *,
    municipality: Municipality,
    details: ExampleDetails,
    goals: frozenset[int],
    by: User,
    at: datetime,
    on_behalf_of: Municipality | None = None,
    origin: Origin = NO_ORIGIN,
) -> Example:
    """Write an example. It is a draft that the municipality's own people see.

    Passes on:
        WordsMissing, GoalMissing, PermissionAhead, OriginElsewhere: What is written does
            not hold together.
    """
    _check_origin(origin, municipality)
    example = Example(municipality=municipality, on_behalf_of=on_behalf_of)
    example.measure, example.solution = origin.measure, origin.solution
    example.assessment = origin.assessment
    _begin(example, details, goals, by=by, at=at)
    _note(example, ExampleStep.WRITTEN, by=by, at=at)
    return example


@transaction.atomic
def send_example(
    *,
    municipality: Municipality,
    details: ExampleDetails,
    goals: frozenset[int],
    sender: str,
    by: User,
    at: datetime,
) -> Example:
    """Send an example in from outside; it waits until a network leader has read it.

    Args:
        municipality: Whose example it is.
        details: With the permission of the municipality.
        goals: Numbers, at least one.
        sender: The company or body that sends it.
        by: Who sends it.
        at: Now.

    Raises:
        PermissionMissing: Nobody in the municipality is named as having allowed it.

    Passes on:
        WordsMissing, GoalMissing, PermissionAhead: What is written does not hold together.
    """
    if not details.permission_by.strip() or details.permission_on is None:
        raise PermissionMissing
    example = Example(municipality=municipality, is_from_outside=True, sender=sender.strip())
    example.state = ExampleState.WAITING
    _begin(example, details, goals, by=by, at=at)
    _note(example, ExampleStep.SENT, text=example.sender, by=by, at=at)
    return example


@transaction.atomic
def change_example(
    *,
    example: Example,
    details: ExampleDetails,
    goals: frozenset[int],
    by: User,
    at: datetime,
) -> Example:
    """Change an example; a published one keeps its permission.

    Raises:
        IsDeclined: It was not taken in.
        PermissionMissing: It is published, or waits, and the permission was taken away.

    Passes on:
        WordsMissing, GoalMissing, PermissionAhead: What is written does not hold together.
    """
    locked = lock_example(example)
    if locked.state == ExampleState.DECLINED:
        raise IsDeclined
    allowed = bool(details.permission_by.strip()) and details.permission_on is not None
    if locked.state in {ExampleState.PUBLISHED, ExampleState.WAITING} and not allowed:
        raise PermissionMissing
    _write(locked, details, goals, at=at)
    sign(locked, by=by)
    locked.save()
    locked.goals.set(goals)
    if locked.state == ExampleState.PUBLISHED:
        _note(locked, ExampleStep.CHANGED, by=by, at=at)
    return locked


@transaction.atomic
def publish_example(*, example: Example, by: User, at: datetime) -> Example:
    """Let everybody read an example of one's own. Again changes nothing.

    Raises:
        IsDeclined: It came from outside and was not taken in.
        NotWaiting: It came from outside, and a network leader reads it first.
        PermissionMissing: Nobody has allowed it.
    """
    locked = lock_example(example)
    if locked.state == ExampleState.PUBLISHED:
        return locked
    if locked.state == ExampleState.DECLINED:
        raise IsDeclined
    if locked.state == ExampleState.WAITING:
        raise NotWaiting
    if not locked.permission_by or locked.permission_on is None:
        raise PermissionMissing
    _publish(locked, by=by, at=at)
    return locked


@transaction.atomic
def take_in_example(*, example: Example, seen: str, by: User, at: datetime) -> Example:
    """Publish what was sent in from outside; the sender gets a mail.

    Args:
        example: One that waits.
        seen: ``digest_of`` what the leader has read.
        by: The leader.
        at: Now.

    Raises:
        NotWaiting: Somebody has answered it already.
        ChangedMeanwhile: The sender has changed it since.
    """
    locked = lock_example(example)
    if locked.state != ExampleState.WAITING:
        raise NotWaiting
    if seen != digest_of(locked):
        raise ChangedMeanwhile
    _publish(locked, by=by, at=at)
    example_letters.taken_in(example=locked)
    return locked


def digest_of(example: Example) -> str:
    """Give the checksum of all that an example tells, 64 hexadecimal digits."""
    goals = example.goals.order_by("number").values_list("number", flat=True)
    told = [
        *(str(getattr(example, name)) for name in _DETAILS),
        example.sender,
        *map(str, goals),
    ]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


@transaction.atomic
def decline_example(*, example: Example, reason: str, by: User, at: datetime) -> Example:
    """Do not take in what was sent from outside; the sender gets the reason by mail.

    Raises:
        ReasonMissing: There is no reason.
        NotWaiting: Somebody has answered it already.
    """
    words = reason.strip()
    if not words:
        raise ReasonMissing
    locked = lock_example(example)
    if locked.state != ExampleState.WAITING:
        raise NotWaiting
    locked.state = ExampleState.DECLINED
    sign(locked, by=by)
    locked.save(update_fields=["state", "updated_at"])
    _note(locked, ExampleStep.DECLINED, text=words, by=by, at=at)
    example_letters.declined(example=locked, reason=words)
    return locked


@transaction.atomic
def withdraw_example(*, example: Example, reason: str, by: User, at: datetime) -> Example:
    """Take an example back: only the municipality's own people still read it.

    Raises:
        NotPublished: It is not public.
    """
    locked = lock_example(example)
    if locked.state not in {ExampleState.PUBLISHED, ExampleState.WAITING}:
        raise NotPublished
    locked.state = ExampleState.WITHDRAWN
    sign(locked, by=by)
    locked.save(update_fields=["state", "updated_at"])
    _note(locked, ExampleStep.WITHDRAWN, text=reason.strip(), by=by, at=at)
    return locked


def lock_example(example: Example) -> Example:
    """Lock an example; its municipality is at hand."""
    rows = Example.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("municipality__country").get(pk=example.pk)


def _begin(
    example: Example, details: ExampleDetails, goals: frozenset[int], *, by: User, at: datetime
) -> None:
    _write(example, details, goals, at=at)
    example.slug = free_slug(Example.objects.all(), details.title, otherwise="eksempel")
    example.created_by = by
    sign(example, by=by)
    example.save()
    example.goals.set(goals)


def _write(
    example: Example, details: ExampleDetails, goals: frozenset[int], *, at: datetime
) -> None:
    """Fill in what is written.

    Raises:
        WordsMissing: Title or text is empty.
        GoalMissing: There is no goal.
        PermissionAhead: The permission is of a day to come.
    """
    if not details.title.strip() or not details.text.strip():
        raise WordsMissing
    if not goals:
        raise GoalMissing
    today = day_in(municipality=example.municipality, at=at)
    if details.permission_on is not None and details.permission_on > today:
        raise PermissionAhead
    for name in _DETAILS:
        value = getattr(details, name)
        setattr(example, name, value.strip() if isinstance(value, str) else value)


def _publish(locked: Example, *, by: User, at: datetime) -> None:
    locked.state = ExampleState.PUBLISHED
    locked.published_at = at
    sign(locked, by=by)
    locked.save(update_fields=["state", "published_at", "updated_at"])
    _note(locked, ExampleStep.PUBLISHED, by=by, at=at)


def _check_origin(origin: Origin, municipality: Municipality) -> None:
    """Refuse what is made from another municipality's work.

    Raises:
        OriginElsewhere: It is.
    """
    measure, solution, assessment = origin.measure, origin.solution, origin.assessment
    if measure is not None and measure.municipality_id != municipality.pk:
        raise OriginElsewhere
    if solution is not None and municipality.pk not in buyers_of(solution):
        raise OriginElsewhere
    if assessment is not None and municipality.pk not in owners_of(assessment):
        raise OriginElsewhere


def _note(
    example: Example, kind: ExampleStep, *, by: User, at: datetime, text: str = ""
) -> None:
    ExampleEvent.objects.create(example=example, kind=kind, text=text, by=by, at=at)
