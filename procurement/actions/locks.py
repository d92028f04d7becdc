"""What the actions on needs begin with, and what they refuse."""

from django.utils.translation import gettext_lazy as _

from improvement.actions.refusals import Declined
from procurement.enums import CLOSED_STAGES, NeedState
from procurement.models import Need


class NeedClosed(Declined):
    """The need is closed: it can be read and no longer changed."""

    sentence = _("The need is closed and can no longer be changed.")


class CompetitionAnnounced(Declined):
    """The competition is announced: what is asked for stands there."""

    sentence = _(
        "The competition is announced. What you need stands there, and is no longer "
        "changed here."
    )


def lock_need(need: Need) -> Need:
    """Lock a need, whatever its state; every action on one begins here."""
    found: Need = (
        Need.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality__country", "network", "category")
        .get(pk=need.pk)
    )
    return found


def living_need(need: Need) -> Need:
    """Lock a need that is not closed.

    Raises:
        NeedClosed: It is.
    """
    locked = lock_need(need)
    if locked.state == NeedState.CLOSED:
        raise NeedClosed
    return locked


def open_need(need: Need) -> Need:
    """Lock a need whose words can still be changed.

    Raises:
        CompetitionAnnounced: The competition is announced.

    Passes on:
        NeedClosed: It is closed.
    """
    locked = living_need(need)
    if locked.stage in CLOSED_STAGES:
        raise CompetitionAnnounced
    return locked
