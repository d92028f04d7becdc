"""One indicator in one municipality."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from common.words import goal_name
from indicators.models import Framework
from networks.models import Municipality
from portal.caching import Part, cached_page
from portal.pages import breaks, figures, labels, provenance
from portal.pages import indicator as pages
from portal.pages.choices import Choices, choices_in
from portal.pages.figure_parts import Place
from portal.pages.rows import indicator_rows
from portal.queries import observations
from portal.queries.documents import StoredDashboard, read_dashboard
from portal.queries.frameworks import Catalogue, IndicatorInfo, catalogue_of
from portal.queries.groups import Group, choices_for
from portal.queries.places import municipalities_by_pk, named_municipalities
from portal.queries.standings import standing_of
from portal.views.municipality import (
    address_of_indicators,
    find_or_404,
    framework_or_404,
    group_or_404,
    measure_address,
    private_group,
)

REVISIONS_SHOWN = 12
FEW_PEERS = 40


@method_decorator(login_not_required, name="dispatch")
class MunicipalityIndicator(View):
    """How one municipality stands on one indicator, and where the figures come from."""

    def get(
        self, request: HttpRequest, country: str, code: str, indicator: str
    ) -> HttpResponseBase:
        choices = choices_in(request.GET)
        framework = framework_or_404(choices)
        if framework is None:
            raise Http404
        measure = measure_address(request, country, code)
        key = (
            f"municipality-indicator {country} {code} {indicator} {choices!r} "
            f"{private_group(request, choices)} {measure}"
        )
        return cached_page(
            request,
            framework=framework,
            key=key,
            build=lambda: _part(
                request, framework, find_or_404(country, code), indicator, measure
            ),
        )


def _part(
    request: HttpRequest, framework: Framework, place: Municipality, code: str, measure: str
) -> Part:
    choices = choices_in(request.GET)
    catalogue = catalogue_of(framework)
    info = catalogue.by_code.get(code)
    stored = read_dashboard(framework, kind="municipality", object_id=place.pk)
    if info is None or stored is None or info.pk not in stored.document["indicator"]:
        raise Http404
    group = group_or_404(request, place, choices, framework)
    context = _context(framework, catalogue, info, stored, place, group, choices)
    context["measure"] = f"{measure}?indicator={info.code}" if measure else ""
    keys = place.address_keys
    describe = reverse("procurement:need-create", kwargs=keys) if measure else ""
    context["need"] = f"{describe}?indicator={info.code}" if describe else ""
    context["needs"] = "{}?kommune={}-{}&indikator={}".format(
        reverse("procurement:need-list"), keys["country"], keys["code"], info.code
    )
    name = str(place)
    query = choices.query(sort="mal", shown="").removesuffix("?")
    return Part(
        template="portal/municipality_indicator.html",
        context=context,
        title=_("%(indicator)s in %(place)s") % {"indicator": info.name, "place": name},
        description=context["lead"],
        crumbs=(
            (_("Front page"), reverse("portal:front")),
            (name, place.get_absolute_url() + query),
            (
                _("Goal %(number)s") % {"number": info.goal},
                f"{place.get_absolute_url()}{query}#mal-{info.goal}",
            ),
            (info.name, ""),
        ),
    )


def _context(  # noqa: PLR0913, PLR0917, RUF100 -- one page needs all of it
    framework: Framework,
    catalogue: Catalogue,
    info: IndicatorInfo,
    stored: StoredDashboard,
    place: Municipality,
    group: Group,
    choices: Choices,
) -> dict[str, Any]:
    standing = standing_of(framework, group, catalogue=catalogue, year=None)
    address = address_of_indicators(place)
    query = choices.query(sort="mal", shown="", year=None).removesuffix("?")
    rows = indicator_rows(
        stored.document,
        catalogue,
        standing,
        position=None,
        own=observations.typed_indicators(place),
        address=address,
        query=query,
    )
    row = next(row for row in rows if row.info.pk == info.pk)
    position = stored.document["indicator"].index(info.pk)
    may_compare = info.is_comparable and group.is_comparable
    members = group.members if may_compare else (place.pk,)
    places = {
        other.pk: Place(
            other.pk, str(other), f"{address_of_indicators(other)}{info.code}/{query}"
        )
        for other in named_municipalities((*members, place.pk))
    }
    own = places[place.pk]
    current = observations.current_of(framework, info.pk, list(places))
    parts = breaks.breaks_of(stored.document, position)
    before = municipalities_by_pk(breaks.predecessors_in(parts)) if parts else {}
    sentences = [breaks.sentence(part, before) for part in parts]
    series = pages.series_chart(
        info,
        own,
        points=breaks.with_carried(
            observations.series_of(info.pk, list(places)),
            parts,
            stored.document,
            position=position,
        ),
        places=places,
        group=group,
        row=row,
        horizon=catalogue.horizon,
        marks=breaks.marks(parts),
        breaks=sentences,
    )
    spread = pages.spread_chart(
        info, own, current=current, places=places, group=group, standing=standing
    )
    return {
        "place": place,
        "info": info,
        "row": row,
        "own": own,
        "goal": info.goal,
        "goal_name": goal_name(info.goal),
        "name_lang": labels.foreign(info.name_lang),
        "description_lang": labels.foreign(info.description_lang),
        "lead": pages.lead_sentence(info, row, own),
        "facts": pages.facts(
            info,
            row,
            document=stored.document,
            position=position,
            name=own.name,
            horizon=catalogue.horizon,
        ),
        "breaks": [] if series else sentences,  # else they stand with the chart
        "charts": [chart.as_dict() for chart in (series, spread) if chart],
        "direction": pages.direction_text(info),
        "thresholds": figures.thresholds(info),
        "scale": pages.scale_text(info),
        "why_no_group": "" if may_compare else info.not_comparable_reason or group.reason,
        "may_compare": may_compare,
        "group": group,
        "headings": choices_for(place, chosen=group),
        "hidden_group": choices.hidden("gruppe", "med", "aar"),
        "peers": pages.peers(info, own, current=current, places=places) if may_compare else [],
        "entries": provenance.entries(
            info,
            stored=stored,
            imports=observations.imports_of(info.pk, place.pk),
            revisions=observations.revisions_of(info.pk, place.pk, at_most=REVISIONS_SHOWN),
        ),
        "siblings": [r for r in rows if r.info.goal == info.goal and r is not row],
        "few_peers": len(places) <= FEW_PEERS,
        "external": _("external link"),
        "everywhere": reverse("portal:indicator", kwargs={"indicator": info.code}),
        "download": reverse(
            "portal:indicator-download", kwargs={"indicator": info.code, "ending": "csv"}
        ),
    }
