"""What the documents say of the program must be so."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text()
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
]


def test_every_setting_from_the_environment_is_in_the_readme():
    text = "".join(path.read_text() for path in (ROOT / "config/settings").glob("*.py"))
    names = set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", text))

    assert {name for name in names if f"`{name}`" not in README} == set()


def test_every_demonstration_account_is_in_the_readme():
    from portal.demo.people import ACCOUNTS

    assert [each.email for each in ACCOUNTS if f"`{each.email}`" not in README] == []
    assert f"`{settings.DEMO_PASSWORD}`" in README


def test_every_command_in_the_readme_exists():
    from django.core.management import get_commands

    named = set(re.findall(r"`((?:load|sync|compute|export)_\w+)`", README))

    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_to_files_lead_somewhere(path):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text())

    assert [link for link in links if not (path.parent / link).exists()] == []
