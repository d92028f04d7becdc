"""Write scores, ratings, trends and ranks to a file."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators import tasks
from indicators.models import Framework


class Command(BaseCommand):
    """Computes the results of a framework and writes them as CSV."""

    help = "Write the scores, ratings, trends and ranks of a framework as CSV."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what is written, and where."""
        parser.add_argument("--framework", metavar="CODE", required=True)
        parser.add_argument("--year", metavar="Y", type=int, help="as known in that year")
        parser.add_argument("--output", metavar="FILE", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: The framework is unknown, or the file cannot be written.
        """
        framework = Framework.objects.filter(code=options["framework"]).first()
        if framework is None:
            msg = f"There is no framework {options['framework']}."
            raise CommandError(msg)
        output = Path(options["output"])
        try:
            count = tasks.export_scores(
                framework=framework,
                year=options["year"],
                output=output,
                on=timezone.localdate(),
            )
        except OSError as error:
            msg = f"{output}: {error.strerror}"
            raise CommandError(msg) from error
        self.stdout.write(f"{count} rows written to {output}.")
