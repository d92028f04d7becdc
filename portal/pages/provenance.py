"""Where the figures come from: computations, imports, revisions, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from common.dates import date_in_words, moment_in_words
from common.numbers import format_number
from indicators.enums import ImportKind
from portal.queries.documents import StoredDashboard
from portal.queries.frameworks import IndicatorInfo
from portal.queries.observations import Fetched, Revised


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    at: datetime
    when: str
    tag: str
    text: str
    is_key: bool


def entries(
    info: IndicatorInfo,
    *,
    stored: StoredDashboard,
    imports: Sequence[Fetched],
    revisions: Sequence[Revised],
) -> list[Entry]:
    """Tell what was done with the figures of an indicator in a municipality."""
    found = [_computed(stored)]
    found += [_fetched(row) for row in imports]
    found += [_revised(info, row) for row in revisions]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _computed(stored: StoredDashboard) -> Entry:
    text = _("Points, rating, trend and place were computed.")
    if stored.vintage:
        text = _(
            "Points, rating, trend and place were computed from the figures of %(day)s."
        ) % {"day": date_in_words(stored.vintage)}
    return _entry(stored.computed_at, _("Computation"), text, is_key=True)


def _fetched(row: Fetched) -> Entry:
    parts = {"source": row.source, "count": row.count, "years": _years(row)}
    if row.kind == ImportKind.TYPED:
        text = _("Typed in by the municipality itself: %(years)s.") % parts
        return _entry(row.at, _("Own figures"), text, is_key=True)
    text = _("Fetched from %(source)s: %(years)s.") % parts
    if row.vintage:
        text += " " + _("The source published them on %(day)s.") % {
            "day": date_in_words(row.vintage)
        }
    return _entry(row.at, _("Fetching"), text, is_key=True)


def _years(row: Fetched) -> str:
    if not row.last:
        return _("the current value, its year is not stated")
    if row.first in {0, row.last}:
        return str(row.last)
    return f"{row.first}–{row.last}"


def _revised(info: IndicatorInfo, row: Revised) -> Entry:
    parts = {
        "year": row.year or _("the current value"),
        "old": "–" if row.old is None else format_number(row.old, decimals=info.decimals),
        "new": "–" if row.new is None else format_number(row.new, decimals=info.decimals),
        "source": row.source,
    }
    text = _("%(year)s: changed from %(old)s to %(new)s, by %(source)s.") % parts
    return _entry(row.at, _("Revision"), text, is_key=False)


def _entry(at: datetime, tag: str, text: str, *, is_key: bool) -> Entry:
    return Entry(at, moment_in_words(at), tag, text, is_key)
