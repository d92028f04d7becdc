"""Members in words: one mark for each thing that should be there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import date_in_words
from common.lists import in_words
from networks.enums import MembershipState
from networks.models import Municipality
from networks.queries import Exceeded, Limit, Member, Missing

NAMED = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """yes, wait or no, and the words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One municipality in the table of members."""

    member: Member
    state: Mark
    decision: Mark
    contact: Mark
    expectations: str


def rows_for(members: Iterable[Member]) -> list[Row]:
    """Say of each member where it stands and what it lacks."""
    return [
        Row(
            member,
            state_mark(member),
            decision_mark(member),
            contact_mark(member),
            _("%(met)s of %(all)s")
            % {"met": member.expectations_met, "all": member.expectations},
        )
        for member in members
    ]


def missing_sentences(missing: Missing) -> list[str]:
    """What is missing, one sentence each; up to four municipalities by name."""
    told = [
        (
            missing.contact,
            _("%(who)s: no main contact."),
        ),
        (missing.decision, _("%(who)s: no decision to take part.")),
        (missing.answer, _("%(who)s: no answer to the invitation.")),
        (missing.activation, _("%(who)s: ready to become active.")),
    ]
    return [text % {"who": _who(places)} for places, text in told if places]


def _who(places: list[Municipality]) -> str:
    if len(places) <= NAMED:
        return in_words([str(place) for place in places])
    return ngettext("%(count)s municipality", "%(count)s municipalities", len(places)) % {
        "count": len(places)
    }


def state_mark(member: Member) -> Mark:
    """Where a municipality is on its way, with the day that counts."""
    row = member.membership
    match row.state:
        case MembershipState.ACTIVE if row.active_from:
            return Mark("yes", _("Active since %(day)s") % _day(row.active_from))
        case MembershipState.DECIDED:
            text = _("Ready to become active") if member.can_be_active else _("Has decided")
            return Mark("wait", text)
        case MembershipState.APPLIED:
            return Mark("wait", _("Wants to take part"))
        case MembershipState.LEFT if row.left_on:
            return Mark("no", _("Left on %(day)s") % _day(row.left_on))
        case MembershipState.DECLINED:
            return Mark("no", _("Declined"))
        case MembershipState.INVITED if member.is_late and row.apply_by:
            return Mark("no", _("Did not answer by %(day)s") % _day(row.apply_by))
        case MembershipState.INVITED if row.apply_by:
            return Mark("wait", _("Invited, answers by %(day)s") % _day(row.apply_by))
    return Mark("wait", _("Invited"))


def decision_mark(member: Member) -> Mark:
    """The decision to take part, made, asked for or missing."""
    if member.decision is not None and member.decision.decided_on is not None:
        return Mark("yes", _("Decided on %(day)s") % _day(member.decision.decided_on))
    if member.awaited is not None and member.awaited.due_on is not None:
        return Mark("wait", _("To be decided by %(day)s") % _day(member.awaited.due_on))
    if member.awaited is not None:
        return Mark("wait", _("To be decided"))
    return Mark("wait" if member.is_invited else "no", _("No decision yet"))


def contact_mark(member: Member) -> Mark:
    """The main contact by name, or that there is none."""
    if member.contact is not None:
        return Mark("yes", member.contact.name)
    return Mark("wait" if member.is_invited else "no", _("Missing"))


def warning_text(exceeded: Exceeded) -> str:
    """A limit of the programme that is not kept, in one sentence."""
    words = {"have": exceeded.have, "low": exceeded.low, "high": exceeded.high}
    match exceeded.limit:
        case Limit.TOO_FEW_MEMBERS:
            text = _("The programme expects at least %(low)s members; there are %(have)s.")
        case Limit.TOO_MANY_MEMBERS:
            text = _("The programme expects at most %(high)s members; there are %(have)s.")
        case Limit.TOO_FEW_TOPICS:
            text = _("The programme expects at least %(low)s topics; there are %(have)s.")
    return text % words


def _day(value: date) -> dict[str, str]:
    return {"day": date_in_words(value)}
