"""What the pages of the hosts have in common: the address, the way there, a form."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from gatherings.enums import SeriesState
from gatherings.models import Gathering
from gatherings.views.pages import HostPage
from improvement.views.pages import ActionPage


class HostRoom(HostPage):
    """A page under the overview of the hosts."""

    def host_address(self, name: str = "host", **kwargs: Any) -> str:
        """Address of a page of the hosts of this series."""
        return reverse(f"gatherings:{name}", kwargs={"slug": self.series.slug, **kwargs})

    @property
    def may_change(self) -> bool:
        """Whether the series can be changed at all."""
        is_open = self.series.network.closed_at is None
        return is_open and self.series.state != SeriesState.CANCELLED

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("For the hosts"), self.host_address())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_change=self.may_change, **kwargs)


class HostForm(HostRoom, ActionPage):
    """A form of the hosts; it leads back to their overview."""

    template_name = "gatherings/host_form.html"

    def get_success_url(self) -> str:
        return self.host_address()


class GatheringRoom(HostRoom):
    """A page of the hosts about one gathering."""

    @cached_property
    def gathering(self) -> Gathering:
        found: Gathering = get_object_or_404(
            self.series.gatherings, number=self.kwargs["number"]
        )
        found.series = self.series
        return found

    def gathering_address(self, name: str, **kwargs: Any) -> str:
        """Address of a page of the hosts about this gathering."""
        return self.host_address(name, number=self.gathering.number, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(gathering=self.gathering, **kwargs)


class GatheringForm(GatheringRoom, ActionPage):
    """A form of the hosts about one gathering."""

    template_name = "gatherings/host_form.html"

    def get_success_url(self) -> str:
        return self.host_address()
