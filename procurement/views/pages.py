"""What the pages here have in common: which need it is, and who may do what with it."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin
from rules.contrib.views import PermissionRequiredMixin

from accounts.models import User
from accounts.signed_in import SignedIn
from improvement.queries.acting import behalf, workplaces
from improvement.views.pages import ActionPage
from networks.models import Municipality
from procurement.models import Need
from procurement.queries.solutions import buyers_of


def way_to_needs() -> list[tuple[str, str]]:
    """Begin the path of every page about needs: label and address of each step."""
    return [(_("Front page"), "/"), (_("Needs"), reverse("procurement:need-list"))]


def way_to_solutions() -> list[tuple[str, str]]:
    """Begin the path of what stands in the catalogue."""
    return [(_("Front page"), "/"), (_("Solutions"), reverse("procurement:solution-list"))]


class NeedPage(PermissionRequiredMixin, ContextMixin):
    """A page about one need that the reader may know of; ``permission_required`` says who.

    Open to everybody with ``login_not_required``; subclasses that everyone who may read the
    need opens set ``permission_required`` to ().
    """

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: str | tuple[str, ...] = "procurement.lead_need"
    raise_exception = True

    @cached_property
    def need(self) -> Need:
        rows = Need.objects.visible_to(self.request.user).select_related(
            "municipality__country",
            "network",
            "category",
            "pool",
            "from_indicator",
            "from_measure",
        )
        found: Need = get_object_or_404(rows, slug=self.kwargs["slug"])
        return found

    @cached_property
    def may_lead(self) -> bool:
        return self.request.user.has_perm("procurement.lead_need", self.need)

    @cached_property
    def may_buy(self) -> bool:
        return self.request.user.has_perm("procurement.buy", self.need)

    @cached_property
    def on_behalf_of(self) -> Municipality | None:
        """The municipality, when the person acts for it without a role of its own."""
        person = self.request.user
        if not isinstance(person, User) or not self.may_lead:
            return None
        return behalf(person, self.need.municipality)

    def get_permission_object(self) -> Need:
        return self.need

    def need_address(self, name: str, **kwargs: Any) -> str:
        """Address of a page about this need."""
        return reverse(f"procurement:{name}", kwargs={"slug": self.need.slug, **kwargs})

    def path(self) -> list[tuple[str, str]]:
        """The pages that lead here, each with its address."""
        return [*way_to_needs(), (self.need.title, self.need.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            need=self.need,
            may_lead=self.may_lead,
            may_buy=self.may_buy,
            on_behalf_of=self.on_behalf_of,
            crumbs=self.path(),
            **kwargs,
        )


class NeedRoom(SignedIn, NeedPage):
    """A page about one need for people with an account."""


class BuyerAtNeed(NeedRoom):
    """A page of those who work for one of the buyers of a need."""

    permission_required = "procurement.buy"

    @cached_property
    def buyer(self) -> Municipality:
        """The buyer that the reader works for, the lead first."""
        mine = {place.pk for place in workplaces(self.person)}
        members = buyers_of(self.need).members
        return next((place for place in members if place.pk in mine), members[0])


class NeedAction(NeedRoom, ActionPage):
    """A form that does one thing with a need; it leads back to its page."""

    template_name = "procurement/need_action.html"

    def get_success_url(self) -> str:
        return self.next_address(self.need.get_absolute_url())
