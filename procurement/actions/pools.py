"""Pools: ask municipalities, answer with a volume, withdraw with a reason, anchor.

The need is locked first, so that two answers never miss each other and none is taken after
the competition is announced.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.models import User
from improvement.actions.refusals import Declined
from networks.actions.locks import day_in, sign
from networks.models import Decision, Municipality
from procurement import pool_letters
from procurement.actions.locks import living_need, open_need
from procurement.actions.pool_lead import carry_to_need
from procurement.actions.pool_log import tell_members
from procurement.actions.stages import NotShared
from procurement.enums import DialogueEvent, JoinAnswer, NeedState
from procurement.models import Need, Pool, PoolMember

ANSWERS = (JoinAnswer.YES, JoinAnswer.INTERESTED, JoinAnswer.NO)


class VolumeFirst(Declined):
    """Volumes are summed in the unit of the need."""

    sentence = gettext_lazy(
        "Give the need its volume a year and the unit first. The volumes of all are summed."
    )


class DayPassed(Declined):
    """Nobody can join until a day that has passed."""

    field = "join_until"
    sentence = gettext_lazy("Choose today or a later day.")


class MinimumBelowOne(Declined):
    """A minimum is a volume."""

    field = "minimum"
    sentence = gettext_lazy("Write a number above 0.")


class MinimumByWhom(Declined):
    """A minimum that nobody has stated is a guess."""

    field = "minimum_by"
    sentence = gettext_lazy("Say who has stated the minimum, or how you know it.")


class NobodyAsked(Declined):
    """One asks at least one."""

    sentence = gettext_lazy("Choose at least one municipality that is not asked yet.")


class NotAsked(Declined):
    """Only those who are asked answer."""

    sentence = gettext_lazy("The municipality is not asked to join.")


class JoiningOver(Declined):
    """The day until which municipalities may join has passed."""

    sentence = gettext_lazy("The day to join has passed. Ask the lead municipality.")


class VolumeMissing(Declined):
    """A yes has a volume."""

    field = "volume"
    sentence = gettext_lazy("Give your volume a year.")


class SaidYes(Declined):
    """Others count on a yes."""

    field = "answer"
    sentence = gettext_lazy("You have said yes, and others count on it. Withdraw instead.")


class LeadStays(Declined):
    """The municipality whose need it is leads the pool."""

    sentence = gettext_lazy("Your municipality leads this need. Close the need instead.")


class NotIn(Declined):
    """Who has not joined has nothing to withdraw from."""

    sentence = gettext_lazy("The municipality has not joined.")


class LeavingWhy(Declined):
    """The others plan anew, and want to know why."""

    field = "reason"
    sentence = gettext_lazy("Say why you withdraw.")


class DecisionOfOthers(Declined):
    """Each municipality decides for itself."""

    field = "decision"
    sentence = gettext_lazy("Choose a decision of this municipality.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolTerms:
    """Until when one may join, and what a supplier needs.

    Attributes:
        minimum: The least volume a year, in the unit of the need.
        minimum_by: Who has stated it.
    """

    join_until: date | None = None
    minimum: Decimal | None = None
    minimum_by: str = ""


@transaction.atomic
def start_pool(*, need: Need, terms: PoolTerms, by: User, at: datetime) -> Pool:
    """Make a need a common one; its municipality leads, with the need's own volume.

    Again changes nothing.

    Raises:
        NotShared: The need is a draft, which nobody else can read.
        VolumeFirst: The need has no volume with a unit.

    Passes on:
        NeedClosed: It is closed.
        CompetitionAnnounced: The competition is announced.
        DayPassed: ``terms.join_until`` has passed.
        MinimumBelowOne: ``terms.minimum`` is not above 0.
        MinimumByWhom: ``terms.minimum_by`` is empty.
    """
    locked = open_need(need)
    known = Pool.objects.filter(need=locked).first()
    if known is not None:
        return known
    if locked.state == NeedState.DRAFT:
        raise NotShared
    if locked.volume is None or not locked.unit:
        raise VolumeFirst
    _check(terms, locked, at=at)
    pool = Pool(need=locked)
    _set_terms(pool, terms, by=by)
    lead = PoolMember(
        pool=pool,
        municipality=locked.municipality,
        own_need=locked,
        answer=JoinAnswer.YES,
        volume=locked.volume,
        contract_ends_on=locked.contract_ends_on,
        answered_by=by,
        answered_at=at,
    )
    sign(lead, by=by)
    lead.save()
    return pool


@transaction.atomic
def change_pool(*, need: Need, terms: PoolTerms, by: User, at: datetime) -> Pool:
    """Change until when one may join, and the stated minimum.

    Passes on:
        NeedClosed: The need is closed.
        CompetitionAnnounced: The competition is announced.
        DayPassed: ``terms.join_until`` is another day that has passed.
        MinimumBelowOne: ``terms.minimum`` is not above 0.
        MinimumByWhom: ``terms.minimum_by`` is empty.
    """
    locked = open_need(need)
    pool = Pool.objects.get(need=locked)
    if terms.join_until != pool.join_until:
        _check(terms, locked, at=at)
    _check_minimum(terms)
    _set_terms(pool, terms, by=by)
    return pool


@transaction.atomic
def ask_municipalities(
    *,
    need: Need,
    municipalities: Collection[Municipality],
    by: User,
    own_needs: Mapping[int, Need] | None = None,
) -> int:
    """Ask municipalities to join, by mail; those that are asked already stay as they are.

    Args:
        need: Which pool.
        municipalities: Whom.
        by: Who asks.
        own_needs: Key of a municipality → its need that is like this one.

    Returns:
        How many were asked.

    Raises:
        NobodyAsked: None of them is new.

    Passes on:
        NeedClosed: The need is closed.
        CompetitionAnnounced: The competition is announced.
    """
    locked = open_need(need)
    pool = Pool.objects.get(need=locked)
    known = set(pool.members.values_list("municipality", flat=True))
    new = [place for place in municipalities if place.pk not in known]
    if not new:
        raise NobodyAsked
    for place in new:
        own = (own_needs or {}).get(place.pk)
        row = PoolMember(pool=pool, municipality=place, own_need=own)
        sign(row, by=by)
        row.save()
        pool.need = locked
        pool_letters.asked(member=row)
    return len(new)


@transaction.atomic
def answer_pool(
    *,
    need: Need,
    municipality: Municipality,
    answer: JoinAnswer,
    by: User,
    at: datetime,
    volume: Decimal | None = None,
    contract_ends_on: date | None = None,
    on_behalf_of: Municipality | None = None,
) -> PoolMember:
    """Say yes, interested or no for a municipality. The same again changes nothing.

    A yes, or another volume, to a published need is told to those who follow it.

    Args:
        need: Which pool.
        municipality: Who answers.
        answer: One of ``ANSWERS``.
        by: Who says so.
        at: The time.
        volume: A year, in the unit of the need, above 0; a yes has one.
        contract_ends_on: When the municipality's present contract ends.
        on_behalf_of: The municipality, where a region's coordinator acts for it.

    Raises:
        JoiningOver: The day to join has passed.
        VolumeMissing: A yes has no volume above 0.
        SaidYes: The municipality has said yes, and this is something else.

    Passes on:
        NeedClosed: The need is closed.
        CompetitionAnnounced: The competition is announced.
        NotAsked: The municipality is not asked.
    """
    locked = open_need(need)
    row = _member(locked, municipality)
    was, had = row.answer, row.volume
    given = volume if answer != JoinAnswer.NO else None
    if was == JoinAnswer.YES and answer != JoinAnswer.YES:
        raise SaidYes
    if answer == JoinAnswer.YES and (given is None or given <= 0):
        raise VolumeMissing
    if (was, had, row.contract_ends_on) == (answer, given, contract_ends_on):
        return row
    if not is_joining(row.pool, locked, at=at):
        raise JoiningOver
    row.answer, row.volume, row.contract_ends_on = answer, given, contract_ends_on
    row.reason = ""
    _save_answer(row, by=by, at=at, on_behalf_of=on_behalf_of)
    carry_to_need(row, locked, by=by)
    if answer == JoinAnswer.YES and (was, had) != (answer, given):
        tell_members(row, locked, DialogueEvent.CHANGED, by=by, at=at)
    return row


@transaction.atomic
def leave_pool(
    *,
    need: Need,
    municipality: Municipality,
    reason: str,
    by: User,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> PoolMember:
    """Withdraw a municipality. Those who follow a published need are told once.

    Possible until the need is closed. Again changes nothing.

    Raises:
        LeadStays: The need is the municipality's own.
        NotIn: The municipality has not joined.
        LeavingWhy: ``reason`` is empty.

    Passes on:
        NeedClosed: The need is closed.
        NotAsked: The municipality is not asked.
    """
    locked = living_need(need)
    row = _member(locked, municipality)
    if row.answer == JoinAnswer.LEFT:
        return row
    if row.municipality_id == locked.municipality_id:
        raise LeadStays
    if row.answer != JoinAnswer.YES:
        raise NotIn
    if not reason.strip():
        raise LeavingWhy
    row.answer, row.reason = JoinAnswer.LEFT, reason.strip()
    _save_answer(row, by=by, at=at, on_behalf_of=on_behalf_of)
    tell_members(row, locked, DialogueEvent.LEFT, by=by, at=at)
    return row


@transaction.atomic
def anchor_member(
    *, need: Need, municipality: Municipality, decision: Decision | None, by: User
) -> PoolMember:
    """Say which decision a municipality's part rests on; None takes it away.

    Raises:
        DecisionOfOthers: The decision is another municipality's.

    Passes on:
        NeedClosed: The need is closed.
        NotAsked: The municipality is not asked.
    """
    row = _member(living_need(need), municipality)
    if decision is not None and decision.municipality_id != municipality.pk:
        raise DecisionOfOthers
    row.decision = decision
    sign(row, by=by)
    row.save(update_fields=["decision", "updated_at"])
    return row


def is_joining(pool: Pool, need: Need, *, at: datetime) -> bool:
    """Whether municipalities may still answer; the last day counts whole."""
    today = day_in(municipality=need.municipality, at=at)
    return pool.join_until is None or today <= pool.join_until


def _member(need: Need, municipality: Municipality) -> PoolMember:
    rows = PoolMember.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related("pool", "municipality__country")
    row = rows.filter(pool__need=need, municipality=municipality).first()
    if row is None:
        raise NotAsked
    row.pool.need = need
    return row


def _save_answer(
    row: PoolMember, *, by: User, at: datetime, on_behalf_of: Municipality | None
) -> None:
    row.answered_by, row.answered_at, row.on_behalf_of = by, at, on_behalf_of
    sign(row, by=by)
    row.save()
    pool_letters.answered(member=row, at=at)


def _set_terms(pool: Pool, terms: PoolTerms, *, by: User) -> None:
    pool.join_until, pool.minimum = terms.join_until, terms.minimum
    pool.minimum_by = terms.minimum_by.strip()
    sign(pool, by=by)
    pool.save()


def _check(terms: PoolTerms, need: Need, *, at: datetime) -> None:
    today = day_in(municipality=need.municipality, at=at)
    if terms.join_until is not None and terms.join_until < today:
        raise DayPassed
    _check_minimum(terms)


def _check_minimum(terms: PoolTerms) -> None:
    if terms.minimum is not None and terms.minimum <= 0:
        raise MinimumBelowOne
    if terms.minimum is not None and not terms.minimum_by.strip():
        raise MinimumByWhom
