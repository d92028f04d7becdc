"""Files of a solution: checked by their content, kept under names of our own."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.files import ending_of, keep, name_of, throw_away
from common.filetypes import media_type_of
from improvement.actions.refusals import Declined
from procurement.models import Attachment, Solution

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 5
ENDINGS: Final = (".pdf", ".docx", ".xlsx", ".pptx", ".png", ".jpg", ".jpeg")


class FileRefused(Declined):
    """A file is too large, empty, of a kind that is not taken, or not what it says."""

    field = "attachments"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name)
        self.name = name
        self.why = why

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        return f"{self.name}: {self.why}"


class TooManyFiles(Declined):
    """Five files at most."""

    field = "attachments"

    @property
    def sentence(self) -> str:  # type: ignore[override]  # the words follow the number
        text = ngettext("At most %(number)s file.", "At most %(number)s files.", MOST_FILES)
        return text % {"number": MOST_FILES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Files to add and to take away.

    Attributes:
        added: For all who may read the solution.
        confidential: For the buyers alone.
        removed: Keys of attachments.
    """

    added: Collection[UploadedFile] = ()
    confidential: Collection[UploadedFile] = ()
    removed: Collection[int] = ()


NO_FILES = Files()


def change(*, solution: Solution, files: Files, by: User) -> None:
    """Take away and add files of a solution that the caller has locked.

    Raises:
        TooManyFiles: More than five would be left.

    Passes on:
        FileRefused: One is too large, empty, of another kind, or not what it says.
    """
    _take_away(solution, files.removed)
    coming = [(each, False) for each in files.added]
    # Only a need has buyers to confide in.
    coming += [(each, solution.need_id is not None) for each in files.confidential]
    if solution.attachments.filter(is_removed=False).count() + len(coming) > MOST_FILES:
        raise TooManyFiles
    types = [checked_type(upload) for upload, _is_confidential in coming]
    for (upload, is_confidential), media_type in zip(coming, types, strict=True):
        stored = keep(upload=upload, media_type=media_type, by=by, mark="solution-")
        Attachment.objects.create(
            solution=solution, file=stored, is_confidential=is_confidential
        )


def _take_away(solution: Solution, removed: Collection[int]) -> None:
    """Take files away; what a version names is kept for those who read the version."""
    named = {
        file["sha256"]
        for version in solution.versions.all()
        for file in version.content["files"]
    }
    rows = solution.attachments.filter(pk__in=removed, is_removed=False)
    for attachment in rows.select_related("file"):
        if attachment.file.sha256 in named and not attachment.is_confidential:
            attachment.is_removed = True
            attachment.save(update_fields=["is_removed"])
        else:
            attachment.delete()
            throw_away(attachment.file)


def checked_type(upload: UploadedFile) -> str:
    """Give the media type of a file as its content says.

    Raises:
        FileRefused: It is too large, empty, of another kind, or not what it says.
    """
    name = name_of(upload)
    if not upload.size:
        raise FileRefused(name, _("The file is empty."))
    if upload.size > MOST_BYTES:
        raise FileRefused(name, _("The file is larger than 10 MB."))
    if ending_of(name) not in ENDINGS:
        raise FileRefused(name, _("Send PDF, Word, Excel, PowerPoint, PNG or JPEG."))
    media_type = media_type_of(name, upload)
    if not media_type:
        raise FileRefused(
            name, _("The content is not what the name says. Save the file again and retry.")
        )
    return media_type
