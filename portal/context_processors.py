"""What the frame of every page shows."""

from typing import Any

from django.http import HttpRequest


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Navigation by role, languages, notices."""
    return {}
