"""What the frame of every page shows: navigation by role, languages, footer."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from common.words import LANGUAGE_NAMES
from portal import navigation


@dataclass(frozen=True, slots=True)
class Language:
    """One line of the language menu."""

    code: str
    name: str
    href: str


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Give the frame of a page: who reads it, in which language, where one may go."""
    code = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    reader = _reader(request)
    context: dict[str, Any] = {
        "page_language": code,
        "page_language_name": LANGUAGE_NAMES.get(code, code),
        "languages": _languages(request),
        "demo": settings.DEMO,
        "today": timezone.localdate(),
        "footer": navigation.footer(),
        "csrf_header": reader is not None,
    }
    if reader is not None:
        context |= navigation.for_reader(reader, path=request.path)
    else:
        context["nav"] = navigation.for_visitor(path=request.path)
    return context


def _reader(request: HttpRequest) -> User | None:
    # Looking at the user opens the session and makes the page private in every cache.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "user"):
        return None
    return request.user if isinstance(request.user, User) else None


def _languages(request: HttpRequest) -> list[Language]:
    here = quote(request.get_full_path())
    return [
        Language(code, name, f"{reverse('portal:language', args=[code])}?next={here}")
        for code, name in LANGUAGE_NAMES.items()
    ]
