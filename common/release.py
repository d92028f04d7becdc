"""Which edition of the program made a page: part of every ``ETag``."""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

_FOLDERS = ("templates", "static", "locale", "common", "networks", "indicators", "portal")
_ENDINGS = {".html", ".css", ".js", ".mo", ".py", ".svg"}


@lru_cache(maxsize=1)
def release_digest() -> str:
    """Digest the templates, texts and code of the program; the same on every machine."""
    digest = blake2b(digest_size=8)
    root = Path(settings.BASE_DIR)
    for folder in _FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in _ENDINGS and path.is_file():
                digest.update(str(path.relative_to(root)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
