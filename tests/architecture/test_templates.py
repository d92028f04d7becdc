import re
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR) / "templates"
PATHS = sorted(ROOT.rglob("*.html")) + sorted(ROOT.rglob("*.txt"))


def test_templates_compile():
    for path in PATHS:
        get_template(str(path.relative_to(ROOT)))  # the error names the template


def test_templates_name_no_foreign_host():
    """The reader's browser asks nobody but us; links to sources are data, not templates."""
    foreign = re.compile(r"(?:src|srcset|action)=[\"']?(?:https?:)?//[^\"' ]+")

    assert [
        (path, found) for path in PATHS if (found := foreign.findall(path.read_text()))
    ] == []
