"""All indicators, and each of them over all municipalities."""

import re
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from common.words import goal_name
from indicators.enums import Aggregation
from indicators.models import Framework
from networks.models import Country
from portal.caching import Part, cached_page
from portal.pages import figures, labels
from portal.pages import indicator as indicator_pages
from portal.pages import ranking as pages
from portal.pages.choices import Choices
from portal.queries import rankings
from portal.queries.frameworks import IndicatorInfo, catalogue_of
from portal.views.municipality import framework_or_404

PER_PAGE = 50
LONGEST_TEXT = 60


def _text(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:LONGEST_TEXT]


def _framework(request: HttpRequest) -> Framework:
    framework = framework_or_404(Choices(framework=request.GET.get("framework", "")[:60]))
    if framework is None:
        raise Http404
    return framework


@method_decorator(login_not_required, name="dispatch")
class IndicatorList(View):
    """All indicators of the framework, by goal."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        text = _text(request)
        code = request.GET.get("framework", "")[:60]
        framework = framework_or_404(Choices(framework=code))
        return cached_page(
            request,
            framework=framework,
            key=f"indicators {code} {text}",
            build=lambda: _list_part(framework, text, code),
        )


def _list_part(framework: Framework | None, text: str, code: str) -> Part:
    goals = []
    count = 0
    if framework is not None:
        catalogue = catalogue_of(framework)
        goals = pages.listed(catalogue, rankings.counts_by_indicator(framework), text=text)
        count = len(catalogue.indicators)
    return Part(
        template="portal/indicator_list.html",
        context={
            "goals": goals,
            "text": text,
            "code": code,
            "count": count,
            "shown": sum(len(goal.rows) for goal in goals),
        },
        title=_("Indicators"),
        description=_("What is measured for each of the 17 goals, with target and source."),
        crumbs=((_("Front page"), reverse("portal:front")), (_("Indicators"), "")),
    )


@method_decorator(login_not_required, name="dispatch")
class IndicatorDetail(View):
    """One indicator: how the municipalities of a country stand."""

    def get(self, request: HttpRequest, indicator: str) -> HttpResponseBase:
        framework = _framework(request)
        choice = {
            "land": request.GET.get("land", "")[:2].upper(),
            "q": _text(request),
            "sorter": request.GET.get("sorter", ""),
            "framework": request.GET.get("framework", "")[:60],
        }
        if choice["sorter"] not in pages.SORTS:
            choice["sorter"] = ""
        side = request.GET.get("side", "")
        side = side if re.fullmatch(r"[0-9]{1,5}", side) else "1"
        return cached_page(
            request,
            framework=framework,
            key=f"indicator {indicator} {choice!r} {side}",
            build=lambda: _detail_part(request, framework, indicator, choice, side),
        )


def _detail_part(
    request: HttpRequest,
    framework: Framework,
    code: str,
    choice: dict[str, str],
    side: str,
) -> Part:
    catalogue = catalogue_of(framework)
    info = catalogue.by_code.get(code)
    if info is None:
        raise Http404
    countries = rankings.countries_with_values(framework, info.pk)
    country = _country(countries, choice["land"])
    values = rankings.values_in(framework, info.pk, country=country) if country else []
    usual = "-value" if info.more_is_better else "value"
    sort = pages.SORTS.get(choice["sorter"], usual)
    rows = rankings.ranking(framework, info.pk, country=country, text=choice["q"], sort=sort)
    page = Paginator(rows, PER_PAGE).get_page(side)
    found = rankings.rows_of(page)
    names = {c.pk: str(c) for c in Country.objects.filter(pk__in=[c for c, _n in countries])}
    picture = pages.histogram(info, values)
    kept = {name: value for name, value in choice.items() if value and name != "sorter"}
    query = request.GET.copy()
    context: dict[str, Any] = {
        "info": info,
        "goal": info.goal,
        "goal_name": goal_name(info.goal),
        "name_lang": labels.foreign(info.name_lang),
        "description_lang": labels.foreign(info.description_lang),
        "lead": pages.lead_sentence(info, values, names.get(country, "")),
        "facts": pages.facts(info, values, members=page.paginator.count)
        if not choice["q"]
        else [],
        "picture": picture[0] if picture else "",
        "picture_table": picture[1] if picture else None,
        "country": country,
        "country_name": names.get(country, ""),
        "countries": [(key, names.get(key, key), n) for key, n in countries],
        "text": choice["q"],
        "sorter": choice["sorter"],
        "framework_code": choice["framework"],
        "heads": pages.heads(info, sort=sort, kept=kept),
        "lines": pages.lines(
            info,
            found,
            values=values,
            counties=rankings.counties_of([row.municipality for row in found]),
        ),
        "page": page,
        "query": query,
        "direction": indicator_pages.direction_text(info),
        "thresholds": figures.thresholds(info),
        "scale": indicator_pages.scale_text(info),
        "aggregation": pages.AGGREGATION_WORDS[Aggregation(info.aggregation)](),
        "external": _("external link"),
        **_addresses(info, choice["framework"]),
    }
    return Part(
        template="portal/indicator.html",
        context=context,
        title=info.name,
        description=context["lead"],
        crumbs=(
            (_("Front page"), reverse("portal:front")),
            (_("Indicators"), reverse("portal:indicators")),
            (info.name, ""),
        ),
    )


def _addresses(info: IndicatorInfo, framework: str) -> dict[str, str]:
    query = Choices(framework=framework).query().removesuffix("?")
    return {
        f"{ending}_href": reverse(
            "portal:indicator-download", kwargs={"indicator": info.code, "ending": ending}
        )
        + query
        for ending in ("csv", "json")
    }


def _country(countries: list[tuple[str, int]], wanted: str) -> str:
    """Choose the country: the wanted one, else the reader's own, else that with most values."""
    codes = [code for code, _count in countries]
    if wanted in codes:
        return wanted
    home = "SE" if (get_language() or "").startswith("sv") else "NO"
    if home in codes:
        return home
    return codes[0] if codes else ""
