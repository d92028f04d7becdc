"""A company as others see it, and what the platform decides about it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin

from accounts.models import User
from accounts.signed_in import SignedIn
from improvement.views.pages import ActionPage
from procurement.actions import supplier_people, suppliers
from procurement.enums import Ending, SolutionState, SupplierState
from procurement.forms.suppliers import PersonForm, SupplierReasonForm, SuspendForm
from procurement.models import Solution, Supplier
from procurement.queries.contacts import people_of_company
from procurement.views.need_rows import category_name
from procurement.views.pages import way_to_solutions


class CompanyPage(ContextMixin):
    """A page about one company; it is known once it has sent a solution."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def supplier(self) -> Supplier:
        rows = Supplier.objects.select_related("country")
        reader = self.request.user
        if not reader.is_superuser:
            sent = Solution.objects.visible_to(reader).filter(state=SolutionState.SENT)
            known = rows.filter(state=SupplierState.ACTIVE, pk__in=sent.values("supplier"))
            if isinstance(reader, User):
                known |= rows.filter(people__person=reader)
            rows = known.distinct()
        found: Supplier = get_object_or_404(rows, slug=self.kwargs["slug"])
        return found

    @cached_property
    def has_nobody(self) -> bool:
        """Whether the company may act, and nobody is there to do it."""
        is_active = self.supplier.state == SupplierState.ACTIVE
        return is_active and not people_of_company(self.supplier)

    def address(self, name: str) -> str:
        """Address of a page about this company."""
        return reverse(f"procurement:{name}", kwargs={"slug": self.supplier.slug})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [*way_to_solutions(), (self.supplier.name, self.address("supplier"))]
        return super().get_context_data(supplier=self.supplier, crumbs=crumbs, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class SupplierDetail(CompanyPage, TemplateView):
    """What a company says of itself, and its solutions that the reader may see."""

    template_name = "procurement/supplier.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reader = self.request.user
        mine = Solution.objects.visible_to(reader).filter(
            supplier=self.supplier, state=SolutionState.SENT
        )
        return super().get_context_data(
            solutions=list(mine.select_related("need").order_by("-sent_at", "pk")[:50]),
            categories=[
                category_name(row) for row in self.supplier.categories.order_by("position")
            ],
            counties=list(
                self.supplier.counties.order_by("country", "name").values_list(
                    "name", flat=True
                )
            ),
            stopped=_why(self.supplier),
            may_decide=reader.is_superuser,
            may_name=reader.is_superuser and self.has_nobody,
            may_report=reader.is_authenticated,
            **kwargs,
        )


def _why(supplier: Supplier) -> str:
    """Say why a company does not act; nothing where it does."""
    if supplier.state == SupplierState.ACTIVE:
        return ""
    if supplier.state == SupplierState.CLOSED:
        return str(Ending.COMPANY.label)
    return f"{supplier.get_state_display()}: {supplier.state_reason}"


class SupplierReport(SignedIn, CompanyPage, ActionPage):
    """Tells those who run the site that something is wrong with a company."""

    template_name = "procurement/supplier_form.html"
    form_class = SupplierReasonForm
    title = gettext_lazy("Report the company")
    lead = gettext_lazy(
        "Those who run the site read this and decide. The company does not see who wrote."
    )
    button = gettext_lazy("Send")

    def act(self, form: Form) -> None:
        suppliers.report(
            supplier=self.supplier,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("Thank you. Those who run the site look into it."))

    def get_success_url(self) -> str:
        return self.address("supplier")


class PlatformDecision(SignedIn, CompanyPage, ActionPage):
    """A page of those who run the site."""

    template_name = "procurement/supplier_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in those who run the site.

        Raises:
            PermissionDenied: The reader is somebody else.
        """
        if request.user.is_authenticated and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return self.address("supplier")


class SupplierSuspend(PlatformDecision):
    """Stops a company, with a reason that it is told."""

    form_class = SuspendForm
    title = gettext_lazy("Suspend the company")
    lead = gettext_lazy("Only the buyers still read what it has sent, and it can send none.")
    button = gettext_lazy("Suspend")
    is_danger = True

    def act(self, form: Form) -> None:
        suppliers.suspend(
            supplier=self.supplier,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The company is suspended and told why."))


class SupplierRestore(PlatformDecision):
    """Lets a company act again."""

    form_class = Form
    title = gettext_lazy("Let the company act again")
    button = gettext_lazy("Restore")

    def act(self, form: Form) -> None:
        suppliers.restore(supplier=self.supplier, by=self.person, at=timezone.now())
        messages.success(self.request, _("The company is active again."))

    def get_success_url(self) -> str:
        """Lead on to where somebody is named, if nobody is left."""
        return self.address("supplier-name" if self.has_nobody else "supplier")


class SupplierName(PlatformDecision):
    """Names somebody for a company that nobody acts for any more."""

    form_class = PersonForm
    title = gettext_lazy("Name a person of the company")
    lead = gettext_lazy(
        "Nobody acts for the company. The person gets a link that works for 14 days, and can "
        "then invite colleagues."
    )
    button = gettext_lazy("Send the invitation")

    def act(self, form: Form) -> None:
        email = form.cleaned_data["email"]
        supplier_people.name_person(
            supplier=self.supplier, email=email, by=self.person, at=timezone.now()
        )
        messages.success(
            self.request, _("The invitation is sent to %(email)s.") % {"email": email}
        )
