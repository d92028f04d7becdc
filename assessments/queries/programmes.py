"""Reads of programmes, and of the templates that a person builds, is lent or reviews."""

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import User
from assessments.enums import VersionState
from assessments.models import FundingProgramme, Template, TemplateVersion
from assessments.models.scope import handled_regions
from common.nordic import by_name
from networks.models import Region


def programmes_for(person: User) -> list[FundingProgramme]:
    """Give the programmes that a person may know of, with the number of their templates."""
    rows = FundingProgramme.objects.visible_to(person).select_related("region")
    in_use = Count(
        "templates",
        filter=Q(templates__versions__state=VersionState.IN_USE),
        distinct=True,
    )
    return list(rows.annotate(in_use=in_use).order_by(by_name(), "pk"))


def regions_handled(person: User) -> QuerySet[Region]:
    """Give the regions whose officer a person is; all for who runs the platform."""
    rows = Region.objects.all() if person.is_superuser else handled_regions(person)
    return rows.order_by(by_name(), "pk")


def programmes_handled(person: User) -> QuerySet[FundingProgramme]:
    """Give the programmes that a person may change."""
    rows = FundingProgramme.objects.handled_by(person)
    return rows.order_by(by_name(), "pk")


def has_templates(person: User) -> bool:
    """Whether the person builds, is lent or reviews any template."""
    return Template.objects.visible_to(person).exists()


def templates_of(programme: FundingProgramme, *, only_in_use: bool) -> list[Template]:
    """Give the templates of a programme with their versions, the newest first."""
    rows = _with_versions(programme.templates.all())
    if only_in_use:
        in_use = TemplateVersion.objects.filter(state=VersionState.IN_USE)
        rows = rows.filter(pk__in=in_use.values("template"))
    return list(rows.order_by(by_name(), "pk"))


def templates_for(person: User) -> list[Template]:
    """Give all templates that a person builds, is lent or reviews, with their versions."""
    rows = _with_versions(Template.objects.visible_to(person))
    return list(rows.order_by(by_name("programme__name"), by_name(), "pk"))


def _with_versions(rows: QuerySet[Template]) -> QuerySet[Template]:
    versions = TemplateVersion.objects.order_by("-number")
    return rows.select_related("programme__region").prefetch_related(
        Prefetch("versions", versions)
    )
