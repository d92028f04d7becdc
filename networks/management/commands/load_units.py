"""Load municipalities and other units from a file."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from common.commands import LoadCommand
from networks.actions.loading import load_units


class Command(LoadCommand):
    """``manage.py load_units FILE``: one transaction; again changes nothing."""

    help = "Load municipalities and other units from a CSV or Excel file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file")
        super().add_arguments(parser)

    def load(self, options: dict[str, Any]) -> None:
        """Read and store the units."""
        from networks.sources import units  # noqa: PLC0415 -- pandas only where needed

        reading = self.read(options["file"], units.read)
        self.say("Storing …")
        loaded = load_units(
            frame=reading.frame,
            given=reading.given,
            at=timezone.now(),
            dry_run=options["dry_run"],
        )
        text = (
            f"{loaded.added} units added, {loaded.changed} changed, "
            f"{loaded.unchanged} unchanged"
        )
        if loaded.successions and not (loaded.added or loaded.changed):
            text += f", {loaded.successions} rows on former municipalities"
        self.report(
            text,
            nothing=loaded.nothing,
            dry_run=options["dry_run"],
        )
