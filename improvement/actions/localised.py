"""Indicators that networks adapt from common ones: made, revised, considered, adopted."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from improvement.models import IndicatorAdoption, LocalisedIndicator
from indicators.models import Indicator
from networks.actions.locks import open_network, sign
from networks.models import Decision, Network

_TEXTS = (
    "name", "name_nb", "name_nn", "name_sv", "name_en", "language", "description", "unit",
    "decimals", "source",
)  # fmt: skip
_REASON = "_change_reason"  # the history of the next save keeps it


class CodeTaken(Declined):
    """Another indicator has the code."""

    field: ClassVar[str] = "code"
    sentence = _("Another indicator has this code. Choose another one.")


class NewerVersion(Declined):
    """Somebody has made a new version since the page was opened."""

    sentence = _(
        "Somebody has made a new version since you opened this page. Look at it first."
    )


class NothingNew(Declined):
    """The new version is the same as the one that is there."""

    sentence = _("Nothing is changed. Change the indicator, or what was adapted and why.")


class NotRevised(Declined):
    """The common indicator has not been seen as it was at that time, or is seen already."""

    sentence = _("You have taken a stand on this revision already.")


class OwnIndicator(Declined):
    """The network made the indicator itself."""

    field: ClassVar[str] = "network"
    sentence = _("The network has made this indicator itself.")


class ParentIsLocalised(Declined):
    """The parent is itself adapted from another indicator."""

    sentence = _(
        "This indicator is adapted already. Adapt the common one, or take this one into use."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalisedDetails:
    """What a network's own indicator says.

    Attributes:
        name: The name in ``language``.
        name_nb: The name in Bokmål, where ``language`` is another one; the next three alike.
        name_nn: In Nynorsk.
        name_sv: In Swedish.
        name_en: In English.
        language: Two letters: the language of name, definition and unit.
        description: The definition.
        unit: What the values are counted in.
        decimals: How many decimals are shown, 0 to 6.
        source: Where the values come from.
        adapted: What was adapted from the common indicator.
        reason: Why.
        decided_by: The body that decided.
        decision: The recorded decision, if there is one.
    """

    name: str
    language: str
    adapted: str
    reason: str
    decided_by: str
    name_nb: str = ""
    name_nn: str = ""
    name_sv: str = ""
    name_en: str = ""
    description: str = ""
    unit: str = ""
    decimals: int = 1
    source: str = ""
    decision: Decision | None = None


@transaction.atomic
def localise(
    *,
    parent: Indicator,
    network: Network,
    code: str,
    details: LocalisedDetails,
    by: User,
    at: datetime,
) -> LocalisedIndicator:
    """Make a network's own indicator from a common one.

    It carries values of its own and stands in no framework. What protects small numbers and
    how values are added up is the parent's.

    Args:
        parent: The common indicator.
        network: The owner.
        code: Of the new indicator; letters a to z, digits, point, hyphen, underscore.
        details: What it says.
        by: Who makes it.
        at: When; also when the parent was last considered.

    Raises:
        CodeTaken: Another indicator has the code.
        ParentIsLocalised: The parent is itself adapted from another.

    Passes on:
        NetworkClosed: The network is closed.
    """
    owner = open_network(network=network)
    if LocalisedIndicator.objects.filter(indicator=parent).exists():
        raise ParentIsLocalised
    if Indicator.objects.filter(code__iexact=code).exists():
        raise CodeTaken
    child = Indicator(
        code=code,
        aggregation=parent.aggregation,
        is_comparable=parent.is_comparable,
        not_comparable_reason=parent.not_comparable_reason,
        min_denominator=parent.min_denominator,
        min_count=parent.min_count,
        **{name: getattr(details, name) for name in _TEXTS},
    )
    sign(child, by=by)
    child.save()
    localised = LocalisedIndicator(
        indicator=child,
        parent=parent,
        network=owner,
        adapted=details.adapted,
        reason=details.reason,
        decided_by=details.decided_by,
        decision=details.decision,
        parent_seen_at=at,
        created_by=by,
    )
    sign(localised, by=by)
    localised.save()
    return localised


@transaction.atomic
def revise(
    *,
    localised: LocalisedIndicator,
    details: LocalisedDetails,
    change: str,
    seen_version: int,
    parent_seen_at: datetime | None,
    by: User,
    at: datetime,
) -> LocalisedIndicator:
    """Make the next version; the former one stays in the history.

    Args:
        localised: Which one; its row is locked.
        details: What the new version says.
        change: What is new in it, in one short sentence, at most 100 characters.
        seen_version: The version that was shown when the change was begun.
        parent_seen_at: As of when the parent was considered, if it was.
        by: Who makes it.
        at: When.

    Raises:
        NewerVersion: There is a newer version than the one that was shown.
        NothingNew: Nothing is changed, and no revision is answered.

    Passes on:
        NetworkClosed: The network is closed.
    """
    open_network(network=localised.network)
    locked = _locked(localised)
    if locked.version != seen_version:
        raise NewerVersion
    child = Indicator.objects.select_for_update().get(pk=locked.indicator_id)
    texts = {
        name: getattr(details, name)
        for name in _TEXTS
        if getattr(child, name) != getattr(details, name)
    }
    grounds = {
        name: getattr(details, name)
        for name in ("adapted", "reason", "decided_by", "decision")
        if getattr(locked, name) != getattr(details, name)
    }
    if not texts and not grounds:
        raise NothingNew
    for name, value in texts.items():
        setattr(child, name, value)
    for name, value in grounds.items():
        setattr(locked, name, value)
    if texts:
        sign(child, by=by)
        child.save()
    locked.version += 1
    if parent_seen_at is not None:
        locked.parent_seen_at = max(locked.parent_seen_at, min(parent_seen_at, at))
    setattr(locked, _REASON, change[:100])
    sign(locked, by=by)
    locked.save()
    return locked


@transaction.atomic
def keep_as_is(
    *,
    localised: LocalisedIndicator,
    parent_seen_at: datetime,
    comment: str,
    by: User,
    at: datetime,
) -> LocalisedIndicator:
    """Take a stand on the parent's revision: the network's own indicator stays as it is.

    Args:
        localised: Which one; its row is locked.
        parent_seen_at: As of when the parent was shown; what is revised later is asked again.
        comment: Why, at most 100 characters; may be empty.
        by: Who decided it.
        at: When.

    Raises:
        NotRevised: A stand has been taken on the parent as of that time.

    Passes on:
        NetworkClosed: The network is closed.
    """
    open_network(network=localised.network)
    locked = _locked(localised)
    seen_at = min(parent_seen_at, at)
    if seen_at <= locked.parent_seen_at:
        raise NotRevised
    locked.parent_seen_at = seen_at
    setattr(locked, _REASON, comment[:100])
    sign(locked, by=by)
    locked.save()
    return locked


@transaction.atomic
def adopt(
    *,
    localised: LocalisedIndicator,
    network: Network,
    seen_version: int,
    by: User,
    at: datetime,
) -> IndicatorAdoption:
    """Let another network use an indicator, or go over to its newest version.

    The same version again changes nothing.

    Raises:
        OwnIndicator: The network made it itself.
        NewerVersion: There is a newer version than the one that was shown.

    Passes on:
        NetworkClosed: The network is closed.
    """
    user = open_network(network=network)
    locked = _locked(localised)
    if locked.network_id == user.pk:
        raise OwnIndicator
    if locked.version != seen_version:
        raise NewerVersion
    adoption, is_new = IndicatorAdoption.objects.get_or_create(
        localised=locked,
        network=user,
        defaults={"version": locked.version, "adopted_at": at, "adopted_by": by},
    )
    if not is_new and adoption.version != locked.version:
        adoption.version = locked.version
        adoption.adopted_at = at
        adoption.adopted_by = by
        adoption.save(update_fields=["version", "adopted_at", "adopted_by"])
    return adoption


@transaction.atomic
def release(*, localised: LocalisedIndicator, network: Network) -> None:
    """Let a network no longer use another's indicator; its values stay.

    Passes on:
        NetworkClosed: The network is closed.
    """
    user = open_network(network=network)
    IndicatorAdoption.objects.filter(localised=localised, network=user).delete()


def _locked(localised: LocalisedIndicator) -> LocalisedIndicator:
    return (
        LocalisedIndicator.objects.select_for_update(of=("self",))
        .select_related("decision", "network")
        .get(pk=localised.pk)
    )
