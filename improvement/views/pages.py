"""What the pages here have in common: whose work it is, and who may change it.

Work that the reader may not know of is 404; what is read but not changed is 403.
"""

from functools import cached_property
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin
from rules.contrib.views import PermissionRequiredMixin

from accounts.signed_in import SignedIn
from common import fragments
from improvement.models import (
    Measure,
    Objective,
    Round,
    readable_municipalities,
    workplace_networks,
)
from improvement.queries.acting import behalf
from improvement.views import refusals
from networks.actions.locks import Refused
from networks.models import Municipality, Network
from networks.views.pages import ActionForm


class WorkPage(SignedIn, PermissionRequiredMixin, ContextMixin):
    """A page about the work of one municipality; ``permission_required`` says who may.

    Subclasses that everyone who may read the work opens set ``permission_required`` to ().
    """

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: str | tuple[str, ...] = "improvement.work"
    raise_exception = True

    @cached_property
    def municipality(self) -> Municipality:
        return get_object_or_404(
            readable_municipalities(self.request.user).select_related("country"),
            country=self.kwargs["country"].upper(),
            code=self.kwargs["code"],
        )

    @cached_property
    def on_behalf_of(self) -> Municipality | None:
        """The municipality, when the person acts for it without a role of its own."""
        return behalf(self.person, self.municipality)

    @cached_property
    def may_work(self) -> bool:
        return self.request.user.has_perm("improvement.work", self.municipality)

    @cached_property
    def may_steer(self) -> bool:
        return self.request.user.has_perm("improvement.steer", self.municipality)

    def known(self, network: Network | None) -> Network | None:
        """Give a network that work is tied to, if the reader may know that there is one."""
        if network is None or network.is_public or self.may_work:
            return network
        return network if network.pk in self._closed_ones_known else None

    @cached_property
    def _closed_ones_known(self) -> set[int]:
        """Keys of networks that are not public and known to the reader; one query."""
        rows = Network.objects.visible_to(self.request.user).filter(is_public=False)
        return set(rows.values_list("pk", flat=True))

    def get_permission_object(self) -> Municipality:
        return self.municipality

    @property
    def place(self) -> dict[str, str]:
        """The part of the address that names the municipality."""
        return self.municipality.address_keys

    def work_address(self, name: str, **kwargs: Any) -> str:
        """Address of a page of this municipality."""
        return reverse(f"improvement:{name}", kwargs={**self.place, **kwargs})

    def path(self) -> list[tuple[str, str]]:
        """The pages that lead here, each with its address."""
        return [
            (str(self.municipality), self.municipality.get_absolute_url()),
            (_("Goals and measures"), self.work_address("work")),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            municipality=self.municipality,
            place=self.place,
            may_work=self.may_work,
            may_steer=self.may_steer,
            on_behalf_of=self.on_behalf_of,
            crumbs=self.path(),
            **kwargs,
        )


class MeasurePage(WorkPage):
    """A page about one measure."""

    @cached_property
    def measure(self) -> Measure:
        rows = Measure.objects.visible_to(self.request.user).select_related(
            "municipality__country", "network", "objective", "responsible_person", "round"
        )
        found: Measure = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @cached_property
    def municipality(self) -> Municipality:
        return self.measure.municipality

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (self.measure.title, self.measure.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(measure=self.measure, **kwargs)


class ObjectivePage(WorkPage):
    """A page about one objective."""

    @cached_property
    def objective(self) -> Objective:
        rows = Objective.objects.visible_to(self.request.user).select_related(
            "municipality__country", "network", "decision", "round"
        )
        found: Objective = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @cached_property
    def municipality(self) -> Municipality:
        return self.objective.municipality

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (self.objective.title, self.objective.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(objective=self.objective, **kwargs)


class RoundPage(WorkPage):
    """A page about one round of a municipality."""

    permission_required: str | tuple[str, ...] = "improvement.steer"

    @cached_property
    def round(self) -> Round:
        rows = Round.objects.visible_to(self.request.user).select_related(
            "municipality__country", "network", "topic", "previous", "template"
        )
        found: Round = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @cached_property
    def municipality(self) -> Municipality:
        return self.round.municipality

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (str(self.round), self.round.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, **kwargs)


class NetworkWorkPage(SignedIn, PermissionRequiredMixin, ContextMixin):
    """A page about the common work of one network, for its people; changed by its leader."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: str | tuple[str, ...] = "networks.lead_network"
    raise_exception = True

    @cached_property
    def network(self) -> Network:
        rows = workplace_networks(self.request.user).select_related("programme", "region")
        return get_object_or_404(rows, slug=self.kwargs["slug"])

    @cached_property
    def may_lead(self) -> bool:
        return self.request.user.has_perm("networks.lead_network", self.network)

    def get_permission_object(self) -> Network:
        return self.network

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.network.label, self.network.get_absolute_url())]
        return super().get_context_data(
            network=self.network, may_lead=self.may_lead, crumbs=crumbs, **kwargs
        )


class ActionPage(ActionForm):
    """A form that does one action; what the action refuses stands at the form.

    ``?next=`` (or the field ``next``) names the page to come back to.
    """

    template_name = plain_template = "improvement/form.html"

    def show_refusal(self, form: Form, refused: Refused) -> None:
        refusals.show(form, refused)

    def next_address(self, otherwise: str) -> str:
        """Where to go when it is done: the page one came from, if it is one of ours."""
        return fragments.next_address(self.request, otherwise)
