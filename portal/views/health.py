"""Whether the site is well: for monitors and for people."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from portal.pages import health as page
from portal.queries.health import health

WELL, FAILING = 200, 503


@method_decorator(login_not_required, name="dispatch")
class Health(View):
    """200 when everything is up, 503 when something is down; JSON unless a browser asks."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = health(at=timezone.now())
        status = WELL if found.is_well else FAILING
        wants_page = "text/html" in request.headers.get("Accept", "")
        response: HttpResponseBase
        if wants_page and request.GET.get("format") != "json":
            context = {
                "is_well": found.is_well,
                "lines": page.as_lines(found),
                "facts": page.facts(found),
                "crumbs": [(_("Front page"), "/"), (_("Operation"), request.path)],
            }
            response = render(request, "portal/health.html", context, status=status)
        else:
            response = JsonResponse(page.as_data(found), status=status)
        add_never_cache_headers(response)
        patch_vary_headers(response, ["Accept"])
        return response
