"""Calendar files that go with mails (``settings.MAIL_FILES``).

A mail names its file by a key; the file is made when the mail is sent. What is gone by then,
or has no day yet, goes without.
"""

from accounts.models import User
from common.outbox import MailFile
from gatherings.models import Gathering, Registration, Talk

# METHOD stands in the file too; mail programs look for it here.
_TYPE = "text/calendar; method=PUBLISH"


def of_seat(registration: Registration) -> str:
    """Name the file of everything that the owner of a seat comes to."""
    return f"gatherings.seat:{registration.pk}"


def of_gathering(gathering: Gathering) -> str:
    """Name the file of one gathering."""
    return f"gatherings.gathering:{gathering.pk}"


def of_talk(talk: Talk, *, person: User) -> str:
    """Name the file of a guidance talk, as one of its two sides sees it."""
    return f"gatherings.talk:{talk.pk}-{person.pk}"


def make_seat(key: str) -> MailFile | None:
    """Make the file that ``of_seat`` names."""
    from gatherings.queries import feeds  # noqa: PLC0415 -- slow import

    rows = Registration.objects.select_related("series").filter(erased_at__isnull=True)
    row = rows.filter(pk=key).first()
    if row is None:
        return None
    return MailFile(f"{row.series.slug}.ics", feeds.calendar_of_seat(row), _TYPE)


def make_gathering(key: str) -> MailFile | None:
    """Make the file that ``of_gathering`` names."""
    from gatherings.queries import feeds  # noqa: PLC0415 -- slow import

    row = Gathering.objects.select_related("series__network").filter(pk=key).first()
    if row is None:
        return None
    body = feeds.calendar_of_gathering(gathering=row, shows_programme=True)
    if body is None:
        return None
    return MailFile(f"{row.series.slug}-{row.number}.ics", body, _TYPE)


def make_talk(key: str) -> MailFile | None:
    """Make the file that ``of_talk`` names."""
    from gatherings.queries import feeds  # noqa: PLC0415 -- slow import

    talk_key, _dash, person = key.partition("-")
    rows = Talk.objects.select_related("series", "municipality__country")
    row = rows.filter(pk=talk_key).first()
    if row is None or row.municipality_id is None:
        return None
    body = feeds.calendar_of_talk(talk=row, person_key=int(person))
    return MailFile(f"{row.series.slug}.ics", body, _TYPE)
