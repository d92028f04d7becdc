"""The shelf of tools: put up, described, new versions, taken down and back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.files import keep
from improvement.actions.refusals import Declined
from knowledge.actions.slugs import free_slug
from knowledge.models import Tool, ToolVersion
from networks.actions.locks import open_network, sign
from networks.models import Network
from procurement.actions.attachments import checked_type

SCHEME = "https://"


class WordsMissing(Declined):
    """A tool has a title and says what it is for."""

    field = "summary"
    sentence = _("Write a title, and what the tool is for.")


class NothingGiven(Declined):
    """A version is a file or a link."""

    field = "file"
    sentence = _("Give a file or a link, not both.")


class LinkUnsafe(Declined):
    """A link is opened over an encrypted connection."""

    field = "link"
    sentence = _("Write a whole address that begins with https://.")


class LicenceMissing(Declined):
    """Others must know what they may do with it."""

    field = "licence"
    sentence = _("Say under which licence it may be used.")


class MadeAhead(Declined):
    """A version was made today at the latest."""

    field = "made_on"
    sentence = _("The day must be today or earlier.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolDetails:
    """What is said about a tool."""

    title: str
    summary: str
    topic: str = ""
    language: str = "nb"
    is_public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDetails:
    """What is said about a version; exactly one of ``upload`` and ``link`` is given."""

    upload: UploadedFile | None
    link: str
    licence: str
    note: str
    made_on: date


@transaction.atomic
def put_up(
    *,
    network: Network | None,
    details: ToolDetails,
    goals: frozenset[int],
    version: VersionDetails,
    by: User,
    at: datetime,
) -> Tool:
    """Put a tool on the shelf with its first version.

    Args:
        network: The owner; None for the platform, whose tools are for everybody.
        details: What it is.
        goals: Numbers, maybe none.
        version: The first one.
        by: Who puts it up.
        at: Now.

    Passes on:
        WordsMissing, NothingGiven, LinkUnsafe, LicenceMissing, MadeAhead, FileRefused: What
            is given does not hold together.
        NetworkClosed: The network is closed.
    """
    owner = open_network(network=network) if network is not None else None
    tool = Tool(network=owner, created_by=by)
    _write(tool, details)
    tool.slug = free_slug(Tool.objects.all(), details.title, otherwise="verktoy")
    sign(tool, by=by)
    tool.save()
    tool.goals.set(goals)
    _add(tool, version, by=by, at=at)
    return tool


@transaction.atomic
def change_tool(*, tool: Tool, details: ToolDetails, goals: frozenset[int], by: User) -> Tool:
    """Change what is said about a tool; its versions stay.

    Passes on:
        WordsMissing: Title or purpose is empty.
        NetworkClosed: The network is closed.
    """
    locked = _lock(tool)
    _write(locked, details)
    sign(locked, by=by)
    locked.save()
    locked.goals.set(goals)
    return locked


@transaction.atomic
def add_version(*, tool: Tool, version: VersionDetails, by: User, at: datetime) -> ToolVersion:
    """Add a version; those before stay and can be fetched.

    Passes on:
        NothingGiven, LinkUnsafe, LicenceMissing, MadeAhead, FileRefused: What is given does
            not hold together.
        NetworkClosed: The network is closed.
    """
    return _add(_lock(tool), version, by=by, at=at)


@transaction.atomic
def take_down(*, tool: Tool, by: User, at: datetime) -> Tool:
    """Take a tool off the list; its page and versions stay. Again changes nothing.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = _lock(tool)
    locked.withdrawn_at = locked.withdrawn_at or at
    sign(locked, by=by)
    locked.save(update_fields=["withdrawn_at", "updated_at"])
    return locked


@transaction.atomic
def put_back(*, tool: Tool, by: User) -> Tool:
    """Put a tool on the list again. Again changes nothing.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = _lock(tool)
    locked.withdrawn_at = None
    sign(locked, by=by)
    locked.save(update_fields=["withdrawn_at", "updated_at"])
    return locked


def _lock(tool: Tool) -> Tool:
    """Lock a tool, after its network.

    Passes on:
        NetworkClosed: The network is closed.
    """
    if tool.network is not None:
        open_network(network=tool.network)
    return Tool.objects.select_for_update(no_key=True).get(pk=tool.pk)


def _write(tool: Tool, details: ToolDetails) -> None:
    """Fill in what is said.

    Raises:
        WordsMissing: Title or purpose is empty.
    """
    tool.title, tool.summary = details.title.strip(), details.summary.strip()
    if not tool.title or not tool.summary:
        raise WordsMissing
    tool.topic, tool.language = details.topic.strip(), details.language
    tool.is_public = details.is_public or tool.network_id is None


def _add(tool: Tool, version: VersionDetails, *, by: User, at: datetime) -> ToolVersion:
    """Add a version of a locked tool.

    Raises:
        NothingGiven: There is neither a file nor a link, or both.
        LinkUnsafe: The link is not encrypted.
        LicenceMissing: There is no licence.
        MadeAhead: It is of a day to come.
    """
    link = version.link.strip()
    if bool(link) == (version.upload is not None):
        raise NothingGiven
    if link and not link.startswith(SCHEME):
        raise LinkUnsafe
    if not version.licence.strip():
        raise LicenceMissing
    if version.made_on > timezone.localdate(at):
        raise MadeAhead
    stored = None
    if version.upload is not None:
        media_type = checked_type(version.upload)
        stored = keep(upload=version.upload, media_type=media_type, by=by, mark="tool-")
    last = tool.versions.aggregate(last=Max("number"))["last"] or 0
    return ToolVersion.objects.create(
        tool=tool,
        number=last + 1,
        file=stored,
        link=link,
        licence=version.licence.strip(),
        note=version.note.strip(),
        made_on=version.made_on,
        by=by,
        at=at,
    )
