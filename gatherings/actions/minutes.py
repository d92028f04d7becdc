"""Minutes of a gathering: written by the hosts, and told of once."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings import minutes_letters
from gatherings.actions.locks import lock_in_open_network
from gatherings.enums import Access, SeatState, SeriesState
from gatherings.models import Gathering
from improvement.actions.refusals import Declined
from networks.actions.locks import sign


class NothingToTell(Declined):
    """Nobody but the hosts could read the minutes, or there are none."""

    field = "tells"
    sentence = _("Write the minutes first, and choose that participants may read them.")


@transaction.atomic
def write_minutes(
    *, gathering: Gathering, text: str, access: str, tells: bool, by: User
) -> Gathering:
    """Write the minutes anew; the former wording stays in the history.

    Args:
        gathering: Which one.
        text: The whole text; empty takes the minutes away.
        access: Who may read them, a value of ``Access``.
        tells: Whether those who have a seat get an e-mail; each gets one at most.
        by: Who writes.

    Raises:
        NothingToTell: ``tells`` where those who have a seat could read nothing.

    Passes on:
        NetworkClosed: The network is closed.
    """
    series = lock_in_open_network(gathering.series)
    row = Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)
    row.series = series
    text = text.strip()
    is_draft = series.state == SeriesState.DRAFT
    if tells and (not text or access == Access.HOSTS or is_draft):
        raise NothingToTell
    if (row.minutes, row.minutes_access) != (text, access):
        row.minutes, row.minutes_access = text, access
        sign(row, by=by)
        row.save(update_fields=["minutes", "minutes_access", "updated_at"])
    if tells:
        seated = series.registrations.filter(state=SeatState.CONFIRMED).exclude(email="")
        minutes_letters.ready(gathering=row, to=seated)
    return row
