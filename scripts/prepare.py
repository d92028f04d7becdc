"""Bring the local installation up to date: catalogues, tables, demonstration data.

Each part is skipped when nothing has changed since last time, so a second
start costs little more than one look at the database.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from scripts import messages

ROOT = Path(__file__).resolve().parent.parent


def say(text: str) -> None:
    """Tell what is being done."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def demo_files() -> Iterable[Path]:
    """Whatever decides what the demonstration data look like."""
    for folder in ("portal/demo", "networks/data", "indicators/data", "portal/data"):
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.is_file())
    yield from sorted(ROOT.glob("*/management/commands/load_*.py"))


def digest(paths: Iterable[Path]) -> str:
    """One checksum over names and contents."""
    total = hashlib.sha256(str(settings.DATABASES["default"]["NAME"]).encode())
    for path in paths:
        if path.suffix != ".pyc":
            total.update(str(path.relative_to(ROOT)).encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def migrate() -> None:
    """Create or change the tables when a migration is waiting."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)


def load_demo() -> None:
    """Load the demonstration data once per version of them, and only in demonstration mode."""
    if not settings.DEMO or "load_demo" not in get_commands():
        return
    from networks.models import Municipality  # noqa: PLC0415 -- after django.setup()

    stamp = Path(settings.VAR_DIR) / "demo.stamp"
    wanted = digest(demo_files())
    known = stamp.read_text() if stamp.exists() else ""
    if known == wanted and Municipality.objects.exists():
        return
    say("Loading the demonstration data …")
    begun = time.monotonic()
    call_command("load_demo")
    stamp.write_text(wanted)
    say(f"Loaded in {time.monotonic() - begun:.0f} s.")


def main() -> None:
    """Do all of it, in the order in which one part needs the other."""
    messages.compile_catalogues()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    django.setup()
    # WhiteNoise warns about a missing folder, also when it serves from the sources.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    migrate()
    load_demo()


if __name__ == "__main__":
    main()
