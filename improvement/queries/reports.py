"""Frozen reports."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from improvement.calculations.content import checksum
from improvement.models import Report, readable_municipalities, workplace_networks
from networks.models import Municipality, Network


def readable_reports(person: User | AnonymousUser) -> QuerySet[Report]:
    """Frozen reports of municipalities and networks whose work ``person`` may read."""
    return Report.objects.filter(
        Q(municipality__in=readable_municipalities(person))
        | Q(network__in=workplace_networks(person))
    ).select_related("municipality__country", "network", "previous", "frozen_by")


def reports_of(
    *,
    municipality: Municipality | None = None,
    network: Network | None = None,
    kind: str = "",
) -> QuerySet[Report]:
    """The frozen reports of one municipality or network, the newest first."""
    rows = Report.objects.filter(municipality=municipality, network=network)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("frozen_by").order_by("-frozen_at", "-pk")


def last_report(
    *,
    kind: str,
    municipality: Municipality | None = None,
    network: Network | None = None,
    language: str = "",
) -> Report | None:
    """The newest frozen report of a kind, in one language if that is given."""
    rows = reports_of(municipality=municipality, network=network, kind=kind)
    if language:
        rows = rows.filter(language=language)
    return rows.first()


def is_intact(report: Report) -> bool:
    """Whether a frozen report is as it was when it was frozen."""
    return checksum(report.content) == report.sha256
