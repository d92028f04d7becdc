"""What the actions of the gatherings begin with, and what they refuse."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings import words
from gatherings.models import Gathering, Series
from gatherings.queries.openness import Closed
from improvement.actions.refusals import Declined
from networks.actions.locks import NetworkClosed


class SignUpClosed(Declined):
    """Nobody can be signed up now; ``why`` tells why."""

    def __init__(self, why: Closed, series: Series) -> None:
        super().__init__(why)
        self.why = why
        self.series = series

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        return words.closed(self.why, self.series)


class AlreadySignedUp(Declined):
    """Somebody with this e-mail has a seat or a place in line for the series."""

    field = "email"

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.email = email

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("%(email)s is signed up already.") % {"email": self.email}


class GatheringFull(Declined):
    """A gathering has fewer seats than the series, and they are taken."""

    field = "gatherings"

    def __init__(self, gathering: Gathering) -> None:
        super().__init__(gathering)
        self.gathering = gathering

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("%(gathering)s is full. Take it away, or ask the host: %(email)s.") % {
            "gathering": words.gathering_name(self.gathering),
            "email": self.gathering.series.contact_email,
        }


class GatheringClosed(Declined):
    """A gathering has been, is cancelled, or its own deadline has passed."""

    field = "gatherings"

    def __init__(self, gathering: Gathering) -> None:
        super().__init__(gathering)
        self.gathering = gathering

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        text = _("%(gathering)s can no longer be chosen or changed. Ask the host: %(email)s.")
        return text % {
            "gathering": words.gathering_name(self.gathering),
            "email": self.gathering.series.contact_email,
        }


class OfferOver(Declined):
    """The seat is no longer offered: answered already, or the time is out."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The seat is no longer offered. It has been answered for, or the time is out."
    )


class SeatGone(Declined):
    """The registration does not wait any more."""

    sentence: ClassVar[str | Promise] = gettext_lazy(
        "The person does not wait for a seat any more."
    )


class NoSeat(Declined):
    """Only who has a seat can change it or send somebody else."""

    sentence: ClassVar[str | Promise] = gettext_lazy("There is no seat any more.")


class NoGatheringLeft(Declined):
    """Whoever comes to none of the gatherings gives the seat back."""

    field = "gatherings"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "Choose at least one gathering, or give the seat back."
    )


class ComesAlready(Declined):
    """The substitute has a seat at that gathering, or is the owner."""

    field = "email"
    sentence: ClassVar[str | Promise] = gettext_lazy(
        "This person comes to the gathering already. Name somebody else."
    )


class ReasonMissing(Declined):
    """Going past a limit needs a reason."""

    field = "reason"
    sentence: ClassVar[str | Promise] = gettext_lazy("Say why. The reason is kept in the log.")


def lock_series(series: Series) -> Series:
    """Lock the series that seats are counted in; every action on seats begins here."""
    return (
        Series.objects.select_for_update(no_key=True, of=("self",))
        .select_related("network")
        .get(pk=series.pk)
    )


def lock_in_open_network(series: Series) -> Series:
    """Lock a series, whatever its state, of a network that is open.

    Raises:
        NetworkClosed: The network is closed.
    """
    locked = lock_series(series)
    if locked.network.closed_at is not None:
        raise NetworkClosed
    return locked
