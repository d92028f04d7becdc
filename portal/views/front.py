"""The front page, and where a person's work begins."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.models import User
from indicators.models import Framework
from networks.queries import roles_of
from portal import navigation
from portal.caching import Part, cached_page
from portal.pages import overview
from portal.queries import networks as queries
from portal.queries import sources
from portal.queries.documents import read_documents
from portal.queries.frameworks import catalogue_of, find_framework
from portal.queries.places import count_municipalities

NEWS = 3
MOST_DECISIONS = 30


@method_decorator(login_not_required, name="dispatch")
class Front(View):
    """What residents meet first: a network now, all networks, what happens next."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        framework = find_framework()
        state = queries.state_of_networks()
        return cached_page(
            request,
            framework=framework,
            key=f"front {timezone.localdate()} {state}",
            build=lambda: _front(framework),
        )


class Start(View):
    """Sends a person who has signed in to where the role begins."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User) and navigation.begins_with_work(request.user):
            return redirect("portal:mine")
        roles = roles_of(request.user)
        if navigation.begins_with_cases(roles):
            return redirect("assessments:case-list")
        homes = navigation.homes_of(roles)
        if homes:
            return redirect(homes[0].href)
        if isinstance(request.user, User) and navigation.company_of(request.user):
            return redirect("procurement:desk")
        return redirect("portal:front")


def _front(framework: Framework | None) -> Part:
    networks = list(queries.visible_networks(AnonymousUser()).filter(closed_at=None))
    members = queries.memberships_by_network([network.pk for network in networks])
    documents = (
        read_documents(framework, kind="network", object_ids=[n.pk for n in networks])
        if framework
        else {}
    )
    cards = [
        overview.network_card(n, members.get(n.pk, []), documents.get(n.pk)) for n in networks
    ]
    weaves = (overview.weave(card, documents.get(card.network.pk)) for card in cards)
    catalogue = catalogue_of(framework) if framework else None
    today = timezone.localdate()
    awaited = queries.awaited_decisions(on=today, number=MOST_DECISIONS)
    taking_part = {m.municipality_id for row in members.values() for m in row}
    return Part(
        template="portal/front_body.html",
        context={
            "cards": cards,
            "weave": next((weave for weave in weaves if weave), None),
            "happenings": overview.happenings(awaited),
            "imports": sources.newest_real_imports(NEWS),
            "suggestions": sorted({tile.member.name for card in cards for tile in card.tiles}),
            "taking_part": len(taking_part),
            "counts": count_municipalities(),
            "catalogue": catalogue,
            "indicators": len(catalogue.indicators) if catalogue else 0,
            "sources": catalogue.sources() if catalogue else [],
        },
        title=_("Municipalities that get better together"),
    )
