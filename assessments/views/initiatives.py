"""Initiatives of a region: the list with programmes and companies, one each, and its log."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from assessments.actions import initiatives as actions
from assessments.forms.initiatives import AreaForm, CompanyForm, EntryForm, InitiativeForm
from assessments.models import Initiative, InitiativeArea, OwnedCompany
from assessments.queries.initiatives import areas_of, overview
from assessments.views.region_pages import RegionAction, RegionPage
from networks.models import Region


@method_decorator(login_not_required, name="dispatch")
class InitiativeList(RegionPage, TemplateView):
    """What a region has begun; public initiatives for all, the rest for who follows it."""

    template_name = "assessments/initiative_list.html"
    permission_required: str | tuple[str, ...] = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            found=overview(self.region, self.request.user),
            is_follower=self.is_follower,
            **kwargs,
        )


class _OnePage(RegionPage):
    """A page about one initiative that the reader may know of."""

    @cached_property
    def initiative(self) -> Initiative:
        rows = Initiative.objects.visible_to(self.request.user).select_related("region")
        found: Initiative = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @cached_property
    def region(self) -> Region:
        return self.initiative.region

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (self.initiative.title, self.initiative.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(initiative=self.initiative, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class InitiativeDetail(_OnePage, TemplateView):
    """An initiative: its areas, who answers for them, how they stand and what comes next."""

    template_name = "assessments/initiative.html"
    permission_required: str | tuple[str, ...] = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(areas=areas_of(self.initiative), **kwargs)


class InitiativeCreate(RegionAction):
    """Begin an initiative."""

    form_class = InitiativeForm
    title = gettext_lazy("New initiative")
    button = gettext_lazy("Save")
    made: Initiative | None = None

    def get_initial(self) -> dict[str, Any]:
        return {"language": "sv" if self.region.country_id == "SE" else "nb"}

    def act(self, form: Form) -> None:
        self.made = actions.save_initiative(
            region=self.region, by=self.person, **form.cleaned_data
        )
        messages.success(self.request, _("The initiative is saved."))

    def get_success_url(self) -> str:
        return self.made.get_absolute_url() if self.made else super().get_success_url()


class _OneAction(_OnePage, RegionAction):
    """A form about one initiative; it leads back to it."""

    def get_success_url(self) -> str:
        return self.next_address(self.initiative.get_absolute_url())


class InitiativeChange(_OneAction):
    """Change an initiative."""

    form_class = InitiativeForm
    title = gettext_lazy("Change the initiative")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "text", "language", "is_public")
        return {name: getattr(self.initiative, name) for name in names}

    def act(self, form: Form) -> None:
        actions.save_initiative(
            region=self.region,
            initiative=self.initiative,
            by=self.person,
            **form.cleaned_data,
        )
        messages.success(self.request, _("The initiative is saved."))


class AreaCreate(_OneAction):
    """Another area."""

    form_class = AreaForm
    title = gettext_lazy("New area")
    button = gettext_lazy("Save")

    def act(self, form: Form) -> None:
        actions.save_area(initiative=self.initiative, **form.cleaned_data)
        messages.success(self.request, _("The area is saved."))


class _AreaAction(_OneAction):
    @cached_property
    def area(self) -> InitiativeArea:
        found: InitiativeArea = get_object_or_404(
            self.initiative.areas.all(), pk=self.kwargs["area"]
        )
        return found


class AreaChange(_AreaAction):
    """Change an area and its contact."""

    form_class = AreaForm
    title = gettext_lazy("Change the area")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        names = ("name", "contact_role", "contact_email")
        return {name: getattr(self.area, name) for name in names}

    def act(self, form: Form) -> None:
        actions.save_area(initiative=self.initiative, area=self.area, **form.cleaned_data)
        messages.success(self.request, _("The area is saved."))


class EntryAdd(_AreaAction):
    """How an area stands now."""

    form_class = EntryForm
    button = gettext_lazy("Save the status")
    lead = gettext_lazy("What you write stays as it is. A correction is a new status.")

    @property
    def title(self) -> str:  # type: ignore[override]  # of the area at hand
        return _("Status of %(area)s") % {"area": self.area.name}

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def act(self, form: Form) -> None:
        actions.add_entry(
            area=self.area, by=self.person, at=timezone.now(), **form.cleaned_data
        )
        messages.success(self.request, _("The status is saved."))


class CompanyCreate(RegionAction):
    """Another company that the region owns."""

    form_class = CompanyForm
    title = gettext_lazy("New owned company")
    button = gettext_lazy("Save")

    def act(self, form: Form) -> None:
        if not isinstance(form, CompanyForm):
            raise TypeError
        actions.save_company(region=self.region, details=form.details(), by=self.person)
        messages.success(self.request, _("The company is saved."))


class CompanyChange(RegionAction):
    """Change a company that the region owns."""

    form_class = CompanyForm
    title = gettext_lazy("Change the company")
    button = gettext_lazy("Save")

    @cached_property
    def company(self) -> OwnedCompany:
        rows = OwnedCompany.objects.filter(region=self.region)
        found: OwnedCompany = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_initial(self) -> dict[str, Any]:
        names = (
            "name",
            "organisation_number",
            "share_percent",
            "plan",
            "contact_role",
            "contact_email",
        )
        return {name: getattr(self.company, name) for name in names}

    def act(self, form: Form) -> None:
        if not isinstance(form, CompanyForm):
            raise TypeError
        actions.save_company(
            region=self.region, company=self.company, details=form.details(), by=self.person
        )
        messages.success(self.request, _("The company is saved."))
