"""Programmes: what several networks belong to, with partners, topics and limits."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from networks.actions.locks import Refused
from networks.enums import PartnerRole
from networks.models import Programme, ProgrammePartner, Topic


class ProgrammeEndsBeforeStart(Refused):
    """The last day is before the first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgrammeDetails:
    """What is said about a programme; limits left out are not checked."""

    name: str
    description: str = ""
    language: str = "nb"
    starts_on: date | None = None
    ends_on: date | None = None
    members_from: int | None = None
    members_to: int | None = None
    topics_from: int | None = None
    gatherings_from: int | None = None
    gatherings_to: int | None = None


@transaction.atomic
def set_programme(
    *,
    slug: str,
    details: ProgrammeDetails,
    partners: Collection[tuple[str, PartnerRole]] = (),
    topics: Collection[str] = (),
) -> Programme:
    """Make a programme what is said here; partners and topics are added, none taken away.

    The same again changes nothing.

    Raises:
        ProgrammeEndsBeforeStart: The last day is before the first.
    """
    if details.starts_on and details.ends_on and details.ends_on < details.starts_on:
        raise ProgrammeEndsBeforeStart
    stored = Programme.objects.select_for_update(no_key=True).filter(slug=slug).first()
    programme = stored or Programme(slug=slug)
    wanted = asdict(details)
    if stored is None or any(getattr(programme, key) != value for key, value in wanted.items()):
        for key, value in wanted.items():
            setattr(programme, key, value)
        programme.save()
    for name, role in partners:
        ProgrammePartner.objects.get_or_create(programme=programme, name=name, role=role)
    for name in topics:
        Topic.objects.get_or_create(programme=programme, name=name)
    return programme
