"""Files that people send: kept under a name of our own, thrown away when nothing needs them."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from common.models import StoredFile

_LONGEST_NAME = 255


def name_of(upload: UploadedFile) -> str:
    """Give the name that the sender called a file, without the way to it."""
    return PurePath((upload.name or "").replace("\\", "/")).name


def ending_of(name: str) -> str:
    """Give the ending of a name in small letters, with its dot; nothing where it has none."""
    return PurePath(name).suffix.lower()


def keep(*, upload: UploadedFile, media_type: str, by: Any, mark: str = "") -> StoredFile:
    """Store a file that has been found good.

    Args:
        upload: The file.
        media_type: What it is, as found by us and not as the sender says.
        by: Who sends it, a person.
        mark: Begins the name under which it is stored.
    """
    digest, size = hashlib.sha256(), 0
    for chunk in upload.chunks():
        digest.update(chunk)
        size += len(chunk)
    given = name_of(upload)
    stored = StoredFile(
        name=given[-_LONGEST_NAME:],
        size=size,
        sha256=digest.hexdigest(),
        media_type=media_type,
        uploaded_by=by,
    )
    upload.seek(0)
    name = f"{mark}{digest.hexdigest()[:32]}{ending_of(given)}"
    stored.content.save(name, upload, save=False)
    stored.save()
    return stored


def throw_away(stored: StoredFile) -> None:
    """Delete a file, its content when the transaction is committed."""
    storage, path = stored.content.storage, str(stored.content.name)
    stored.delete()
    transaction.on_commit(lambda: storage.delete(path))
