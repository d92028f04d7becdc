"""What a reader chooses for the whole site; and the gallery of components."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts import actions
from common.words import RATINGS, STATUSES, TRENDS

A_YEAR = 365 * 24 * 60 * 60
SWATCHES = (
    "paper",
    "surface",
    "sunken",
    "ink",
    "muted",
    "line",
    "fjord",
    "soft",
    "molte",
    "deep",
)


@method_decorator(login_not_required, name="dispatch")
class Language(View):
    """Shows the site in another language, for a year on this machine."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        if code not in dict(settings.LANGUAGES):
            raise Http404
        target = request.GET.get("next", "/")
        if not target.startswith("/") or not url_has_allowed_host_and_scheme(
            target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            target = "/"
        response = HttpResponseRedirect(target)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=A_YEAR,
            samesite="Lax",
            secure=request.is_secure(),
        )
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            actions.change_profile(person=request.user, name=request.user.name, language=code)
        return response


@method_decorator(login_not_required, name="dispatch")
class Components(View):
    """Every component with its states, for those who build pages."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.DEBUG and not request.user.is_staff:
            raise Http404
        return render(
            request,
            "portal/components.html",
            {
                "ratings": list(RATINGS),
                "trends": list(TRENDS),
                "statuses": list(STATUSES),
                "swatches": SWATCHES,
                "none_at_all": None,
                "goals": list(range(1, 18)),
                "series": [10.8, 10.4, 10.1, None, 9.6, 9.4, 8.8, 8.0, 7.4],
                "distribution": {"green": 3, "yellow": 6, "orange": 6, "red": 1, "grey": 1},
                "band": ["green", "yellow", "orange", "red", "grey"] * 3 + ["green", "red"],
                "crumbs": [(_("Front page"), "/"), (_("Components"), request.path)],
            },
        )
