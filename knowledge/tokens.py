"""The link at the foot of a mail about answers: it ends such mail without signing in."""

from django.core import signing

from accounts.models import User

_SALT = "knowledge.questions"


def make_token(person: User) -> str:
    """Sign whose mails a link ends; it does not grow old."""
    return signing.dumps(person.pk, salt=_SALT)


def read_token(token: str) -> int | None:
    """Give the key of the person; None for what was not signed here."""
    try:
        return int(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None
