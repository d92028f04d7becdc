"""Input to the state: the list of a municipality, of a network, and the form."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from improvement.actions.state_inputs import (
    InputDetails,
    change_state_input,
    create_state_input,
    details_of,
)
from improvement.enums import InputState
from improvement.forms.state_inputs import StateInputFilter, StateInputForm
from improvement.models import StateInput
from improvement.queries.choices import networks_of
from improvement.queries.state_inputs import Choices, state_inputs
from improvement.views.pages import ActionPage, NetworkWorkPage, WorkPage
from networks.models import Network

PER_PAGE = 20
CODES = {
    InputState.DRAFT: "plan",
    InputState.SENT: "late",
    InputState.ANSWERED: "on",
    InputState.CHANGED: "done",
}
"""State of an input → state of the mark on the page."""
DETAILS = tuple(InputDetails.__dataclass_fields__)


class StateInputList(WorkPage, TemplateView):
    """What one municipality tells the state."""

    template_name = "improvement/state_input_list.html"
    permission_required = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = StateInputFilter(self.request.GET)
        rows = state_inputs(municipality=self.municipality, choices=form.chosen())
        context = super().get_context_data(**kwargs)
        crumbs = [
            *context["crumbs"],
            (_("Reports"), self.work_address("reports")),
            (_("Input to the state"), ""),
        ]
        return (
            context
            | _list(self, form, rows, known=self.known)
            | {"crumbs": crumbs, "owner": self.municipality}
        )


class NetworkStateInputList(NetworkWorkPage, TemplateView):
    """What the members of a network tell the state together."""

    template_name = "improvement/state_input_list.html"
    permission_required = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = StateInputFilter(self.request.GET)
        rows = state_inputs(network=self.network, choices=form.chosen())
        context = super().get_context_data(**kwargs)
        address = reverse("improvement:network-reports", kwargs={"slug": self.network.slug})
        crumbs = [
            *context["crumbs"],
            (_("Reports"), address),
            (_("Input to the state"), ""),
        ]
        found = _list(self, form, rows, known=lambda _network: self.network)
        return context | found | {"crumbs": crumbs, "owner": self.network}


def _list(
    page: WorkPage | NetworkWorkPage,
    form: StateInputFilter,
    rows: QuerySet[StateInput],
    *,
    known: Callable[[Network | None], Network | None],
) -> dict[str, Any]:
    shown = Paginator(rows, PER_PAGE).get_page(page.request.GET.get("side"))
    return {
        "filter": form,
        "is_filtered": form.chosen() != Choices(),
        "page": shown,
        "rows": [(one, CODES[InputState(one.state)], known(one.network)) for one in shown],
        "found": shown.paginator.count,
    }


class StateInputPage(WorkPage, ActionPage):
    """The form of one input."""

    form_class = StateInputForm
    button = gettext_lazy("Save")

    @cached_property
    def networks(self) -> QuerySet[Network]:
        """Open networks that the municipality is in."""
        return networks_of(self.municipality)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "networks": self.networks}

    def details(self, form: Form) -> InputDetails:
        clean = form.cleaned_data
        return InputDetails(**{name: clean[name] for name in DETAILS if name in clean})

    def get_success_url(self) -> str:
        return self.next_address(self.work_address("state-inputs"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address = self.work_address("state-inputs")
        context["crumbs"].insert(-1, (_("Input to the state"), address))
        return context


class StateInputCreate(StateInputPage):
    """Write a new input."""

    title = gettext_lazy("New input to the state")
    lead = gettext_lazy("Say what stops you, and what the state could change.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_new": True}

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.municipality.country.language or "nb"}

    def act(self, form: Form) -> None:
        create_state_input(
            municipality=self.municipality,
            details=self.details(form),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The input is saved."))


class StateInputChange(StateInputPage):
    """Change an input, and note that it was sent or answered."""

    title = gettext_lazy("Change the input")

    @cached_property
    def state_input(self) -> StateInput:
        rows = StateInput.objects.visible_to(self.request.user).select_related(
            "municipality__country", "network"
        )
        found: StateInput = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @cached_property
    def municipality(self) -> Any:
        return self.state_input.municipality

    @cached_property
    def networks(self) -> QuerySet[Network]:
        """Open networks of the municipality, and the one that the input belongs to."""
        return networks_of(self.municipality, kept=self.state_input.network_id)

    def get_initial(self) -> dict[str, Any]:
        now = details_of(self.state_input)
        return {name: getattr(now, name) for name in DETAILS}

    def act(self, form: Form) -> None:
        change_state_input(
            state_input=self.state_input,
            details=self.details(form),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The input is saved."))
