"""Taking one's own data along, and closing the account."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, View

from accounts.signed_in import SignedIn
from gatherings.actions.erasing import close_account
from networks.queries.assignments import sole_places_of
from portal.queries.own_data import own_data
from procurement.actions.supplier_people import forget_person


class CloseForm(forms.Form):
    sure = forms.BooleanField(
        label=gettext_lazy("Yes, remove my account for good"),
        error_messages={"required": gettext_lazy("Say yes here if you want to go on.")},
    )


class AccountData(TemplateView):
    """What the file holds, and the way to it."""

    template_name = "portal/account_data.html"


@method_decorator((never_cache, reauthentication_required), name="dispatch")
class AccountExport(SignedIn, View):
    """The file itself; whoever takes it shows again who they are."""

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        data = own_data(self.person, at=now)
        response = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
        name = f"samverk-{timezone.localdate(now):%Y-%m-%d}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


@method_decorator((never_cache, reauthentication_required), name="dispatch")
class AccountClose(SignedIn, FormView):
    """The question before an account is closed for good."""

    template_name = "portal/account_close.html"
    form_class = CloseForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = sole_places_of(self.person, on=timezone.localdate())
        return super().get_context_data(last_roles=[str(place) for place in places], **kwargs)

    def form_valid(self, form: CloseForm) -> HttpResponse:
        now = timezone.now()
        forget_person(person=self.person, at=now)
        close_account(person=self.person, at=now)
        logout(self.request)
        messages.success(self.request, _("Your account is closed and your data removed."))
        return redirect("/")
