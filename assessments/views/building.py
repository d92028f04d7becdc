"""What the pages of programmes, rules and templates have in common."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin
from rules.contrib.views import PermissionRequiredMixin

from accounts.signed_in import SignedIn
from assessments.models import FundingProgramme, RuleSet, Template, TemplateVersion
from improvement.views.pages import ActionPage


def way_to_programmes() -> list[tuple[str, str]]:
    """Begin the path of every page here: label and address of each step."""
    return [
        (_("Front page"), "/"),
        (_("Assessments"), reverse("assessments:case-list")),
        (_("Funding programmes"), reverse("assessments:programme-list")),
    ]


class ProgrammePage(SignedIn, PermissionRequiredMixin, ContextMixin):
    """A page about a programme that the reader may know of; ``permission_required`` says who.

    Pages that all who know of it open set ``permission_required`` to ().
    """

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: str | tuple[str, ...] = "assessments.build_templates"
    raise_exception = True

    @cached_property
    def programme(self) -> FundingProgramme:
        rows = FundingProgramme.objects.visible_to(self.person).select_related("region")
        found: FundingProgramme = get_object_or_404(rows, slug=self.kwargs["slug"])
        return found

    @cached_property
    def may_build(self) -> bool:
        return self.request.user.has_perm("assessments.build_templates", self.programme)

    def get_permission_object(self) -> Any:
        return self.programme

    def path(self) -> list[tuple[str, str]]:
        """The pages that lead here, each with its address."""
        address = self.programme.get_absolute_url()
        return [*way_to_programmes(), (self.programme.name, address)]

    def eyebrow(self) -> str:
        """What stands above the heading."""
        return self.programme.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            programme=self.programme,
            may_build=self.may_build,
            eyebrow=self.eyebrow(),
            crumbs=self.path(),
            **kwargs,
        )


class RulesPage(ProgrammePage):
    """A page about one rule set of a programme."""

    @cached_property
    def rules(self) -> RuleSet:
        rows = self.programme.rule_sets.select_related("programme__region")
        found: RuleSet = get_object_or_404(rows, number=self.kwargs["number"])
        return found

    def rules_address(self, name: str = "rules", **kwargs: Any) -> str:
        """Address of a page about these rules."""
        known = {"slug": self.programme.slug, "number": self.rules.number}
        return reverse(f"assessments:{name}", kwargs={**known, **kwargs})

    def path(self) -> list[tuple[str, str]]:
        label = _("Rules %(number)s") % {"number": self.rules.number}
        return [*super().path(), (label, self.rules_address())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rules=self.rules, **kwargs)


class TemplatePage(ProgrammePage):
    """A page about a template: an own one, one that is shared, one that one reviews."""

    @cached_property
    def template(self) -> Template:
        rows = Template.objects.visible_to(self.person).select_related("programme__region")
        found: Template = get_object_or_404(rows, slug=self.kwargs["slug"])
        return found

    @cached_property
    def programme(self) -> FundingProgramme:
        return self.template.programme

    def template_address(self, name: str = "template", **kwargs: Any) -> str:
        """Address of a page about this template."""
        return reverse(f"assessments:{name}", kwargs={"slug": self.template.slug, **kwargs})

    def path(self) -> list[tuple[str, str]]:
        # Who is only lent the template, or reviews it, may not know of the programme's page.
        way = (
            super().path()
            if self.may_build
            else [
                (_("Front page"), "/"),
                (_("Templates"), reverse("assessments:template-list")),
            ]
        )
        return [*way, (self.template.name, self.template.get_absolute_url())]

    def eyebrow(self) -> str:
        return f"{self.programme.name} · {self.template.name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(template_row=self.template, **kwargs)


class VersionPage(TemplatePage):
    """A page about one version of a template."""

    @cached_property
    def version(self) -> TemplateVersion:
        rows = TemplateVersion.objects.visible_to(self.person).select_related(
            "template__programme__region", "rule_set__programme", "reviewer"
        )
        found: TemplateVersion = get_object_or_404(
            rows, template=self.template, number=self.kwargs["number"]
        )
        return found

    def version_address(self, name: str = "version", **kwargs: Any) -> str:
        """Address of a page about this version."""
        return self.template_address(name, number=self.version.number, **kwargs)

    def path(self) -> list[tuple[str, str]]:
        label = _("Version %(number)s") % {"number": self.version.number}
        return [*super().path(), (label, self.version_address())]

    def eyebrow(self) -> str:
        number = _("version %(number)s") % {"number": self.version.number}
        return f"{super().eyebrow()} · {number}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(version=self.version, **kwargs)


class ProgrammeAction(ProgrammePage, ActionPage):
    """A form about a programme; it leads back to its page."""

    template_name = "assessments/form.html"

    def get_success_url(self) -> str:
        return self.next_address(self.programme.get_absolute_url())


class RulesAction(RulesPage, ActionPage):
    """A form about rules; it leads back to them."""

    template_name = "assessments/form.html"

    def get_success_url(self) -> str:
        return self.next_address(self.rules_address())


class TemplateAction(TemplatePage, ActionPage):
    """A form about a template; it leads back to its page."""

    template_name = "assessments/form.html"

    def get_success_url(self) -> str:
        return self.next_address(self.template.get_absolute_url())


class VersionAction(VersionPage, ActionPage):
    """A form about a version; it leads back to its page."""

    template_name = "assessments/form.html"

    def get_success_url(self) -> str:
        return self.next_address(self.version_address())
