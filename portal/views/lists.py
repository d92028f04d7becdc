"""Lists: municipalities, networks."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from networks.models import Country
from portal.forms import MunicipalityFilter
from portal.pages import listing, overview
from portal.queries import areas, lists
from portal.queries import networks as network_queries
from portal.queries.documents import read_documents
from portal.queries.frameworks import find_framework

PAGE = 50


@method_decorator(login_not_required, name="dispatch")
class MunicipalityList(View):
    """All municipalities: find, sort, leaf through."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        framework = find_framework()
        countries = list(Country.objects.filter(municipalities__isnull=False).distinct())
        counties = list(areas.current_counties())
        form = MunicipalityFilter(request.GET, countries=countries, counties=counties)
        choice = form.chosen()
        rows = lists.municipality_list(
            framework=framework,
            text=choice.text,
            country=choice.country,
            county=choice.county,
            sort=choice.sort,
            descending=choice.descending,
        )
        page = Paginator(rows, PAGE).get_page(request.GET.get("side"))
        if choice.text and page.paginator.count == 1 and _only_text(request.GET):
            return redirect(page.object_list[0])
        ratings = lists.ratings_of(framework, [row.pk for row in page.object_list])
        context: dict[str, Any] = {
            "form": form,
            "page": page,
            "rows": [listing.municipality_row(row, ratings) for row in page.object_list],
            "columns": listing.sort_columns(request.GET, choice.sort, choice.descending),
            "query": request.GET,
            "is_filtered": choice.is_filtered,
            "crumbs": [(_("Front page"), "/"), (_("Municipalities"), request.path)],
        }
        return render(request, "portal/municipality_list.html", context)


@method_decorator(login_not_required, name="dispatch")
class NetworkList(View):
    """All networks that the reader may know of, then regions and counties."""

    def get(self, request: HttpRequest) -> HttpResponse:
        framework = find_framework()
        networks = list(network_queries.visible_networks(request.user))
        keys = [network.pk for network in networks]
        members = network_queries.memberships_by_network(keys)
        documents = (
            read_documents(framework, kind="network", object_ids=keys) if framework else {}
        )
        cards = [
            overview.network_card(n, members.get(n.pk, []), documents.get(n.pk))
            for n in networks
        ]
        return render(
            request,
            "portal/network_list.html",
            {
                "cards": [card for card in cards if card.network.closed_at is None],
                "closed": [card for card in cards if card.network.closed_at is not None],
                "regions": list(areas.all_regions()),
                "countries": listing.counties_by_country(areas.current_counties()),
                "crumbs": [(_("Front page"), "/"), (_("Networks"), request.path)],
            },
        )


def _only_text(query: QueryDict) -> bool:
    return not any(query.get(name) for name in ("land", "fylke", "side"))
