"""Materials: files and links, added, changed, put in order, removed."""

from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common import files
from common.filetypes import media_type_of
from gatherings.actions.locks import lock_in_open_network
from gatherings.actions.order import moved
from gatherings.enums import Access
from gatherings.models import Gathering, Material, Series
from improvement.actions.refusals import Declined

_TITLE = 200


class MaterialTooLarge(Declined):
    """The file is larger than ``settings.UPLOAD_MAX_BYTES``."""

    field = "file"

    @property
    def sentence(self) -> str:  # type: ignore[override]  # made of the case at hand
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        return _("The file is too large. At most %(size)s.") % {"size": limit}


class WrongContent(Declined):
    """The file is of no kind that is taken, or is not what its name says."""

    field = "file"
    sentence = gettext_lazy(
        "The file cannot be taken: it is of another kind, or not what its name says. Send a "
        "PDF, a document, sheet or slides without macros, a picture, or plain text."
    )


class NothingGiven(Declined):
    """A material is a file or a link."""

    field = "file"
    sentence = gettext_lazy("Give a file or a link, not both.")


class TitleMissing(Declined):
    """A link has no name of its own."""

    field = "title"
    sentence = gettext_lazy("Give the link a name.")


class MaterialGone(Declined):
    """Somebody else has removed it meanwhile."""

    sentence = gettext_lazy("The material has been removed.")


@dataclass(frozen=True, slots=True)
class MaterialDetails:
    """What is said about a material.

    Attributes:
        title: Empty: that of the file.
        link: Empty where it is a file.
        gathering: None for one of the whole series.
    """

    title: str = ""
    access: str = Access.PARTICIPANTS
    link: str = ""
    gathering: Gathering | None = None


@transaction.atomic
def add_material(
    *,
    series: Series,
    details: MaterialDetails,
    upload: UploadedFile | None,
    by: User,
) -> Material:
    """Add a file or a link, last of its gathering or of the series.

    Raises:
        NothingGiven: There is neither a file nor a link, or both.
        TitleMissing: A link has no title.

    Passes on:
        MaterialTooLarge: The file is larger than the limit.
        WrongContent: It is of no kind that is taken, or not what its name says.
        NetworkClosed: The network is closed.
    """
    locked = lock_in_open_network(series)
    if bool(details.link) == (upload is not None):
        raise NothingGiven
    row = Material(series=locked, added_by=by, access=details.access, link=details.link)
    row.title = _title(details, upload)
    if not row.title:
        raise TitleMissing
    _put(row, details.gathering)
    if upload is not None:
        media_type = _check(upload)
        row.file = files.keep(upload=upload, media_type=media_type, by=by)
    row.save()
    return row


@transaction.atomic
def change_material(
    *,
    material: Material,
    details: MaterialDetails,
    upload: UploadedFile | None,
    by: User,
) -> Material:
    """Change a material; a new file or link takes the place of the former one.

    Without a file and a link the former file stays.

    Raises:
        MaterialGone: It has been removed.
        NothingGiven: There are both a file and a link, or neither and no former file.
        TitleMissing: It would have no title.

    Passes on:
        MaterialTooLarge: The file is larger than the limit.
        WrongContent: It is of no kind that is taken, or not what its name says.
        NetworkClosed: The network is closed.
    """
    locked = lock_in_open_network(material.series)
    row = locked.materials.select_related("file").filter(pk=material.pk).first()
    if row is None:
        raise MaterialGone
    has_new = upload is not None
    if (details.link and has_new) or not (details.link or has_new or row.file_id):
        raise NothingGiven
    row.title = _title(details, upload) or row.title
    if not details.title and details.link:
        raise TitleMissing
    former = row.file if has_new or details.link else None
    row.access, row.link = details.access, details.link
    if row.gathering_id != (details.gathering.pk if details.gathering else None):
        _put(row, details.gathering)
    if upload is not None:
        row.file = files.keep(upload=upload, media_type=_check(upload), by=by)
    elif details.link:
        row.file = None
    row.save()
    if former is not None:
        files.throw_away(former)
    return row


@transaction.atomic
def move_material(*, material: Material, is_up: bool) -> None:
    """Move a material one place up or down among its own; at the end it stays.

    Raises:
        MaterialGone: It has been removed.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock_in_open_network(material.series)
    beside = locked.materials.filter(gathering=material.gathering_id)
    order = list(beside.order_by("position", "pk"))
    keys = [row.pk for row in order]
    if material.pk not in keys:
        raise MaterialGone
    order = moved(order, keys.index(material.pk), is_up=is_up)
    for place, row in enumerate(order, start=1):
        row.position = place
    Material.objects.bulk_update(order, ["position"])


@transaction.atomic
def remove_material(*, material: Material) -> None:
    """Remove a material and its file. Again changes nothing.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock_in_open_network(material.series)
    delete_with_files(locked.materials.filter(pk=material.pk))


def delete_with_files(rows: QuerySet[Material]) -> None:
    """Delete materials, and their files when the transaction is committed."""
    found = list(rows.select_related("file"))
    rows.delete()
    for row in found:
        if row.file is not None:
            files.throw_away(row.file)


def _put(row: Material, gathering: Gathering | None) -> None:
    """Place a material last of a gathering of its series, or of the series."""
    row.gathering = gathering
    beside = row.series.materials.filter(gathering=gathering)
    row.position = (beside.aggregate(last=Max("position"))["last"] or 0) + 1


def _title(details: MaterialDetails, upload: UploadedFile | None) -> str:
    if details.title or upload is None:
        return details.title
    return PurePath(files.name_of(upload)).stem[:_TITLE].strip()


def _check(upload: UploadedFile) -> str:
    """Give the media type of a file that may be taken.

    Raises:
        MaterialTooLarge: It is larger than the limit.
        WrongContent: It is of no kind that is taken, or not what its name says.
    """
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise MaterialTooLarge
    media_type = media_type_of(files.name_of(upload), upload)
    if not media_type:
        raise WrongContent
    return media_type
