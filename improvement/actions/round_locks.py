"""Row locks that the actions of a round begin with, what they refuse, and its events.

The network is always locked before its round, so two actions never wait for each other.
"""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from improvement.enums import RoundEventKind
from improvement.models import Round, RoundEvent, RoundStep, StepProgress
from networks.actions.locks import day_in, open_network
from networks.models import Municipality


class RoundIsClosed(Declined):
    """The round is closed: it can be read and no longer changed."""

    sentence = _("The round is closed. It can be read, but not changed.")


class TopicOfOther(Declined):
    """The network does not work with the topic."""

    field = "topic"
    sentence = _("The network does not work with this topic.")


class StepOfOtherTemplate(Declined):
    """The step belongs to another template, or is no longer used."""

    sentence = _("The round does not have this step.")


class StepIsDone(Declined):
    """A step that is done is only begun again by going back."""

    sentence = _("The step is done. To work with it again, go back and say why.")


class StepNotDone(Declined):
    """One goes back to a step that the round has been through."""

    field = "step"
    sentence = _("The round has not been through this step. Begin it instead.")


class ReasonMissing(Declined):
    """Going back asks for a reason."""

    field = "reason"
    sentence = _("Say why the round goes back.")


class DateHasPassed(Declined):
    """A next date lies ahead."""

    field = "due_on"
    sentence = _("Choose today or a later day.")


class Pen:
    """Writes events of one round, by one person, at one time."""

    def __init__(
        self,
        round: Round,  # noqa: A002 -- the name of the model
        *,
        by: User | None,
        on_behalf_of: Municipality | None,
        at: datetime,
    ) -> None:
        self._about = {"round": round, "by": by, "on_behalf_of": on_behalf_of, "at": at}

    def __call__(
        self, kind: RoundEventKind, *, step: RoundStep | None = None, text: str = ""
    ) -> None:
        RoundEvent.objects.create(kind=kind, step=step, text=text, **self._about)


def locked_round(
    round: Round,  # noqa: A002 -- the name of the model
    *,
    at: datetime,
) -> tuple[Round, date]:
    """Lock a round after its network; also today in its municipality."""
    if round.network is not None:
        open_network(network=round.network)
    locked = (
        Round.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality__country", "network", "topic", "template")
        .get(pk=round.pk)
    )
    return locked, day_in(municipality=locked.municipality, at=at)


def round_to_change(
    round: Round,  # noqa: A002 -- the name of the model
    *,
    at: datetime,
) -> tuple[Round, date]:
    """Lock a round that is to be changed.

    Raises:
        RoundIsClosed: The round is closed.
    """
    locked, day = locked_round(round, at=at)
    if locked.closed_at is not None:
        raise RoundIsClosed
    return locked, day


def progress_in(
    round: Round,  # noqa: A002 -- the name of the model
    step: RoundStep,
) -> StepProgress:
    """How far the round is in the step; a step that came later joins when it is used.

    Raises:
        StepOfOtherTemplate: The step is another template's, or no longer used.
    """
    found = round.progress.filter(step=step).first()
    if found is not None:
        return found
    if step.template_id != round.template_id or step.is_retired:
        raise StepOfOtherTemplate
    return StepProgress.objects.create(round=round, step=step)
