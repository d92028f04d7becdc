"""Characteristics: proposed by municipalities, merged by the leader, each step traced."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from indicators.models import Indicator
from knowledge.actions.editions import ReasonMissing, WrongState, lock, note
from knowledge.enums import EditionState, EditionStep
from knowledge.models import Edition, Trait, TraitProposal
from networks.actions.locks import NotInNetwork, sign
from networks.models import Municipality


class ProposalsClosed(Declined):
    """The deadline has passed, or the work has moved on."""

    sentence = _("The deadline for proposals has passed.")


class ProposalEmpty(Declined):
    """A proposal has words and a reason."""

    field = "title"
    sentence = _("Write the characteristic, and why it belongs.")


class TraitEmpty(Declined):
    """A characteristic has words."""

    field = "title"
    sentence = _("Write the characteristic.")


class ProposalElsewhere(Declined):
    """Merged is what was proposed to this version and not withdrawn."""

    sentence = _("One of the proposals has been withdrawn, or belongs to another version.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitDetails:
    """The words of a characteristic, and how it is measured; None where it is not."""

    title: str
    text: str = ""
    indicator: Indicator | None = None


@transaction.atomic
def propose(
    *,
    edition: Edition,
    municipality: Municipality,
    details: TraitDetails,
    language: str,
    by: User,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> TraitProposal:
    """Propose a characteristic for a municipality; ``details.text`` says why it belongs.

    The deadline counts: a proposal in its last second is taken.

    Raises:
        ProposalEmpty: Words or reason are missing.

    Passes on:
        ProposalsClosed: ``at`` is later than the deadline.
        NotInNetwork: The municipality is no member.
        NetworkClosed: The network is closed.
    """
    title, reason = details.title.strip(), details.text.strip()
    if not title or not reason:
        raise ProposalEmpty
    locked = _taking_proposals(edition, at)
    _check_member(locked, municipality)
    same = locked.proposals.filter(
        municipality=municipality, title=title, reason=reason, withdrawn_at__isnull=True
    ).first()
    if same is not None:
        return same
    made = TraitProposal.objects.create(
        edition=locked,
        municipality=municipality,
        title=title,
        reason=reason,
        language=language,
        indicator=details.indicator,
        by=by,
        on_behalf_of=on_behalf_of,
        at=at,
    )
    note(locked, EditionStep.PROPOSED, municipality=municipality, text=title, by=by, at=at)
    return made


@transaction.atomic
def withdraw_proposal(*, proposal: TraitProposal, by: User, at: datetime) -> TraitProposal:
    """Take a proposal back while proposals are open. Again changes nothing.

    Passes on:
        ProposalsClosed: The deadline has passed.
        NetworkClosed: The network is closed.
    """
    edition = _taking_proposals(proposal.edition, at)
    locked = TraitProposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = at
        locked.save(update_fields=["withdrawn_at"])
        place = proposal.municipality
        note(edition, EditionStep.WITHDREW, municipality=place, text=locked.title, by=by, at=at)
    return locked


@transaction.atomic
def merge(
    *,
    edition: Edition,
    trait: Trait | None,
    details: TraitDetails,
    proposals: Collection[int],
    reason: str,
    by: User,
    at: datetime,
) -> Trait:
    """Make one characteristic of proposals, or change one; the trace says why.

    Args:
        edition: At merging.
        trait: The one to change; None makes a new one.
        details: Its words.
        proposals: Keys of all proposals it is made from; may be none.
        reason: Why these, and why so.
        by: The leader.
        at: Now.

    Raises:
        TraitEmpty: There are no words.
        ReasonMissing: There is no reason.
        ProposalElsewhere: A proposal is not one of this version.

    Passes on:
        WrongState: The work is not at merging.
        NetworkClosed: The network is closed.
    """
    title, why = details.title.strip(), reason.strip()
    if not title:
        raise TraitEmpty
    if not why:
        raise ReasonMissing
    locked = _merging(edition)
    rows = TraitProposal.objects.select_for_update(of=("self",)).filter(
        edition=locked, withdrawn_at__isnull=True, pk__in=set(proposals)
    )
    found = list(rows.select_related("municipality").order_by("pk"))
    if len(found) != len(set(proposals)):
        raise ProposalElsewhere
    kind = EditionStep.CHANGED
    if trait is None:
        last = locked.traits.aggregate(last=Max("position"))["last"] or 0
        trait, kind = Trait(edition=locked, position=last + 1), EditionStep.MERGED
    else:
        trait = locked.traits.get(pk=trait.pk)
    trait.title, trait.text = title, details.text.strip()
    trait.indicator = details.indicator
    sign(trait, by=by)
    trait.save()
    trait.proposals.set(found)
    TraitProposal.objects.filter(pk__in=[row.pk for row in found]).update(left_out="")
    sources = "; ".join(f"{row.municipality}: {row.title}" for row in found)
    text = f"{title} ← {sources}" if sources else title
    note(locked, kind, text=text, reason=why, by=by, at=at)
    return trait


@transaction.atomic
def leave_out(*, proposal: TraitProposal, reason: str, by: User, at: datetime) -> None:
    """Say why a proposal is not taken; it stays readable with the reason.

    Raises:
        ReasonMissing: There is no reason.
        ProposalElsewhere: It was withdrawn, or is merged already.

    Passes on:
        WrongState: The work is not at merging.
        NetworkClosed: The network is closed.
    """
    why = reason.strip()
    if not why:
        raise ReasonMissing
    locked = _merging(proposal.edition)
    row = TraitProposal.objects.select_for_update().get(pk=proposal.pk)
    if row.withdrawn_at is not None or row.traits.exists():
        raise ProposalElsewhere
    row.left_out = why
    row.save(update_fields=["left_out"])
    place = proposal.municipality
    note(
        locked,
        EditionStep.LEFT_OUT,
        municipality=place,
        text=row.title,
        reason=why,
        by=by,
        at=at,
    )


@transaction.atomic
def remove_trait(*, trait: Trait, reason: str, by: User, at: datetime) -> None:
    """Take a characteristic out; its proposals wait again.

    Raises:
        ReasonMissing: There is no reason.

    Passes on:
        WrongState: The work is not at merging.
        NetworkClosed: The network is closed.
    """
    why = reason.strip()
    if not why:
        raise ReasonMissing
    locked = _merging(trait.edition)
    for row in locked.traits.filter(pk=trait.pk):
        note(locked, EditionStep.REMOVED, text=row.title, reason=why, by=by, at=at)
        sign(row, by=by)
        row.delete()


@transaction.atomic
def move_trait(*, trait: Trait, is_up: bool) -> None:
    """Move a characteristic one place; at the end it stays.

    Passes on:
        WrongState: The work is not at merging.
        NetworkClosed: The network is closed.
    """
    locked = _merging(trait.edition)
    order = list(locked.traits.order_by("position", "pk"))
    keys = [row.pk for row in order]
    if trait.pk not in keys:
        return
    here = keys.index(trait.pk)
    there = here - 1 if is_up else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for place, row in enumerate(order, start=1):
        row.position = place
    Trait.objects.bulk_update(order, ["position"])


def _taking_proposals(edition: Edition, at: datetime) -> Edition:
    """Lock an edition that takes proposals.

    Raises:
        ProposalsClosed: It does not.
    """
    locked = lock(edition)
    if locked.state != EditionState.PROPOSING:
        raise ProposalsClosed
    if at.replace(microsecond=0) > locked.proposals_until:
        raise ProposalsClosed
    return locked


def _merging(edition: Edition) -> Edition:
    """Lock an edition that is being merged.

    Raises:
        WrongState: It is not.
    """
    locked = lock(edition)
    if locked.state != EditionState.MERGING:
        raise WrongState
    return locked


def _check_member(edition: Edition, municipality: Municipality) -> None:
    """Refuse who is no member.

    Raises:
        NotInNetwork: The municipality is none.
    """
    members = edition.network.memberships.counted()
    if not members.filter(municipality=municipality).exists():
        raise NotInNetwork
