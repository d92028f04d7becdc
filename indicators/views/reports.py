"""What the pages about imports show, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import date_in_words, moment_in_words
from common.enums import JobState
from common.models import Job
from common.problem_texts import sentence
from common.tabular.problems import Problem
from indicators.actions.uploads import FRAMEWORK, NETWORK, OBSERVATIONS, UNITS
from indicators.forms.imports import KIND_NAMES
from indicators.models import ImportBatch

SHOWN = 50  # problems on the page; the download has more

TEMPLATES = {
    OBSERVATIONS: (
        "country,municipality,indicator,period,value,status,numerator,denominator,gender"
    ),
    FRAMEWORK: (
        "indicator,goal,name,name_nb,name_nn,name_sv,target,unit,decimals,worst,best,green,red,"
        "middle,scored,profiles,trend_profiles,trend_start,trend_end,source,source_url,licence,"
        "aggregation,comparable,min_denominator,min_count"
    ),
    UNITS: (
        "country,code,name,name_nb,name_nn,name_sv,name_se,name_fkv,county_code,county_name,"
        "group,profile,population,population_year,valid_from,valid_to"
    ),
    NETWORK: (
        "network,country,municipality,subgroup,joined_on,decision_body,decision_case,decision_on"
    ),
}


def template_of(kind: str) -> str:
    """Give an empty file of one kind: its columns, with the mark that Excel looks for."""
    return f"\ufeff{TEMPLATES[kind]}\r\n"


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem as the table shows it; ``row`` is 0 for the file as a whole."""

    row: int
    column: str
    text: str


def problem_rows(stored: Sequence[Sequence[Any]]) -> list[ProblemRow]:
    """Turn the problems that a job keeps into sentences."""
    return [
        ProblemRow(row, column, sentence(Problem(row, column, code, params)))
        for row, column, code, params in stored
    ]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One import of the list."""

    source: str
    kind: str
    file_name: str
    vintage: str
    at: str
    by: str
    added: int
    changed: int


def batch_row(batch: ImportBatch) -> BatchRow:
    """Describe an import: what came, from where, when, by whom."""
    return BatchRow(
        source=batch.source,
        kind=batch.get_kind_display(),
        file_name=batch.file_name,
        vintage=date_in_words(batch.vintage) if batch.vintage else "",
        at=moment_in_words(batch.imported_at),
        by=str(batch.imported_by) if batch.imported_by else _("The program"),
        added=batch.rows_added,
        changed=batch.rows_changed,
    )


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One file on its way. ``state``: checking, refused, ready, importing, failed, in, gone."""

    pk: int
    href: str
    name: str
    kind: str
    at: str
    by: str
    state: str
    words: str
    details: list[tuple[str, str]] = field(default_factory=list)
    counts: list[tuple[str, int]] = field(default_factory=list)
    nothing: bool = False
    problem_count: int = 0
    problems: list[ProblemRow] = field(default_factory=list)
    notices: list[ProblemRow] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)


def check_row(check: Job, *, importing: Job | None = None) -> CheckRow:
    """Describe a file by the job that checked it and the one that imports it."""
    current = importing or check
    result = current.result or check.result
    state = _state(check, importing)
    counts = _counts(result) if "added" in result else []
    return CheckRow(
        pk=check.pk,
        href=reverse("indicators:import-detail", args=[check.pk]),
        name=check.arguments["name"],
        kind=str(KIND_NAMES[check.arguments["kind"]]),
        at=moment_in_words(check.queued_at),
        by=str(check.started_by) if check.started_by else "",
        state=state,
        words=_words(state),
        details=_details(check),
        counts=counts,
        nothing=bool(counts)
        and not any(result.get(name) for name in ("added", "changed", "removed")),
        problem_count=int(result.get("problem_count", 0)),
        problems=problem_rows(result.get("problems", [])[:SHOWN]),
        notices=problem_rows(result.get("notices", [])),
        jobs=[reverse("portal:job", args=[pk]) for pk in result.get("jobs", [])],
    )


def _state(check: Job, importing: Job | None) -> str:
    if check.result.get("discarded"):
        return "gone"
    if importing is None and check.result.get("import"):
        return "in"
    job = importing or check
    if job.state in {JobState.QUEUED, JobState.RUNNING}:
        return "importing" if importing else "checking"
    if job.state == JobState.FAILED:
        return "failed"
    if importing:
        return "in"
    return "refused" if check.result.get("problem_count") else "ready"


def _words(state: str) -> str:
    words = {
        "checking": _("The file is being checked"),
        "refused": _("The file must be put right; nothing was imported"),
        "ready": _("The file is right; nothing is imported yet"),
        "importing": _("The file is being imported"),
        "failed": _("Something went wrong; nothing was imported"),
        "in": _("The file is imported"),
        "gone": _("The file was thrown away"),
    }
    return words[state]


def _details(check: Job) -> list[tuple[str, str]]:
    given = check.arguments
    details = [(_("Holds"), str(KIND_NAMES[given["kind"]])), (_("Source"), given["source"])]
    if given["vintage"]:
        details.append((_("Published on"), date_in_words(date.fromisoformat(given["vintage"]))))
    if given["framework"]:
        details.append((_("Framework"), given["framework"]))
    details.append((_("Sent"), moment_in_words(check.queued_at)))
    if check.started_by:
        details.append((_("Sent by"), str(check.started_by)))
    return [(label, text) for label, text in details if text]


def _counts(result: dict[str, Any]) -> list[tuple[str, int]]:
    names = {
        "rows": _("Rows in the file"),
        "added": _("New"),
        "changed": _("Changed"),
        "removed": _("Removed"),
        "unchanged": _("As before"),
    }
    return [(label, int(result[name])) for name, label in names.items() if name in result]
