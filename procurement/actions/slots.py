"""Talks of one supplier with the buyers: equal length, one each, first come."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from improvement.actions.refusals import Declined
from procurement import talk_letters
from procurement.actions.dialogue_log import announce, moment_of, note
from procurement.actions.locks import lock_need, open_need
from procurement.actions.releasing import free
from procurement.actions.suppliers import lock_active
from procurement.enums import CLOSED_STAGES, DialogueEvent, Ending, NeedState
from procurement.models import Need, Slot, Supplier
from procurement.words import moment

_MINUTE = timedelta(minutes=1)


class NotPublic(Declined):
    """All suppliers must have the same chance to book."""

    sentence = gettext_lazy("Publish the need first. Talks are open to all suppliers alike.")


class OtherLength(Declined):
    """All talks about a need are of one length; ``minutes`` says which."""

    field = "minutes"

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self.minutes = minutes

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        text = ngettext(
            "The other talks take %(n)s minute. All must get the same time.",
            "The other talks take %(n)s minutes. All must get the same time.",
            self.minutes,
        )
        return text % {"n": self.minutes}


class InThePast(Declined):
    """A talk lies ahead."""

    field = "day"
    sentence = gettext_lazy("The talks must begin later than now.")


class Overlaps(Declined):
    """The buyers are in one talk at a time; ``clashing`` is the one that is there."""

    field = "first"

    def __init__(self, clashing: Slot) -> None:
        super().__init__(clashing)
        self.clashing = clashing

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("There is a talk at the same time already: %(when)s.") % {
            "when": moment(self.clashing.starts_at, self.clashing.need)
        }


class TalksClosed(Declined):
    """The competition is announced, or the need is closed."""

    sentence = gettext_lazy("The market dialogue is over. Talks are no longer changed.")


class TalkStarted(Declined):
    """What has begun is neither booked nor given back."""

    sentence = gettext_lazy("The talk has begun. Choose another.")


class TalkTaken(Declined):
    """Somebody was first."""

    sentence = gettext_lazy("The talk is taken. Choose another.")


class HasTalk(Declined):
    """One talk for each supplier."""

    sentence = gettext_lazy(
        "Your company has a talk already. Give it back before you choose another."
    )


class NotYours(Declined):
    """Only the one who has booked gives back."""

    sentence = gettext_lazy("Your company has not booked this talk.")


class NotBooked(Declined):
    """A talk that nobody has is simply taken away."""

    sentence = gettext_lazy("Nobody has booked this talk.")


class CallOffWhy(Declined):
    """Who has prepared a talk is told why it is off."""

    field = "reason"
    sentence = gettext_lazy("Say why. The company is told.")


@dataclass(frozen=True, slots=True)
class Row:
    """Talks one after the other.

    Attributes:
        first: When the first begins.
        count: How many, at least 1.
        minutes: Length of each, at least 1.
        pause: Minutes between two.
        link: Where they are held, if on the net.
    """

    first: datetime
    count: int
    minutes: int
    pause: int = 0
    link: str = ""

    def times(self) -> list[tuple[datetime, datetime]]:
        """Give start and end of each."""
        step = (self.minutes + self.pause) * _MINUTE
        first = self.first.astimezone(UTC)
        starts = [first + number * step for number in range(self.count)]
        return [(start, start + self.minutes * _MINUTE) for start in starts]


@transaction.atomic
def offer_slots(*, need: Need, row: Row, by: User, at: datetime) -> list[Slot]:
    """Offer talks to all suppliers, who are told at the same moment: who comes first has one.

    Those that are there already stay as they are; nothing new is not told.

    Raises:
        NotPublic: The need is not published.
        InThePast: The first begins before ``at``.
        OtherLength: Other talks about the need have another length.
        Overlaps: One is at the time of another.

    Passes on:
        NeedClosed: The need is closed.
        CompetitionAnnounced: The competition is announced.
    """
    locked = open_need(need)
    if locked.published_at is None:
        raise NotPublic
    if row.first <= at:
        raise InThePast
    known = list(locked.slots.order_by("starts_at"))
    lengths = {(slot.ends_at - slot.starts_at) // _MINUTE for slot in known}
    if lengths - {row.minutes}:
        raise OtherLength(min(lengths))
    there = {(slot.starts_at, slot.ends_at) for slot in known}
    new = [times for times in row.times() if times not in there]
    for start, end in new:
        for slot in known:
            if slot.starts_at < end and start < slot.ends_at:
                raise Overlaps(slot)
    made = Slot.objects.bulk_create(
        Slot(need=locked, starts_at=start, ends_at=end, link=row.link) for start, end in new
    )
    if made:
        with translation.override(locked.language):
            text = _("Talks offered: %(n)s, the first %(when)s. All suppliers can book them.")
            text %= {"n": len(made), "when": moment(made[0].starts_at, locked)}
        announce(
            need=locked,
            kind=DialogueEvent.OFFERED,
            municipality=locked.municipality,
            text=text,
            by=by,
            at=at,
        )
    return made


@transaction.atomic
def remove_slot(*, slot: Slot, by: User, at: datetime) -> None:
    """Take away a talk that nobody has booked.

    Raises:
        TalkTaken: A supplier has booked it.

    Passes on:
        NeedClosed: The need is closed.
        CompetitionAnnounced: The competition is announced.
    """
    need = open_need(slot.need)
    gone, _rows = Slot.objects.filter(pk=slot.pk, supplier__isnull=True).delete()
    if gone:
        text = moment_of(slot.starts_at, need)
        note(need=need, kind=DialogueEvent.REMOVED, text=text, by=by, at=at)
    elif Slot.objects.filter(pk=slot.pk).exists():
        raise TalkTaken


@transaction.atomic
def book(*, slot: Slot, supplier: Supplier, by: User, at: datetime) -> Slot:
    """Book a talk for a company: who comes first. Again changes nothing.

    Company and contact of the buyers get it by mail, with a file for the calendar.

    Raises:
        TalkStarted: It has begun.
        HasTalk: The company has another.
        TalkTaken: Another company has booked it.

    Passes on:
        CompanyStopped: The company may not act.
        TalksClosed: Nothing is taken in any more.
    """
    company = lock_active(supplier)
    need = _open(slot.need)
    fresh = _locked(slot, need)
    if fresh.supplier_id == company.pk:
        return fresh
    if fresh.starts_at <= at:
        raise TalkStarted
    if fresh.supplier_id is not None:
        raise TalkTaken
    if need.slots.filter(supplier=company).exists():
        raise HasTalk
    fresh.supplier, fresh.booked_by, fresh.booked_at = company, by, at
    fresh.save(update_fields=["supplier", "booked_by", "booked_at"])
    _note(DialogueEvent.BOOKED, need, company, moment_of(fresh.starts_at, need), by=by, at=at)
    talk_letters.booked(slot=fresh, at=at)
    return fresh


@transaction.atomic
def give_back(*, slot: Slot, supplier: Supplier, by: User, at: datetime) -> Slot:
    """Give a talk back, until it begins: others may book it.

    Raises:
        NotYours: The company has not booked it.
        TalkStarted: It has begun.

    Passes on:
        CompanyStopped: The company may not act.
        TalksClosed: Nothing is taken in any more.
    """
    company = lock_active(supplier)
    need = _open(slot.need)
    fresh = _locked(slot, need)
    if fresh.supplier_id != company.pk:
        raise NotYours
    if fresh.starts_at <= at:
        raise TalkStarted
    former = free(fresh)
    _note(DialogueEvent.UNBOOKED, need, company, moment_of(fresh.starts_at, need), by=by, at=at)
    talk_letters.given_back(former=former, at=at)
    return fresh


@transaction.atomic
def call_off(*, slot: Slot, reason: str, by: User, at: datetime) -> None:
    """Take away a talk that a company has booked; it is told why, and may book another.

    Raises:
        CallOffWhy: No reason is given.
        NotBooked: Nobody has booked it.
        TalkStarted: It has begun.

    Passes on:
        TalksClosed: The dialogue is over; what was booked has been given back.
    """
    if not reason.strip():
        raise CallOffWhy
    need = _open(slot.need)
    fresh = _locked(slot, need)
    if fresh.supplier is None:
        raise NotBooked
    if fresh.starts_at <= at:
        raise TalkStarted
    when = moment_of(fresh.starts_at, need)
    text = f"{when}: {reason.strip()}"
    _note(DialogueEvent.UNBOOKED, need, fresh.supplier, text, by=by, at=at)
    talk_letters.called_off(former=fresh, ending=Ending.BUYERS, reason=reason.strip(), at=at)
    fresh.delete()


@transaction.atomic
def change_link(*, slot: Slot, link: str, by: User, at: datetime) -> Slot:
    """Say where a talk is held; who has booked it is told. The same again changes nothing.

    Raises:
        TalkStarted: It has begun.

    Passes on:
        TalksClosed: The dialogue is over.
    """
    fresh = _locked(slot, _open(slot.need))
    if fresh.starts_at <= at:
        raise TalkStarted
    if fresh.link == link.strip():
        return fresh
    fresh.link = link.strip()
    fresh.save(update_fields=["link"])
    text = moment_of(fresh.starts_at, fresh.need)
    _note(DialogueEvent.LINKED, fresh.need, fresh.supplier, text, by=by, at=at)
    talk_letters.link_changed(slot=fresh, at=at)
    return fresh


def _locked(slot: Slot, need: Need) -> Slot:
    """Lock a talk.

    Raises:
        TalkTaken: The buyers have taken it away in the meantime.
    """
    rows = Slot.objects.select_for_update(of=("self",)).select_related("supplier")
    fresh: Slot | None = rows.filter(pk=slot.pk).first()
    if fresh is None:
        raise TalkTaken
    fresh.need = need
    return fresh


def _open(need: Need) -> Need:
    """Lock a need whose dialogue goes on.

    Raises:
        TalksClosed: It does not.
    """
    locked = lock_need(need)
    if not is_open(locked):
        raise TalksClosed
    return locked


def is_open(need: Need) -> bool:
    """Whether talks are booked and given back."""
    return need.state == NeedState.PUBLISHED and need.stage not in CLOSED_STAGES


def _note(
    kind: DialogueEvent,
    need: Need,
    company: Supplier | None,
    text: str,
    *,
    by: User,
    at: datetime,
) -> None:
    note(need=need, kind=kind, supplier=company, text=text, by=by, at=at)
