"""Translation catalogues: collect the texts, compile them, check that all are translated.

Usage: messages.py update | compile | check

English is the source language and has no catalogue. ``compile`` and the
first half of ``check`` need no gettext; ``update`` and the other half, which
compares with the sources, need xgettext.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
LANGUAGES = ("nb", "nn", "sv")
SOURCES = (
    "accounts",
    "assessments",
    "common",
    "config",
    "improvement",
    "gatherings",
    "indicators",
    "knowledge",
    "networks",
    "portal",
    "procurement",
    "templates",
    "manage.py",
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdif]|(?<!%)%[sdif]|\{(\w*)\}")


def catalogue(language: str) -> Path:
    """Where the texts of one language are."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def compile_catalogues() -> None:
    """Write the ``.mo`` file of every catalogue that is newer than it."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))


def make_messages(place: Path, *options: str) -> None:
    """Run Django's collector in ``place``, a whole project or a copy of one."""
    subprocess.run(  # noqa: S603 -- our own interpreter and words
        [
            sys.executable,
            "manage.py",
            "makemessages",
            "--verbosity=0",
            "--no-wrap",
            "--add-location=file",
            *(f"--ignore={name}" for name in ("node_modules", "var", "tests", "bench")),
            *(f"--ignore={name}" for name in (".venv", "scripts", "static", "docs")),
            *options,
        ],
        cwd=place,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
    )


def update() -> None:
    """Bring every catalogue in line with the sources."""
    for language in LANGUAGES:
        catalogue(language).parent.mkdir(parents=True, exist_ok=True)
    make_messages(ROOT, "--no-obsolete", *(f"--locale={each}" for each in LANGUAGES))
    compile_catalogues()


def source_texts() -> set[tuple[str, str, str]]:
    """Every text of the product as (context, singular, plural), from a copy of the sources."""
    with tempfile.TemporaryDirectory(prefix="samverk-messages-") as folder:
        place = Path(folder)
        for name in SOURCES:
            if (ROOT / name).is_dir():
                skip = shutil.ignore_patterns("__pycache__", "data")
                shutil.copytree(ROOT / name, place / name, ignore=skip)
            else:
                shutil.copy(ROOT / name, place / name)
        (place / "locale").mkdir()
        make_messages(place, "--keep-pot", "--locale=nb")
        return {identity(entry) for entry in polib.pofile(str(place / "locale/django.pot"))}


def identity(entry: polib.POEntry) -> tuple[str, str, str]:
    """What makes two entries the same text."""
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def placeholders(text: str) -> list[str]:
    """Names of what is filled in, sorted."""
    return sorted(match.group(0) for match in PLACEHOLDER.finditer(text))


def entry_problems(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one translation."""
    if entry.fuzzy:
        yield "is marked as uncertain (fuzzy)"
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not texts or not all(text.strip() for text in texts):
        yield "is not translated"
        return
    allowed = {tuple(placeholders(entry.msgid)), tuple(placeholders(entry.msgid_plural or ""))}
    for text in texts:
        if tuple(placeholders(text)) not in allowed:
            yield f"has other placeholders: {text!r}"
        if text.startswith("\n") != entry.msgid.startswith("\n"):
            yield "begins with another line break"


def catalogue_problems(language: str, wanted: Iterable[tuple[str, str, str]]) -> list[str]:
    """What is wrong with one catalogue.

    Args:
        language: The catalogue to look at.
        wanted: The texts that it must hold.
    """
    path = catalogue(language)
    if not path.exists():
        return [f"{language}: there is no catalogue"]
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    held = {identity(entry) for entry in entries}
    missing = [f"{language}: {key[1]!r} is missing" for key in sorted(set(wanted) - held)]
    wrong = [
        f"{language}: {entry.msgid!r} {text}"
        for entry in entries
        for text in entry_problems(entry)
    ]
    return missing + wrong


def problems() -> list[str]:
    """Everything that is wrong with the catalogues, one line each.

    Without xgettext the catalogues are compared with one another instead of
    with the sources.
    """
    if shutil.which("xgettext"):
        wanted = source_texts()
    else:
        wanted = {
            identity(entry)
            for language in LANGUAGES
            if catalogue(language).exists()
            for entry in polib.pofile(str(catalogue(language)))
            if not entry.obsolete
        }
    return [line for language in LANGUAGES for line in catalogue_problems(language, wanted)]


def main(command: str) -> int:
    """Do what the command says; give the exit code."""
    if command == "compile":
        compile_catalogues()
        return 0
    if command == "update":
        if not shutil.which("xgettext"):
            sys.stderr.write("Collecting texts needs gettext; on Debian: apt install gettext\n")
            return 1
        update()
        return 0
    if command == "check":
        found = problems()
        sys.stderr.write("".join(f"{line}\n" for line in found[:200]))
        if found:
            sys.stderr.write(f"{len(found)} problems in the catalogues; see `make messages`\n")
        return 1 if found else 0
    sys.stderr.write(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
