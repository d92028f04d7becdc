"""A municipality's own part of a closed network, as JSON and Excel in one file."""

import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from common.spreadsheets import safe
from improvement.queries.closing import Kept
from networks.models import Municipality, Network

FORMAT = 1
_TITLE_LENGTH = 31  # Excel's own limit


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of rows: its key in JSON, its title, and key and head of each column."""

    key: str
    title: str
    columns: list[tuple[str, str]]
    rows: list[dict[str, Any]]


def part_file(*, network: Network, municipality: Municipality, kept: Kept) -> bytes:
    """Write a ZIP file with ``data.json`` and ``data.xlsx``; both hold the same."""
    sheets = _sheets(kept)
    stored = {
        "format": FORMAT,
        "network": {
            "slug": network.slug,
            "name": network.name,
            "closed_at": _plain(network.closed_at),
            "successor": network.successor.slug if network.successor else None,
        },
        "municipality": {
            "country": municipality.country_id,
            "code": municipality.code,
            "name": municipality.name,
        },
        "snapshot_sha256": kept.snapshot.sha256 if kept.snapshot else None,
        **{sheet.key: sheet.rows for sheet in sheets},
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        text = json.dumps(stored, ensure_ascii=False, indent=1)
        package.writestr("data.json", text.encode())
        package.writestr("data.xlsx", _workbook(network, municipality, sheets))
    return file.getvalue()


def _workbook(network: Network, municipality: Municipality, sheets: list[Sheet]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 -- brings NumPy along; only for downloads

    book = Workbook(write_only=True)
    about = book.create_sheet(_("About")[:_TITLE_LENGTH])
    about.append([_("Network"), safe(network.name)])
    about.append([_("Closed"), _plain(network.closed_at)])
    about.append([_("Municipality"), safe(municipality.name), municipality.code])
    for sheet in sheets:
        page = book.create_sheet(sheet.title[:_TITLE_LENGTH])
        page.freeze_panes = "A2"
        page.append([head for _key, head in sheet.columns])
        for row in sheet.rows:
            page.append([_cell(row[key]) for key, _head in sheet.columns])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return safe(", ".join(map(str, value)))
    return safe(value) if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    """Days and times as ISO 8601; the rest as it is."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _rows(
    found: Iterable[Any], columns: dict[str, Callable[[Any], Any]]
) -> list[dict[str, Any]]:
    return [{key: _plain(read(one)) for key, read in columns.items()} for one in found]


def _sheets(kept: Kept) -> list[Sheet]:
    return [
        _figures(kept),
        _objectives(kept),
        _measures(kept),
        _tasks(kept),
        _log(kept),
        _evaluations(kept),
        _rounds(kept),
        _conflicts(kept),
        _inputs(kept),
    ]


def _figures(kept: Kept) -> Sheet:
    names = ("year", "value", "status", "score", "rating", "trend")
    rows = [
        {"framework": one["framework"], "indicator": code}
        | dict(zip(names, values, strict=True))
        for one in kept.figures
        for code, values in sorted(one["own"]["indicators"].items())
    ]
    columns = [
        ("framework", _("framework")),
        ("indicator", _("indicator code")),
        ("year", _("year")),
        ("value", _("value")),
        ("status", _("status")),
        ("score", _("points")),
        ("rating", _("rating")),
        ("trend", _("trend")),
    ]
    return Sheet("figures", _("Figures"), columns, rows)


def _objectives(kept: Kept) -> Sheet:
    rows = _rows(
        kept.objectives,
        {
            "id": lambda one: one.pk,
            "title": lambda one: one.title,
            "description": lambda one: one.description,
            "targets": lambda one: sorted(target.pk for target in one.targets.all()),
            "plan": lambda one: " ".join(filter(None, [one.plan_document, one.plan_paragraph])),
            "decision": lambda one: str(one.decision) if one.decision else "",
        },
    )
    columns = [
        ("id", _("number")),
        ("title", _("objective")),
        ("description", _("description")),
        ("targets", _("targets")),
        ("plan", _("plan document")),
        ("decision", _("decision")),
    ]
    return Sheet("objectives", _("Objectives"), columns, rows)


def _measures(kept: Kept) -> Sheet:
    rows = _rows(
        kept.measures,
        {
            "id": lambda one: one.pk,
            "title": lambda one: one.title,
            "description": lambda one: one.description,
            "objective": lambda one: one.objective_id,
            "state": lambda one: one.state,
            "share_done": lambda one: one.share_done,
            "starts_on": lambda one: one.starts_on,
            "ends_on": lambda one: one.expected_end_on or one.ends_on,
            "responsible": lambda one: one.responsible_unit,
            "cost": lambda one: one.cost,
            "helps": lambda one: _pulls(one, "HELPS"),
            "hurts": lambda one: _pulls(one, "HURTS"),
        },
    )
    columns = [
        ("id", _("number")),
        ("title", _("measure")),
        ("description", _("description")),
        ("objective", _("objective")),
        ("state", _("state")),
        ("share_done", _("share done, percent")),
        ("starts_on", _("start")),
        ("ends_on", _("end")),
        ("responsible", _("responsible unit")),
        ("cost", _("cost")),
        ("helps", _("targets helped")),
        ("hurts", _("targets hurt")),
    ]
    return Sheet("measures", _("Measures"), columns, rows)


