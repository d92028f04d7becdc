"""Compute the dashboards, here or by the workers."""

import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from common.enums import JobState
from common.models import Job
from indicators import tasks
from indicators.models import Framework
from networks.models import Country, Municipality, Network

POLL = 0.5  # seconds
PATIENCE = 90  # seconds until a worker must have begun the first job


class Command(BaseCommand):
    """Queues the jobs and follows them until they are done, or computes at once."""

    help = "Compute the dashboards of municipalities, counties, regions and networks."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what can be narrowed down."""
        parser.add_argument("--framework", metavar="CODE", help="only this framework")
        parser.add_argument("--country", metavar="XX", help="only this country")
        parser.add_argument(
            "--municipality", metavar="XX-CODE", help="only what this municipality touches"
        )
        parser.add_argument(
            "--network", metavar="SLUG", help="only the members of this network"
        )
        parser.add_argument(
            "--inline", action="store_true", help="compute in this process, without a worker"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        frameworks = self._frameworks(options["framework"])
        jobs = [job for each in frameworks for job in self._jobs(each, options)]
        if not jobs:
            self.stdout.write("There is nothing to compute: no values are loaded.")
            return
        if options["inline"]:
            for number, job in enumerate(jobs, start=1):
                self._tell(f"{number} of {len(jobs)}: {self._name(job)}")
                tasks.compute_country(job_id=job.pk)
        self._follow(jobs)
        self._report([job.pk for job in jobs])

    def _frameworks(self, code: str | None) -> list[Framework]:
        found = Framework.objects.order_by("pk")
        if code:
            found = found.filter(code=code)
            if not found:
                msg = f"There is no framework {code}."
                raise CommandError(msg)
        return list(found)

    def _jobs(self, framework: Framework, options: dict[str, Any]) -> list[Job]:
        """Ask for the jobs of one framework.

        Raises:
            CommandError: A country, municipality or network is unknown.
        """
        at = timezone.now()
        country = (options["country"] or "").upper()
        if country and not Country.objects.filter(pk=country).exists():
            msg = f"There is no country {country}."
            raise CommandError(msg)
        if options["municipality"]:
            code = options["municipality"]
            prefix, _dash, number = code.partition("-")
            found = Municipality.objects.filter(country=prefix.upper(), code=number)
            if not found:
                msg = f"There is no municipality {code}; write it as NO-3324."
                raise CommandError(msg)
            countries = [found[0].country_id]
        elif options["network"]:
            network = Network.objects.filter(slug=options["network"]).first()
            if network is None:
                msg = f"There is no network {options['network']}."
                raise CommandError(msg)
            members = network.current_municipalities()
            countries = sorted(set(members.values_list("country_id", flat=True)))
        else:
            countries = [country] if country else tasks.countries_of(framework)
        return tasks.start_for_framework(
            framework=framework, countries=countries, at=at, send=not options["inline"]
        )

    def _follow(self, jobs: list[Job]) -> None:
        """Wait until the workers have finished.

        Raises:
            CommandError: No worker has begun.
        """
        keys = [job.pk for job in jobs]
        begun = time.monotonic()
        while True:
            states = dict(Job.objects.filter(pk__in=keys).values_list("pk", "state"))
            waiting = [pk for pk, state in states.items() if state == JobState.QUEUED]
            open_jobs = [
                pk for pk, s in states.items() if s in {JobState.QUEUED, JobState.RUNNING}
            ]
            self._tell(f"{len(keys) - len(open_jobs)} of {len(keys)} jobs done")
            if not open_jobs:
                return
            if len(waiting) == len(keys) and time.monotonic() - begun > PATIENCE:
                msg = (
                    "No worker has begun. Start one (make run, or celery -A config worker), "
                    "or compute here with --inline. The jobs are kept."
                )
                raise CommandError(msg)
            time.sleep(POLL)

    def _report(self, keys: list[int]) -> None:
        """Say what was written.

        Raises:
            CommandError: A job failed.
        """
        jobs = list(Job.objects.filter(pk__in=keys).order_by("pk"))
        failed = [job for job in jobs if job.state != JobState.DONE]
        for job in failed:
            self.stderr.write(f"{self._name(job)}: {job.error or job.state}")
        if failed:
            msg = f"{len(failed)} of {len(jobs)} jobs failed."
            raise CommandError(msg)
        written = {
            name: sum(job.result.get(name, 0) for job in jobs)
            for name in ("dashboards", "standings", "indicator_results", "goal_results")
        }
        if any(job.result.get(name) for job in jobs for name in job.result):
            self.stdout.write(
                f"{written['dashboards']} dashboards and {written['standings']} comparison "
                f"groups written; {written['indicator_results']} indicator results and "
                f"{written['goal_results']} goal results changed."
            )
        else:
            self.stdout.write("Nothing has changed.")

    def _name(self, job: Job) -> str:
        framework = Framework.objects.filter(pk=job.arguments["framework"]).first()
        return f"{framework.code if framework else '?'} {job.arguments['country']}"

    def _tell(self, text: str) -> None:
        """Show progress on a terminal only."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{text}\033[K", ending="")
