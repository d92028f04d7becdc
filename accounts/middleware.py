"""What goes with every request of a person: the language, and when it was seen."""

from collections.abc import Callable
from hashlib import blake2b

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from common.memory import Memory


class ReaderLanguageMiddleware:
    """A signed-in person's own choice of language wins over cookie and browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Reading the user opens the session: only where a session cookie came along.
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            chosen = getattr(request.user, "language", "")
            if chosen in self.known:
                translation.activate(chosen)
                request.LANGUAGE_CODE = chosen
        return self.get_response(request)


SEEN_SECONDS = 300
_seen: "Memory[bool]" = Memory(seconds=60, entries=1_000)  # spares most of the asking


class SessionActivityMiddleware(UserSessionsMiddleware):
    """Notes when a session was last seen, at most once in five minutes.

    Noting it on every request would cost each page five queries and a write.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        mark = f"session-seen-{blake2b(key.encode(), digest_size=16).hexdigest()}"
        if key and not _seen.peek(mark) and self._is_first(mark):
            response: HttpResponse = super().__call__(request)
            return response
        plain: HttpResponse = self.get_response(request)
        return plain

    def _is_first(self, mark: str) -> bool:
        first = cache.add(mark, 1, SEEN_SECONDS)
        if not first:
            _seen.put(mark, answer=True)
        return first
