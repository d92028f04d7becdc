"""Who acts for a company: the list, invitations, and the answer to one."""

from functools import cached_property
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.signup import complete_signup
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from accounts.actions import digest
from accounts.forms import OpenSignupForm
from accounts.models import User
from accounts.queries import has_account
from accounts.sessions import drop_proven_address, hold_proven_address
from improvement.views import refusals
from improvement.views.pages import ActionPage
from networks.actions.locks import Refused
from procurement.actions import supplier_people
from procurement.forms.suppliers import ColleagueForm
from procurement.models import SupplierInvitation, SupplierPerson
from procurement.views.supplier_pages import SupplierRoom


class SupplierPeople(SupplierRoom, ActionPage):
    """Who acts for the company; those who may invite do it here."""

    template_name = "procurement/supplier_people.html"
    form_class = ColleagueForm
    title = gettext_lazy("Who acts for the company")
    button = gettext_lazy("Send the invitation")

    def act(self, form: Form) -> None:
        email = form.cleaned_data["email"]
        supplier_people.invite(
            supplier=self.supplier, email=email, by=self.person, at=timezone.now()
        )
        messages.success(
            self.request, _("The invitation is sent to %(email)s.") % {"email": email}
        )

    def get_success_url(self) -> str:
        return reverse("procurement:supplier-people")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = self.supplier.people.select_related("person").order_by("added_at", "pk")
        waiting = self.supplier.invitations.filter(accepted_at__isnull=True)
        return super().get_context_data(
            people=people,
            waiting=waiting.order_by("-invited_at", "pk") if self.member.is_owner else (),
            now=timezone.now(),
            **kwargs,
        )


class SupplierPersonRemove(SupplierRoom, ActionPage):
    """Somebody no longer acts for the company, after a question."""

    template_name = "procurement/supplier_form.html"
    form_class = Form
    button = gettext_lazy("Remove")
    is_danger = True

    @cached_property
    def colleague(self) -> SupplierPerson:
        rows = self.supplier.people.select_related("person", "supplier")
        found: SupplierPerson = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @property
    def title(self) -> str:  # type: ignore[override]  # made of the case at hand
        if self.colleague.person_id == self.person.pk:
            return _("Leave the company")
        return _("Remove %(name)s") % {"name": self.colleague.person}

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("The account stays, but acts for %(company)s no more.") % {
            "company": self.supplier
        }

    def act(self, form: Form) -> None:
        supplier_people.remove_person(member=self.colleague, by=self.person)
        messages.success(self.request, _("Done."))

    def get_success_url(self) -> str:
        return reverse("procurement:supplier-people")


class SupplierInvitationWithdraw(SupplierRoom, View):
    """Makes an invitation useless."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation = get_object_or_404(self.supplier.invitations, pk=pk)
        try:
            supplier_people.withdraw_invitation(invitation=invitation, by=self.person)
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        else:
            messages.success(request, _("The invitation is withdrawn."))
        return redirect("procurement:supplier-people")


@method_decorator(rate_limit(action="signup"), name="dispatch")
@method_decorator(login_not_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters("password1"), name="dispatch")
class SupplierInvitationAnswer(View):
    """The link that a colleague was sent: make an account or sign in, and accept."""

    @cached_property
    def invitation(self) -> SupplierInvitation | None:
        rows = SupplierInvitation.objects.select_related("supplier", "invited_by")
        return rows.filter(token_digest=digest(self.kwargs["token"])).first()

    @cached_property
    def is_open(self) -> bool:
        found = self.invitation
        return (
            found is not None
            and found.accepted_at is None
            and timezone.now() < found.expires_at
        )

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(self._account(None))

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        if self.invitation is None or not self.is_open:
            return self._page(None)
        if isinstance(request.user, User):
            return self._accept(request.user)
        account = self._account(request.POST)
        if account is None or not account.is_valid():
            return self._page(account)
        # Where something breaks, neither the account nor its place in the company is left.
        with transaction.atomic():
            return self._sign_up(request, account, email=self.invitation.email)

    def _sign_up(
        self, request: HttpRequest, account: OpenSignupForm, *, email: str
    ) -> HttpResponseBase:
        """Make the account and accept; a refusal leaves the account, and is told."""
        # The link came to this address: there is nothing left to confirm.
        hold_proven_address(request, email)
        answer: HttpResponseBase
        person, answer = account.try_save(request)
        if not isinstance(person, User):
            drop_proven_address(request)
            return answer
        try:
            answer = complete_signup(
                request, user=person, redirect_url=reverse("procurement:desk")
            )
        except ImmediateHttpResponse as instead:
            answer = instead.response
        drop_proven_address(request)
        self._try_to_accept(person)
        return answer

    def _account(self, data: Any) -> OpenSignupForm | None:
        """Ask for name and password; the address is the one that was invited."""
        found = self.invitation
        if (
            found is None
            or self.request.user.is_authenticated
            or has_account(email=found.email)
        ):
            return None
        form = OpenSignupForm(data, initial={"email": found.email})
        form.fields["email"].disabled = True
        form.fields["email"].help_text = ""
        return form

    def _accept(self, person: User) -> HttpResponse:
        if not self._try_to_accept(person):
            return self._page(None)
        return redirect("procurement:desk")

    def _try_to_accept(self, person: User) -> bool:
        found = self.invitation
        assert found is not None  # noqa: S101 -- asked before
        try:
            supplier_people.accept_invitation(
                invitation=found, person=person, at=timezone.now()
            )
        except Refused as refused:
            messages.error(self.request, refusals.sentence(refused))
            return False
        text = _("Welcome. You now act for %(company)s.") % {"company": found.supplier}
        messages.success(self.request, text)
        return True

    def _page(self, account: OpenSignupForm | None) -> HttpResponse:
        found = self.invitation
        if found is None:
            status = HTTPStatus.NOT_FOUND
        else:
            status = HTTPStatus.OK if self.is_open else HTTPStatus.GONE
        return render(
            self.request,
            "procurement/supplier_invitation.html",
            {
                "invitation": found,
                "is_open": self.is_open,
                "account": account,
                "here": self.request.path,
                "is_signed_in": self.request.user.is_authenticated,
            },
            status=status,
        )
