"""Networks: the list, and the dashboard of each with its groups."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from improvement.queries.settings import settings_for
from improvement.queries.summary import is_workplace, last_change, measure_counts
from indicators.models import Framework
from networks.enums import GroupKind
from networks.models import Network, SubGroup
from portal.caching import Part, cached_page
from portal.pages import area
from portal.pages import network as pages
from portal.pages.needs import needs_part
from portal.pages.work import work_part
from portal.queries import networks as queries
from portal.queries.documents import read_dashboard
from portal.queries.frameworks import catalogue_of, find_framework
from portal.views.maps import chosen_goal, map_of
from procurement.queries.benefits import network_counts


@method_decorator(login_not_required, name="dispatch")
class NetworkDetail(View):
    """How a network stands, what it shares, who has decided what."""

    def get(
        self, request: HttpRequest, slug: str, group: str | None = None
    ) -> HttpResponseBase:
        network = queries.find_network(slug=slug, person=request.user)
        if network is None:
            raise Http404
        subgroup = None
        if group is not None:
            subgroup = get_object_or_404(SubGroup, network=network, slug=group)
        framework = find_framework(request.GET.get("framework"))
        today = timezone.localdate()
        goal = chosen_goal(request)
        key = f"network {network.pk} {group} {goal} {queries.changed_at(network)} {today}"
        works_here = is_workplace(request.user, network)
        if works_here:
            # Residents do not read the measures: their page is kept apart from this one.
            key += f" work {last_change(network.current_municipalities())}"
        return cached_page(
            request,
            framework=framework,
            key=key,
            build=lambda: _part(network, subgroup, framework, goal, works_here=works_here),
        )


def _part(
    network: Network,
    group: SubGroup | None,
    framework: Framework | None,
    goal: int | None,
    *,
    works_here: bool,
) -> Part:
    memberships = queries.memberships_of(network)
    groups = {
        m.group.pk: m.group
        for m in memberships
        if m.group is not None and m.group.kind == GroupKind.MEMBERS
    }
    if group is not None:
        memberships = [m for m in memberships if m.group_id == group.pk]
    kind, key = ("subgroup", group.pk) if group else ("network", network.pk)
    stored = read_dashboard(framework, kind=kind, object_id=key) if framework else None
    page = drawn = None
    sources = ""
    if framework is not None and stored is not None:
        catalogue = catalogue_of(framework)
        places = [m.municipality for m in memberships]
        page = area.build(stored.document, catalogue, places)
        drawn = map_of(page, places, goal)
        sources = ", ".join(catalogue.sources())
    work = None
    if works_here:
        days = settings_for(network)
        members = [m.municipality for m in memberships]
        counts = measure_counts(members, network=network, days=days, at=timezone.now())
        work = work_part(members, counts, days=days.acceptable_days)
    heading = group.name if group else network.name
    address = network.get_absolute_url()
    crumbs = [(_("Front page"), "/"), (_("Networks"), reverse("portal:networks"))]
    if group is None:
        crumbs.append((network.label, address))
    else:
        group_address = reverse("portal:subgroup", args=[network.slug, group.slug])
        crumbs += [(network.label, address), (group.name, group_address)]
        address = group_address
    return Part(
        template="portal/network_body.html",
        context={
            "network": network,
            "region_name": network.region.name if network.region else "",
            "group": group,
            "groups": sorted(groups.values(), key=lambda item: item.name),
            "heading": heading,
            "address": address,
            "page": page,
            "map": drawn,
            "facts": pages.facts(
                memberships, queries.decisions_of(network), today=timezone.localdate()
            ),
            "sources": sources,
            "work": work,
            "needs": None if group else needs_part(network, network_counts(network)),
            "lang": get_language(),
        },
        title=_("%(name)s: overview") % {"name": heading},
        description=_("How the municipalities of %(name)s stand on the 17 goals.")
        % {"name": heading},
        crumbs=tuple(crumbs),
    )
