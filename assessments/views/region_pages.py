"""What pages about a region have in common."""

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
from assessments.models.scope import followed_regions
from improvement.views.pages import ActionPage
from networks.models import Region


def way_to_initiatives(region: Region) -> list[tuple[str, str]]:
    """The path of the pages about what a region has begun."""
    return [
        (region.name, region.get_absolute_url()),
        (_("Initiatives"), reverse("assessments:initiative-list", args=[region.slug])),
    ]


class RegionPage(PermissionRequiredMixin, ContextMixin):
    """A page about a region; ``permission_required`` says who."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: str | tuple[str, ...] = "assessments.handle_region"
    raise_exception = True

    @cached_property
    def region(self) -> Region:
        return get_object_or_404(Region, slug=self.kwargs["slug"])

    @cached_property
    def may_keep(self) -> bool:
        return self.request.user.has_perm("assessments.handle_region", self.region)

    @cached_property
    def is_follower(self) -> bool:
        """Whether the reader belongs to the region, or follows it through its networks."""
        person = self.request.user
        if not isinstance(person, User):
            return False
        if person.is_superuser:
            return True
        return followed_regions(person).filter(pk=self.region.pk).exists()

    def get_permission_object(self) -> Any:
        return self.region

    def path(self) -> list[tuple[str, str]]:
        """The pages that lead here, each with its address."""
        return way_to_initiatives(self.region)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            region=self.region,
            may_keep=self.may_keep,
            eyebrow=self.region.name,
            crumbs=self.path(),
            **kwargs,
        )


class RegionAction(SignedIn, RegionPage, ActionPage):
    """A form of the officers of a region."""

    template_name = "assessments/form.html"

    def get_success_url(self) -> str:
        address = reverse("assessments:initiative-list", args=[self.region.slug])
        return self.next_address(address)
