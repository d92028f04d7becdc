"""The link at the foot of a mail that ends such mail, without signing in."""

from django.core import signing

from improvement.enums import NoticeKind

_SALT = "improvement.notices"


def make_token(*, person_id: int, kind: str) -> str:
    """Sign whose mail of which kind a link ends; it does not grow old."""
    return signing.dumps([person_id, str(kind)], salt=_SALT)


def read_token(token: str) -> tuple[int, NoticeKind] | None:
    """Give whose mail of which kind it is; None for what was not signed here."""
    try:
        person_id, kind = signing.loads(token, salt=_SALT)
        return int(person_id), NoticeKind(kind)
    except (signing.BadSignature, TypeError, ValueError):
        return None
