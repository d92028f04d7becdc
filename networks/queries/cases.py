"""Decisions of a municipality, and how far a regional council's case has come."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet

from accounts.models import User
from common.nordic import sort_key
from networks.enums import Effect
from networks.models import Decision, Membership, Municipality, Network


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One municipality's answer to a case; ``decision`` may still be awaited."""

    municipality: Municipality
    decision: Decision

    @property
    def takes_part(self) -> bool:
        return self.decision.is_decided and self.decision.effect == Effect.TAKES_PART


@dataclass(frozen=True, slots=True)
class CouncilCase:
    """A regional council's case with the answers of its municipalities."""

    case: Decision
    follow_ups: list[FollowUp]

    @property
    def asked(self) -> int:
        return len(self.follow_ups)

    @property
    def decided(self) -> int:
        return sum(each.decision.is_decided for each in self.follow_ups)

    @property
    def taking_part(self) -> int:
        return sum(each.takes_part for each in self.follow_ups)

    @property
    def awaited(self) -> list[Municipality]:
        return [each.municipality for each in self.follow_ups if not each.decision.is_decided]

    @property
    def points(self) -> list[str]:
        """The points of the case, one each."""
        return self.case.wording.splitlines()


def council_overview(network: Network) -> list[CouncilCase]:
    """The cases of regional councils about a network, newest first; two queries."""
    cases = (
        Decision.objects.filter(network=network, region__isnull=False)
        .select_related("region")
        .prefetch_related("follow_ups__municipality__country")
        .order_by(F("decided_on").desc(nulls_first=True), "-pk")
    )
    return [_overview(case) for case in cases]


def decisions_of(
    municipality: Municipality, *, person: User | AnonymousUser
) -> QuerySet[Decision]:
    """What a municipality has decided or is asked to, awaited ones first, then newest.

    Decisions about networks that ``person`` may not know of are left out.
    """
    visible = Network.objects.visible_to(person)
    return (
        Decision.objects.filter(
            Q(network__isnull=True) | Q(network__in=visible), municipality=municipality
        )
        .select_related("network", "council_case__region")
        .order_by(F("decided_on").desc(nulls_first=True), "-pk")
    )


def awaited_decisions(
    municipality: Municipality, *, network: Network | None = None
) -> QuerySet[Decision]:
    """What the municipality is asked to decide, most urgent first."""
    rows = Decision.objects.filter(municipality=municipality, decided_on__isnull=True)
    if network is not None:
        rows = rows.filter(network=network)
    return rows.select_related("network", "council_case").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )


def attachable_decisions(membership: Membership) -> QuerySet[Decision]:
    """Decisions to take part that are not the membership's own, newest first."""
    return (
        Decision.objects.filter(
            Q(network__isnull=True) | Q(network=membership.network_id),
            municipality=membership.municipality_id,
            effect=Effect.TAKES_PART,
            decided_on__isnull=False,
        )
        .exclude(pk=membership.decision_id or 0)
        .order_by("-decided_on", "-pk")
    )


def _overview(case: Decision) -> CouncilCase:
    answers: Collection[Decision] = case.follow_ups.all()
    rows = [
        FollowUp(decision.municipality, decision)
        for decision in answers
        if decision.municipality is not None
    ]
    rows.sort(key=lambda row: sort_key(str(row.municipality)))
    return CouncilCase(case, rows)
