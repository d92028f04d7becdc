"""Pools in words: the members with their sum, and needs that are alike."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.dates import date_in_words
from common.lists import in_words
from procurement import words
from procurement.calculations.likeness import Likeness
from procurement.enums import JoinAnswer
from procurement.models import Need, PoolMember
from procurement.queries.pools import Proposal, Total
from procurement.views.need_rows import category_name

_MONTHS_APART = 31  # days; nearer is the same time
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One municipality that is in.

    Attributes:
        mark: Kind of the mark of its decision.
    """

    name: str
    is_lead: bool
    volume: str
    ends: str
    mark: str
    decision: str


@dataclass(frozen=True, slots=True)
class OwnRow:
    """What a reader can do for a municipality that is asked."""

    name: str
    answer: str
    links: list[tuple[str, str]]


def member_row(row: PoolMember, need: Need) -> MemberRow:
    """Show one that has said yes."""
    decision = row.decision
    if decision is None:
        mark, text = "wait", _("No decision yet")
    elif decision.decided_on is None:
        mark, text = "wait", _("To be decided by %(body)s") % {"body": decision.body}
    else:
        mark, text = "yes", decision.body
    return MemberRow(
        name=str(row.municipality),
        is_lead=row.municipality_id == need.municipality_id,
        volume=words.amount(row.volume) if row.volume is not None else "–",
        ends=date_in_words(row.contract_ends_on) if row.contract_ends_on else "–",
        mark=mark,
        decision=text,
    )


def considering(rows: Collection[PoolMember]) -> str:
    """Name those who are considering joining; nothing for none."""
    names = [str(row.municipality) for row in rows if row.answer == JoinAnswer.INTERESTED]
    if not names:
        return ""
    text = ngettext(
        "%(who)s is considering joining.", "%(who)s are considering joining.", len(names)
    )
    return text % {"who": in_words(names)}


def withdrawn(rows: Collection[PoolMember], need: Need) -> list[str]:
    """Tell who has withdrawn, and when."""
    return [
        _("%(place)s withdrew on %(day)s.")
        % {"place": row.municipality, "day": words.day(row.answered_at, need)}
        for row in rows
        if row.answer == JoinAnswer.LEFT and row.answered_at is not None
    ]


def answers(rows: Collection[PoolMember]) -> list[tuple[str, str]]:
    """Say who has not answered, and who has said no; for the municipalities alone."""
    found = []
    for answer, label in (
        (JoinAnswer.ASKED, _("Not answered")),
        (JoinAnswer.NO, pgettext("pool", "No")),
    ):
        names = [str(row.municipality) for row in rows if row.answer == answer]
        if names:
            found.append((label, in_words(names)))
    return found


def minimum_line(need: Need, total: Total) -> tuple[str, str, str]:
    """Compare the sum with the stated minimum: kind of mark, words, and what it is about."""
    pool = need.pool
    if pool.minimum is None:
        return "", "", ""
    stated = _("A supplier needs at least %(amount)s a year (%(who)s).") % {
        "amount": words.amount(pool.minimum, need.unit),
        "who": pool.minimum_by,
    }
    if total.short:
        return "wait", short(total), stated
    return "yes", _("Reached"), stated


def short(total: Total) -> str:
    """Say how much is missing: *3 short*."""
    return _("%(count)s short") % {"count": words.amount(total.short)}


def own_rows(rows: Collection[PoolMember], need: Need, places: set[int]) -> list[OwnRow]:
    """List what the reader can do for its own municipalities, but the lead.

    Args:
        rows: All that are asked.
        need: Of the pool.
        places: Keys of the municipalities that the reader works in.
    """
    found = []
    for row in rows:
        if row.municipality_id not in places:
            continue
        keys = {"slug": need.slug, **row.municipality.address_keys}
        is_lead = row.municipality_id == need.municipality_id
        pages = [("pool-answer", _("Change volume") if is_lead else pgettext("pool", "Answer"))]
        if row.answer == JoinAnswer.YES:
            pages.append(("pool-anchor", _("Decision")))
            if not is_lead:
                pages[0] = ("pool-answer", _("Change volume"))
                pages.append(("pool-leave", pgettext("pool", "Withdraw")))
        links = [(reverse(f"procurement:{page}", kwargs=keys), label) for page, label in pages]
        found.append(OwnRow(str(row.municipality), row.get_answer_display(), links))
    return found


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A need that is like one's own, with the reasons.

    Attributes:
        href: The page of the need.
        ask: Where its municipality is asked; empty where it has a pool itself.
    """

    title: str
    lang: str
    place: str
    href: str
    points: str
    reasons: list[str]
    volume: str
    ask: str
    is_common: bool


def proposal_rows(found: list[Proposal], *, ask: str) -> list[ProposalRow]:
    """Show proposals; ``ask`` is the page on which municipalities are asked, if they can."""
    return [
        ProposalRow(
            title=row.need.title,
            lang=row.need.language,
            place=str(row.need.municipality),
            href=row.need.get_absolute_url(),
            points=_("%(points)s of 100 points") % {"points": row.likeness.points},
            reasons=_reasons(row, row.likeness),
            volume=words.volume(row.need),
            ask=f"{ask}?kommune={row.need.municipality_id}"
            if ask and not row.is_common
            else "",
            is_common=row.is_common,
        )
        for row in found
    ]


def _reasons(row: Proposal, why: Likeness) -> list[str]:
    found = []
    if why.same_category:
        found.append(_("Same category: %(name)s") % {"name": category_name(row.need.category)})
    if why.goals:
        numbers = in_words([str(number) for number in why.goals])
        text = ngettext("Same goal: %(numbers)s", "Same goals: %(numbers)s", len(why.goals))
        found.append(text % {"numbers": numbers})
    if why.targets:
        text = ngettext("Same target: %(keys)s", "Same targets: %(keys)s", len(why.targets))
        found.append(text % {"keys": in_words(list(why.targets))})
    if why.days_apart is not None:
        found.append(_when(why.days_apart))
    if row.words:
        text = _("Words in common: %(words)s")
        found.append(text % {"words": ", ".join(row.words[:_MOST_WORDS])})
    return found


def _when(days: int) -> str:
    if days <= _MONTHS_APART:
        return _("Wanted at the same time")
    months = round(days / 30.4)
    text = ngettext("Wanted %(n)s month apart", "Wanted %(n)s months apart", months)
    return text % {"n": months}
