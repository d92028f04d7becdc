"""What the pages here have in common: which series it is, and who may change it."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin
from rules.contrib.views import PermissionRequiredMixin

from accounts.signed_in import SignedIn
from gatherings.models import Series


class SeriesPage(PermissionRequiredMixin, ContextMixin):
    """A page about one series that the reader may know of; ``permission_required`` says who."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: str | tuple[str, ...] = "gatherings.hold_series"
    raise_exception = True

    def known_series(self) -> QuerySet[Series]:
        """The series that the reader may know of."""
        rows = Series.objects.visible_to(self.request.user)
        return rows.select_related("network__programme", "network__region")

    @cached_property
    def series(self) -> Series:
        return get_object_or_404(self.known_series(), slug=self.kwargs["slug"])

    @cached_property
    def may_hold(self) -> bool:
        return self.request.user.has_perm("gatherings.hold_series", self.series)

    def get_permission_object(self) -> Series:
        return self.series

    def path(self) -> list[tuple[str, str]]:
        """The pages that lead here, each with its address."""
        return [
            (_("Gatherings"), reverse("gatherings:series-list")),
            (self.series.name, self.series.get_absolute_url()),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            series=self.series, may_hold=self.may_hold, crumbs=self.path(), **kwargs
        )


class HostPage(SignedIn, SeriesPage):
    """A page of those who hold the series."""
