"""What goes with every request to the pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.queries.waiting import forget_count

_READING = {"GET", "HEAD", "OPTIONS", "TRACE"}


class WaitingMiddleware:
    """Lets the number in the menu follow at once when a person has done something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in _READING and settings.SESSION_COOKIE_NAME in request.COOKIES:
            forget_count(request.user)
        return response
