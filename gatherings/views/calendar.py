"""Calendars: the page that tells how to subscribe, and the files that programs fetch."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView, View
from rules.contrib.views import PermissionRequiredMixin

from accounts.models import User
from accounts.signed_in import SignedIn
from gatherings import calendars
from gatherings.actions.feeds import make_feed, renew_feed
from gatherings.forms.calendar import RenewForm
from gatherings.models import Registration
from gatherings.queries import feeds
from gatherings.tokens import read_token
from gatherings.views.pages import SeriesPage
from improvement.models import workplace_networks
from improvement.views.pages import ActionPage
from networks.models import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One calendar on the page.

    Attributes:
        address: Empty while none is made, or where its key is lost.
        direct: The same address in the form that opens the calendar program.
        make: Where to make the address.
        renew: Where to renew it; empty for those who may not.
    """

    name: str
    element_id: str
    is_made: bool
    address: str
    direct: str
    make: str
    renew: str


class Calendar(SignedIn, TemplateView):
    """The reader's own calendar, and those of the reader's networks."""

    template_name = "gatherings/calendar.html"

    @method_decorator(cache_control(private=True, no_store=True))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            (_("Gatherings"), reverse("gatherings:series-list")),
            (_("In your calendar"), ""),
        ]
        return super().get_context_data(
            own=self._own(),
            networks=[_of_network(feed) for feed in feeds.network_feeds(self.person)],
            crumbs=crumbs,
            **kwargs,
        )

    def _own(self) -> Subscription:
        token = feeds.own_token(self.person)
        return _subscription(
            name=_("My gatherings"),
            element_id="own",
            is_made=token is not None,
            token=token or "",
            make=reverse("gatherings:calendar-make"),
            renew=reverse("gatherings:calendar-renew"),
        )


def _of_network(feed: feeds.NetworkFeed) -> Subscription:
    keys = {"slug": feed.network.slug}
    renew = reverse("gatherings:network-calendar-renew", kwargs=keys)
    return _subscription(
        name=feed.network.name,
        element_id=f"network-{feed.network.pk}",
        is_made=feed.is_made,
        token=feed.token,
        make=reverse("gatherings:network-calendar-make", kwargs=keys),
        renew=renew if feed.may_renew else "",
    )


def _subscription(*, token: str, **given: Any) -> Subscription:
    address = direct = ""
    if token:
        address = settings.SITE_URL + reverse("gatherings:feed", kwargs={"token": token})
        direct = urlsplit(address)._replace(scheme="webcal").geturl()
    return Subscription(address=address, direct=direct, **given)


class OwnedCalendar(SignedIn):
    """A page about one calendar."""

    @property
    def owner(self) -> User | Network:
        """Whose calendar it is."""
        raise NotImplementedError


class OwnCalendar(OwnedCalendar):
    """The reader's own."""

    @property
    def owner(self) -> User | Network:
        return self.person


class NetworkCalendar(OwnedCalendar):
    """That of a network that the reader works in."""

    kwargs: dict[str, Any]

    @cached_property
    def owner(self) -> User | Network:
        return get_object_or_404(workplace_networks(self.person), slug=self.kwargs["slug"])

    def get_permission_object(self) -> User | Network:
        return self.owner


class Make(OwnedCalendar, View):
    """Makes the address; to press twice makes one."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.owner  # noqa: B018 -- what one may not know of is not found, whatever the method
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseRedirect:
        make_feed(owner=self.owner, at=timezone.now())
        return redirect("gatherings:calendar")


class MakeOwn(OwnCalendar, Make):
    """Makes the address of one's own calendar."""


class MakeNetwork(NetworkCalendar, Make):
    """Makes the address of a network's calendar; each of its people may."""


class Renew(OwnedCalendar, ActionPage):
    """Asks before it renews an address: all who subscribe must do it again."""

    form_class = RenewForm
    title = gettext_lazy("Make a new address for the calendar?")
    button = gettext_lazy("Make a new address")
    is_danger = True

    def act(self, form: Form) -> None:
        renew_feed(owner=self.owner, at=timezone.now())
        messages.success(
            self.request, _("The calendar has a new address. The old one opens nothing.")
        )

    def get_success_url(self) -> str:
        return reverse("gatherings:calendar")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            (_("Gatherings"), reverse("gatherings:series-list")),
            (_("In your calendar"), reverse("gatherings:calendar")),
        ]
        return super().get_context_data(crumbs=crumbs, **kwargs)


class RenewOwn(OwnCalendar, Renew):
    """A new address for one's own calendar."""

    lead = gettext_lazy(
        "The old address stops at once. You must subscribe again with the new one in each "
        "calendar that you use."
    )


class RenewNetwork(NetworkCalendar, PermissionRequiredMixin, Renew):
    """A new address for a network's calendar."""

    permission_required = "networks.lead_network"
    raise_exception = True
    lead = gettext_lazy(
        "The old address stops at once, for everybody in the network. All who subscribe must "
        "do it again with the new one."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(network=self.owner, **kwargs)


# A calendar program has no cookies: the secret in the address is what it has instead.
@method_decorator(login_not_required, name="dispatch")
class Feed(View):
    """A whole calendar, for those who have its secret address."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        feed = feeds.find_feed(token)
        if feed is None:
            raise Http404
        return send_calendar(request, feeds.calendar_of(feed), name="samverk.ics")


@method_decorator(login_not_required, name="dispatch")
class SeatFile(View):
    """The gatherings that the owner of a seat comes to, by the secret link to the seat."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        rows = Registration.objects.select_related("series").filter(erased_at__isnull=True)
        registration = get_object_or_404(rows, pk=read_token(token))
        body = feeds.calendar_of_seat(registration)
        return send_calendar(request, body, name=f"{registration.series.slug}.ics")


@method_decorator(login_not_required, name="dispatch")
class GatheringFile(SeriesPage, View):
    """One gathering, for those who may know of the series."""

    http_method_names = ["get", "head"]
    permission_required = ()

    def get(self, request: HttpRequest, number: int, **_kwargs: Any) -> HttpResponseBase:
        gathering = get_object_or_404(self.series.gatherings, number=number)
        shows_programme = (
            self.series.shows_programme
            or workplace_networks(request.user).filter(pk=self.series.network_id).exists()
            or self.may_hold
        )
        body = feeds.calendar_of_gathering(gathering=gathering, shows_programme=shows_programme)
        if body is None:
            raise Http404
        name = f"{self.series.slug}-{number}.ics"
        return send_calendar(request, body, name=name, is_attachment=True)


def send_calendar(
    request: HttpRequest, body: bytes, *, name: str, is_attachment: bool = False
) -> HttpResponseBase:
    """Send a calendar, or that it has not changed since the program asked last."""
    etag = quote_etag(blake2b(body, digest_size=16).hexdigest())
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        body,
        content_type=calendars.MEDIA_TYPE,
        headers={"Content-Disposition": content_disposition_header(is_attachment, name) or ""},
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
