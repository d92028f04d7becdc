"""The reader's own profile. allauth answers for the rest of ``/konto/``."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.views import ConfirmEmailView
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts import actions
from accounts.forms import ProfileForm
from accounts.sessions import signed_up_here
from accounts.signed_in import SignedIn


class Profile(SignedIn, FormView):
    """Name and language, and the ways to everything else about one's account."""

    template_name = "accounts/profile.html"
    form_class = ProfileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self.person,
            has_password=self.person.has_usable_password(),
            has_two_steps=is_mfa_enabled(self.person),
            has_providers=bool(get_adapter().list_apps(self.request)),
            waiting_address=EmailAddress.objects.filter(
                user=self.person, verified=False
            ).first(),
            **kwargs,
        )

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        actions.change_profile(person=self.person, **form.cleaned_data)
        language = form.cleaned_data["language"]
        if language:
            translation.activate(language)
        messages.success(self.request, _("Your profile is saved."))
        return redirect("accounts:profile")


class ConfirmEmail(ConfirmEmailView):
    """The link of the letter that confirms an address.

    In the browser where the account was made it confirms at once and leads on. Elsewhere
    it asks first: programs that read mail open links too.
    """

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        is_here = self._was_made_here()
        answer: HttpResponse = (self.post if is_here else super().get)(*args, **kwargs)
        return answer

    def _was_made_here(self) -> bool:
        try:
            confirmation = self.get_object()
        except Http404:
            return False
        return signed_up_here(self.request, confirmation.email_address.user)
