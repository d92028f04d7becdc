"""Production settings, as an operator would set them; `make check` checks them when whole."""

import os
import secrets
import subprocess
import sys

import pytest

MINIMUM = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "ALLOWED_HOSTS": "samverk.example",
    "SITE_URL": "https://samverk.example",
}


def manage(tmp_path, *words, **changes):
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": secrets.token_urlsafe(50),
        **MINIMUM,
        **changes,
    }
    return subprocess.run(  # noqa: S603 -- our own interpreter and words
        [sys.executable, "manage.py", *words],
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without(tmp_path, name):
    done = manage(tmp_path, "check", **{name: ""})

    assert done.returncode != 0
    assert f"Set the {name} environment variable" in done.stderr
