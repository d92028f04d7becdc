"""The scripts that start things, as far as they can be seen without starting everything."""

import socket
import subprocess
import sys

import pytest

from scripts import preflight


@pytest.mark.parametrize("version", [(3, 10), (3, 13), (2, 7)])
def test_a_wrong_python_is_one_line(monkeypatch, version):
    monkeypatch.setattr(preflight.sys, "version_info", (*version, 0, "final", 0))

    assert preflight.problem(None) == (
        f"Samverk needs Python 3.11 or 3.12, and this is Python {version[0]}.{version[1]}. "
        "Name another one: make run PYTHON=python3.11"
    )


def test_a_busy_port_is_one_line():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert preflight.problem(port) == (
            f"Port {port} is busy. Stop what uses it, or choose another: "
            f"make run PORT={port + 1}"
        )
    assert preflight.problem(port) == ""


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_what_is_no_port_is_one_line(port):
    done = subprocess.run(  # noqa: S603 -- our own interpreter and words
        [sys.executable, "scripts/preflight.py", port],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (
        1,
        f"PORT is a number from 1 to 65535, not {port}\n",
    )
