"""The search over everything that the reader may see."""

from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from common.search.asking import MOST_LETTERS
from portal.pages import search as pages
from portal.queries.search import search

# A search costs more than a page, and the hits of others are guessed at by many of them.
_OFTEN = {"search": "120/m/ip"}


@method_decorator(
    rate_limit(action="search", limit_get=True, config=_OFTEN),
    name="dispatch",
)
@method_decorator(login_not_required, name="dispatch")
class Search(View):
    """One field over all kinds; ``?kind=`` leafs through one of them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        result = search(
            request.GET.get("q", ""),
            person=request.user,
            kind=request.GET.get("kind", ""),
            page=request.GET.get("side"),
        )
        chosen = result.chosen
        return render(
            request,
            "portal/search.html",
            {
                "text": result.asked.text,
                "most_letters": MOST_LETTERS,
                "is_asked": not result.asked.is_empty,
                "number": chosen.number if chosen else result.number,
                "everywhere": result.number,
                "links": pages.kind_links(result),
                "all_href": pages.all_href(result),
                "sections": pages.sections(result),
                "chosen": chosen,
                "page": result.page,
                "query": request.GET,
                "crumbs": [(_("Front page"), "/"), (_("Search"), request.path)],
            },
        )
