"""Bring the local installation up to date: catalogues, tables, demonstration data.

When nothing has changed since last time, that is seen from the files alone and
costs no more than a glance; otherwise each part still skips what is done.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from scripts import messages

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
STAMP, DEMO_STAMP = VAR / "prepared.stamp", VAR / "demo.stamp"
# Here and not when Django starts: the stamp from before and after must be of the same words.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")


def say(text: str) -> None:
    """Tell what is being done."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def demo_files() -> Iterable[Path]:
    """Whatever decides what the demonstration data look like."""
    for folder in ("portal/demo", "networks/data", "indicators/data"):
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.is_file())
    yield from sorted(ROOT.glob("*/management/commands/load_*.py"))


def digest(paths: Iterable[Path]) -> str:
    """One checksum over names, contents and the place of the database."""
    names = ("DATABASE_URL", "DEMO", "DJANGO_SETTINGS_MODULE")
    total = hashlib.sha256("\n".join(os.environ.get(name, "") for name in names).encode())
    for path in paths:
        if path.suffix != ".pyc":
            total.update(str(path.relative_to(ROOT)).encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def state() -> str:
    """What the last preparation rested on; empty where it cannot be seen from files."""
    database = VAR / "samverk.sqlite3"
    if os.environ.get("DATABASE_URL") or not database.exists():
        return ""
    migrations = sorted(ROOT.glob("*/migrations/*.py"))
    libraries = ROOT / "requirements" / "base.txt"
    files = digest([*migrations, libraries, *demo_files()])
    return f"{files} {database.stat().st_ino}"


def migrate() -> None:
    """Create or change the tables when a migration is waiting."""
    from django.core.management import call_command  # noqa: PLC0415 -- only when needed
    from django.db import connection  # noqa: PLC0415 -- only when needed
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- as above

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)


def load_demo() -> None:
    """Load the demonstration data once per version of them, and only in demonstration mode."""
    from django.conf import settings  # noqa: PLC0415 -- only when needed
    from django.core.management import call_command  # noqa: PLC0415 -- only when needed

    from networks.models import Municipality  # noqa: PLC0415 -- after django.setup()

    wanted = digest(demo_files())
    known = DEMO_STAMP.read_text() if DEMO_STAMP.exists() else ""
    if not settings.DEMO or (known == wanted and Municipality.objects.exists()):
        return
    say("Loading the demonstration data …")
    begun = time.monotonic()
    call_command("load_demo")
    DEMO_STAMP.write_text(wanted)
    say(f"Loaded in {time.monotonic() - begun:.0f} s.")


def main() -> None:
    """Do all of it, in the order in which one part needs the other."""
    messages.compile_catalogues()
    # WhiteNoise warns about a missing folder, also when it serves from the sources.
    (VAR / "static").mkdir(parents=True, exist_ok=True)
    now = state()
    if now and STAMP.exists() and STAMP.read_text() == now:
        return
    import django  # noqa: PLC0415 -- only when needed

    django.setup()
    migrate()
    load_demo()
    STAMP.write_text(state())


if __name__ == "__main__":
    main()
