"""The full recompute on SQLite against its own floor, in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.gates import Gate, at_most

START = "import django; django.setup(); from bench import lite_run; lite_run.measure()"
NAME = "full recompute on SQLite (650 municipalities, 50 indicators, 10 years)"


def gates() -> Iterator[Gate]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        found = subprocess.run(  # noqa: S603 -- our own module
            [sys.executable, "-c", START],
            env={**os.environ, "DATABASE_URL": url, "REDIS_URL": ""},
            check=True,
            capture_output=True,
            text=True,
        )
    floor, ours = json.loads(found.stdout.splitlines()[-1])
    yield at_most(NAME, floor, ours, 6)
