"""The members of a network, and who is missing what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from accounts.models import User
from common.nordic import by_name, sort_key
from networks.enums import MembershipState, Role
from networks.models import Decision, MainContact, Membership, Municipality, Network, SubGroup
from networks.models.memberships import EXPECTATIONS
from networks.models.networks import ENDED_STATES
from networks.queries.people import people_with_roles

_STATE_ORDER = {
    MembershipState.ACTIVE: 0,
    MembershipState.DECIDED: 0,
    MembershipState.APPLIED: 0,
    MembershipState.INVITED: 1,
    MembershipState.DECLINED: 2,
    MembershipState.LEFT: 3,
}


@dataclass(frozen=True, slots=True)
class Member:
    """One municipality in a network, with what is there and what is missing.

    Attributes:
        membership: With municipality, group and decision loaded.
        decision: The decision to take part, if it has been made.
        awaited: A decision that has been asked for and not made.
        contact: The main contact today.
        is_late: Invited, and the last day to apply has passed.
    """

    membership: Membership
    decision: Decision | None
    awaited: Decision | None
    contact: MainContact | None
    is_late: bool

    @property
    def municipality(self) -> Municipality:
        return self.membership.municipality

    @property
    def group(self) -> SubGroup | None:
        return self.membership.group

    @property
    def has_ended(self) -> bool:
        return self.membership.state in ENDED_STATES

    @property
    def is_invited(self) -> bool:
        return self.membership.state == MembershipState.INVITED

    @property
    def expectations_met(self) -> int:
        """How many of the five are met, 0 to 5."""
        return self.membership.expectations_met

    @property
    def expectations(self) -> int:
        """How many there are."""
        return len(EXPECTATIONS)

    @property
    def can_be_active(self) -> bool:
        """Whether nothing is missing for a membership that is not active yet."""
        return (
            not self.has_ended
            and self.membership.state != MembershipState.ACTIVE
            and self.decision is not None
            and self.contact is not None
        )


@dataclass(frozen=True, slots=True)
class StateChange:
    """A membership came into a state; by whom where that is known."""

    state: MembershipState
    at: datetime
    by: User | None


@dataclass(frozen=True, slots=True)
class Missing:
    """What the municipalities of a network lack, as lists in the reader's alphabet.

    Only those that take part or have applied count; invited ones that have not
    answered stand in ``answer``.
    """

    answer: list[Municipality]
    decision: list[Municipality]
    contact: list[Municipality]
    activation: list[Municipality]

    def __bool__(self) -> bool:
        """Whether anything is missing at all."""
        return bool(self.answer or self.decision or self.contact or self.activation)


def members_of(
    network: Network, *, on: date | None = None, group: SubGroup | None = None
) -> list[Member]:
    """Everyone in a network: members by name, then invited, declined and left ones.

    Three queries, whatever the number of members.

    Args:
        network: Which one.
        on: The day that deadlines are compared with, today when left out.
        group: Only the members of this group.
    """
    day = on or timezone.localdate()
    current = MainContact.objects.current().select_related("person")
    rows = (
        Membership.objects.filter(network=network)
        .select_related("municipality__country", "group", "decision")
        .prefetch_related(Prefetch("main_contacts", queryset=current, to_attr="contacts_now"))
    )
    if group is not None:
        rows = rows.filter(group=group)
    awaited = {
        decision.municipality_id: decision
        for decision in Decision.objects.filter(
            network=network, decided_on__isnull=True, municipality__isnull=False
        )
        .select_related("council_case")
        .order_by("-pk")
    }
    found = [_member(row, awaited.get(row.municipality_id), _now(row), day=day) for row in rows]
    return sorted(
        found,
        key=lambda member: (
            _STATE_ORDER[MembershipState(member.membership.state)],
            sort_key(str(member.municipality)),
            member.membership.pk,
        ),
    )


def is_in(municipality: Municipality, network: Network) -> bool:
    """Whether a municipality is in a network now; one query."""
    return network.memberships.counted().filter(municipality=municipality).exists()


def member_of(membership: Membership, *, on: date | None = None) -> Member:
    """The same for one membership; two queries."""
    contact = membership.main_contacts.current().select_related("person").first()
    awaited = (
        Decision.objects.filter(
            network=membership.network_id,
            municipality=membership.municipality_id,
            decided_on__isnull=True,
        )
        .select_related("council_case")
        .order_by("pk")
        .first()
    )
    return _member(membership, awaited, contact, day=on or timezone.localdate())


def memberships_of(municipality: Municipality, *, on: date | None = None) -> list[Member]:
    """All networks that a municipality is or was in, current ones first; three queries."""
    current = MainContact.objects.current().select_related("person")
    rows = (
        Membership.objects.filter(municipality=municipality)
        .select_related("municipality__country", "network", "group", "decision")
        .prefetch_related(Prefetch("main_contacts", queryset=current, to_attr="contacts_now"))
    )
    awaited = {
        decision.network_id: decision
        for decision in Decision.objects.filter(
            municipality=municipality, network__isnull=False, decided_on__isnull=True
        )
        .select_related("council_case")
        .order_by("-pk")
    }
    day = on or timezone.localdate()
    found = [_member(row, awaited.get(row.network_id), _now(row), day=day) for row in rows]
    return sorted(
        found,
        key=lambda member: (
            _STATE_ORDER[MembershipState(member.membership.state)],
            sort_key(member.membership.network.name),
            -member.membership.pk,
        ),
    )


def states_of(membership: Membership) -> list[StateChange]:
    """How a membership came to where it is, newest first, from its history; one query."""
    rows = membership.history.select_related("history_user").order_by(
        "history_date", "history_id"
    )
    changes: list[StateChange] = []
    for row in rows:
        if not changes or changes[-1].state != row.state:
            state = MembershipState(row.state)
            changes.append(StateChange(state, row.history_date, row.history_user))
    return changes[::-1]


def groups_of(network: Network) -> list[SubGroup]:
    """The groups of a network by name, with ``member_count``; one query."""
    current = ~Q(memberships__state__in=ENDED_STATES)
    return list(
        network.groups.annotate(member_count=Count("memberships", filter=current)).order_by(
            by_name(), "pk"
        )
    )


def who_is_missing(members: Iterable[Member]) -> Missing:
    """List what is missing, from ``members_of``; asks the database nothing."""
    there = [member for member in members if not member.has_ended]
    counted = [member for member in there if not member.is_invited]
    return Missing(
        answer=[member.municipality for member in there if member.is_invited],
        decision=[member.municipality for member in counted if member.decision is None],
        contact=[member.municipality for member in counted if member.contact is None],
        activation=[member.municipality for member in counted if member.can_be_active],
    )


def without_readers(municipalities: Iterable[Municipality]) -> list[Municipality]:
    """Those municipalities where nobody could read a mail; one query."""
    asked = list(municipalities)
    reached = people_with_roles(
        municipalities=[municipality.pk for municipality in asked],
        roles=(Role.ADMINISTRATOR, Role.COORDINATOR),
        at=timezone.now(),
    )
    return [municipality for municipality in asked if municipality.pk not in reached]


def _now(membership: Membership) -> MainContact | None:
    """The main contact of a membership that was read with ``contacts_now``."""
    contacts: list[MainContact] = membership.contacts_now  # type: ignore[attr-defined]
    return contacts[0] if contacts else None


def _member(
    membership: Membership,
    awaited: Decision | None,
    contact: MainContact | None,
    *,
    day: date,
) -> Member:
    decision = membership.decision
    late = (
        membership.state == MembershipState.INVITED
        and membership.apply_by is not None
        and membership.apply_by < day
    )
    return Member(
        membership=membership,
        decision=decision if decision is not None and decision.is_decided else None,
        awaited=awaited,
        contact=contact,
        is_late=late,
    )
