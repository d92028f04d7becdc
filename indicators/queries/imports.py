"""Imports: which there were, and what a person may import."""

from django.db.models import Q, QuerySet

from accounts.models import User
from common.models import Job
from indicators.models import ImportBatch
from networks.enums import Role
from networks.models import Municipality, Network
from networks.models.networks import COUNTED_STATES
from networks.queries import roles_of

CHECK = "indicators.check_import"


def municipalities_open_to(person: User) -> list[int] | None:
    """List the municipalities whose figures the person may import; None = all.

    An administrator's own municipalities, and today's members of the networks
    that the person leads.
    """
    if person.is_superuser:
        return None
    roles = roles_of(person)
    own = {pk for pk, held in roles.municipalities.items() if Role.ADMINISTRATOR in held}
    networks = [pk for pk, held in roles.networks.items() if Role.NETWORK_LEADER in held]
    programmes = [pk for pk, held in roles.programmes.items() if Role.NETWORK_LEADER in held]
    led = Network.objects.filter(
        Q(pk__in=networks) | Q(programme__in=programmes), closed_at=None
    )
    members = Municipality.objects.filter(
        memberships__network__in=led, memberships__state__in=COUNTED_STATES
    )
    return sorted(own | set(members.values_list("pk", flat=True)))


def checks_of(person: User) -> QuerySet[Job]:
    """Give the checks of files that the person sent; a superuser's are all."""
    checks = Job.objects.filter(task=CHECK).select_related("started_by").order_by("-pk")
    return checks if person.is_superuser else checks.filter(started_by=person)


def batches_of(person: User) -> QuerySet[ImportBatch]:
    """Give the imports the person made, newest first; a superuser sees all."""
    batches = ImportBatch.objects.select_related("imported_by").order_by("-imported_at", "-pk")
    return batches if person.is_superuser else batches.filter(imported_by=person)
