"""Pages that are made once for each version of the results, and sent again unchanged.

The part of a page that is the same for everyone (its ``main``) is kept for each framework
version, language and address. A visitor without a session is sent a kept copy of the whole
page; a reader who has signed in gets the kept part in a frame of their own. Both carry an
``ETag``, so that an unchanged page costs one query and no body.

Nothing personal and no form token may stand in the kept part.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.html import escape
from django.utils.http import quote_etag
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.models import User
from common.memory import Memory
from common.release import release_digest
from indicators.models import Framework
from networks.queries import roles_of
from portal.queries.waiting import count_waiting

KEPT_SECONDS = 300
"""How long a changed text or name may take to reach the pages; results take no time."""
LONGEST_ADDRESS = 400
"""Longer addresses are answered, but no copy of the whole page is kept."""
FRAME = "portal/kept.html"

# What stands in a kept frame where each page has its own; no text of ours contains these.
_MAIN = SafeString("<!--samverk:main-->")
_TITLE = SafeString("[[samverk:title]]")
_DESCRIPTION = SafeString("[[samverk:description]]")
_TOKEN = SafeString("[[samverk:token]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a view hands over to be shown.

    Attributes:
        template: Template of the part that is the same for everyone.
        context: What the template shows; ready words and numbers.
        title: Title of the page.
        description: One sentence for search engines.
        crumbs: (label, address) from the front page to this page.
    """

    template: str
    context: Mapping[str, Any]
    title: str
    description: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A part that has been drawn, as it is sent."""

    main: bytes
    title: str
    description: str
    crumbs: tuple[tuple[str, str], ...]
    etag: str = field(default="")


def cached_page(
    request: HttpRequest, *, framework: Framework | None, key: str, build: Callable[[], Part]
) -> HttpResponseBase:
    """Answer with a page from its kept copy, or build it and keep it.

    Args:
        request: The reader's request; its language is active.
        framework: The framework whose results the page shows; None for pages that
            show no results.
        key: What the part depends on besides version and language: page, object, choices.
        build: Makes the part; called only when there is no kept copy.

    Returns:
        The page, or *not modified* without a body.
    """
    kept_key = _digest(_version(framework), get_language() or "", key)
    if _is_visitor(request):
        return _to_visitor(request, kept_key, build)
    return _to_reader(request, kept_key, build)


_near: "Memory[Any]" = Memory(seconds=30, entries=256)
"""What this process has used lately: the shared cache may be a network away."""


def _recall(key: str) -> Any:
    found = _near.peek(key)
    if found is None:
        found = cache.get(key)
        if found is not None:
            _near.put(key, found)
    return found


def _keep(key: str, value: Any) -> None:
    _near.put(key, value)
    cache.set(key, value, KEPT_SECONDS)


def version_etag(framework: Framework | None, *parts: object) -> str:
    """Give the ``ETag`` of something made from the results of a framework alone."""
    return quote_etag(_digest(_version(framework), get_language() or "", *parts))


def _to_visitor(
    request: HttpRequest, kept_key: str, build: Callable[[], Part]
) -> HttpResponseBase:
    address, day = request.get_full_path(), _today()
    whole_key = _digest("whole", kept_key, address, day)
    whole: tuple[str, bytes] | None = _near.peek(whole_key)
    if whole is None:
        kept = _kept(kept_key, build)
        frame = repr(("visitor", address, day))
        etag = quote_etag(_digest(kept.etag, release_digest(), settings.DEMO, frame))
        whole = (etag, _whole_page(request, kept, frame=frame, token=""))
        if len(address) <= LONGEST_ADDRESS:
            _near.put(whole_key, whole)
    etag, body = whole
    response = get_conditional_response(request, etag=etag) or HttpResponse(body)
    return _with_headers(response, etag=etag, cache_control="public, no-cache")


def _to_reader(
    request: HttpRequest, kept_key: str, build: Callable[[], Part]
) -> HttpResponseBase:
    kept = _kept(kept_key, build)
    token = get_token(request)
    if len(get_messages(request)):
        # A message is shown once: this page must not be taken for an unchanged one.
        page = HttpResponse(_whole_page(request, kept, frame=None, token=token))
        return _with_headers(page, cache_control="private, no-store")
    frame = _frame_of(request)
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    # The token of a page that was sent before fits as long as the secret is the same.
    etag = quote_etag(_digest(kept.etag, frame, session, request.META["CSRF_COOKIE"]))
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(_whole_page(request, kept, frame=frame, token=token))
    return _with_headers(response, etag=etag, cache_control="private, no-cache")


def _frame_of(request: HttpRequest) -> str:
    """Say what the frame around a kept part depends on: the reader, the roles, the day."""
    person = request.user
    powers = (person.is_staff, person.is_superuser)
    roles = roles_of(person).version
    waits = count_waiting(person, at=timezone.now()) if isinstance(person, User) else 0
    address = request.get_full_path()
    return repr((person.pk, str(person), powers, roles, waits, _today(), address))


def _today() -> str:
    return timezone.localdate().isoformat()


def _is_visitor(request: HttpRequest) -> bool:
    """Whether the request carries nothing that belongs to one reader."""
    return not {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()


def _kept(kept_key: str, build: Callable[[], Part]) -> Kept:
    kept: Kept | None = _recall(kept_key)
    if kept is None:
        part = build()
        main = render_to_string(part.template, dict(part.context))
        body = main.encode()
        digest = blake2b(body, digest_size=16)
        digest.update(f"{part.title}{part.description}{part.crumbs}".encode())
        kept = Kept(body, part.title, part.description, part.crumbs, digest.hexdigest())
        _keep(kept_key, kept)
    return kept


def _whole_page(request: HttpRequest, kept: Kept, *, frame: str | None, token: str) -> bytes:
    """Put a kept part into its frame.

    Args:
        request: The reader's request.
        kept: What goes into the frame.
        frame: What the frame depends on besides language and path of links; the frame is
            kept under it with marks in place of what changes. None: it is drawn anew.
        token: The form token of a reader who has signed in.
    """
    key = ""
    drawn: str | None = None
    if frame is not None:
        path = (kept.crumbs, bool(kept.description), get_language(), settings.DEMO)
        key = _digest("frame", release_digest(), frame, repr(path))
        drawn = _near.peek(key)
    if drawn is None:
        context = {
            "kept_main": _MAIN,
            "kept_title": _TITLE,
            "kept_description": _DESCRIPTION if kept.description else "",
            "crumbs": kept.crumbs,
            "csrf_token": _TOKEN,
        }
        drawn = render_to_string(FRAME, context, request=request)
        if key:
            _near.put(key, drawn)
    drawn = drawn.replace(_TOKEN, token or "NOTPROVIDED")
    drawn = drawn.replace(_TITLE, escape(kept.title))
    drawn = drawn.replace(_DESCRIPTION, escape(kept.description))
    before, _mark, after = drawn.partition(_MAIN)
    return b"".join((before.encode(), kept.main, after.encode()))


def _version(framework: Framework | None) -> str:
    if framework is None:
        return f"{release_digest()} {settings.DEMO}"
    return (
        f"{release_digest()} {settings.DEMO} {framework.pk} {framework.results_version} "
        f"{framework.updated_at:%Y%m%d%H%M%S%f}"
    )


def _with_headers(
    response: HttpResponseBase, *, cache_control: str, etag: str = ""
) -> HttpResponseBase:
    if etag:
        response.headers["ETag"] = etag
    response.headers["Cache-Control"] = cache_control
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _digest(*parts: object) -> str:
    text = "\x1f".join(str(part) for part in parts)
    return blake2b(text.encode(), digest_size=16).hexdigest()
