"""The report of each kind as it is now: reads what it needs and lets it be written."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from improvement.calculations.content import Content
from improvement.enums import ReportKind
from improvement.models import StateInput
from improvement.queries.report_figures import figures_of, network_figures
from improvement.queries.report_parts import (
    common_work,
    entries_between,
    inputs_of_network,
    work_of,
)
from improvement.queries.reports import last_report
from improvement.reports.annual import annual_chapter
from improvement.reports.network import CHALLENGES, network_report
from improvement.reports.political import political_note
from improvement.reports.state import state_report
from improvement.reports.voluntary import voluntary_review
from networks.models import Municipality, Network
from networks.models.networks import COUNTED_STATES
from networks.queries import members_of

REPORTED_UNTIL_MONTH = 7
"""Before this month, the year that has ended is reported on."""


def reported_year(*, at: datetime) -> int:
    """The year that an annual report is about."""
    return at.year if at.month >= REPORTED_UNTIL_MONTH else at.year - 1


def draft_of_municipality(
    municipality: Municipality,
    *,
    kind: ReportKind,
    year: int,
    known: Callable[[Network], Network | None] = lambda network: network,
) -> Content:
    """Write a municipality's report as it is now, in the active language.

    Args:
        municipality: With its country loaded.
        kind: One of ``kinds.OF_MUNICIPALITY``.
        year: The year that an annual chapter is about; others do not ask.
        known: Gives a network back, if the reader may know of it.

    Raises:
        ValueError: A municipality has no report of that kind.
    """
    if kind == ReportKind.STATE:
        rows = StateInput.objects.filter(municipality=municipality)
        every = rows.select_related("municipality__country").order_by("pk")
        return state_report(owner=municipality, inputs=every)
    figures, work = figures_of(municipality), work_of(municipality)
    if kind == ReportKind.POLITICAL:
        last = last_report(kind=kind, municipality=municipality)
        return political_note(municipality=municipality, figures=figures, work=work, last=last)
    if kind == ReportKind.ANNUAL:
        zone = ZoneInfo(municipality.country.time_zone)
        entries = entries_between(
            municipality,
            start=datetime(year, 1, 1, tzinfo=zone),
            end=datetime(year + 1, 1, 1, tzinfo=zone),
        )
        return annual_chapter(
            municipality=municipality,
            figures=figures,
            work=work,
            entries=entries,
            year=year,
        )
    if kind == ReportKind.VOLUNTARY:
        networks = Network.objects.filter(
            memberships__municipality=municipality,
            memberships__state__in=COUNTED_STATES,
            closed_at__isnull=True,
        )
        return voluntary_review(
            municipality=municipality,
            networks=[known(network) for network in networks.order_by("pk")],
            figures=figures,
            work=work,
        )
    raise ValueError(kind)


def draft_of_network(network: Network, *, kind: ReportKind) -> Content:
    """Write a network's report as it is now, in the active language.

    Args:
        network: Which one.
        kind: One of ``kinds.OF_NETWORK``.

    Raises:
        ValueError: A network has no report of that kind.
    """
    if kind == ReportKind.STATE:
        return state_report(owner=network, inputs=inputs_of_network(network))
    if kind == ReportKind.NETWORK:
        return network_report(
            network=network,
            members=members_of(network),
            figures=network_figures(network, number=CHALLENGES),
            common=common_work(network),
        )
    raise ValueError(kind)
