"""What every test stands on: no network, a clean memory, a browser where there is one."""

import gc
import importlib
import os
import pkgutil
import shutil
import socket

import pytest
from django.test import TransactionTestCase

from tests.emptying import empty_what_is_filled, keep_what_is_there

# Playwright keeps an event loop in the main thread, and Django's guard would refuse to query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
)
LONG = {
    "test_no_page_has_a_fault",
    "test_every_page_of_it_once",
    "test_from_the_draft_of_a_template_to_the_portfolio",
    "test_a_new_company_answers_a_need_that_municipalities_share",
    "test_everything_is_loaded_and_again_changes_nothing",
    "test_nothing_is_prepared_again_when_nothing_has_changed",
}
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


def pytest_collection_finish():
    """Collect garbage seldom: what is loaded by now stays, and is not searched each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_use_migrations():
    """Make the tables from the models, which takes two seconds instead of a dozen.

    The migrations themselves run in tests/common/test_prepare.py, and on PostgreSQL in
    scripts/try_backup.sh; ``makemigrations --check`` holds them against the models.
    """
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Add what the migrations write by hand: the triggers of the append-only tables."""
    from django.apps import apps
    from django.conf import settings
    from django.db import connection
    from django.db.migrations import RunPython

    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for app in settings.LOCAL_APPS:
                home = importlib.import_module(f"{app}.migrations").__path__
                for name in sorted(module.name for module in pkgutil.iter_modules(home)):
                    module = importlib.import_module(f"{app}.migrations.{name}")
                    for step in module.Migration.operations:
                        if isinstance(step, RunPython):
                            step.code(apps, editor)
        keep_what_is_there()


@pytest.fixture(scope="session", autouse=True)
def _empty_quickly():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_what_is_filled)
        yield


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
    """Begin with the longest; skip, and say so, what needs Chromium where it is missing."""
    items.sort(key=lambda item: item.originalname not in LONG)
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(
                    pytest.mark.skip(reason="Chromium is missing; apt install chromium")
                )
