"""Pages of assessments in the table of tests/test_permissions.py, by area.

Each module has ``TABLE`` (page → row) and ``ARGUMENTS`` (page → function of the world of
tests/test_permissions.py that gives what stands in the address).
"""

import pkgutil
from importlib import import_module

_AREAS = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
TABLE = {page: row for area in _AREAS for page, row in area.TABLE.items()}
ARGUMENTS = {page: make for area in _AREAS for page, make in area.ARGUMENTS.items()}
