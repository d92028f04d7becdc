"""Who fills the functions that the work needs in a municipality."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from improvement.actions import functions
from improvement.forms.functions import FunctionEndForm, FunctionForm
from improvement.models import FunctionHolder
from improvement.queries.functions import functions_of
from improvement.queries.people import people_of
from improvement.queries.rounds import open_networks
from improvement.views.pages import ActionPage, WorkPage
from networks.actions.locks import day_in


class Functions(WorkPage, TemplateView):
    """Required and recommended functions, who fills them, and which are missing."""

    permission_required = ()
    template_name = "improvement/functions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = functions_of(self.municipality)
        rows = [
            (row, [(holder, self.known(holder.network)) for holder in row.holders])
            for row in found
        ]
        context = super().get_context_data(
            groups=[
                (_("Required"), [pair for pair in rows if pair[0].is_required]),
                (
                    _("Recommended, if you have the position"),
                    [pair for pair in rows if not pair[0].is_required],
                ),
            ],
            missing=[row for row in found if row.is_required and row.is_missing],
            **kwargs,
        )
        context["crumbs"].append((_("Functions in the work"), ""))
        return context


class FunctionFill(WorkPage, ActionPage):
    permission_required = "improvement.steer"
    form_class = FunctionForm
    title = gettext_lazy("Say who fills a function")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "people": people_of(self.municipality),
            "networks": open_networks(self.municipality),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"function": self.request.GET.get("funksjon", "")}

    def act(self, form: Form) -> None:
        functions.fill_function(
            municipality=self.municipality,
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
            **form.cleaned_data,
        )
        messages.success(self.request, _("The function is saved."))

    def get_success_url(self) -> str:
        return self.next_address(self.work_address("functions"))


class FunctionEnd(WorkPage, ActionPage):
    permission_required = "improvement.steer"
    form_class = FunctionEndForm
    title = gettext_lazy("Somebody stops")
    button = gettext_lazy("Save")

    @cached_property
    def holder(self) -> FunctionHolder:
        rows = FunctionHolder.objects.filter(municipality=self.municipality)
        return get_object_or_404(rows, pk=self.kwargs["holder"], valid_to__isnull=True)

    @property
    def lead(self) -> str:  # type: ignore[override]
        if self.holder.does_not_exist:
            return _("The note that you do not have this position is ended.")
        return str(self.holder)

    def get_initial(self) -> dict[str, Any]:
        return {"on": day_in(municipality=self.municipality, at=timezone.now())}

    def act(self, form: Form) -> None:
        functions.end_function(holder=self.holder, on=form.cleaned_data["on"], by=self.person)
        messages.success(self.request, _("The function is saved."))

    def get_success_url(self) -> str:
        return self.work_address("functions")
