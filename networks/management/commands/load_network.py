"""Load networks and their members from a file."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from common.commands import LoadCommand
from networks.actions.loading_networks import load_network


class Command(LoadCommand):
    """``manage.py load_network FILE``: one transaction; again changes nothing."""

    help = "Load networks and their members from a CSV or Excel file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file")
        super().add_arguments(parser)

    def load(self, options: dict[str, Any]) -> None:
        """Read and store the networks."""
        from networks.sources import network  # noqa: PLC0415 -- pandas only where needed

        reading = self.read(options["file"], network.read)
        self.say("Storing …")
        loaded = load_network(
            frame=reading.frame, at=timezone.now(), dry_run=options["dry_run"]
        )
        self.report(
            f"{loaded.added} memberships added, {loaded.changed} changed, "
            f"{loaded.unchanged} unchanged",
            nothing=loaded.nothing,
            dry_run=options["dry_run"],
        )
