"""What holds for every file of the project."""

import re
import subprocess
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PRODUCT = (*settings.LOCAL_APPS, "config", "scripts")
SKIPPED = {"node_modules", ".venv", "var", ".git", "__pycache__"}
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".json", ".yaml", ".sh", ".csv"}
# Addresses of package registries: an installation takes its own from the machine's settings.
REGISTRY = re.compile(
    r"https?://[\w.-]*(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com)"
)


def committed():
    """Files that are part of the project, also in an unpacked archive without git."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"],  # noqa: S607 -- found on the path, as everywhere
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = list(ROOT.rglob("*"))
    return [path for path in paths if path.is_file() and not SKIPPED & set(path.parts)]


def test_no_module_is_longer_than_400_lines():
    too_long = {
        str(path.relative_to(ROOT)): lines
        for name in PRODUCT
        for path in (ROOT / name).rglob("*.py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text().splitlines())) > 400
    }

    assert too_long == {}


def test_no_file_names_a_package_registry():
    here = Path(__file__)
    found = [
        str(path.relative_to(ROOT))
        for path in committed()
        if path != here
        and (path.suffix in TEXT or path.name in {"Makefile", ".npmrc"})
        and REGISTRY.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]

    assert found == []


def test_every_suppressed_rule_says_why():
    pattern = re.compile(r"# noqa(?!: [A-Z0-9, ]+ -- \S)")
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for name in (*PRODUCT, "tests")
        for path in (ROOT / name).rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line) and path != Path(__file__)
    ]

    assert bare == []


def test_the_lock_files_pin_every_library_by_checksum():
    for name in ("base", "dev", "node"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        pins = re.split(r"\n(?=\S)", text.strip())
        assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []
