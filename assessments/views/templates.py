"""Templates: the list, one page each, made, copied, shared with another region."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from accounts.signed_in import SignedIn
from assessments.actions import templates as actions
from assessments.enums import COMING_VERSION_STATES
from assessments.forms.programmes import RegionChoice
from assessments.forms.templates import CopyForm, NameForm, TemplateForm
from assessments.models import Template, TemplateShare, TemplateVersion
from assessments.queries import programmes as queries
from assessments.views import template_rows as rows
from assessments.views.building import ProgrammeAction, TemplateAction, TemplatePage
from common.nordic import by_name
from improvement.views import refusals
from networks.actions.locks import Refused
from networks.forms.base import PlainForm
from networks.models import Region


class TemplateList(SignedIn, TemplateView):
    """All templates that the reader builds, is lent, or is asked to review."""

    template_name = "assessments/template_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            templates=rows.template_rows(queries.templates_for(self.person)),
            crumbs=[(_("Front page"), "/"), (_("Templates"), "")],
            **kwargs,
        )


class TemplateCreate(ProgrammeAction):
    form_class = TemplateForm
    title = gettext_lazy("New template")
    lead = gettext_lazy("One for each kind of case. You write the questions on the next page.")
    button = gettext_lazy("Make the template")

    def act(self, form: Form) -> None:
        self.made = actions.create_template(
            programme=self.programme,
            by=self.person,
            at=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(self.request, _("The template is made. Write what it asks."))

    def get_success_url(self) -> str:
        made: Template | None = getattr(self, "made", None)
        return _first_version(made) if made else super().get_success_url()


def _first_version(template: Template) -> str:
    return f"{template.get_absolute_url()}1/"


class TemplateDetail(TemplatePage, TemplateView):
    """A template: its versions, who it is shared with."""

    template_name = "assessments/template.html"
    permission_required = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = TemplateVersion.objects.visible_to(self.person)
        versions = list(known.filter(template=self.template).order_by("-number"))
        shares = (
            list(
                self.template.shares.select_related("region").order_by(by_name("region__name"))
            )
            if self.may_build
            else []
        )
        has_coming = any(row.state in COMING_VERSION_STATES for row in versions)
        may_copy = (
            actions.newest_shared(self.template) is not None
            and queries.programmes_handled(self.person).exists()
        )
        return super().get_context_data(
            versions=rows.version_rows(self.template, versions),
            shares=shares,
            may_begin=self.may_build and not has_coming,
            may_copy=may_copy,
            **kwargs,
        )


class TemplateRename(TemplateAction):
    form_class = NameForm
    title = gettext_lazy("Change the name")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.template.name}

    def act(self, form: Form) -> None:
        actions.rename_template(template=self.template, name=form.cleaned_data["name"])
        messages.success(self.request, _("The name is saved."))


class VersionNext(TemplatePage, View):
    """Begin the next version as a copy of the last."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        try:
            made = actions.next_version(
                template=self.template, by=self.person, at=timezone.now()
            )
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
            return redirect(self.template.get_absolute_url())
        return redirect(self.template_address("version", number=made.number))


class TemplateCopy(TemplateAction):
    """Copy the version in use into an own programme; whoever is lent a template may."""

    form_class = CopyForm
    permission_required = ()
    title = gettext_lazy("Copy the template")
    lead = gettext_lazy(
        "You get a draft with the same questions and rules. No cases come along."
    )
    button = gettext_lazy("Copy")

    def has_permission(self) -> bool:
        """Whoever may read the template and has a programme to copy it into."""
        return bool(self.template) and queries.programmes_handled(self.person).exists()

    def get_form_kwargs(self) -> dict[str, Any]:
        programmes = queries.programmes_handled(self.person)
        return {**super().get_form_kwargs(), "programmes": programmes}

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.template.name}

    def act(self, form: Form) -> None:
        self.made = actions.copy_template(
            template=self.template,
            programme=form.cleaned_data["programme"],
            name=form.cleaned_data["name"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The template is copied. Look through it."))

    def get_success_url(self) -> str:
        made: Template | None = getattr(self, "made", None)
        return _first_version(made) if made else super().get_success_url()


class TemplateShareCreate(TemplateAction):
    form_class = RegionChoice
    title = gettext_lazy("Share with another region")
    lead = gettext_lazy(
        "Its officers can read versions in use, use them and copy them. They never see your "
        "cases."
    )
    button = gettext_lazy("Share it")

    def get_form_kwargs(self) -> dict[str, Any]:
        own, shared = self.programme.region_id, self.template.shares.values("region")
        regions = Region.objects.exclude(pk=own).exclude(pk__in=shared).order_by(by_name())
        return {**super().get_form_kwargs(), "regions": regions}

    def act(self, form: Form) -> None:
        actions.share_template(
            template=self.template,
            region=form.cleaned_data["region"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The template is shared."))


class TemplateShareEnd(TemplateAction):
    form_class = PlainForm
    title = gettext_lazy("Stop sharing")
    button = gettext_lazy("Stop sharing")
    is_danger = True

    @cached_property
    def share(self) -> TemplateShare:
        rows = self.template.shares.select_related("region")
        found: TemplateShare = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]
        text = _("%(region)s keeps the copies and cases that it has, and gets no new versions.")
        return text % {"region": self.share.region}

    def act(self, form: Form) -> None:
        actions.end_share(share=self.share)
        messages.success(self.request, _("The template is no longer shared."))