def _pulls(measure: Any, pull: str) -> list[str]:
    return sorted(one.target_id for one in measure.pulls.all() if one.pull == pull)


def _tasks(kept: Kept) -> Sheet:
    every = [task for one in kept.measures for task in one.tasks.all()]
    rows = _rows(
        every,
        {
            "measure": lambda one: one.measure_id,
            "title": lambda one: one.title,
            "due_on": lambda one: one.due_on,
            "done_on": lambda one: one.done_on,
        },
    )
    columns = [
        ("measure", _("measure")),
        ("title", _("task")),
        ("due_on", _("due")),
        ("done_on", _("done")),
    ]
    return Sheet("tasks", _("Tasks"), columns, rows)


def _log(kept: Kept) -> Sheet:
    every = [entry for one in kept.measures for entry in one.entries.all()]
    rows = _rows(
        sorted(every, key=lambda one: (one.measure_id, one.at, one.pk)),
        {
            "measure": lambda one: one.measure_id,
            "at": lambda one: one.at,
            "state": lambda one: one.state,
            "text": lambda one: one.text,
            "share_done": lambda one: one.share_done,
            "next_step": lambda one: one.next_step,
            "reason": lambda one: one.reason,
        },
    )
    columns = [
        ("measure", _("measure")),
        ("at", _("published")),
        ("state", _("state")),
        ("text", _("what has happened")),
        ("share_done", _("share done, percent")),
        ("next_step", _("next step")),
        ("reason", _("why not as the tasks say")),
    ]
    return Sheet("log", _("Status log"), columns, rows)


def _evaluations(kept: Kept) -> Sheet:
    every = [one for measure in kept.measures for one in measure.evaluations.all()]
    rows = _rows(
        sorted(every, key=lambda one: (one.at, one.pk)),
        {
            "measure": lambda one: one.measure_id,
            "at": lambda one: one.at,
            "outcome": lambda one: one.outcome,
            "text": lambda one: one.text,
            "evidence": lambda one: one.evidence,
            "confidence": lambda one: one.confidence,
            "advice": lambda one: one.advice,
        },
    )
    columns = [
        ("measure", _("measure")),
        ("at", _("evaluated")),
        ("outcome", _("judgement")),
        ("text", _("what was done, and what came of it")),
        ("evidence", _("evidence")),
        ("confidence", _("confidence")),
        ("advice", _("advice to others")),
    ]
    return Sheet("evaluations", _("Evaluations"), columns, rows)


def _rounds(kept: Kept) -> Sheet:
    every = [(one, row) for one in kept.rounds for row in one.progress.all()]
    rows = _rows(
        sorted(every, key=lambda pair: (pair[0].pk, pair[1].step.position, pair[1].pk)),
        {
            "round": lambda pair: pair[0].number,
            "topic": lambda pair: pair[0].topic.name if pair[0].topic else "",
            "step": lambda pair: str(pair[1].step),
            "state": lambda pair: pair[1].state,
            "begun_on": lambda pair: pair[1].begun_on,
            "done_on": lambda pair: pair[1].done_on,
        },
    )
    columns = [
        ("round", _("round")),
        ("topic", _("topic")),
        ("step", _("step")),
        ("state", _("state")),
        ("begun_on", _("begun")),
        ("done_on", _("done")),
    ]
    return Sheet("rounds", _("Rounds"), columns, rows)


def _conflicts(kept: Kept) -> Sheet:
    rows = _rows(
        kept.conflicts,
        {
            "id": lambda one: one.pk,
            "title": lambda one: one.title,
            "first": lambda one: one.first_id,
            "second": lambda one: one.second_id,
            "score": lambda one: one.score,
            "mitigation": lambda one: one.mitigation,
            "decided_by": lambda one: one.decided_by,
        },
    )
    columns = [
        ("id", _("number")),
        ("title", _("case")),
        ("first", _("one target")),
        ("second", _("the other target")),
        ("score", _("how they act on each other")),
        ("mitigation", _("how it is handled")),
        ("decided_by", _("decided by")),
    ]
    return Sheet("conflicts", _("Goal conflicts"), columns, rows)


def _inputs(kept: Kept) -> Sheet:
    rows = _rows(
        kept.inputs,
        {
            "id": lambda one: one.pk,
            "barrier": lambda one: one.barrier,
            "title": lambda one: one.title,
            "text": lambda one: one.text,
            "proposal": lambda one: one.proposal,
            "state": lambda one: one.state,
            "addressee": lambda one: one.addressee,
            "sent_on": lambda one: one.sent_on,
            "answered_on": lambda one: one.answered_on,
            "answer": lambda one: one.answer,
            "change": lambda one: one.change,
        },
    )
    columns = [
        ("id", _("number")),
        ("barrier", _("what stops us")),
        ("title", _("in one sentence")),
        ("text", _("what happens today")),
        ("proposal", _("what we propose")),
        ("state", _("state")),
        ("addressee", _("to")),
        ("sent_on", _("sent")),
        ("answered_on", _("answered")),
        ("answer", _("answer")),
        ("change", _("what was changed")),
    ]
    return Sheet("inputs", _("Input to the state"), columns, rows)
