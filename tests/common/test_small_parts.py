from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import translation

from common.lists import in_words
from common.memory import Memory, forget_everything
from common.release import release_digest
from config.finders import NODE_FILES, NodeFinder, NodeStorage


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], ""),
        (["Flå"], "Flå"),
        (["Flå", "Gol"], "Flå and Gol"),
        (["Flå", "Gol", "Hol"], "Flå, Gol and Hol"),
    ],
)
def test_words_are_joined_as_in_a_sentence(parts, expected):
    with translation.override("en"):
        assert in_words(parts) == expected


def test_memory_reads_once():
    reads = []
    memory = Memory(seconds=60, entries=2)
    for _ in range(3):
        memory.get("a", lambda: reads.append(1))
    assert reads == [1]


def test_memory_reads_again_when_the_time_is_out():
    reads = []
    memory = Memory(seconds=0, entries=2)
    for _ in range(2):
        memory.get("a", lambda: reads.append(1))
    assert reads == [1, 1]


def test_memory_that_is_full_begins_anew():
    reads = []
    memory = Memory(seconds=60, entries=2)
    for key in ("a", "b", "c", "a"):
        memory.get(key, lambda key=key: reads.append(key))
    assert reads == ["a", "b", "c", "a"]


def test_everything_can_be_forgotten():
    reads = []
    memory = Memory(seconds=60, entries=2)
    memory.get("a", lambda: reads.append(1))
    forget_everything()
    memory.get("a", lambda: reads.append(1))
    assert reads == [1, 1]


def test_release_is_one_short_text():
    assert release_digest() == release_digest()
    assert len(release_digest()) == 16


def test_only_named_files_are_published():
    found = [name for name, _storage in NodeFinder().list(None)]
    assert found == list(NODE_FILES)


@pytest.mark.parametrize(
    "name", ["vendor/bootstrap/package.json", "../package.json", "vendor/plotly/README.md"]
)
def test_other_files_of_the_packages_are_not_found(name):
    assert NodeFinder().find(name) == []
    with pytest.raises(FileNotFoundError):
        NodeStorage(location=Path(settings.BASE_DIR) / "node_modules").path(name)


@pytest.mark.parametrize("name", NODE_FILES)
def test_named_files_are_there(name):
    if not (Path(settings.BASE_DIR) / "node_modules").exists():
        pytest.skip("npm ci has not been run")
    place = finders.find(name)
    assert place is not None
    assert Path(place).exists()


def test_styles_fetch_nothing_from_outside():
    css = (Path(settings.BASE_DIR) / "static" / "css" / "app.css").read_text(encoding="utf-8")
    addresses = [part.split(")")[0].strip("\"'") for part in css.split("url(")[1:]]
    assert all(
        address.startswith(("../vendor/", "data:image/svg+xml")) for address in addresses
    )
