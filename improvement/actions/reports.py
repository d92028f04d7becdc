"""Freeze a report: from then on it is what it was on that day."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.actions.refusals import Declined
from improvement.calculations.content import Content, as_json, checksum
from improvement.models import Report
from improvement.queries.reports import last_report
from networks.actions.locks import open_network
from networks.models import Municipality, Network


class TextHasChanged(Declined):
    """The report is not any more what the person has read."""

    sentence = _("The text has changed since you opened it. Read it again, then freeze it.")


@transaction.atomic
def freeze_report(
    *,
    content: Content,
    seen: str,
    by: User,
    at: datetime,
    municipality: Municipality | None = None,
    network: Network | None = None,
) -> Report:
    """Keep a report as it is. The same form sent twice is one report.

    Args:
        content: The report as it is now.
        seen: Checksum of the report that the person has read.
        by: Who freezes it.
        at: When.
        municipality: Whose report.
        network: Or which network's.

    Returns:
        The frozen report.

    Raises:
        TextHasChanged: The report is another one than the person has read.

    Passes on:
        NetworkClosed: The network is closed.
    """
    if network is not None:
        network = open_network(network=network)
    if municipality is not None:
        Municipality.objects.select_for_update(no_key=True, of=("self",)).get(
            pk=municipality.pk
        )
    last = last_report(
        kind=content.kind,
        municipality=municipality,
        network=network,
        language=content.language,
    )
    if last is not None and last.sha256 == seen:
        return last
    stored = as_json(content)
    digest = checksum(stored)
    if digest != seen:
        raise TextHasChanged
    return Report.objects.create(
        kind=content.kind,
        municipality=municipality,
        network=network,
        title=content.title[:200],
        language=content.language,
        content=stored,
        sha256=digest,
        frozen_at=at,
        frozen_by=by,
        previous=last,
    )
