"""What the frame of every page shows: navigation by role, languages, footer."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

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
    reader = getattr(request, "user", None) if _may_be_signed_in(request) else None
    signed_in = reader is not None and reader.is_authenticated
    context: dict[str, Any] = {
        "page_language": code,
        "page_language_name": LANGUAGE_NAMES.get(code, code),
        "languages": _languages(request),
        "demo": settings.DEMO,
        "today": timezone.localdate(),
        "footer": navigation.footer(),
        "csrf_header": signed_in,
    }
    if signed_in:
        context |= navigation.for_reader(reader, path=request.path)
    else:
        context["nav"] = navigation.for_visitor(path=request.path)
    return context


def _may_be_signed_in(request: HttpRequest) -> bool:
    # Looking at the user opens the session and makes the page private in every cache.
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "user" in request.__dict__


def _languages(request: HttpRequest) -> list[Language]:
    here = quote(request.get_full_path())
    return [
        Language(code, name, f"{reverse('portal:language', args=[code])}?next={here}")
        for code, name in LANGUAGE_NAMES.items()
    ]
