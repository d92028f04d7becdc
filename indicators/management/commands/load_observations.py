"""Load observations from a file."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from common.commands import LoadCommand, iso_date


class Command(LoadCommand):
    """``manage.py load_observations FILE --source NAME``: one transaction."""

    help = "Load observations from a CSV or Excel file; what they touch is computed again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, its source and its vintage."""
        parser.add_argument("file")
        parser.add_argument("--source", required=True, metavar="NAME")
        parser.add_argument("--vintage", type=iso_date, metavar="DATE", default=None)
        super().add_arguments(parser)

    def load(
        self, *, file: str, source: str, vintage: date | None, dry_run: bool, **_options: Any
    ) -> None:
        """Read and store the observations."""
        from indicators.actions.imports import Origin, import_observations  # noqa: PLC0415 -- pandas only where needed
        from indicators.sources import observations  # noqa: PLC0415 -- as above

        reading = self.read(file, observations.read)
        self.say(f"Storing {len(reading.frame)} values …")
        origin = Origin(
            source=source,
            vintage=vintage,
            file_name=Path(file).name,
            sha256=hashlib.sha256(Path(file).read_bytes()).hexdigest(),
        )
        done = import_observations(
            frame=reading.frame, origin=origin, at=timezone.now(), dry_run=dry_run
        )
        self.report(
            f"{done.added} values added, {done.changed} changed, {done.unchanged} unchanged",
            nothing=done.nothing,
            dry_run=dry_run,
        )
