"""The secret links of participants, who need no account: to the seat, to an evaluation form.

A link to the same thing is always the same one: nothing in it tells when it was made.
"""

from hashlib import sha256

from django.core.signing import BadSignature, Signer

from accounts.models import User
from gatherings.models import Participation, Registration, Talk

_SALT = "gatherings.seat"
_TALK_SALT = "gatherings.talk"
_FEEDBACK = "gatherings.feedback"


def make_token(registration: Registration) -> str:
    """Sign the link; it holds as long as the name is kept."""
    return Signer(salt=_SALT).sign_object(registration.pk)


def read_token(token: str) -> int | None:
    """Give the key of the registration; None for what was not signed here."""
    try:
        return int(Signer(salt=_SALT).unsign_object(token))
    except (BadSignature, TypeError, ValueError):
        return None


def make_feedback_token(participation: Participation) -> str:
    """Sign the link to the form for whoever comes; another one's dies when that changes."""
    known = [participation.pk, who_comes(participation)]
    return Signer(salt=_FEEDBACK).sign_object(known)


def read_feedback_token(token: str) -> tuple[int, str] | None:
    """Give the key of the participation, and who came when it was signed; or None."""
    try:
        key, who = Signer(salt=_FEEDBACK).unsign_object(token)
        return int(key), str(who)
    except (BadSignature, TypeError, ValueError):
        return None


def who_comes(participation: Participation) -> str:
    """Tell the owner, as nothing, from each substitute, without saying who it is."""
    address = participation.substitute_email.lower()
    return sha256(address.encode()).hexdigest()[:16] if address else ""


def make_talk_token(*, talk: Talk, person: User) -> str:
    """Sign the link to the calendar file of a talk, for one of its two sides."""
    return Signer(salt=_TALK_SALT).sign_object([talk.pk, person.pk])


def read_talk_token(token: str) -> tuple[int, int] | None:
    """Give the keys of talk and person; None for what was not signed here."""
    try:
        talk, person = Signer(salt=_TALK_SALT).unsign_object(token)
        return int(talk), int(person)
    except (BadSignature, TypeError, ValueError):
        return None
