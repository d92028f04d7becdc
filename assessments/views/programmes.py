"""Programmes that money is granted from: the list, one page each, made and changed."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin
from rules.contrib.views import PermissionRequiredMixin

from accounts.signed_in import SignedIn
from assessments.actions import programmes as actions
from assessments.forms.programmes import ProgrammeForm
from assessments.models import FundingProgramme
from assessments.models.scope import followed_regions
from assessments.queries import programmes as queries
from assessments.views import template_rows as rows
from assessments.views.building import ProgrammeAction, ProgrammePage, way_to_programmes
from improvement.views.pages import ActionPage
from networks.models import Region


class ProgrammeList(SignedIn, TemplateView):
    """Programmes of the regions that the reader belongs to or follows."""

    template_name = "assessments/programme_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            programmes=rows.programme_rows(queries.programmes_for(self.person)),
            regions=queries.regions_handled(self.person),
            may_template=queries.has_templates(self.person),
            crumbs=way_to_programmes(),
            **kwargs,
        )


class ProgrammeDetail(ProgrammePage, TemplateView):
    """A programme: its settings, templates and rules."""

    template_name = "assessments/programme.html"
    permission_required = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme = self.programme
        templates = queries.templates_of(programme, only_in_use=not self.may_build)
        return super().get_context_data(
            languages=rows.language_names(programme.languages),
            templates=rows.template_rows(templates),
            rule_sets=list(programme.rule_sets.order_by("-number")) if self.may_build else [],
            **kwargs,
        )


class _ProgrammeForm(ActionPage):
    form_class = ProgrammeForm
    template_name = "assessments/form.html"
    button = gettext_lazy("Save")


class ProgrammeCreate(SignedIn, PermissionRequiredMixin, _ProgrammeForm, ContextMixin):
    """A new programme of a region."""

    request: HttpRequest
    permission_required = "assessments.handle_region"
    raise_exception = True
    title = gettext_lazy("New funding programme")
    lead = gettext_lazy("It begins with the three usual criteria. You can change them.")

    @cached_property
    def region(self) -> Region:
        known = (
            Region.objects.all() if self.person.is_superuser else followed_regions(self.person)
        )
        return get_object_or_404(known, slug=self.kwargs["slug"])

    def get_permission_object(self) -> Region:
        return self.region

    def get_initial(self) -> dict[str, Any]:
        is_swedish = self.region.country_id == "SE"
        return {
            "first_language": "sv" if is_swedish else "nb",
            "group_minimum": 5,
            "state": "BEING_WRITTEN",
        }

    def act(self, form: Form) -> None:
        self.made = actions.create_programme(
            region=self.region,
            details=form.details,  # type: ignore[attr-defined]  # of ProgrammeForm
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The programme is made. Look through its rules."))

    def get_success_url(self) -> str:
        made: FundingProgramme | None = getattr(self, "made", None)
        return made.get_absolute_url() if made else reverse("assessments:programme-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            eyebrow=str(self.region), crumbs=way_to_programmes(), **kwargs
        )


class ProgrammeChange(_ProgrammeForm, ProgrammeAction):
    title = gettext_lazy("Change the programme")

    def get_initial(self) -> dict[str, Any]:
        row = self.programme
        return {
            "name": row.name,
            "state": row.state,
            "first_language": row.language,
            "more_languages": row.languages[1:],
            "link": row.link,
            "group_minimum": row.group_minimum,
            "is_blind": row.is_blind,
        }

    def act(self, form: Form) -> None:
        actions.change_programme(
            programme=self.programme,
            details=form.details,  # type: ignore[attr-defined]  # of ProgrammeForm
            by=self.person,
        )
        messages.success(self.request, _("The programme is saved."))
