"""What the pages about a case have in common: which one it is, and who may do what.

A case that the reader may not know of is 404; what is read but not changed is 403.
"""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin
from rules.contrib.views import PermissionRequiredMixin

from accounts.signed_in import SignedIn
from gatherings.models import Case, Registration, Series
from gatherings.queries.cases import own_seat
from improvement.queries.acting import behalf
from improvement.views.pages import ActionPage
from networks.models import Municipality


class CasePage(SignedIn, PermissionRequiredMixin, ContextMixin):
    """A page about one case; without a word on whom it is for, all who read it open it."""

    request: HttpRequest
    kwargs: dict[str, Any]
    raise_exception = True
    for_writers = False
    for_hosts = False

    @cached_property
    def case(self) -> Case:
        rows = Case.objects.visible_to(self.request.user).select_related(
            "series__network__programme",
            "municipality__country",
            "gathering",
            "agenda_item",
            "measure",
            "contact",
            "return_gathering",
        )
        found: Case = get_object_or_404(rows, pk=self.kwargs["pk"])
        if found.gathering is not None:
            found.gathering.series = found.series
        return found

    @property
    def series(self) -> Series:
        return self.case.series

    @property
    def municipality(self) -> Municipality:
        return self.case.municipality

    @cached_property
    def may_write(self) -> bool:
        return self.request.user.has_perm("gatherings.write_case", self.municipality)

    @cached_property
    def may_hold(self) -> bool:
        return self.request.user.has_perm("gatherings.hold_series", self.series)

    @property
    def is_open(self) -> bool:
        """Whether anything can be changed at all."""
        return self.series.network.closed_at is None

    @cached_property
    def on_behalf_of(self) -> Municipality | None:
        """The municipality, when the person writes for it without a role of its own."""
        return behalf(self.person, self.municipality) if self.may_write else None

    @cached_property
    def own_seat(self) -> Registration | None:
        """The reader's own seat in the series, where the account is linked to one."""
        return own_seat(self.series, self.person)

    def has_permission(self) -> bool:
        if not (self.for_writers or self.for_hosts):
            return bool(self.case)
        return (self.for_writers and self.may_write) or (self.for_hosts and self.may_hold)

    def case_address(self, name: str = "case", **kwargs: Any) -> str:
        """Address of a page of this case."""
        return reverse(f"gatherings:{name}", kwargs={"pk": self.case.pk, **kwargs})

    def path(self) -> list[tuple[str, str]]:
        """The pages that lead here, each with its address."""
        cases = reverse("gatherings:cases", kwargs={"slug": self.series.slug})
        return [
            (_("Gatherings"), reverse("gatherings:series-list")),
            (self.series.name, self.series.get_absolute_url()),
            (_("Cases"), cases),
            (self.case.title, self.case.get_absolute_url()),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            case=self.case,
            series=self.series,
            municipality=self.municipality,
            may_write=self.may_write and self.is_open,
            may_hold=self.may_hold and self.is_open,
            is_open=self.is_open,
            on_behalf_of=self.on_behalf_of if self.for_writers else None,
            crumbs=self.path(),
            **kwargs,
        )


class CaseAction(CasePage, ActionPage):
    """A form about a case; it leads back to its page."""

    def get_success_url(self) -> str:
        return self.next_address(self.case.get_absolute_url())
