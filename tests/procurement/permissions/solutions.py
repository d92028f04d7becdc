"""Who may open which page of solutions."""

from collections.abc import Callable
from typing import Any

TABLE: dict[str, dict[str, Any]] = {}
ARGUMENTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
