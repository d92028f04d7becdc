"""What pages about one case have in common: which it is, and who does what in it."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin
from rules.contrib.views import PermissionRequiredMixin

from accounts.signed_in import SignedIn
from assessments.models import Assessment
from assessments.queries.cases import find
from assessments.rules import part_of
from common import fragments
from improvement.views.pages import ActionPage


def way_to_cases() -> list[tuple[str, str]]:
    """Begin the path of every page about cases: label and address of each step."""
    return [(_("Front page"), "/"), (_("Assessments"), reverse("assessments:case-list"))]


def way_to(case: Assessment) -> list[tuple[str, str]]:
    """The pages that lead to a page of a case, and the page of the case itself."""
    return [*way_to_cases(), (case.title, case.get_absolute_url())]


class CaseRoom(SignedIn, PermissionRequiredMixin, ContextMixin):
    """A page about one case that the reader may know of; ``permission_required`` says who.

    Pages that all who know of the case open set ``permission_required`` to ().
    """

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: str | tuple[str, ...] = "assessments.handle"
    raise_exception = True

    @cached_property
    def case(self) -> Assessment:
        """The case.

        Raises:
            Http404: There is none that the reader may know of.
        """
        found = find(self.person, self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    def may(self, permission: str) -> bool:
        """Whether the reader has a permission in this case."""
        return self.person.has_perm(f"assessments.{permission}", self.case)

    @cached_property
    def is_inside(self) -> bool:
        """Whether the reader handles, assesses, decides or applies for the case."""
        if self.may("handle") or self.may("apply"):
            return True
        return part_of(self.person, self.case) is not None

    def get_permission_object(self) -> Assessment:
        return self.case

    def case_address(self, name: str, **kwargs: Any) -> str:
        """Address of a page about this case."""
        return reverse(f"assessments:{name}", kwargs={"pk": self.case.pk, **kwargs})

    def path(self) -> list[tuple[str, str]]:
        """The pages that lead here, each with its address."""
        return way_to(self.case)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, crumbs=self.path(), **kwargs)


class CaseAction(CaseRoom, ActionPage):
    """A form that does one thing with a case; it leads back to its page."""

    template_name = "assessments/case_action.html"

    def get_template_names(self) -> list[str]:
        """Give the form alone when «Min kommune» asks for it."""
        if fragments.is_fragment(self.request):
            return ["parts/fragment_form.html"]
        return super().get_template_names()

    def get_success_url(self) -> str:
        return self.next_address(self.case.get_absolute_url())
