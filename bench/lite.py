"""The full recompute on SQLite against its own floor, in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.gates import Gate, at_most, times

RUNS = 3
NAME = "full recompute on SQLite (650 municipalities, 50 indicators, 10 years)"


def gates() -> Iterator[Gate]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        found = subprocess.run(
            [sys.executable, "-m", "bench.lite"],
            env={**os.environ, "DATABASE_URL": url, "REDIS_URL": ""},
            check=True,
            capture_output=True,
            text=True,
        )
    floor, ours = json.loads(found.stdout.splitlines()[-1])
    yield at_most(NAME, floor, ours, 6)


def measure() -> None:
    """Rows read by cursor, the same arithmetic, executemany; then ours."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from bench.engine import RESULTS, arithmetic, compute, table
    from bench.world import build

    call_command("migrate", verbosity=0)
    framework = build("XA", municipalities=650, indicators=50, years=10)
    compute(framework, "XA")
    rows: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        for model in RESULTS:
            name = table(model)
            rows[name] = cursor.execute(f'SELECT * FROM "{name}"').fetchall()
            made = cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [name]
            ).fetchone()[0]
            cursor.execute(made.replace(name, f"floor_{name}", 1))

    def floor() -> None:
        with transaction.atomic():
            arithmetic(framework, "XA")
            with connection.cursor() as cursor:
                for name, content in rows.items():
                    marks = ", ".join(["%s"] * len(content[0]))
                    cursor.executemany(f'INSERT INTO "floor_{name}" VALUES ({marks})', content)

    def clear() -> None:
        with connection.cursor() as cursor:
            for name in rows:
                cursor.execute(f'DELETE FROM "floor_{name}"')

    def forget() -> None:
        for model in RESULTS:
            model.objects.filter(framework=framework).delete()

    print(json.dumps(times(RUNS, (clear, floor), (forget, lambda: compute(framework, "XA")))))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    measure()
