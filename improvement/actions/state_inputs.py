"""Input to the state: write it, send it, note what came of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.belonging import check_network
from improvement.actions.refusals import Declined
from improvement.enums import InputState
from improvement.models import StateInput
from networks.actions.locks import day_in, sign
from networks.models import Municipality, Network


class AddresseeMissing(Declined):
    """Something that is sent is sent to somebody."""

    field = "addressee"
    sentence = _("Say who it was sent to.")


class SentDayMissing(Declined):
    """Something that is sent was sent on a day."""

    field = "sent_on"
    sentence = _("Say when it was sent.")


class AnsweredDayMissing(Declined):
    """An answer came on a day."""

    field = "answered_on"
    sentence = _("Say when it was answered.")


class ChangeMissing(Declined):
    """A change is a change of something."""

    field = "change"
    sentence = _("Say what was changed.")


class SentInFuture(Declined):
    """The day of sending has not come."""

    field = "sent_on"
    sentence = _("The day cannot be later than today.")


class AnsweredInFuture(Declined):
    """The day of the answer has not come."""

    field = "answered_on"
    sentence = _("The day cannot be later than today.")


class AnsweredBeforeSent(Declined):
    """An answer comes after what it answers."""

    field = "answered_on"
    sentence = _("The answer cannot have come before it was sent.")


@dataclass(frozen=True, kw_only=True, slots=True)
class InputDetails:
    """What is said in one input to the state."""

    barrier: str
    title: str
    text: str
    proposal: str = ""
    language: str = "nb"
    addressee: str = ""
    network: Network | None = None
    state: str = InputState.DRAFT
    sent_on: date | None = None
    answered_on: date | None = None
    answer: str = ""
    change: str = ""


@transaction.atomic
def create_state_input(
    *,
    municipality: Municipality,
    details: InputDetails,
    by: User,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> StateInput:
    """Write a new input.

    Passes on:
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality is not in the network.
        AddresseeMissing: It is sent, and to nobody.
        SentDayMissing: It is sent, without a day.
        SentInFuture: That day has not come.
        AnsweredDayMissing: It is answered, without a day.
        AnsweredInFuture: That day has not come.
        AnsweredBeforeSent: That day is before it was sent.
        ChangeMissing: It led to a change, and it is not said which.
    """
    check_network(municipality=municipality, network=details.network)
    _check(details, today=day_in(municipality=municipality, at=at))
    row = StateInput(municipality=municipality, created_by=by, on_behalf_of=on_behalf_of)
    return _save(row, details, by=by)


@transaction.atomic
def change_state_input(
    *,
    state_input: StateInput,
    details: InputDetails,
    by: User,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> StateInput:
    """Change an input, also that it was sent, answered or led to a change.

    One that came from a network that has closed since may still be changed.

    Passes on:
        NetworkClosed: The new network is closed.
        NotInNetwork: The municipality is not in the new network.
        AddresseeMissing: It is sent, and to nobody.
        SentDayMissing: It is sent, without a day.
        SentInFuture: That day has not come.
        AnsweredDayMissing: It is answered, without a day.
        AnsweredInFuture: That day has not come.
        AnsweredBeforeSent: That day is before it was sent.
        ChangeMissing: It led to a change, and it is not said which.
    """
    if details.network is not None and details.network.pk != state_input.network_id:
        check_network(municipality=state_input.municipality, network=details.network)
    row = (
        StateInput.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality__country", "network")
        .get(pk=state_input.pk)
    )
    _check(details, today=day_in(municipality=row.municipality, at=at))
    if details == details_of(row):
        return row
    row.on_behalf_of = on_behalf_of
    return _save(row, details, by=by)


def details_of(row: StateInput) -> InputDetails:
    """What an input says now."""
    names = InputDetails.__dataclass_fields__
    return InputDetails(**{name: getattr(row, name) for name in names})


def _save(row: StateInput, details: InputDetails, *, by: User) -> StateInput:
    for name in InputDetails.__dataclass_fields__:
        setattr(row, name, getattr(details, name))
    sign(row, by=by)
    row.save()
    return row


def _check(details: InputDetails, *, today: date) -> None:
    """See that what is said to have happened has a day, and one that can be.

    Raises:
        AddresseeMissing: It is sent, and to nobody.
        SentDayMissing: It is sent, without a day.
        SentInFuture: That day has not come.
    """
    if details.state == InputState.DRAFT:
        return
    if not details.addressee.strip():
        raise AddresseeMissing
    if details.sent_on is None:
        raise SentDayMissing
    if details.sent_on > today:
        raise SentInFuture
    if details.state != InputState.SENT:
        _check_answer(details, sent_on=details.sent_on, today=today)


def _check_answer(details: InputDetails, *, sent_on: date, today: date) -> None:
    """See that an answer has a day, and a change its words.

    Raises:
        AnsweredDayMissing: It is answered, without a day.
        AnsweredInFuture: That day has not come.
        AnsweredBeforeSent: That day is before it was sent.
        ChangeMissing: It led to a change, and it is not said which.
    """
    if details.answered_on is None:
        raise AnsweredDayMissing
    if details.answered_on > today:
        raise AnsweredInFuture
    if details.answered_on < sent_on:
        raise AnsweredBeforeSent
    if details.state == InputState.CHANGED and not details.change.strip():
        raise ChangeMissing
