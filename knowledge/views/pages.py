"""What the pages here have in common: the way to them, and the language one writes in."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin
from rules.contrib.views import PermissionRequiredMixin

from common import fragments
from common.numbers import whole_number
from improvement.models import workplace_networks
from improvement.views.pages import ActionPage, NetworkWorkPage
from networks.models import Network

MOST_LETTERS = 100
PAGE = 20


def way_to(name: str, label: str) -> list[tuple[str, str]]:
    """Begin the path of every page of a part: label and address of each step."""
    home = (_("Knowledge"), reverse("knowledge:home"))
    return [(_("Front page"), "/"), home, (label, reverse(f"knowledge:{name}"))]


def language() -> str:
    """The language that the person writes in: that of the page."""
    return (get_language() or "nb").split("-")[0]


def words_in(query: QueryDict, name: str = "q") -> str:
    """Read a search of an address; what no database takes is left out."""
    return query.get(name, "").replace("\0", "").strip()[:MOST_LETTERS]


def goal_in(query: QueryDict) -> int | None:
    """Read the number of a goal of an address; None for none."""
    number = whole_number(query.get("mal", ""))
    return number if number is not None and 1 <= number <= 17 else None


class OpenNetworkPage(PermissionRequiredMixin, ContextMixin):
    """A page about a network that everybody reads who may know of the network.

    ``permission_required`` is () for those who read.
    """

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: str | tuple[str, ...] = ()
    raise_exception = True

    @cached_property
    def network(self) -> Network:
        rows = Network.objects.visible_to(self.request.user)
        return get_object_or_404(rows, slug=self.kwargs["slug"])

    @cached_property
    def is_at_work(self) -> bool:
        """Whether the reader is one of the network's own people."""
        rows = workplace_networks(self.request.user)
        return rows.filter(pk=self.network.pk).exists()

    @cached_property
    def may_lead(self) -> bool:
        return self.request.user.has_perm("networks.lead_network", self.network)

    def get_permission_object(self) -> Network:
        return self.network

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            network=self.network,
            may_lead=self.may_lead,
            crumbs=[(self.network.label, self.network.get_absolute_url())],
            **kwargs,
        )


class ReadByNetwork(NetworkWorkPage):
    """A page that all people of a network open; unknown to others."""

    permission_required = ()


class FormPage(ActionPage):
    """A form that does one action; without a template of its own, htmx gets it alone."""

    template_name = "knowledge/action.html"

    def get_template_names(self) -> list[str]:
        is_plain = self.template_name == FormPage.template_name
        if is_plain and fragments.is_fragment(self.request):
            return ["parts/fragment_form.html"]
        return super().get_template_names()
