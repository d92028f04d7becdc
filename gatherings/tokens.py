"""The secret link to one's own seat; a participant needs no account."""

from django.core import signing

from gatherings.models import Registration

_SALT = "gatherings.seat"


def make_token(registration: Registration) -> str:
    """Sign the link; it holds as long as the name is kept."""
    return signing.dumps(registration.pk, salt=_SALT)


def read_token(token: str) -> int | None:
    """Give the key of the registration; None for what was not signed here."""
    try:
        return int(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None
