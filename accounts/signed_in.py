"""Who asks, on pages that only those who are signed in reach."""

from django.http import HttpRequest

from accounts.models import User


def person_of(request: HttpRequest) -> User:
    """Give the person who is signed in.

    Raises:
        TypeError: Nobody is; the middleware lets nobody else come here.
    """
    if not isinstance(request.user, User):
        raise TypeError
    return request.user


class SignedIn:
    """A view of a person who is signed in."""

    request: HttpRequest

    @property
    def person(self) -> User:
        return person_of(self.request)
