"""Load observations from a file."""

import hashlib
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

    def load(self, options: dict[str, Any]) -> None:
        """Read and store the observations."""
        from indicators.actions.imports import Origin, import_observations  # noqa: PLC0415 -- pandas only where needed
        from indicators.sources import observations  # noqa: PLC0415 -- as above

        path = options["file"]
        reading = self.read(path, observations.read)
        self.say(f"Storing {len(reading.frame)} values …")
        done = import_observations(
            frame=reading.frame,
            origin=Origin(
                source=options["source"],
                vintage=options["vintage"],
                file_name=Path(path).name,
                sha256=hashlib.sha256(Path(path).read_bytes()).hexdigest(),
            ),
            at=timezone.now(),
            dry_run=options["dry_run"],
        )
        self.report(done.summary(), nothing=done.nothing, dry_run=options["dry_run"])
