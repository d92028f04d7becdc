"""The process that ``bench.lite`` starts: prints floor and ours in seconds."""

import json
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from bench.engine import RESULTS, arithmetic, compute, table
from bench.gates import times
from bench.world import build

RUNS = 3


def measure() -> None:
    """Rows read by cursor, the same arithmetic, executemany; then ours."""
    call_command("migrate", verbosity=0)
    framework = build("XA", municipalities=650, indicators=50, years=10)
    compute(framework, "XA")
    rows: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        for model in RESULTS:
            name = table(model)
            rows[name] = cursor.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 -- our own tables
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
                    insert = f'INSERT INTO "floor_{name}" VALUES ({marks})'  # noqa: S608 -- our own tables
                    cursor.executemany(insert, content)

    def clear() -> None:
        with connection.cursor() as cursor:
            for name in rows:
                cursor.execute(f'DELETE FROM "floor_{name}"')  # noqa: S608 -- our own tables

    def forget() -> None:
        for model in RESULTS:
            model.objects.filter(framework=framework).delete()

    print(json.dumps(times(RUNS, (clear, floor), (forget, lambda: compute(framework, "XA")))))
