"""What the lists and pages of reports show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.words import LANGUAGE_NAMES
from improvement.enums import ReportKind
from improvement.models import Report

ABOUT: Final[dict[str, str | Promise]] = {
    ReportKind.POLITICAL: _(
        "One page for a political meeting: strongest and weakest, what has changed, "
        "dilemmas, proposals and questions."
    ),
    ReportKind.ANNUAL: _(
        "Goal by goal: status, objectives, measures and what you have learnt in the year."
    ),
    ReportKind.STATE: _(
        "What stops the work, what the state could change, and what it has answered."
    ),
    ReportKind.VOLUNTARY: _(
        "A voluntary local review (VLR) along the elements of the United Nations."
    ),
    ReportKind.NETWORK: _(
        "Members, common challenges, how far each has come, measures that work."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """One kind of report: what it is, and the newest frozen one."""

    name: str
    about: str | Promise
    address: str
    last: "FrozenRow | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenRow:
    """One frozen report."""

    title: str
    language: str
    language_name: str
    kind: str
    at: datetime
    by: str
    address: str
    compare: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRow:
    """A closed network with the municipality's own part."""

    name: str
    language: str
    closed_on: date
    address: str


def frozen_row(report: Report) -> FrozenRow:
    """Say what a frozen report is."""
    compare = (
        reverse("improvement:report-compare", kwargs={"pk": report.pk})
        if report.previous_id
        else ""
    )
    return FrozenRow(
        title=report.title,
        language=report.language,
        language_name=LANGUAGE_NAMES.get(report.language, report.language),
        kind=str(report.get_kind_display()),
        at=report.frozen_at,
        by=report.frozen_by.get_full_name() if report.frozen_by else "",
        address=report.get_absolute_url(),
        compare=compare,
    )


def newest_by_kind(reports: Iterable[Report]) -> dict[str, FrozenRow]:
    """The newest frozen report of each kind; ``reports`` come newest first."""
    found: dict[str, FrozenRow] = {}
    for report in reports:
        if report.kind not in found:
            found[report.kind] = frozen_row(report)
    return found
