"""The health page in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import moment_in_words
from portal.queries.health import Health, State


@dataclass(frozen=True, slots=True)
class Line:
    """One part: its name, whether it is up, and since when one knows."""

    name: str
    status: str
    state: str
    seen: str


def as_data(health: Health) -> dict[str, Any]:
    """Give the answer for a monitor. It names no machine, address or version."""
    return {
        "status": "ok" if health.is_well else "failing",
        "at": health.at.isoformat(timespec="seconds"),
        "parts": {
            part.code: {"state": part.state.value, "seen_at": _stamp(part.seen_at)}
            for part in health.parts
        },
        "newest_dashboard_at": _stamp(health.computed_at),
        "newest_dashboard_age_seconds": _age(health.computed_at, health.at),
        "jobs_waiting": health.jobs_waiting,
        "oldest_waiting_job_age_seconds": _age(health.oldest_job_at, health.at),
        "mails_waiting": health.mails_waiting,
    }


def as_lines(health: Health) -> list[Line]:
    """Give the same for people."""
    names = {
        "database": _("Database"),
        "broker": _("Message queue"),
        "cache": _("Cache"),
        "worker": _("Worker for background jobs"),
        "beat": _("Timetable for background jobs"),
        "queue": _("From the timetable through the queue to the worker"),
    }
    states = {
        State.UP: _("Works"),
        State.SLOW: _("Slow"),
        State.DOWN: _("Does not work"),
        State.UNKNOWN: _("Cannot be seen"),
    }
    status = {State.UP: "on", State.SLOW: "late", State.DOWN: "stop", State.UNKNOWN: "plan"}
    return [
        Line(
            name=names[part.code],
            status=status[part.state],
            state=states[part.state],
            seen=_("Last sign of life: %s") % moment_in_words(part.seen_at)
            if part.seen_at
            else "",
        )
        for part in health.parts
    ]


def facts(health: Health) -> list[tuple[str, str]]:
    """Give how old the newest work is, as label and value."""
    nothing = _("none yet")
    found = [
        (
            _("Newest dashboard"),
            moment_in_words(health.computed_at) if health.computed_at else nothing,
        )
    ]
    if health.jobs_waiting is not None:
        jobs = ngettext("%d job", "%d jobs", health.jobs_waiting) % health.jobs_waiting
        found.append((_("Waiting background jobs"), jobs))
    if health.mails_waiting is not None:
        mails = ngettext("%d message", "%d messages", health.mails_waiting)
        found.append((_("Waiting e-mails"), mails % health.mails_waiting))
    return found


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _age(moment: datetime | None, at: datetime) -> int | None:
    return max(0, round((at - moment).total_seconds())) if moment else None
