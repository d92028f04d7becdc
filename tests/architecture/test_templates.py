import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR) / "templates"
PATHS = sorted(ROOT.rglob("*.html")) + sorted(ROOT.rglob("*.txt"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_compiles(path):
    get_template(str(path.relative_to(ROOT)))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_names_no_foreign_host(path):
    """The reader's browser asks nobody but us; links to sources are data, not templates."""
    loaded = re.findall(r"(?:src|srcset|action)=[\"']?(?:https?:)?//[^\"' ]+", path.read_text())

    assert loaded == []
