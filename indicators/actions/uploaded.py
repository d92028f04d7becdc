"""Checking and importing a file that was sent through the browser (in the worker)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from accounts.models import User
from common.models import StoredFile
from common.tabular.problems import LoadRefused, Problem
from common.tabular.reading import BROWSER
from common.tabular.schema import Reading
from indicators.actions.frameworks import load_framework
from indicators.actions.imports import Origin, import_observations
from indicators.actions.uploads import FRAMEWORK, NETWORK, OBSERVATIONS, UNITS
from indicators.queries.imports import municipalities_open_to
from indicators.sources import framework, observations
from networks.actions.loading import load_units
from networks.actions.loading_networks import load_network
from networks.sources import network, units

KEPT = 500
"""Problems kept for the page and its download; the rest are counted."""

READERS = {
    OBSERVATIONS: observations.read,
    FRAMEWORK: framework.read,
    UNITS: units.read,
    NETWORK: network.read,
}


def take_in(
    *,
    stored: StoredFile,
    arguments: dict[str, Any],
    by: User,
    at: datetime,
    dry_run: bool,
    progress: Callable[[int], None],
) -> dict[str, Any]:
    """Read a stored file and import it, or find out what an import would change.

    Args:
        stored: The file.
        arguments: As ``uploads.receive_file`` wrote them.
        by: Who sent it; decides which municipalities may be written.
        at: Now.
        dry_run: Check only.
        progress: Told the step that is done.

    Returns:
        Plain values for the job: ``rows``, ``added``, ``changed``, ``unchanged``
        (and ``removed``, ``batch``, ``jobs`` where they apply),
        ``problem_count``, ``problems`` and ``notices`` as lists of row, column,
        code and parameters.
    """
    with stored.content.open("rb") as file:
        reading = READERS[arguments["kind"]](file.read(), limits=BROWSER)
    progress(1)
    result: dict[str, Any] = {
        "rows": len(reading.frame), "problem_count": reading.problem_count,
        "problems": _plain(reading.problems), "notices": _plain(reading.notices),
    }  # fmt: skip
    if reading.problem_count:
        return result
    try:
        counts = _store(stored, reading, arguments, by=by, at=at, dry_run=dry_run)
    except LoadRefused as refusal:
        result["problem_count"] = refusal.problem_count
        result["problems"] = _plain(refusal.problems)
        return result
    progress(2)
    return result | counts


def _plain(problems: list[Problem]) -> list[list[Any]]:
    return [[each.row, each.column, each.code, dict(each.params)] for each in problems[:KEPT]]


def _store(
    stored: StoredFile,
    reading: Reading,
    arguments: dict[str, Any],
    *,
    by: User,
    at: datetime,
    dry_run: bool,
) -> dict[str, Any]:
    kind = arguments["kind"]
    if kind == OBSERVATIONS:
        done = import_observations(
            frame=reading.frame,
            origin=Origin(
                source=arguments["source"],
                vintage=date.fromisoformat(arguments["vintage"])
                if arguments["vintage"]
                else None,
                file_name=stored.name,
                sha256=stored.sha256,
                file=stored,
            ),
            at=at,
            by=by,
            only=municipalities_open_to(by),
            dry_run=dry_run,
        )
        return {
            "added": done.added, "changed": done.changed, "unchanged": done.unchanged,
            "batch": done.batch.pk if done.batch else None,
            "jobs": [job.pk for job in done.jobs],
        }  # fmt: skip
    if kind == FRAMEWORK:
        loaded = load_framework(
            code=arguments["framework"], name=arguments["framework_name"], frame=reading.frame,
            given=reading.given, settings={}, at=at, by=by, dry_run=dry_run,
        )  # fmt: skip
        return {"added": loaded.added, "changed": loaded.changed, "removed": loaded.removed,
                "unchanged": loaded.unchanged}  # fmt: skip
    if kind == UNITS:
        rows = load_units(
            frame=reading.frame, given=reading.given, at=at, by=by, dry_run=dry_run
        )
    else:
        rows = load_network(frame=reading.frame, at=at, dry_run=dry_run)
    return {"added": rows.added, "changed": rows.changed, "unchanged": rows.unchanged}
