"""What it means to forget somebody: names, addresses and diets go, the seats stay counted.

Shared by the nightly job and by what people ask for themselves. The caller holds the lock on
the series.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from common.models import OutboxMessage
from gatherings.enums import Erased
from gatherings.models import Erasure, Participation, Registration, Series, Speaker

_PLACE = "gatherings.participation:"
_DIETS = ~Q(diets=[]) | ~Q(diet_text="")


def forget_diets(rows: QuerySet[Registration]) -> int:
    """Empty what people do not eat. Returns how many had said something."""
    return rows.filter(_DIETS).update(diets=[], diet_text="")


def forget_names(rows: Collection[Registration], *, at: datetime) -> int:
    """Empty name, address and diet of seats, and the mails about them.

    The link to an account goes too. Again changes nothing.

    Returns:
        How many seats lost a name.
    """
    named = [row for row in rows if row.erased_at is None]
    keys = [row.pk for row in named]
    about = [f"gatherings.registration:{key}" for key in keys]
    OutboxMessage.objects.filter(about__in=about).delete()
    # Those who came instead, or were to, read the owner's name; what waits still goes.
    places = Participation.objects.filter(registration__in=keys).values_list("pk", flat=True)
    about = [f"{_PLACE}{key}" for key in places]
    OutboxMessage.objects.filter(about__in=about, sent_at__isnull=False).delete()
    _forget_words({row.series_id for row in named}, {row.email.lower() for row in named})
    return Registration.objects.filter(pk__in=keys).update(
        name="", email="", diets=[], diet_text="", person=None, erased_at=at
    )


def forget_substitutes(rows: Collection[Participation], *, series: Series) -> int:
    """Put a number in place of each substitute; the same person keeps one number.

    Mails that wait to be sent still go: they say that nobody needs to come any more.

    Args:
        rows: Places of the series.
        series: Which series; the numbers are its own.

    Returns:
        How many places lost the name of a substitute.
    """
    named = [row for row in rows if row.substitute_email]
    own = Participation.objects.filter(registration__series=series)
    last = own.aggregate(last=Max("erased_substitute"))["last"] or 0
    numbers: dict[str, int] = {}
    for row in named:
        address = row.substitute_email.lower()
        row.erased_substitute = numbers.setdefault(address, last + len(numbers) + 1)
        row.substitute_name = row.substitute_email = ""
        row.save(update_fields=["erased_substitute", "substitute_name", "substitute_email"])
    about = [f"{_PLACE}{row.pk}" for row in named]
    OutboxMessage.objects.filter(about__in=about, sent_at__isnull=False).delete()
    _forget_words({series.pk}, set(numbers))
    return len(named)


def forget_speakers(series: Series) -> int:
    """Empty the addresses of those who speak, former wordings too; the programme stays.

    Returns:
        How many speakers lost an address.
    """
    former = Speaker.history.filter(series=series).exclude(email="")
    now = series.speakers.exclude(email="")
    keys = set(former.values_list("id", flat=True)) | set(now.values_list("pk", flat=True))
    about = [f"gatherings.speaker:{key}" for key in keys]
    OutboxMessage.objects.filter(about__in=about).delete()
    former.update(email="")
    now.update(email="")
    return len(keys)


def forget_letters() -> None:
    """Remove mails about places of erased people that still had to be sent then."""
    kept = set(
        Participation.objects.filter(registration__erased_at__isnull=True).values_list(
            "pk", flat=True
        )
    )
    sent = OutboxMessage.objects.filter(about__startswith=_PLACE, sent_at__isnull=False)
    gone = [
        pk
        for pk, about in sent.values_list("pk", "about")
        if int(about.removeprefix(_PLACE)) not in kept
    ]
    OutboxMessage.objects.filter(pk__in=gone).delete()


def note(*, series: Series, kind: Erased, count: int, at: datetime) -> None:
    """Tell that something was erased, if anything was."""
    if count:
        Erasure.objects.create(series=series, kind=kind, count=count, at=at)


def _forget_words(series: set[int], addresses: set[str]) -> None:
    """Remove what the hosts wrote to people in words of their own."""
    about = [f"gatherings.series:{key}" for key in series]
    OutboxMessage.objects.filter(about__in=about, recipient__in=addresses).delete()
