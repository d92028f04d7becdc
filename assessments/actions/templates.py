"""Templates: made, copied, shared; their versions are begun here."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.actions.programmes import lock_programme
from assessments.actions.rulesets import copy_parts
from assessments.actions.slugs import free_slug
from assessments.enums import COMING_VERSION_STATES, VersionState
from assessments.models import (
    FundingProgramme,
    RuleSet,
    Section,
    Template,
    TemplateQuestion,
    TemplateShare,
    TemplateVersion,
    VersionEvent,
)
from assessments.models.templates import SHARED_VERSION_STATES
from improvement.actions.refusals import Declined
from networks.models import Region


class NameMissing(Declined):
    """A template without a name cannot be found."""

    field = "name"
    sentence = _("Write the name.")


class AnotherComing(Declined):
    """One new version at a time."""

    sentence = _("A new version is being made already. Finish it first.")


class NothingToCopy(Declined):
    """No version of the template is in use or has been."""

    sentence = _("The template has no version in use to copy.")


class OwnRegion(Declined):
    """A region has its own templates anyway."""

    field = "region"
    sentence = _("The template belongs to this region already.")


class LanguageDiffers(Declined):
    """The copy would have no text in the first language of the programme."""

    field = "programme"
    sentence = _("The template has no texts in the first language of this programme.")


@transaction.atomic
def create_template(
    *, programme: FundingProgramme, kind: str, name: str, by: User, at: datetime
) -> Template:
    """Make a template with an empty first version that stands on the newest rules.

    Raises:
        NameMissing: It has no name.
    """
    if not name.strip():
        raise NameMissing
    locked = lock_programme(programme)
    rows = Template.objects.all()
    template = Template.objects.create(
        programme=locked,
        kind=kind,
        name=name.strip(),
        slug=free_slug(rows, name, otherwise="mal"),
    )
    version = TemplateVersion.objects.create(
        template=template, number=1, rule_set=_newest_rules(locked), made_at=at
    )
    write_event(version, note="", by=by, at=at)
    return template


@transaction.atomic
def rename_template(*, template: Template, name: str) -> Template:
    """Give a template another name; its address stays.

    Raises:
        NameMissing: It has no name.
    """
    if not name.strip():
        raise NameMissing
    locked = lock_template(template)
    locked.name = name.strip()
    locked.save(update_fields=["name", "updated_at"])
    return locked


@transaction.atomic
def next_version(*, template: Template, by: User, at: datetime) -> TemplateVersion:
    """Begin the next version as a copy of the last one.

    Raises:
        AnotherComing: One is being made already.
    """
    locked = lock_template(template)
    if locked.versions.filter(state__in=COMING_VERSION_STATES).exists():
        raise AnotherComing
    last = locked.versions.order_by("-number").first()
    return copy_version(last, template=locked, state=VersionState.DRAFT, by=by, at=at)


def copy_version(
    source: TemplateVersion | None,
    *,
    template: Template,
    state: VersionState,
    by: User | None,
    at: datetime,
    rules: RuleSet | None = None,
    note: str = "",
) -> TemplateVersion:
    """Copy a version into the next number of a template; ``rules`` in the place of its own."""
    last = template.versions.order_by("-number").first()
    version = TemplateVersion.objects.create(
        template=template,
        number=last.number + 1 if last else 1,
        state=state,
        rule_set=rules or (source.rule_set if source else None),
        made_at=at,
        **_settings_of(source),
    )
    write_event(version, note=note, by=by, at=at)
    if source is None:
        return version
    for section in source.sections.prefetch_related("questions").order_by("position"):
        made = Section.objects.create(
            version=version,
            position=section.position,
            title=section.title,
            guidance=section.guidance,
        )
        TemplateQuestion.objects.bulk_create(
            TemplateQuestion(
                section=made,
                position=row.position,
                kind=row.kind,
                text=row.text,
                guidance=row.guidance,
                is_required=row.is_required,
                unit=row.unit,
                choices=row.choices,
            )
            for row in sorted(section.questions.all(), key=lambda row: row.position)
        )
    return version


def _settings_of(source: TemplateVersion | None) -> dict[str, bool]:
    if source is None:
        return {}
    names = ("with_goals", "with_dimensions", "with_perspectives", "with_criteria")
    return {name: getattr(source, name) for name in names}


@transaction.atomic
def copy_template(
    *, template: Template, programme: FundingProgramme, name: str, by: User, at: datetime
) -> Template:
    """Copy the newest version in use into an own programme, with its rules as a new number.

    Cases never come along.

    Raises:
        NameMissing: It has no name.
        NothingToCopy: No version is in use, or has been.
        LanguageDiffers: It has no texts in the first language of the programme.
    """
    if not name.strip():
        raise NameMissing
    source = newest_shared(template)
    if source is None:
        raise NothingToCopy
    target = lock_programme(programme)
    if target.language not in template.programme.languages:
        raise LanguageDiffers
    made = Template.objects.create(
        programme=target,
        kind=template.kind,
        name=name.strip(),
        slug=free_slug(Template.objects.all(), name, otherwise="mal"),
    )
    rules = source.rule_set
    if rules is not None and rules.programme_id != target.pk:
        rules = _rules_as_copied(rules, target, by=by, at=at)
    copy_version(source, template=made, state=VersionState.DRAFT, by=by, at=at, rules=rules)
    return made


def newest_shared(template: Template) -> TemplateVersion | None:
    """Give the version that others take: the one in use, else the last that was."""
    rows = template.versions.filter(state__in=SHARED_VERSION_STATES)
    in_use = rows.filter(state=VersionState.IN_USE).first()
    found: TemplateVersion | None = in_use or rows.order_by("-number").first()
    return found


def _rules_as_copied(
    rules: RuleSet, programme: FundingProgramme, *, by: User, at: datetime
) -> RuleSet:
    """Copy rules of another programme as the next number, to be changed until the test."""
    last = programme.rule_sets.order_by("-number").first()
    made = RuleSet.objects.create(
        programme=programme,
        number=last.number + 1 if last else 1,
        one_met=rules.one_met,
        pass_count=rules.pass_count,
        pass_level=rules.pass_level,
        made_at=at,
        made_by=by,
    )
    copy_parts(rules, made)
    return made


@transaction.atomic
def share_template(
    *, template: Template, region: Region, by: User, at: datetime
) -> TemplateShare:
    """Let another region use and copy a template. Again changes nothing.

    Raises:
        OwnRegion: It is the region's own.
    """
    locked = lock_template(template)
    if locked.programme.region_id == region.pk:
        raise OwnRegion
    share, _made = TemplateShare.objects.get_or_create(
        template=locked, region=region, defaults={"at": at, "by": by}
    )
    return share


@transaction.atomic
def end_share(*, share: TemplateShare) -> None:
    """Stop sharing; copies and cases that were begun stay with those who have them."""
    TemplateShare.objects.filter(pk=share.pk).delete()


def lock_template(template: Template) -> Template:
    """Lock a template: its versions come one after another."""
    found: Template = (
        Template.objects.select_for_update(no_key=True, of=("self",))
        .select_related("programme__region")
        .get(pk=template.pk)
    )
    return found


def write_event(version: TemplateVersion, *, note: str, by: User | None, at: datetime) -> None:
    """Write down that a version has come to the state it has."""
    VersionEvent.objects.create(
        version=version, state=version.state, note=note.strip(), by=by, at=at
    )


def _newest_rules(programme: FundingProgramme) -> RuleSet | None:
    found: RuleSet | None = programme.rule_sets.order_by("-number").first()
    return found
