"""Fetch a framework's key figures from Kolada."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from common.commands import LoadCommand, iso_date


class Command(LoadCommand):
    """``manage.py sync_kolada --framework CODE [--since DATE]``: one transaction."""

    help = "Fetch the framework's indicators whose code is Kolada's (N00945) for all of Sweden."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the framework and the day from which on changes are wanted."""
        parser.add_argument("--framework", required=True, metavar="CODE")
        parser.add_argument(
            "--since", type=iso_date, default=None, metavar="DATE",
            help="Only what Kolada has changed from this day on.",
        )  # fmt: skip
        super().add_arguments(parser)

    def subject(self, options: dict[str, Any]) -> str:
        """Name the service."""
        return f"Kolada ({options['framework']})"

    def load(self, options: dict[str, Any]) -> None:
        """Fetch and store the figures."""
        from indicators.actions.syncing import sync_kolada  # noqa: PLC0415 -- pandas only where needed
        from indicators.sources.http import Service  # noqa: PLC0415 -- as above

        done = sync_kolada(
            service=Service(settings.KOLADA_URL),
            framework_code=options["framework"],
            since=options["since"],
            at=timezone.now(),
            dry_run=options["dry_run"],
            progress=self.progress,
        )
        self.report(done.summary(), nothing=done.nothing, dry_run=options["dry_run"])
