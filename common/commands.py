"""What the commands that read files have in common. Their output is English."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from common.problem_texts import LISTED, lines
from common.tabular.problems import FileRefused, LoadRefused, Problem

if TYPE_CHECKING:
    from common.tabular.reading import Limits
    from common.tabular.schema import Reading

    Reader = Callable[..., Reading]


class LoadCommand(BaseCommand):
    """A command that takes figures in: all or nothing, exit code 1 on any problem."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what every such command takes."""
        parser.add_argument(
            "--dry-run", action="store_true", help="Check only; nothing is saved."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command in English; what is refused becomes messages and exit code 1."""
        with translation.override("en"):
            try:
                self.load(options)
            except LoadRefused as refusal:
                self.refuse(self.subject(options), refusal.problems, refusal.problem_count)

    def load(self, options: dict[str, Any]) -> None:
        """Do the work.

        Raises:
            NotImplementedError: The command did not say what its work is.
        """
        raise NotImplementedError

    def subject(self, options: dict[str, Any]) -> str:
        """Name what the messages are about."""
        return str(options.get("file", ""))

    def read(self, path: str, reader: Reader) -> Reading:
        """Read a file; on any problem list it and stop."""
        from common.tabular.reading import Limits  # noqa: PLC0415 -- pandas only where needed

        limits = Limits()
        self.say(f"Reading {path} …")
        reading = reader(self.load_bytes(path, limits=limits), limits=limits)
        for text in lines(path, reading.notices):
            self.stderr.write(f"Notice: {text}")
        if reading.problem_count:
            self.refuse(path, reading.problems, reading.problem_count)
        return reading

    def load_bytes(self, path: str, *, limits: Limits | None = None) -> bytes:
        """Read a file's bytes, or stop with what is wrong."""
        from common.tabular import reading  # noqa: PLC0415 -- pandas only where needed

        try:
            return reading.load(Path(path), limits=limits or reading.Limits())
        except FileRefused as refusal:
            self.refuse(path, [refusal.problem], 1)

    def refuse(self, name: str, problems: Sequence[Problem], count: int) -> NoReturn:
        """List what is wrong and stop with exit code 1.

        Raises:
            CommandError: Always.
        """
        for text in lines(name, problems[:LISTED]):
            self.stderr.write(text)
        shown = f" (the first {LISTED} are listed)" if count > LISTED else ""
        what = "1 problem" if count == 1 else f"{count} problems{shown}"
        msg = f"{what}; nothing was saved."
        raise CommandError(msg)

    def say(self, text: str) -> None:
        """Tell how far the work is, on a terminal only."""
        if sys.stderr.isatty():
            self.stderr.write(text, style_func=str)

    def progress(self, done: int, total: int) -> None:
        """Show a count that moves, on a terminal only."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done} of {total}", ending="" if done < total else "\n",
                              style_func=str)  # fmt: skip

    def report(self, text: str, *, nothing: bool, dry_run: bool) -> None:
        """Say what was done."""
        if nothing:
            self.stdout.write(f"Nothing changed: {text}.")
        elif dry_run:
            self.stdout.write(f"Checked only, nothing was saved: {text}.")
        else:
            self.stdout.write(self.style.SUCCESS(f"Saved: {text}."))


def iso_date(text: str) -> date:
    """Read a day given on the command line.

    Raises:
        CommandError: It is no day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"“{text}” is not a date; write it as 2026-12-31."
        raise CommandError(msg) from error
