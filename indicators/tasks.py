"""Celery entry points of the indicators, and how their jobs are asked for."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from celery import shared_task
from django.db.models import Exists, OuterRef
from django.utils import timezone

from common.jobs import enqueue, running
from common.models import Job
from indicators.models import Framework, FrameworkIndicator, Observation, Standing
from networks.models import Country, Municipality

SMALL_CHANGE = 20  # municipalities; beyond that computing the whole country is quicker
COUNTRY_TASK = "indicators.compute_country"
CHANGES_TASK = "indicators.compute_changes"
NETWORK_TASK = "indicators.network_changed"  # named in settings.NETWORK_CHANGED_TASKS


@shared_task(name=COUNTRY_TASK)
def compute_country(*, job_id: int, **_future: Any) -> None:
    """Compute one framework for one country; finished or deleted jobs are no error."""
    from indicators import jobs  # noqa: PLC0415 -- slow import

    with running(job_id=job_id) as run:
        if run is None:
            return
        arguments = run.job.arguments
        run.result = jobs.compute_country(
            framework_id=arguments["framework"],
            country=arguments["country"],
            at=timezone.now(),
            progress=run.progress,
        )


@shared_task(name=CHANGES_TASK)
def compute_changes(*, job_id: int, **_future: Any) -> None:
    """Compute what a few changed values touch; finished or deleted jobs are no error."""
    from indicators import jobs  # noqa: PLC0415 -- slow import

    with running(job_id=job_id) as run:
        if run is None:
            return
        arguments = run.job.arguments
        run.result = jobs.compute_changes(
            framework_id=arguments["framework"],
            indicator_ids=arguments["indicators"],
            municipality_ids=arguments["municipalities"],
            at=timezone.now(),
            progress=run.progress,
        )


@shared_task(name=NETWORK_TASK)
def network_changed(*, job_id: int, **_future: Any) -> None:
    """Compute anew where a network's members lie; a deleted network is no error."""
    with running(job_id=job_id) as run:
        if run is None:
            return
        at = timezone.now()
        members = Municipality.objects.filter(
            memberships__network=run.job.arguments["network_id"]
        )
        countries = set(members.values_list("country_id", flat=True))
        for framework in Framework.objects.order_by("pk"):
            touched = [code for code in countries_of(framework) if code in countries]
            start_for_framework(framework=framework, countries=touched, at=at)


@shared_task(name="indicators.recompute_all")
def recompute_all(**_future: Any) -> None:
    """Ask for everything once a night: memberships, populations and days change too."""
    at = timezone.now()
    for framework in Framework.objects.order_by("pk"):
        start_for_framework(framework=framework, at=at)


def start_for_changes(
    *,
    indicator_ids: Iterable[int],
    municipality_ids: Iterable[int],
    at: datetime,
    started_by_id: int | None = None,
) -> list[Job]:
    """Ask for what a change of values touches; call it inside the change's transaction.

    Args:
        indicator_ids: Indicators whose values have changed.
        municipality_ids: Municipalities whose values have changed.
        at: Now.
        started_by_id: The person who changed them, if it was one.

    Returns:
        The waiting jobs: one for each framework and country, or a small one
        for each framework when few municipalities are touched.
    """
    indicators, municipalities = sorted(set(indicator_ids)), sorted(set(municipality_ids))
    if not indicators or not municipalities:
        return []
    frameworks = Framework.objects.filter(
        framework_indicators__indicator__in=indicators
    ).distinct()
    found = []
    for framework in frameworks.order_by("pk"):
        if len(municipalities) <= SMALL_CHANGE:
            own = FrameworkIndicator.objects.filter(
                framework=framework, indicator__in=indicators
            )
            arguments = {
                "framework": framework.pk,
                "indicators": sorted(own.values_list("indicator_id", flat=True)),
                "municipalities": municipalities,
            }
            key = f"changes:{arguments}"
            found.append(
                enqueue(
                    task=CHANGES_TASK,
                    arguments=arguments,
                    at=at,
                    dedupe_key=key if len(key) <= 200 else "",
                    started_by_id=started_by_id,
                )
            )
            continue
        countries = Municipality.objects.filter(pk__in=municipalities)
        found += start_for_framework(
            framework=framework,
            countries=sorted(set(countries.values_list("country_id", flat=True))),
            at=at,
            started_by_id=started_by_id,
        )
    return found


def start_for_framework(
    *,
    framework: Framework,
    at: datetime,
    countries: Sequence[str] | None = None,
    started_by_id: int | None = None,
    send: bool = True,
) -> list[Job]:
    """Ask for a full computation of a framework.

    Args:
        framework: The framework.
        at: Now.
        countries: Codes; empty = every country with values or earlier results.
        started_by_id: The person who asked, if it was one.
        send: Whether a worker is told.

    Returns:
        The waiting jobs, one for each country.
    """
    wanted = countries_of(framework) if countries is None else countries
    return [
        enqueue(
            task=COUNTRY_TASK,
            arguments={"framework": framework.pk, "country": country},
            at=at,
            dedupe_key=f"country:{framework.pk}:{country}",
            started_by_id=started_by_id,
            send=send,
        )
        for country in wanted
    ]


def countries_of(framework: Framework) -> list[str]:
    """List the countries in which a framework has values or stored results."""
    own = FrameworkIndicator.objects.filter(framework=framework).values("indicator")
    values = Observation.objects.filter(indicator__in=own, municipality__country=OuterRef("pk"))
    stored = Standing.objects.filter(framework=framework, kind="country", key=OuterRef("pk"))
    found = Country.objects.filter(Exists(values) | Exists(stored))
    return list(found.order_by("pk").values_list("pk", flat=True))


def export_scores(*, framework: Framework, year: int | None, output: Path, on: date) -> int:
    """Write a framework's results to a file; returns the number of rows."""
    from indicators import jobs  # noqa: PLC0415 -- slow import

    return jobs.export_scores(
        framework=framework,
        countries=countries_of(framework),
        year=year,
        output=output,
        on=on,
    )
