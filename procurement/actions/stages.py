"""The way of a need: one stage at a time, back with a reason, days planned ahead."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.dates import date_in_words
from improvement.actions.refusals import Declined
from networks.actions.locks import day_in, sign
from procurement.actions.dialogue_log import announce
from procurement.actions.locks import living_need
from procurement.actions.releasing import release_need
from procurement.enums import CLOSED_STAGES, DialogueEvent, Ending, NeedState, Stage
from procurement.models import Need, StageStep
from procurement.queries.needs import newest_step, stages_of

WAY = tuple(Stage)


class NotNext(Declined):
    """A need goes one stage at a time; only the dialogue can be left out."""

    field = "stage"
    sentence = gettext_lazy("A need goes one stage at a time. Look at where it stands now.")


class NotShared(Declined):
    """Nobody can join a draft."""

    sentence = gettext_lazy("The need is a draft. Share it in the network, or publish it.")


class NotPublished(Declined):
    """The market must be able to read what it is asked about."""

    sentence = gettext_lazy(
        "Publish the need first. The market dialogue is open to all suppliers alike."
    )


class LeftOutWhy(Declined):
    """Leaving out the market dialogue needs a reason."""

    field = "reason"
    sentence = gettext_lazy("Say why the market dialogue is left out.")


class BackWhy(Declined):
    """Going back needs a reason."""

    field = "reason"
    sentence = gettext_lazy("Say why the need goes back.")


class CompetitionWhere(Declined):
    """Suppliers must find the competition."""

    field = "competition_url"
    sentence = gettext_lazy("Give the link to the competition.")


class DayAhead(Declined):
    """What has not happened is planned, not reached."""

    field = "on"
    sentence = gettext_lazy("The day is in the future. Plan it instead.")


class PlannedPassed(Declined):
    """A plan lies ahead."""

    field = "on"
    sentence = gettext_lazy("A planned day cannot be in the past.")


class DayTooEarly(Declined):
    """A stage is not reached before the one before it."""

    field = "on"

    def __init__(self, last: date) -> None:
        super().__init__(last)
        self.last = last

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("The stage before it was reached on %(day)s.") % {
            "day": date_in_words(self.last)
        }


def stages_ahead(need: Need) -> list[Stage]:
    """List where a need can go now: the next stage, and past the dialogue where it is next."""
    here = WAY.index(Stage(need.stage))
    ahead = list(WAY[here + 1 : here + 2])
    if ahead == [Stage.DIALOGUE]:
        ahead.append(Stage.COMPETITION)
    return ahead


def stages_behind(need: Need) -> list[Stage]:
    """List where a need can go back to, the nearest first."""
    here = WAY.index(Stage(need.stage))
    reached = stages_of(need)
    return [stage for stage in reversed(WAY[:here]) if _was_reached(reached, stage)]


def _was_reached(reached: Mapping[str, object], stage: Stage) -> bool:
    return getattr(reached.get(stage), "on", None) is not None


@transaction.atomic
def move_on(
    *,
    need: Need,
    stage: Stage,
    on: date,
    by: User,
    at: datetime,
    reason: str = "",
    competition_url: str = "",
) -> Need:
    """Let a need reach the next stage. With the competition everything else closes.

    Talks and seats that suppliers have ahead are given back then. All who follow a published
    need are told.

    Args:
        need: Which one.
        stage: The next stage, or the competition where the dialogue is left out.
        on: The day it was reached, today at the latest; the competition was announced then.
        by: Who says so.
        at: The time.
        reason: Why the dialogue is left out.
        competition_url: Where the competition is; asked for at that stage.

    Raises:
        NotNext: The need does not stand right before ``stage``.
        NotShared: The need is a draft.
        NotPublished: The dialogue begins, and the need is not published.
        LeftOutWhy: The dialogue is left out without a reason.
        CompetitionWhere: The competition has no link.

    Passes on:
        NeedClosed: It is closed.
        DayAhead: ``on`` is in the future.
        DayTooEarly: ``on`` is before the last step.
    """
    locked = living_need(need)
    if stage not in stages_ahead(locked):
        raise NotNext
    if locked.state == NeedState.DRAFT:
        raise NotShared
    if stage == Stage.DIALOGUE and locked.published_at is None:
        raise NotPublished
    leaves_out = stage == Stage.COMPETITION and locked.stage != Stage.DIALOGUE
    if leaves_out and not reason.strip():
        raise LeftOutWhy
    if stage == Stage.COMPETITION:
        if not competition_url.strip():
            raise CompetitionWhere
        locked.competition_url, locked.competition_on = competition_url.strip(), on
    _check_day(locked, on, at=at)
    _step(locked, stage, on, reason=reason if leaves_out else "", by=by, at=at)
    _announce(locked, stage, by=by, at=at)
    if stage == Stage.COMPETITION:
        release_need(locked, ending=Ending.COMPETITION, by=by, at=at)
    return locked


@transaction.atomic
def go_back(*, need: Need, stage: Stage, reason: str, by: User, at: datetime) -> Need:
    """Take a need back to a stage that it has been in. The reason is shown.

    Back from the competition, what was closed by it is open again until its deadline.

    Raises:
        NotNext: The need has not been in ``stage``.
        BackWhy: ``reason`` is empty.

    Passes on:
        NeedClosed: It is closed.
    """
    locked = living_need(need)
    if stage not in stages_behind(locked):
        raise NotNext
    if not reason.strip():
        raise BackWhy
    if stage not in CLOSED_STAGES:
        locked.competition_url, locked.competition_on = "", None
    day = day_in(municipality=locked.municipality, at=at)
    _step(locked, stage, day, reason=reason.strip(), by=by, at=at)
    if locked.published_at is not None:
        announce(
            need=locked,
            kind=DialogueEvent.CHANGED,
            text=reason.strip(),
            municipality=locked.municipality,
            by=by,
            at=at,
        )
    return locked


@transaction.atomic
def plan_stages(
    *, need: Need, days: Mapping[Stage, date | None], by: User, at: datetime
) -> int:
    """Plan days for stages to come; those that are planned so already stay.

    Returns:
        How many were written.

    Raises:
        NotShared: The need is a draft.
        PlannedPassed: A new day has passed already.

    Passes on:
        NeedClosed: It is closed.
    """
    locked = living_need(need)
    if locked.state == NeedState.DRAFT:
        raise NotShared
    here = WAY.index(Stage(locked.stage))
    today = day_in(municipality=locked.municipality, at=at)
    known = stages_of(locked)
    written = 0
    for stage in WAY[here + 1 :]:
        day = days.get(stage)
        planned = known[stage].planned_on if stage in known else None
        if day is None or day == planned:
            continue
        if day < today:
            raise PlannedPassed
        StageStep.objects.create(
            need=locked, stage=stage, on=day, is_planned=True, by=by, at=at
        )
        written += 1
    return written


def _announce(need: Need, stage: Stage, *, by: User, at: datetime) -> None:
    """Tell those who follow a published need where it stands now."""
    is_end = stage == Stage.COMPETITION
    if need.published_at is None and not is_end:
        return
    with translation.override(need.language):
        text = _("Stage: %(stage)s") % {"stage": stage.label}
    announce(
        need=need,
        kind=DialogueEvent.CLOSED if is_end else DialogueEvent.CHANGED,
        text=need.competition_url if is_end else text,
        municipality=need.municipality,
        by=by,
        at=at,
    )


def _check_day(need: Need, on: date, *, at: datetime) -> None:
    """See that a day can be the one a stage was reached on.

    Raises:
        DayAhead: It is in the future.
        DayTooEarly: It is before the last step.
    """
    if on > day_in(municipality=need.municipality, at=at):
        raise DayAhead
    last = newest_step(need)
    if last is not None and on < last.on:
        raise DayTooEarly(last.on)


def _step(need: Need, stage: Stage, on: date, *, reason: str, by: User, at: datetime) -> None:
    StageStep.objects.create(need=need, stage=stage, on=on, reason=reason.strip(), by=by, at=at)
    need.stage = stage
    sign(need, by=by)
    need.save(update_fields=["stage", "competition_url", "competition_on", "updated_at"])
