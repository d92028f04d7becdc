"""The measures of a network's members, for those who work together."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from improvement.queries.summary import MeasureCounts
from networks.models import Municipality


@dataclass(frozen=True, slots=True)
class Row:
    """One municipality and its measures."""

    name: str
    href: str
    counts: MeasureCounts


@dataclass(frozen=True, slots=True)
class WorkPart:
    """The section «Measures» of a network's page."""

    sentence: str
    rows: list[Row]
    legend: list[tuple[str, str]]
    total: int
    going_well: int


def work_part(
    places: Sequence[Municipality], counts: dict[int, MeasureCounts], *, days: int
) -> WorkPart:
    """Put the counts of the members in words and rows.

    Args:
        places: The members, in the order of the page.
        counts: Key of a municipality → its measures by state.
        days: Within how many days a measure counts as logged lately.
    """
    rows = [
        Row(str(place), _address(place), counts.get(place.pk, MeasureCounts()))
        for place in places
    ]
    total = sum(row.counts.total for row in rows)
    return WorkPart(
        sentence=_sentence(rows, total, days),
        rows=rows if total else [],
        legend=[
            ("done", pgettext("measure", "Done")),
            ("on", pgettext("measure", "On track")),
            ("late", pgettext("measure", "Late")),
            ("stop", pgettext("measure", "Stopped")),
            ("plan", pgettext("measure", "Not started")),
        ],
        total=total,
        going_well=sum(row.counts.done + row.counts.on_track for row in rows),
    )


def _address(place: Municipality) -> str:
    return reverse(
        "improvement:measures",
        kwargs=place.address_keys,
    )


def _sentence(rows: list[Row], total: int, days: int) -> str:
    if not total:
        return _("None of the municipalities has written down a measure yet.")
    fresh = sum(row.counts.fresh for row in rows)
    open_ones = sum(row.counts.open for row in rows)
    head = ngettext("%(n)s measure.", "%(n)s measures.", total) % {"n": total}
    tail = _(
        "Status was logged in the last %(days)s days for %(fresh)s of the %(open)s under way."
    )
    return f"{head} {tail % {'days': days, 'fresh': fresh, 'open': open_ones}}"
