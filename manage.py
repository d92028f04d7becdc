#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line


def with_settings_file(arguments: list[str]) -> list[str]:
    """Let ``load_framework --settings FILE.toml`` mean the framework's settings.

    Django reads ``--settings`` as a module of its own before any command
    does; a TOML file cannot be meant by that.
    """
    if arguments[1:2] != ["load_framework"]:
        return arguments
    rewritten: list[str] = []
    for place, argument in enumerate(arguments):
        value = argument.partition("=")[2] or "".join(arguments[place + 1 : place + 2])
        option = argument.partition("=")[0]
        if option == "--settings" and value.endswith(".toml"):
            argument = argument.replace("--settings", "--settings-file", 1)
        rewritten.append(argument)
    return rewritten


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    execute_from_command_line(with_settings_file(sys.argv))
