"""What the pages here have in common: whose page it is, and a form that does one action."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django.views.generic.base import ContextMixin
from rules.contrib.views import PermissionRequiredMixin

from accounts.signed_in import SignedIn
from common import fragments
from networks.actions.locks import Refused
from networks.models import Membership, Municipality, Network, SubGroup
from networks.models.networks import ENDED_STATES
from networks.views import refusals


class NetworkPage(PermissionRequiredMixin, ContextMixin):
    """A page of those who lead a network. Unknown to the reader is 404, known is 403."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required = "networks.lead_network"
    raise_exception = True

    @cached_property
    def network(self) -> Network:
        visible = Network.objects.visible_to(self.request.user).select_related(
            "programme", "region"
        )
        return get_object_or_404(visible, slug=self.kwargs["slug"])

    @cached_property
    def membership(self) -> Membership:
        rows = Membership.objects.select_related(
            "municipality__country", "decision", "group", "network"
        )
        return get_object_or_404(rows, network=self.network, pk=self.kwargs["membership"])

    @cached_property
    def group(self) -> SubGroup:
        return get_object_or_404(self.network.groups, pk=self.kwargs["group"])

    def get_permission_object(self) -> Network:
        return self.network

    def network_address(self, name: str, **kwargs: Any) -> str:
        return reverse(f"networks:{name}", kwargs={"slug": self.network.slug, **kwargs})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            (self.network.label, self.network.get_absolute_url()),
            (_("Members"), self.network_address("network-manage")),
        ]
        if "membership" in self.kwargs:
            address = self.network_address("membership-detail", membership=self.membership.pk)
            crumbs.append((str(self.membership.municipality), address))
            # Instead of the key that the address names.
            kwargs["membership"] = self.membership
        return super().get_context_data(network=self.network, crumbs=crumbs, **kwargs)


class MunicipalityPage(PermissionRequiredMixin, ContextMixin):
    """A page of those who act for a municipality."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required = "networks.act_for_municipality"
    raise_exception = True

    @cached_property
    def municipality(self) -> Municipality:
        return get_object_or_404(
            Municipality.objects.select_related("country"),
            country=self.kwargs["country"].upper(),
            code=self.kwargs["code"],
        )

    @cached_property
    def membership(self) -> Membership:
        """The membership in the network of the address that has not ended."""
        rows = self.municipality.memberships.select_related("network", "decision", "group")
        current = rows.exclude(state__in=ENDED_STATES)
        membership = get_object_or_404(current, network__slug=self.kwargs["slug"])
        membership.municipality = self.municipality
        return membership

    def get_permission_object(self) -> Municipality:
        return self.municipality

    @property
    def place(self) -> dict[str, str]:
        """The part of the address that names the municipality."""
        return self.municipality.address_keys

    def municipality_address(self) -> str:
        return reverse("networks:municipality-networks", kwargs=self.place)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            (str(self.municipality), self.municipality.get_absolute_url()),
            (_("Networks"), self.municipality_address()),
        ]
        return super().get_context_data(municipality=self.municipality, crumbs=crumbs, **kwargs)


class ActionForm(FormView):
    """A form that does one action; what the action refuses stands at the form.

    A page without a template of its own, with ``plain_template`` that is, is answered alone
    when htmx asks for it.
    """

    plain_template = ""
    title: str | Promise = ""
    lead: str | Promise = ""
    button: str | Promise = ""
    done: str | Promise = ""
    is_danger = False

    def act(self, form: Form) -> None:
        raise NotImplementedError

    def show_refusal(self, form: Form, refused: Refused) -> None:
        """Put what the action refused at its field."""
        refusals.show(form, refused)

    def address_after(self) -> str:
        """Where to go when it is done, or given up."""
        return str(self.get_success_url())

    def get_template_names(self) -> list[str]:
        is_plain = self.template_name == self.plain_template
        if is_plain and fragments.is_fragment(self.request):
            return ["parts/fragment_form.html"]
        return super().get_template_names()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **fragments.element_ids(self.request)}

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.act(form)
        except Refused as refused:
            self.show_refusal(form, refused)
            return self.form_invalid(form)
        if self.done:
            messages.success(self.request, str(self.done))
        return fragments.lead_on(self.request, self.address_after())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            title=self.title,
            lead=self.lead,
            button=self.button,
            is_danger=self.is_danger,
            back=self.address_after(),
            **fragments.context_of(self.request),
            **kwargs,
        )
        context["crumbs"] = [*context.get("crumbs", []), (self.title, "")]
        return context


class ActionPage(SignedIn, ActionForm):
    """A form of this app for people with an account.

    ``?next=`` (or the field ``next``) names the page to come back to.
    """

    template_name = plain_template = "networks/form.html"

    def address_after(self) -> str:
        return fragments.next_address(self.request, super().address_after())
