"""Load a framework's indicators, bounds and settings from files."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_slug
from django.utils import timezone

from common.commands import LoadCommand
from indicators.actions.frameworks import load_framework


class Command(LoadCommand):
    """``manage.py load_framework FILE --framework CODE``: one transaction."""

    help = "Load a framework: its indicators from a CSV or Excel file, its settings from TOML."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files, the framework's code and its name."""
        parser.add_argument("file")
        parser.add_argument("--framework", required=True, metavar="CODE", type=_code)
        parser.add_argument("--name", default="", help="The framework's name.")
        parser.add_argument(
            "--settings-file",
            default="",
            metavar="FILE.toml",
            help="The framework's settings; manage.py takes --settings FILE.toml for it too.",
        )
        super().add_arguments(parser)

    def load(self, options: dict[str, Any]) -> None:
        """Read and store the framework."""
        from indicators.sources import framework  # noqa: PLC0415 -- pandas only where needed

        settings: dict[str, Any] = {}
        toml = options["settings_file"]
        if toml:
            read = framework.read_settings(self.load_bytes(toml))
            if read.problems:
                self.refuse(toml, read.problems, len(read.problems))
            settings = read.values
        reading = self.read(options["file"], framework.read)
        self.say("Storing …")
        loaded = load_framework(
            code=options["framework"],
            name=options["name"],
            frame=reading.frame,
            given=reading.given,
            settings=settings,
            at=timezone.now(),
            dry_run=options["dry_run"],
        )
        changed = "; settings changed" if loaded.settings else ""
        self.report(
            f"{loaded.added} indicators added, {loaded.changed} changed, "
            f"{loaded.removed} removed, {loaded.unchanged} unchanged{changed}",
            nothing=loaded.nothing,
            dry_run=options["dry_run"],
        )


def _code(text: str) -> str:
    try:
        validate_slug(text)
    except ValidationError as error:
        msg = f"“{text}” cannot be a framework's code: letters, digits, hyphen, underscore."
        raise CommandError(msg) from error
    return text
