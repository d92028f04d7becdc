"""Secrets that must be shown again: sealed in the database, opened with ``SECRET_KEY``."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def seal(secret: str) -> str:
    """Seal a secret with a key made of ``SECRET_KEY``."""
    return _sealer().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Open what ``seal`` gave, also with an older key; empty where the key is lost."""
    try:
        return _sealer().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _sealer() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (hashlib.sha256(b"samverk.gatherings:" + force_bytes(key)) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(each.digest())) for each in made])
