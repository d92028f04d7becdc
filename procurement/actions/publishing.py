"""Who sees a need: shared in the network, published, closed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.dates import has_passed
from improvement.actions.refusals import Declined
from networks.actions.locks import day_in, sign
from procurement.actions.dialogue_log import announce, note
from procurement.actions.locks import living_need, lock_need
from procurement.actions.releasing import release_need
from procurement.actions.stages import NotShared
from procurement.enums import DialogueEvent, Ending, NeedState, PointKind, Stage
from procurement.models import Need, StageStep


class NotReady(Declined):
    """Something that suppliers must know is missing; ``missing`` names it."""

    def __init__(self, missing: Collection[str]) -> None:
        super().__init__(missing)
        self.missing = missing

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("Missing before it can be published: %(what)s.") % {
            "what": ", ".join(self.missing)
        }


class ReasonMissing(Declined):
    """Those who have answered a need want to know why it is closed."""

    field = "reason"
    sentence = gettext_lazy("Say why. Everybody who reads the need sees it.")


@transaction.atomic
def share_need(*, need: Need, by: User, at: datetime) -> Need:
    """Let the network read a draft. Again changes nothing.

    Passes on:
        NeedClosed: It is closed.
    """
    locked = living_need(need)
    if locked.state != NeedState.DRAFT:
        return locked
    locked.state = NeedState.SHARED
    _begin(locked, by=by, at=at)
    sign(locked, by=by)
    locked.save(update_fields=["state", "updated_at"])
    return locked


@transaction.atomic
def publish_need(*, need: Need, by: User, at: datetime) -> Need:
    """Let everybody read a need. It cannot be taken back. Again changes nothing.

    Raises:
        NotReady: Something that suppliers must know is missing.

    Passes on:
        NeedClosed: It is closed.
    """
    locked = living_need(need)
    if locked.published_at is not None:
        return locked
    missing = what_is_missing(locked, at=at)
    if missing:
        raise NotReady(missing)
    locked.state, locked.published_at = NeedState.PUBLISHED, at
    _begin(locked, by=by, at=at)
    sign(locked, by=by)
    locked.save(update_fields=["state", "published_at", "updated_at"])
    note(
        need=locked,
        kind=DialogueEvent.PUBLISHED,
        text=locked.title,
        municipality=locked.municipality,
        by=by,
        at=at,
    )
    return locked


@transaction.atomic
def close_need(*, need: Need, reason: str, by: User, at: datetime) -> Need:
    """Close a need: nothing more is sent in, and talks ahead are given back.

    Again changes nothing.

    Raises:
        NotShared: The need is a draft, which is deleted instead; closed ones are read.
        ReasonMissing: ``reason`` is empty.
    """
    locked = lock_need(need)
    if locked.state == NeedState.CLOSED:
        return locked
    if locked.state == NeedState.DRAFT:
        raise NotShared
    if not reason.strip():
        raise ReasonMissing
    locked.state = NeedState.CLOSED
    sign(locked, by=by)
    locked.save(update_fields=["state", "updated_at"])
    announce(
        need=locked,
        kind=DialogueEvent.CLOSED,
        text=reason.strip(),
        municipality=locked.municipality,
        by=by,
        at=at,
    )
    release_need(locked, ending=Ending.NEED, by=by, at=at)
    return locked


def what_is_missing(need: Need, *, at: datetime) -> list[str]:
    """Name what suppliers must know before a need can be published."""
    points = need.points.filter(kind=PointKind.MUST)
    until = need.solutions_until
    wanted = [
        (bool(need.summary), _("what it is about in short")),
        (bool(need.description), _("the description")),
        (points.exists(), _("what the solution must do")),
        (need.goals.exists(), _("a goal")),
        (bool(need.contact_email), _("the e-mail of the contact")),
        (until is None or not has_passed(until, at=at), _("a deadline in the future")),
    ]
    return [name for is_there, name in wanted if not is_there]


def _begin(need: Need, *, by: User, at: datetime) -> None:
    """Write the first step of a need that others see from now on."""
    if not need.steps.filter(is_planned=False).exists():
        day = day_in(municipality=need.municipality, at=at)
        StageStep.objects.create(need=need, stage=Stage.NEED, on=day, by=by, at=at)
