"""Counties and regions."""

from collections.abc import Callable, Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from indicators.models import Framework
from networks.models import County, Municipality, Region
from portal.caching import Part, cached_page
from portal.pages import area
from portal.queries import areas as queries
from portal.queries.documents import read_dashboard
from portal.queries.frameworks import catalogue_of, find_framework
from portal.views.maps import chosen_goal, map_of


@method_decorator(login_not_required, name="dispatch")
class CountyDetail(View):
    """How the municipalities of a county stand."""

    def get(self, request: HttpRequest, country: str, code: str) -> HttpResponseBase:
        county = queries.find_county(country=country, code=code)
        if county is None:
            raise Http404
        framework = find_framework(request.GET.get("framework"))
        goal = chosen_goal(request)
        return cached_page(
            request,
            framework=framework,
            key=f"county {county.pk} {goal}",
            build=lambda: _part(
                county,
                "county",
                str(county.country),
                framework,
                lambda: queries.municipalities_in_county(county),
                goal,
            ),
        )


@method_decorator(login_not_required, name="dispatch")
class RegionDetail(View):
    """How the municipalities of a region stand."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        region = queries.find_region(slug=slug)
        if region is None:
            raise Http404
        framework = find_framework(request.GET.get("framework"))
        goal = chosen_goal(request)
        return cached_page(
            request,
            framework=framework,
            key=f"region {region.pk} {goal} {region.updated_at.isoformat()}",
            build=lambda: _part(
                region,
                "region",
                region.get_kind_display(),
                framework,
                lambda: queries.municipalities_in_region(region),
                goal,
            ),
        )


def _part(
    place: County | Region,
    kind: str,
    eyebrow: str,
    framework: Framework | None,
    read_members: Callable[[], Sequence[Municipality]],
    goal: int | None,
) -> Part:
    members = read_members()
    stored = read_dashboard(framework, kind=kind, object_id=place.pk) if framework else None
    page = drawn = None
    if framework is not None and stored is not None:
        page = area.build(stored.document, catalogue_of(framework), members)
        drawn = map_of(page, members, goal)
    return Part(
        template="portal/area_body.html",
        context={
            "place": place,
            "kind": kind,
            "eyebrow": eyebrow,
            "address": place.get_absolute_url(),
            "page": page,
            "map": drawn,
            "members": area.members_of(members),
            "computed_at": stored.computed_at if stored else None,
            "has_ended": getattr(place, "valid_to", None),
            "lang": get_language(),
        },
        title=_("%(name)s: overview") % {"name": place.name},
        description=_("How the municipalities of %(name)s stand on the 17 goals.")
        % {"name": place.name},
        crumbs=((_("Front page"), "/"), (place.name, place.get_absolute_url())),
    )
