"""How we compute, where the figures come from, and the pages about the site."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from common.numbers import format_number
from indicators.models import Framework
from portal.caching import Part, cached_page
from portal.queries import sources
from portal.queries.frameworks import catalogue_of, find_framework
from procurement.models import Need

PAGES = {
    "samverk": gettext_lazy("About Samverk"),
    "tilgjengelighet": gettext_lazy("Accessibility statement"),
    "personvern": gettext_lazy("Privacy"),
    "informasjonskapsler": gettext_lazy("Cookies"),
}


@method_decorator(login_not_required, name="dispatch")
class Methods(View):
    """The method in plain words, with the settings of the framework shown."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        framework = find_framework(request.GET.get("framework"))
        return cached_page(
            request, framework=framework, key="methods", build=lambda: _methods(framework)
        )


@method_decorator(login_not_required, name="dispatch")
class Sources(View):
    """Every source with its licence, its indicators, and what came in last."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        framework = find_framework(request.GET.get("framework"))
        has_needs = Need.objects.public().exists()
        return cached_page(
            request,
            framework=framework,
            key=f"sources {sources.newest_import()} {has_needs}",
            build=lambda: _sources(framework, has_needs=has_needs),
        )


@method_decorator(login_not_required, name="dispatch")
class About(View):
    """The statements that a public site makes."""

    def get(self, request: HttpRequest, page: str) -> HttpResponseBase:
        if page not in PAGES:
            raise Http404
        return cached_page(
            request, framework=None, key=f"about {page}", build=lambda: _about(page)
        )


def _methods(framework: Framework | None) -> Part:
    whole = Framework.objects.get(pk=framework.pk) if framework else None
    return Part(
        template="portal/methods_body.html",
        context={
            "framework": whole,
            "catalogue": catalogue_of(framework) if framework else None,
            **({} if whole is None else _shares(whole)),
        },
        title=_("How we compute"),
        description=_("Scores, ratings, trends and comparisons, in plain words."),
        crumbs=((_("Front page"), "/"), (_("How we compute"), reverse("portal:methods"))),
    )


def _shares(framework: Framework) -> dict[str, str]:
    shares = {
        "min_goal_percent": framework.min_goal_share,
        "min_rating_percent": framework.min_rating_share,
        "max_missing_percent": framework.max_missing_share_ranked,
    }
    return {name: format_number(100 * share) for name, share in shares.items()}


def _sources(framework: Framework | None, *, has_needs: bool) -> Part:
    return Part(
        template="portal/sources_body.html",
        context={
            "sources": sources.sources_of(framework.pk) if framework else [],
            "imports": sources.newest_imports(),
            "has_needs": has_needs,
            "licence": settings.OPEN_DATA_LICENCE,
        },
        title=_("Data sources and licences"),
        description=_("Where every figure comes from, and under which licence."),
        crumbs=((_("Front page"), "/"), (_("Data sources"), reverse("portal:sources"))),
    )


def _about(page: str) -> Part:
    title = str(PAGES[page])
    return Part(
        template=f"portal/about/{page}.html",
        context={},
        title=title,
        crumbs=((_("Front page"), "/"), (title, reverse("portal:about", args=[page]))),
    )
