"""Measure every gate and print the table; the exit code is 1 when one is missed."""

import importlib
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.gates import HEADER

MODULES = ("engine", "lite", "imports", "pages", "improvement", "gatherings", "procurement")


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    settings.WHITENOISE_AUTOREFRESH = False  # as in production: known files, no look on disk
    if connection.vendor != "postgresql":
        print("run it through scripts/services.sh: the goals are those of PostgreSQL")
        return 2
    call_command("migrate", verbosity=0)
    wanted = sys.argv[1:] or MODULES
    missed = 0
    print(HEADER, flush=True)
    for name in wanted:
        for gate in importlib.import_module(f"bench.{name}").gates():
            missed += not gate.passed
            print(gate.line(), flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
