"""Figures from the services of Kolada and PxWeb: fetched whole, then stored whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone

from common.tabular.problems import LoadRefused, ProblemLog
from indicators.actions.imports import Imported, Origin, import_observations
from indicators.enums import ImportKind
from indicators.models import Framework, Indicator
from indicators.sources import kolada, pxweb, pxweb_spec
from indicators.sources.http import Service, SourceFailed
from networks.models import Municipality

Progress = Callable[[int, int], None]


def _one(code: str, *, column: str = "", **params: str | int | float) -> ProblemLog:
    log = ProblemLog()
    log.add(0, column, code, **params)
    return log


def _told(failure: SourceFailed) -> ProblemLog:
    problem = failure.problem
    return _one(problem.code, column=problem.column, **problem.params)


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def sync_kolada(
    *,
    service: Service,
    framework_code: str,
    at: datetime,
    since: date | None = None,
    dry_run: bool = False,
    progress: Progress = _silent,
) -> Imported:
    """Fetch a framework's Kolada figures for all Swedish municipalities and store them.

    Args:
        service: Where Kolada is.
        framework_code: Its indicators whose code is a key figure's id are fetched.
        at: When it happens.
        since: Only what Kolada has changed from that day on.
        dry_run: Find out what would change, and change nothing.
        progress: Told how many of how many requests are done.

    Raises:
        LoadRefused: The framework has none, or a part could not be fetched.
    """
    if not Framework.objects.filter(code=framework_code).exists():
        raise LoadRefused(_one("no_framework", text=framework_code))
    codes = Indicator.objects.filter(framework_indicators__framework__code=framework_code)
    kpis = [
        code
        for code in codes.order_by("framework_indicators__position").values_list(
            "code", flat=True
        )
        if kolada.KPI.fullmatch(code)
    ]
    if not kpis:
        raise LoadRefused(_one("no_kolada_indicators"))
    municipalities = _municipalities("SE", at=at)
    try:
        frame = kolada.fetch(
            service, kpis=kpis, municipalities=municipalities, since=since, progress=progress
        )
    except SourceFailed as failure:
        raise LoadRefused(_told(failure)) from failure
    part = "" if since is None else f" ({since.isoformat()} →)"
    origin = Origin(
        source=kolada.ATTRIBUTION,
        kind=ImportKind.KOLADA,
        vintage=timezone.localdate(at),
        file_name=f"Kolada v3{part}",
    )
    return import_observations(frame=frame, origin=origin, at=at, dry_run=dry_run)


def sync_pxweb(
    *,
    service: Service,
    spec: pxweb_spec.Spec,
    at: datetime,
    dry_run: bool = False,
    progress: Progress = _silent,
) -> Imported:
    """Fetch a PxWeb table as ``spec`` says and store it.

    Args:
        service: Where it is.
        spec: The table, its codes and what they mean.
        at: When it happens.
        dry_run: Find out what would change, and change nothing.
        progress: Told how many of how many requests are done.

    Raises:
        LoadRefused: A part could not be fetched, or the specification does not
            fit the table.
    """
    known = set(_municipalities(spec.country, at=None))
    client = pxweb.Client(service, language=spec.language)
    try:
        available = client.codes(spec.table)
        wanted = pxweb_spec.selection(spec, available, municipalities=known)
        cube = client.fetch(spec.table, wanted, progress=progress)
        frame = pxweb_spec.observations(spec, cube)
    except SourceFailed as failure:
        raise LoadRefused(_told(failure)) from failure
    origin = Origin(
        source=spec.source,
        kind=ImportKind.PXWEB,
        vintage=timezone.localdate(at),
        file_name=spec.table,
    )
    return import_observations(frame=frame, origin=origin, at=at, dry_run=dry_run)


def _municipalities(country: str, *, at: datetime | None) -> list[str]:
    """List a country's municipality codes: those of the day ``at``, or all ever known.

    Raises:
        LoadRefused: There are none.
    """
    units = Municipality.objects.filter(country=country)
    if at is not None:
        units = units.in_force(on=timezone.localdate(at))
    codes = list(units.order_by("code").values_list("code", flat=True))
    if not codes:
        raise LoadRefused(_one("no_municipalities", country=country))
    return codes
