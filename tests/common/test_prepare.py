"""The second start rests on a stamp: unchanged files must cost no second preparation."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def prepare(place: Path) -> int:
    """Run the preparation in ``place``; when the stamp was written."""
    unset = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    subprocess.run(
        [sys.executable, "-m", "scripts.prepare"],
        cwd=ROOT,
        env={**environment, "VAR_DIR": str(place), "DEMO": "0"},
        check=True,
        capture_output=True,
    )
    return (place / "prepared.stamp").stat().st_mtime_ns


def test_nothing_is_prepared_again_when_nothing_has_changed(tmp_path: Path) -> None:
    first = prepare(tmp_path)

    assert prepare(tmp_path) == first
