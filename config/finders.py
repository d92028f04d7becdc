"""Publishes named files out of ``node_modules``, and never a whole package."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import utils
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NODE_FILES = {
    "vendor/bootstrap/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/bootstrap/bootstrap.min.css.map": "bootstrap/dist/css/bootstrap.min.css.map",
    "vendor/bootstrap/bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "vendor/bootstrap/bootstrap.bundle.min.js.map": (
        "bootstrap/dist/js/bootstrap.bundle.min.js.map"
    ),
    "vendor/bootstrap-icons/bootstrap-icons.min.css": (
        "bootstrap-icons/font/bootstrap-icons.min.css"
    ),
    "vendor/bootstrap-icons/fonts/bootstrap-icons.woff2": (
        "bootstrap-icons/font/fonts/bootstrap-icons.woff2"
    ),
    "vendor/bootstrap-icons/fonts/bootstrap-icons.woff": (
        "bootstrap-icons/font/fonts/bootstrap-icons.woff"
    ),
    "vendor/inter/inter-latin-opsz-normal.woff2": (
        "@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2"
    ),
    "vendor/inter/inter-latin-ext-opsz-normal.woff2": (
        "@fontsource-variable/inter/files/inter-latin-ext-opsz-normal.woff2"
    ),
    "vendor/plotly/plotly-cartesian.min.js": (
        "plotly.js-cartesian-dist-min/plotly-cartesian.min.js"
    ),
}
"""Published path → path below ``node_modules``."""


class NodeStorage(FileSystemStorage):
    """Knows the published names of the files in ``NODE_FILES``, and no other."""

    def path(self, name: str) -> str:
        """Give the place of a published file on the disk.

        Raises:
            FileNotFoundError: ``name`` is not one of the published files.
        """
        source = NODE_FILES.get(name)
        if source is None:
            raise FileNotFoundError(name)
        return str(Path(self.base_location) / source)


class NodeFinder(BaseFinder):
    """Finds the browser libraries that npm has put into ``node_modules``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Look in ``BASE_DIR / "node_modules"``."""
        super().__init__(*args, **kwargs)
        self.storage = NodeStorage(location=Path(settings.BASE_DIR) / "node_modules")

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing can be set wrongly here; missing files are named by ``collectstatic``."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """Give the file's place on the disk, or an empty list when it is not ours."""
        if path not in NODE_FILES:
            return []
        place = self.storage.path(path)
        if not Path(place).exists():
            return []
        return [place] if find_all else place

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, NodeStorage]]:
        """Name every published file for ``collectstatic``."""
        for name in NODE_FILES:
            if not utils.matches_patterns(name, list(ignore_patterns or [])):
                yield name, self.storage
