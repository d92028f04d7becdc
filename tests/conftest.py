"""What every test stands on: no network, a clean memory, a browser where there is one."""

import os
import shutil
import socket

import pytest

# Playwright keeps an event loop in the main thread, and Django's guard would refuse to query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
)
_connect = socket.socket.connect


def _connect_here_only(self, address):
    """Let a test speak to this machine only: nothing may depend on the outside.

    Raises:
        AssertionError: The address is another machine's.
    """
    if self.family in {socket.AF_INET, socket.AF_INET6}:
        host = address[0]
        if host not in {"127.0.0.1", "::1", "localhost"}:
            msg = f"a test tried to reach {host}"
            raise AssertionError(msg)
    return _connect(self, address)


socket.socket.connect = _connect_here_only


@pytest.fixture(autouse=True)
def _forget_what_other_tests_left():
    from django.core.cache import cache
    from django.utils import translation

    from common.memory import forget_everything

    forget_everything()
    cache.clear()
    translation.deactivate()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    settings = {**browser_type_launch_args, "args": arguments}
    if CHROMIUM:
        settings["executable_path"] = CHROMIUM
    return settings


def pytest_collection_modifyitems(items):
    """Skip, and say so, what needs Chromium on a machine without it."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(
                    pytest.mark.skip(reason="Chromium is missing; apt install chromium")
                )
