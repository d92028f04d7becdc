"""Fetch a table from a PxWeb service (Statistics Norway, Statistics Sweden)."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from common.commands import LoadCommand


class Command(LoadCommand):
    """``manage.py sync_pxweb --table SPEC.toml``: one transaction."""

    help = "Fetch a table of a PxWebApi v2 service as a specification says."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the specification."""
        parser.add_argument("--table", required=True, metavar="SPEC.toml")
        super().add_arguments(parser)

    def subject(self, options: dict[str, Any]) -> str:
        """Name the specification."""
        return str(options["table"])

    def load(self, options: dict[str, Any]) -> None:
        """Fetch and store the figures.

        Raises:
            CommandError: The specification names a service that no setting has.
        """
        from indicators.actions.syncing import sync_pxweb  # noqa: PLC0415 -- pandas only where needed
        from indicators.sources import pxweb_spec  # noqa: PLC0415 -- as above
        from indicators.sources.http import Service  # noqa: PLC0415 -- as above

        path = options["table"]
        try:
            spec = pxweb_spec.read(self.load_bytes(path))
        except pxweb_spec.SpecRefused as refusal:
            self.refuse(path, [refusal.problem], 1)
        address = spec.base_url or settings.PXWEB_URLS.get(spec.service, "")
        if not address:
            known = ", ".join(settings.PXWEB_URLS)
            msg = f"{path}: service: Name a service ({known}) or a base_url; nothing was saved."
            raise CommandError(msg)
        done = sync_pxweb(
            service=Service(address),
            spec=spec,
            at=timezone.now(),
            dry_run=options["dry_run"],
            progress=self.progress,
        )
        self.report(done.summary(), nothing=done.nothing, dry_run=options["dry_run"])
