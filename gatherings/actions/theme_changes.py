"""Themes that the hosts change, with the reason that participants read."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.actions.gatherings import (
    GatheringCancelled,
    lock_gathering,
    open_series,
    raise_sequence,
)
from gatherings.actions.theme_notes import note_theme
from gatherings.enums import GatheringState, SeriesState
from gatherings.models import Gathering
from improvement.actions.refusals import Declined
from networks.actions.locks import sign


class ReasonMissing(Declined):
    """A theme is not changed without saying why."""

    field = "reason"
    sentence = _("Say why. Participants see the reason.")


class NobodyHasSeenIt(Declined):
    """A draft is changed without reasons."""

    sentence = _("The series is a draft. Change the theme with the rest of the gathering.")


@transaction.atomic
def change_theme(
    *, gathering: Gathering, theme: str, reason: str, by: User, at: datetime
) -> Gathering:
    """Give a gathering another theme; calendars are told. The same theme changes nothing.

    Raises:
        ReasonMissing: ``reason`` is empty.
        NobodyHasSeenIt: The series is a draft.
        GatheringCancelled: The gathering is cancelled.

    Passes on:
        GatheringCancelled: The series is cancelled.
        NetworkClosed: The network is closed.
    """
    if not reason.strip():
        raise ReasonMissing
    if open_series(gathering.series).state == SeriesState.DRAFT:
        raise NobodyHasSeenIt
    locked = lock_gathering(gathering)
    if locked.state == GatheringState.CANCELLED:
        raise GatheringCancelled
    if locked.theme == theme.strip():
        return locked
    note_theme(locked, theme=theme.strip(), reason=reason, by=by, at=at)
    raise_sequence(locked, ["theme"], by=by, at=at)
    sign(locked, by=by)
    locked.save(update_fields=["theme", "theme_reason", "sequence", "updated_at"])
    return locked
