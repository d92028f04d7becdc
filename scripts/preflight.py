"""Is this machine fit to start? Runs on the system's own Python, before anything is set up.

Usage: preflight.py [PORT]. Prints one line and ends with 1 when something is missing.
Written so that any Python since 3.6 can read it and say that it is too old.
"""

import socket
import sys

OLDEST, NEWEST = (3, 11), (3, 12)


def problem(port: "int | None") -> str:
    """Name the first thing that is wrong, or give an empty text.

    ``port`` is the number to listen on, or None when nothing shall listen.
    """
    here = sys.version_info[:2]
    if not OLDEST <= here <= NEWEST:
        return (
            f"Samverk needs Python 3.11 or 3.12, and this is Python {here[0]}.{here[1]}. "
            "Name another one: make run PYTHON=python3.11"
        )
    try:
        import ensurepip  # noqa: F401, PLC0415 -- Debian packs it apart
        import venv  # noqa: F401, PLC0415 -- Debian packs it apart
    except ImportError:
        return "Python's venv module is missing; on Debian: apt install python3-venv"
    if port is not None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return (
                    f"Port {port} is busy. Stop what uses it, or choose another: "
                    f"make run PORT={port + 1}"
                )
    return ""


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else ""
    if given and not (given.isdigit() and 0 < int(given) < 65536):
        sys.exit(f"PORT is a number from 1 to 65535, not {given}")
    found = problem(int(given) if given else None)
    if found:
        sys.exit(found)
