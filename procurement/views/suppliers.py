"""A company's own pages: signing up, the desk, its details, closing."""

from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.signup import complete_signup
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView, View

from accounts.forms import OpenSignupForm
from accounts.models import User
from accounts.sessions import remember_sign_up
from common import fragments
from improvement.views import refusals
from improvement.views.pages import ActionPage
from networks.actions.locks import Refused
from networks.models import Country
from procurement.actions import suppliers, watches
from procurement.forms.suppliers import (
    CompanyDetailsForm,
    CompanyForm,
    NewCompanyForm,
    SureForm,
)
from procurement.models import Need
from procurement.queries.suppliers import person_of_company, read_desk
from procurement.views.pages import way_to_needs
from procurement.views.supplier_pages import SupplierRoom
from procurement.views.supplier_rows import desk_rows


@method_decorator(rate_limit(action="signup"), name="dispatch")
@method_decorator(login_not_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters("password1"), name="dispatch")
class SupplierSignUp(View):
    """One page for a new company: who you are, and what the company is.

    Somebody who is signed in gives the company alone. ``?behov=`` names the need that one
    came from; it is followed, and its form comes next.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        reader = request.user
        if isinstance(reader, User) and person_of_company(reader) is not None:
            return redirect(self.next_address())
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._account(None), NewCompanyForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        account, company = self._account(request.POST), NewCompanyForm(request.POST)
        forms = [form for form in (account, company) if form is not None]
        if not all([form.is_valid() for form in forms]):  # noqa: C419 -- each shows its errors
            return self._page(account, company)
        try:
            return self._open(account, company)
        except (suppliers.CompanyIsHere, suppliers.NobodyCanAct) as refused:
            self._tell(account, company)
            refusals.show(company, refused)
        except Refused as refused:
            refusals.show(company, refused)
        return self._page(account, company)

    def next_address(self) -> str:
        """The form of the solution that one came for, or the desk."""
        need = self._need()
        if need is None:
            return reverse("procurement:desk")
        return reverse("procurement:solution-write", kwargs={"slug": need.slug})

    def _need(self) -> Need | None:
        slug = self.request.GET.get("behov", "")
        return Need.objects.public().filter(slug=slug).first() if slug else None

    def _account(self, data: Any) -> OpenSignupForm | None:
        return None if self.request.user.is_authenticated else OpenSignupForm(data)

    def _open(
        self, account: OpenSignupForm | None, company: NewCompanyForm
    ) -> HttpResponseBase:
        given = company.cleaned_data["organisation_number"]
        country = get_object_or_404(Country, code=given.country)
        now = timezone.now()
        if account is None:
            person = self.request.user
            assert isinstance(person, User)  # noqa: S101 -- only those signed in have no account form
            suppliers.sign_up(
                person=person,
                country=country,
                number=given.number,
                company=company.company(),
                at=now,
            )
            self._follow(person)
            messages.success(self.request, _("Your company is registered."))
            return redirect(self.next_address())
        answers: list[HttpResponseBase] = []

        def make_account() -> User | None:
            person, answer = account.try_save(self.request)
            if answer is not None:
                answers.append(answer)
            return person if isinstance(person, User) else None

        made = suppliers.open_account(
            make_account=make_account,
            country=country,
            number=given.number,
            company=company.company(),
            at=now,
        )
        if made is None:
            return answers[0]
        person, _supplier = made
        self._follow(person)
        remember_sign_up(self.request, person)
        try:
            answer: HttpResponseBase = complete_signup(
                self.request, user=person, redirect_url=self.next_address()
            )
        except ImmediateHttpResponse as instead:
            answer = instead.response
        return answer

    def _follow(self, person: User) -> None:
        need = self._need()
        if need is not None:
            watches.follow(person=person, need=need, at=timezone.now())

    def _tell(self, account: OpenSignupForm | None, company: NewCompanyForm) -> None:
        """Write to those who act for the company, or can decide who does."""
        given = company.cleaned_data["organisation_number"]
        reader = self.request.user
        if account is not None:
            name, email = account.cleaned_data["name"], account.cleaned_data["email"]
        elif isinstance(reader, User):
            name, email = reader.get_full_name(), reader.email
        suppliers.tell_of_attempt(
            country=get_object_or_404(Country, code=given.country),
            number=given.number,
            name=name,
            email=email,
            at=timezone.now(),
        )

    def _page(self, account: OpenSignupForm | None, company: NewCompanyForm) -> HttpResponse:
        need = self._need()
        crumbs = way_to_needs()
        if need is not None:
            crumbs.append((need.title, need.get_absolute_url()))
        here = self.request.get_full_path()
        return render(
            self.request,
            "procurement/supplier_sign_up.html",
            {
                "account": account,
                "company": company,
                "need": need,
                "here": here,
                "crumbs": [*crumbs, (_("Sign up your company"), "")],
            },
            status=HTTPStatus.OK,
        )


class Desk(SupplierRoom, TemplateView):
    """What a company has sent, what fits it, and what it follows."""

    template_name = "procurement/supplier_desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        desk = read_desk(self.member, at=now)
        return super().get_context_data(**desk_rows(desk, at=now), **kwargs)


class SupplierChange(SupplierRoom, ActionPage):
    """What the company says of itself."""

    template_name = "procurement/supplier_form.html"
    form_class = CompanyDetailsForm
    title = gettext_lazy("Your company")
    lead = gettext_lazy("The municipalities read this beside your solutions.")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return CompanyDetailsForm.initial_of(self.supplier)

    def act(self, form: Any) -> None:
        assert isinstance(form, CompanyForm)  # noqa: S101 -- form_class says so
        suppliers.change_company(
            supplier=self.supplier, company=form.company(before=self.supplier), by=self.person
        )
        messages.success(self.request, _("Saved."))

    def get_success_url(self) -> str:
        return reverse("procurement:desk")


class SupplierClose(SupplierRoom, ActionPage):
    """Closes the account of the company, after a question."""

    template_name = "procurement/supplier_form.html"
    form_class = SureForm
    title = gettext_lazy("Close the account of the company")
    lead = gettext_lazy(
        "Drafts are deleted. Only the buyers still read what you have sent, marked. Nobody "
        "acts for the company any more. Your own account stays."
    )
    button = pgettext_lazy("company", "Close it")
    is_danger = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in those who may invite.

        Raises:
            PermissionDenied: The reader may not.
        """
        own = self.own_member if request.user.is_authenticated else None
        if own is not None and not own.is_owner:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: Any) -> None:
        suppliers.close_company(supplier=self.supplier, by=self.person, at=timezone.now())
        messages.success(self.request, _("The account of the company is closed."))

    def get_success_url(self) -> str:
        return fragments.next_address(self.request, reverse("procurement:need-list"))
