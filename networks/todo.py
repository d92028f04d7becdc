"""What waits for a person in the networks of a municipality."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.things import Thing
from networks.actions.locks import day_in
from networks.enums import MembershipState, Role
from networks.models import Decision, MainContact, Membership, Municipality
from networks.models.networks import ENDED_STATES
from networks.queries import roles_of

_ACTING = {Role.COORDINATOR, Role.ADMINISTRATOR}


def things_for(person: User, at: datetime) -> list[Thing]:
    """List invitations, missing main contacts and awaited decisions; two queries at most."""
    held = roles_of(person).municipalities
    places = [pk for pk, roles in held.items() if roles & _ACTING]
    if not places:
        return []
    return [*_memberships(places, at), *_decisions(places)]


def _memberships(places: list[int], at: datetime) -> list[Thing]:
    contact = MainContact.objects.current().filter(membership=OuterRef("pk"))
    rows = (
        Membership.objects.exclude(state__in=ENDED_STATES)
        .filter(municipality__in=places, network__closed_at=None)
        .annotate(has_contact=Exists(contact))
        .filter(Q(state=MembershipState.INVITED) | Q(has_contact=False))
        .select_related("network", "municipality__country")
        .order_by("pk")
    )
    things = []
    for row in rows:
        if row.state != MembershipState.INVITED:
            things.append(_contact_missing(row))
        elif row.apply_by is None or row.apply_by >= day_in(
            municipality=row.municipality, at=at
        ):
            things.append(_invitation(row))
    return things


def _invitation(row: Membership) -> Thing:
    return Thing(
        key=f"networks.membership:{row.pk}:answer",
        title=_("Answer the invitation to %(network)s") % {"network": row.network},
        detail=row.network.hosts,
        place=str(row.municipality),
        due=row.apply_by,
        weight=3,
        address=_address("membership-answer", row.municipality, row.network.slug),
    )


def _contact_missing(row: Membership) -> Thing:
    return Thing(
        key=f"networks.membership:{row.pk}:contact",
        title=_("Appoint main contact in %(network)s") % {"network": row.network},
        detail=_("The network does not know whom to turn to."),
        place=str(row.municipality),
        weight=4,
        address=_address("own-contact-appoint", row.municipality, row.network.slug),
    )


def _decisions(places: list[int]) -> list[Thing]:
    rows = (
        Decision.objects.filter(
            municipality__in=places,
            decided_on=None,
            network__isnull=False,
            network__closed_at=None,
        )
        .select_related("network", "municipality", "council_case")
        .order_by("pk")
    )
    things = []
    for row in rows:
        network, place, case = row.network, row.municipality, row.council_case
        if network is None or place is None:
            continue
        things.append(
            Thing(
                key=f"networks.decision:{row.pk}:record",
                title=_("Record the decision: %(case)s")
                % {"case": case or row.title or row.body},
                detail=str(network),
                place=str(place),
                due=row.due_on,
                weight=3,
                address=_address("own-decision-record", place, network.slug),
            )
        )
    return things


def _address(name: str, place: Municipality, slug: str) -> str:
    return reverse(
        f"networks:{name}",
        kwargs={**place.address_keys, "slug": slug},
    )
