"""Programmes: made and changed by the officers of their region."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.actions.rulesets import make_default_rules
from assessments.actions.slugs import free_slug
from assessments.enums import AssessmentState, ProgrammeState, SheetState, Side, TextLanguage
from assessments.models import Assessment, FundingProgramme
from assessments.queries.cases import with_progress
from improvement.actions.refusals import Declined
from networks.actions.locks import sign
from networks.models import Region

LEAST_GROUP = 3
"""Fewest cases that figures are ever shown of."""


class NameMissing(Declined):
    """A programme without a name cannot be found."""

    field = "name"
    sentence = _("Write the name.")


class LanguageMissing(Declined):
    """Texts are written in at least one language."""

    field = "languages"
    sentence = _("Choose at least one language.")


class LanguageUsed(Declined):
    """A version that is being made has texts in the language."""

    field = "languages"
    sentence = _("The first language has texts already. It must stay the first.")


class GroupTooSmall(Declined):
    """A group that small lets a case be known."""

    field = "group_minimum"
    sentence = _("A group must be of at least 3.")


class BlindStays(Declined):
    """Whoever has sent an assessment that others do not see yet was promised so."""

    field = "is_blind"
    sentence = _(
        "Some assessors have sent theirs, others not yet. Until then they stay unseen."
    )


@dataclass(frozen=True, slots=True)
class ProgrammeDetails:
    """What is said about a programme; ``languages`` the default first."""

    name: str
    state: str = ProgrammeState.BEING_WRITTEN
    languages: tuple[str, ...] = ("nb",)
    link: str = ""
    group_minimum: int = 5
    is_blind: bool = False


@transaction.atomic
def create_programme(
    *, region: Region, details: ProgrammeDetails, by: User, at: datetime
) -> FundingProgramme:
    """Make a programme with the usual rules as a draft.

    Passes on:
        NameMissing: It has no name.
        LanguageMissing: It has no language.
        GroupTooSmall: Its smallest group is under three.
    """
    programme = FundingProgramme(region=region)
    _write(programme, details)
    rows = FundingProgramme.objects.all()
    programme.slug = free_slug(rows, programme.name, otherwise="program")
    sign(programme, by=by)
    programme.save()
    make_default_rules(programme=programme, by=by, at=at)
    return programme


@transaction.atomic
def change_programme(
    *, programme: FundingProgramme, details: ProgrammeDetails, by: User
) -> FundingProgramme:
    """Change a programme; its address stays.

    Raises:
        LanguageUsed: The first language is another one, and templates have texts in it.
        BlindStays: Assessors of a case have sent theirs unseen, and not all of them.

    Passes on:
        NameMissing: It has no name.
        LanguageMissing: It has no language.
        GroupTooSmall: Its smallest group is under three.
    """
    locked = lock_programme(programme)
    before, was_blind = locked.language, locked.is_blind
    _write(locked, details)
    if was_blind and not locked.is_blind and _is_half_in(locked):
        raise BlindStays
    if locked.language != before and locked.templates.exists():
        raise LanguageUsed
    sign(locked, by=by)
    locked.save()
    return locked


def _is_half_in(programme: FundingProgramme) -> bool:
    """Whether some assessors of a case have sent theirs while others are waited for."""
    states = (AssessmentState.OFFICER, AssessmentState.COMPLETION)
    rows = Assessment.objects.filter(
        programme=programme,
        state__in=states,
        sheets__side=Side.ASSESSOR,
        sheets__state=SheetState.SENT,
    )
    return with_progress(rows).filter(Q(is_waiting=True)).exists()


def lock_programme(programme: FundingProgramme) -> FundingProgramme:
    """Lock a programme: its rules, templates and cases are begun one after another."""
    rows = FundingProgramme.objects.select_for_update(no_key=True, of=("self",))
    found: FundingProgramme = rows.select_related("region").get(pk=programme.pk)
    return found


def _write(programme: FundingProgramme, details: ProgrammeDetails) -> None:
    languages = [code for code in dict.fromkeys(details.languages) if code in TextLanguage]
    if not details.name.strip():
        raise NameMissing
    if not languages:
        raise LanguageMissing
    if details.group_minimum < LEAST_GROUP:
        raise GroupTooSmall
    programme.name = details.name.strip()
    programme.state = details.state
    programme.languages = languages
    programme.link = details.link
    programme.group_minimum = details.group_minimum
    programme.is_blind = details.is_blind
