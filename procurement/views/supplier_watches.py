"""Following one need, or all that a search finds."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from accounts.models import User
from accounts.signed_in import SignedIn
from common import fragments
from improvement.views.pages import ActionPage
from procurement.actions import watches
from procurement.forms.listing import is_more_than_a_search
from procurement.forms.suppliers import WatchForm
from procurement.models import Need, Watch
from procurement.queries.suppliers import counties_by_keys, hidden_needs
from procurement.tokens import read_token
from procurement.views.pages import way_to_needs
from procurement.views.supplier_rows import SearchRow, followed_row, search_in_words


class Follow(SignedIn, View):
    """Follows a need, or does so no longer (``slutt`` in the form)."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        need = get_object_or_404(Need.objects.visible_to(request.user), slug=slug)
        if "slutt" in request.POST:
            watches.unfollow(person=self.person, need=need)
            messages.success(request, _("You do not follow the need any more."))
        else:
            watches.follow(person=self.person, need=need, at=timezone.now())
            text = _("You follow the need. We write when something happens.")
            messages.success(request, text)
        return redirect(fragments.next_address(request, need.get_absolute_url()))


class Watches(SignedIn, ActionPage):
    """Searches that one gets mail about; anybody with an account may have some."""

    template_name = "procurement/supplier_watches.html"
    form_class = WatchForm
    title = gettext_lazy("Alerts")
    lead = gettext_lazy("New needs that fit come by mail once a day.")
    button = gettext_lazy("Follow the search")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the search of the public list, if that is where one came from."""
        asked = self.request.GET
        return {
            "words": asked.get("q", ""),
            "categories": asked.getlist("kategori"),
            "counties": [row.pk for row in counties_by_keys(asked.getlist("fylke"))],
            "goals": [each for each in asked.getlist("mal") if each.isdecimal()],
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, WatchForm)  # noqa: S101 -- form_class says so
        watches.follow_search(person=self.person, search=form.search(), at=timezone.now())
        messages.success(self.request, _("You follow the search."))

    def get_success_url(self) -> str:
        return reverse("procurement:watches")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Watch.objects.filter(person=self.person).order_by("-pk")
        searches = mine.filter(need=None).prefetch_related("goals", "categories", "counties")
        needs = mine.filter(need__isnull=False).select_related("need__municipality__country")
        hidden = hidden_needs([row.need for row in needs if row.need], self.person)
        now = timezone.now()
        return super().get_context_data(
            searches=[SearchRow(row.pk, search_in_words(row)) for row in searches],
            followed=[followed_row(row, hidden, at=now) for row in needs],
            leaves_out=is_more_than_a_search(self.request.GET),
            crumbs=way_to_needs(),
            **kwargs,
        )


class WatchStop(SignedIn, View):
    """Ends one of one's own searches, or follows a need no longer."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        is_need = Watch.objects.filter(person=self.person, pk=pk, need__isnull=False).exists()
        watches.stop(person=self.person, watch_id=pk)
        if is_need:
            messages.success(request, _("You do not follow the need any more."))
        else:
            messages.success(request, _("You do not follow the search any more."))
        return redirect("procurement:watches")


# A mail program presses the button itself, without cookies (RFC 8058): the signed link is
# what it has instead of a form token. Opening the page alone changes nothing.
@method_decorator(login_not_required, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")
class WatchEnd(View):
    """Ends all mail about needs that one follows, without signing in."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, self._person(token), is_off=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        person = self._person(token)
        watches.stop_all(person=person)
        return self._page(request, person, is_off=True)

    def _person(self, token: str) -> User:
        """Find whose mail it is.

        Raises:
            Http404: The link was not made here, or the person is gone.
        """
        pk = read_token(token)
        person = User.objects.filter(pk=pk).first() if pk is not None else None
        if person is None:
            raise Http404
        return person

    def _page(self, request: HttpRequest, person: User, *, is_off: bool) -> HttpResponse:
        rest = Watch.objects.filter(person=person).exists()
        context = {"is_off": is_off or not rest}
        return render(request, "procurement/supplier_watch_end.html", context)
