"""What no address may hold, whatever page it leads to."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse


class AddressMiddleware:
    """Answers *bad request* to an address with a NUL: PostgreSQL takes none in a text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at path and query before any page does.

        Raises:
            SuspiciousOperation: There is a NUL in one of them.
        """
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            msg = "NUL in the address"
            raise SuspiciousOperation(msg)
        return self.get_response(request)
