"""The log of a measure as a timeline: entries, and what happened beside them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.paginator import Page
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from common.dates import date_in_words
from improvement.enums import MeasureState
from improvement.models import Measure, StatusEntry
from improvement.views.rows import status_code
from improvement.views.status_forms import month_and_year, writer
from networks.models import Municipality


def foreign(language: str) -> str:
    """Give the language of a text where it is not the reader's."""
    return language if language and language != (get_language() or "").split("-")[0] else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One item of the timeline: an entry, or an event beside the entries (``tag``)."""

    at: datetime
    day: str
    by: str = ""
    tag: str = ""
    code: str = ""
    text: str = ""
    lang: str = ""
    notes: list[str] = field(default_factory=list)
    anchor: str = ""
    corrected: str = ""
    corrected_link: str = ""
    corrects: str = ""
    corrects_link: str = ""
    correct_address: str = ""
    paper: str = ""


def log_rows(
    page: Page[StatusEntry],
    events: Iterable[LogRow],
    *,
    before: datetime | None,
    may_correct: bool,
) -> list[LogRow]:
    """Merge the entries of one page with the events of the time they cover, newest first.

    Args:
        page: One page of the log.
        events: Everything else that happened.
        before: When the last entry of the page before this one was written, if there is one.
        may_correct: Whether the reader writes in the log.
    """
    entries = list(page.object_list)
    here = {entry.pk for entry in entries}
    # A next step that stays the same is told once, where it was new.
    older = [*(each.next_step for each in entries[1:]), ""][: len(entries)]
    rows = [
        _entry_row(each, here, former_step=step, may_correct=may_correct)
        for each, step in zip(entries, older, strict=True)
    ]
    after = entries[-1].at if entries and page.has_next() else None
    fitting = [
        event
        for event in events
        if (before is None or event.at < before) and (after is None or event.at >= after)
    ]
    # Python's sort keeps the order of equals: entries stand as the query gave them.
    return sorted([*rows, *fitting], key=lambda row: row.at, reverse=True)


def _entry_row(
    entry: StatusEntry, here: set[int], *, former_step: str, may_correct: bool
) -> LogRow:
    corrections = list(entry.corrections.all())
    correction = corrections[-1] if corrections else None
    corrects = entry.corrects
    address = ""
    if may_correct and correction is None:
        kwargs = {"pk": entry.measure_id, "entry": entry.pk}
        address = reverse("improvement:status-correct", kwargs=kwargs)
    return LogRow(
        at=entry.at,
        day=date_in_words(entry.at),
        by=writer(entry),
        code=status_code(entry.state),
        text=entry.text or pgettext("status entry", "No change"),
        lang=foreign(entry.language) if entry.text else "",
        notes=list(_notes(entry, former_step)),
        anchor=f"e{entry.pk}",
        corrected=date_in_words(correction.at) if correction else "",
        corrected_link=f"#e{correction.pk}" if correction and correction.pk in here else "",
        corrects=date_in_words(corrects.at) if corrects else "",
        corrects_link=f"#e{corrects.pk}" if corrects and corrects.pk in here else "",
        correct_address=address,
    )


def _notes(entry: StatusEntry, former_step: str) -> Iterable[str]:
    if entry.former_state and entry.former_state != entry.state:
        yield (
            _("From “%(old)s” to “%(new)s”")
            % {
                "old": MeasureState(entry.former_state).label,
                "new": MeasureState(entry.state).label,
            }
        )
    if entry.share_done is not None and entry.share_done != entry.former_share:
        shares = {"old": entry.former_share, "new": entry.share_done}
        if entry.former_share is None:
            yield _("Share done: %(new)s percent") % shares
        else:
            yield _("Share done: %(old)s → %(new)s percent") % shares
    if entry.new_end_on is not None:
        yield _("New end: %(month)s") % {"month": month_and_year(entry.new_end_on)}
    if entry.next_step and entry.next_step != former_step:
        yield _("Next step: %(text)s") % {"text": entry.next_step}
    if entry.reason and not entry.is_unchanged:
        yield _("Why not as the tasks say: %(text)s") % {"text": entry.reason}


def events_of(measure: Measure, *, source: Municipality | None) -> list[LogRow]:
    """Give what happened beside the log: the decision behind the objective, the beginning.

    Args:
        measure: The measure.
        source: The municipality that it was copied from, if the reader may know of it.
    """
    found = []
    decision = measure.objective.decision if measure.objective else None
    if decision is not None and decision.decided_on is not None:
        midnight = datetime.combine(decision.decided_on, datetime.min.time())
        found.append(
            LogRow(
                at=timezone.make_aware(midnight),
                day=date_in_words(decision.decided_on),
                tag=_("Decision"),
                text=decision.title or str(decision),
                notes=[str(decision)] if decision.title else [],
                paper=decision.link,
            )
        )
    text = _("The measure was made.")
    if source is not None:
        text = _("The measure was made, after one in %(place)s.") % {"place": source}
    found.append(
        LogRow(
            at=measure.created_at,
            day=date_in_words(measure.created_at),
            tag=pgettext("measure", "Made"),
            text=text,
            by=str(measure.created_by) if measure.created_by else "",
        )
    )
    return found
