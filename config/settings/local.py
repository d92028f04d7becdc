"""One machine without services: SQLite, a queue in files, demonstration data."""

import secrets

from config.settings.base import *  # noqa: F403 -- settings build on one another
from config.settings.base import VAR_DIR, env

DEMO = env.bool("DEMO", default=True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

SILENCED_SYSTEM_CHECKS = ["models.W040"]  # SQLite leaves the further columns of an index out

_secret = VAR_DIR / "secret_key"
if not _secret.exists():
    _secret.write_text(secrets.token_urlsafe(50))
    _secret.chmod(0o600)
SECRET_KEY = env("SECRET_KEY", default=_secret.read_text())
