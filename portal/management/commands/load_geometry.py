"""``manage.py load_geometry FILE.geojson``: official borders for the maps."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from portal.geometry import ShapeProblem, read_shapes
from portal.shapes import UnknownMunicipalities, store_shapes

MOST_BYTES = 500_000_000
SHOWN = 50
TEXTS = {
    "not_json": "this is not JSON: {detail}",
    "not_collection": "this is not a GeoJSON FeatureCollection",
    "no_code": "no municipality code in any of: {detail} (say --code-property NAME)",
    "not_area": "the geometry is {detail}, not a Polygon or MultiPolygon",
    "bad_points": "the outline cannot be read {detail}",
    "twice": "the code {detail} stands there twice",
}


class Command(BaseCommand):
    """Loads outlines of municipalities; all or nothing, and the same again changes nothing."""

    help = "Load the outlines of a country's municipalities from a GeoJSON file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--country", required=True, help="NO, SE …")
        parser.add_argument("--code-property", help="property with the municipality code")
        parser.add_argument("--source", default="", help="publisher, shown under the map")
        parser.add_argument("--dry-run", action="store_true", help="only check the file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, store.

        Raises:
            CommandError: Something is wrong with the file; nothing is stored.
        """
        file: Path = options["file"]
        data = self._read(file)
        shapes, problems = read_shapes(data, code_property=options["code_property"])
        if problems:
            raise CommandError(_listed(file, problems))
        try:
            with transaction.atomic():
                changes = store_shapes(
                    shapes=shapes,
                    country=options["country"].upper(),
                    source=options["source"],
                    at=timezone.now(),
                )
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except UnknownMunicipalities as error:
            lines = [
                f"{file}:{shape.feature}: no municipality has the code {shape.code}"
                for shape in error.shapes
            ]
            raise CommandError(_shortened(lines)) from error
        done = "Checked" if options["dry_run"] else "Saved"
        self.stdout.write(
            f"{done}: {changes.added} outlines added, {changes.changed} changed, "
            f"{changes.unchanged} unchanged; {changes.without} municipalities have none."
        )

    def _read(self, file: Path) -> bytes:
        if not file.is_file():
            msg = f"{file}: there is no such file"
            raise CommandError(msg)
        if file.stat().st_size > MOST_BYTES:
            msg = f"{file}: larger than {MOST_BYTES // 1_000_000} MB; simplify it first"
            raise CommandError(msg)
        return file.read_bytes()


def _listed(file: Path, problems: list[ShapeProblem]) -> str:
    lines = [
        f"{file}:{problem.feature}: {TEXTS[problem.code].format(detail=problem.detail)}"
        for problem in problems
    ]
    return _shortened(lines)


def _shortened(lines: list[str]) -> str:
    rest = f"{len(lines)} problems in all; nothing is saved."
    return "\n".join([*lines[:SHOWN], rest])
