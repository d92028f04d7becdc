"""What the pages of a company have in common: who acts for which company."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from accounts.signed_in import SignedIn
from procurement.enums import SupplierState
from procurement.models import Supplier, SupplierPerson
from procurement.queries.suppliers import person_of_company


class SupplierRoom(SignedIn, ContextMixin):
    """A page of those who act for a company; others are led to where one signs it up."""

    request: HttpRequest

    @cached_property
    def own_member(self) -> SupplierPerson | None:
        return person_of_company(self.person)

    @property
    def member(self) -> SupplierPerson:
        """The reader in the company.

        Raises:
            TypeError: There is none; ``dispatch`` lets nobody else come here.
        """
        if self.own_member is None:
            raise TypeError
        return self.own_member

    @property
    def supplier(self) -> Supplier:
        return self.member.supplier

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or self.own_member is not None:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]  # of the view
        return redirect(self.sign_up_address())

    def sign_up_address(self) -> str:
        """Where a company is signed up."""
        return reverse("procurement:supplier-sign-up")

    def path(self) -> list[tuple[str, str]]:
        """The pages that lead here, each with its address."""
        return [(_("Our solutions"), reverse("procurement:desk"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "supplier": self.supplier,
                "is_owner": self.member.is_owner,
                "is_stopped": self.supplier.state != SupplierState.ACTIVE,
                "crumbs": self.path(),
                **kwargs,
            }
        )
