"""Which mails one gets, and the way out at the foot of each of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, View

from accounts.models import User
from accounts.signed_in import SignedIn
from improvement.actions.notices import choose_notices, switch_off
from improvement.enums import NoticeKind
from improvement.forms.notices import NoticesForm
from improvement.models import NoticeChoice
from improvement.tokens import read_token


class Notices(SignedIn, FormView):
    """A box for each kind of mail."""

    template_name = "improvement/notices.html"
    form_class = NoticesForm

    def get_initial(self) -> dict[str, Any]:
        off = set(
            NoticeChoice.objects.filter(person=self.person).values_list("kind", flat=True)
        )
        return {kind.lower(): kind not in off for kind in NoticeKind}

    def form_valid(self, form: NoticesForm) -> HttpResponse:
        choose_notices(person=self.person, wanted=form.wanted, at=timezone.now())
        messages.success(self.request, _("Your choice is saved."))
        return redirect("improvement:notices")


# A mail program presses the button itself, without cookies (RFC 8058): the signed link is
# what it has instead of a form token. Opening the page alone changes nothing.
@method_decorator(login_not_required, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")
class Unsubscribe(View):
    """Ends mail of one kind, without signing in."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        person, kind = self._read(token)
        is_off = NoticeChoice.objects.filter(person=person, kind=kind).exists()
        return self._page(request, kind, is_off=is_off)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        person, kind = self._read(token)
        switch_off(person=person, kind=kind, at=timezone.now())
        return self._page(request, kind, is_off=True)

    def _read(self, token: str) -> tuple[User, NoticeKind]:
        """Find whose mail it is; a link that is not whole is not found.

        Raises:
            Http404: The link was not made here, or the person is gone.
        """
        read = read_token(token)
        person = User.objects.filter(pk=read[0]).first() if read else None
        if read is None or person is None:
            raise Http404
        return person, read[1]

    def _page(self, request: HttpRequest, kind: NoticeKind, *, is_off: bool) -> HttpResponse:
        context = {"kind": kind.label, "is_off": is_off}
        return render(request, "improvement/unsubscribe.html", context)
