"""Mail from the hosts to some of those who are signed up."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gatherings import notices
from gatherings.models import Gathering, Registration, Series
from improvement.actions.refusals import Declined


class NobodyToWriteTo(Declined):
    """The choice holds nobody with an e-mail address."""

    sentence = _("Nobody in this choice can be written to. Choose others.")


@transaction.atomic
def write_to(
    *,
    series: Series,
    registrations: Iterable[Registration],
    gathering: Gathering | None,
    subject: str,
    text: str,
    at: datetime,
) -> int:
    """Write to people who are signed up, one mail each. Sending again the same day adds none.

    Args:
        series: Whose hosts write.
        registrations: To whom, with their participations.
        gathering: Where it is about one gathering, a substitute gets the mail instead.
        subject: One line.
        text: Plain text.
        at: The time.

    Returns:
        How many people the mail goes to.

    Raises:
        NobodyToWriteTo: Nobody of them has an address.
    """
    to = addresses(registrations, gathering=gathering)
    if not to:
        raise NobodyToWriteTo
    day = at.astimezone(series.zone).date().isoformat()
    return notices.in_own_words(series=series, to=to, subject=subject, text=text, day=day)


def addresses(
    registrations: Iterable[Registration], *, gathering: Gathering | None
) -> list[tuple[Registration, str]]:
    """Give the address of each, once; for one gathering that of the one who comes."""
    found: dict[str, tuple[Registration, str]] = {}
    for row in registrations:
        address = row.email
        if gathering is not None:
            for participation in row.participations.all():
                if participation.gathering_id == gathering.pk:
                    address = participation.substitute_email or address
        if address:
            found.setdefault(address.lower(), (row, address))
    return list(found.values())
