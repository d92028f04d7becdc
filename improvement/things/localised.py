"""Common indicators that were revised: their owners take a stand."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import date_in_words
from common.things import Thing
from improvement.queries.localised import waiting_for
from networks.enums import Role
from networks.models import Network
from networks.queries import roles_of


def things_for(person: User, at: datetime) -> list[Thing]:
    """One thing for each indicator that the person's networks adapted from a revised one.

    A superuser is asked only as the leader of a network. At most three queries.
    """
    roles = roles_of(person)
    led = [pk for pk, held in roles.networks.items() if Role.NETWORK_LEADER in held]
    programmes = [pk for pk, held in roles.programmes.items() if Role.NETWORK_LEADER in held]
    if not led and not programmes:
        return []
    networks = Network.objects.filter(closed_at__isnull=True, pk__in=led)
    if programmes:
        networks |= Network.objects.filter(closed_at__isnull=True, programme__in=programmes)
    return [
        Thing(
            key=f"improvement.localisedindicator:{row.pk}:consider",
            title=_("The common indicator was revised: %(name)s")
            % {"name": row.parent.local_name},
            detail=_("Your own indicator “%(name)s” builds on it. Revised %(day)s.")
            % {"name": row.indicator.local_name, "day": date_in_words(revision.at)},
            place=row.network.label,
            address=reverse("improvement:localised-consider", kwargs={"pk": row.pk}),
        )
        for row, revision in waiting_for(networks)
        if revision.at <= at
    ]
