"""Mail from the hosts to some of those who are signed up."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gatherings import notices
from gatherings.actions.locks import SignUpClosed
from gatherings.enums import SeriesState
from gatherings.models import Gathering, Registration, Series
from gatherings.queries.hosting import silent_members
from gatherings.queries.openness import Closed
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


@transaction.atomic
def write_to_silent(*, series: Series, subject: str, text: str, at: datetime) -> int:
    """Write to the main contacts of members that have signed nobody up, one mail each.

    Sending again the same day adds none.

    Returns:
        How many people the mail goes to.

    Raises:
        SignUpClosed: The series is a draft or cancelled.
        NobodyToWriteTo: No such member has a main contact.
    """
    why = {SeriesState.DRAFT: Closed.NOT_PUBLISHED, SeriesState.CANCELLED: Closed.CANCELLED}
    if (closed := why.get(SeriesState(series.state))) is not None:
        raise SignUpClosed(closed, series)
    rows = silent_members(series)
    contacts = [row.contact for row in rows if row.contact is not None]
    if not contacts:
        raise NobodyToWriteTo
    day = at.astimezone(series.zone).date().isoformat()
    return notices.to_contacts(
        series=series, contacts=contacts, subject=subject, text=text, day=day
    )


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
