import subprocess
import sys

HEAVY = {"numpy", "pandas", "plotly", "openpyxl", "python_calamine"}
SCRIPT = f"""
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
import config.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
import django.urls
django.urls.reverse("admin:index")
print(sorted({HEAVY!r} & set(sys.modules)))
"""


def test_web_process_loads_no_heavy_library():
    done = subprocess.run(  # noqa: S603 -- our own interpreter and text
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
