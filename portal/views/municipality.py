"""The dashboard of one municipality."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from indicators.models import Framework
from knowledge.queries.editions import has_public_profile
from networks.models import Municipality
from networks.queries import roles_of, successors_of
from portal.caching import Part, cached_page
from portal.pages import labels
from portal.pages import municipality as pages
from portal.pages.choices import Choices, choices_in
from portal.pages.needs import needs_of
from portal.queries.documents import read_dashboard
from portal.queries.frameworks import catalogue_of, find_framework
from portal.queries.groups import Group, GroupUnknown, choices_for, find_group
from portal.queries.observations import typed_indicators
from portal.queries.places import find_municipality
from portal.queries.standings import standing_of

EMPTY = "portal/municipality_empty.html"


@method_decorator(login_not_required, name="dispatch")
class MunicipalityDetail(View):
    """How one municipality stands."""

    def get(self, request: HttpRequest, country: str, code: str) -> HttpResponseBase:
        choices = choices_in(request.GET)
        framework = framework_or_404(choices)
        measure = measure_address(request, country, code)
        key = (
            f"municipality {country} {code} {choices!r} {private_group(request, choices)} "
            f"{measure}"
        )
        return cached_page(
            request,
            framework=framework,
            key=key,
            build=lambda: _part(request, framework, country, code, choices, measure),
        )


def framework_or_404(choices: Choices) -> Framework | None:
    """Read the framework of the address, or the usual one; None where there is none yet.

    Raises:
        Http404: The address names one that does not exist.
    """
    framework = find_framework(choices.framework or None)
    if framework is None and choices.framework:
        raise Http404
    return framework


def private_group(request: HttpRequest, choices: Choices) -> str:
    """Name the reader where the group of the address may be one that only some may see.

    Such a page is kept for that reader alone, and as long as the reader has the same roles.
    """
    if not choices.group.startswith("network:") or not request.user.is_authenticated:
        return ""
    return f"{request.user.pk} {roles_of(request.user).version}"


def measure_address(request: HttpRequest, country: str, code: str) -> str:
    """Give the address of a new measure to those who work there; nothing to all others.

    It is part of the key of the kept page, so no link of theirs reaches another reader.
    """
    roles = roles_of(request.user)
    if not roles.municipalities and not roles.regions and not request.user.is_superuser:
        return ""
    place = find_municipality(country=country, code=code)
    if place is None or not request.user.has_perm("improvement.work", place):
        return ""
    return reverse(
        "improvement:measure-create", kwargs={"country": country.lower(), "code": code}
    )


def find_or_404(country: str, code: str) -> Municipality:
    """Read a municipality.

    Raises:
        Http404: There is none with that code.
    """
    place = find_municipality(country=country, code=code)
    if place is None:
        raise Http404
    return place


def group_or_404(
    request: HttpRequest, place: Municipality, choices: Choices, framework: Framework
) -> Group:
    """Find the comparison group of the address.

    Raises:
        Http404: There is no such group, or the reader may not know of it.
    """
    person = request.user if choices.group.startswith("network:") else None
    try:
        return find_group(
            place,
            key=choices.group,
            picked=choices.picked,
            framework=framework,
            person=person,
        )
    except GroupUnknown as error:
        raise Http404 from error


def _part(
    request: HttpRequest,
    framework: Framework | None,
    country: str,
    code: str,
    choices: Choices,
    measure: str,
) -> Part:
    place = find_or_404(country, code)
    stored = framework and read_dashboard(framework, kind="municipality", object_id=place.pk)
    is_closed = bool(place.valid_to and place.valid_to <= timezone.localdate())
    context: dict[str, Any] = {
        "place": place,
        "beside": beside_address(place),
        "population": labels.population_text(place),
        "other_names": labels.other_names(place),
        "is_closed": is_closed,
        "successors": successors_of(place) if is_closed else [],
        "needs": needs_of(place),
    }
    name = str(place)
    title = _("%(place)s: status on the 17 goals") % {"place": name}
    crumbs = (
        (_("Front page"), reverse("portal:front")),
        (_("Municipalities"), reverse("portal:municipalities")),
        (name, ""),
    )
    if not framework or not stored:
        return Part(
            template=EMPTY,
            context=context | {"words": labels.empty_words()},
            title=title,
            crumbs=crumbs,
        )
    group = group_or_404(request, place, choices, framework)
    catalogue = catalogue_of(framework)
    years = stored.document["years"]
    year = choices.year if choices.year in years[:-1] else None
    words = labels.dashboard_words(group, horizon=catalogue.horizon)
    page = pages.build(
        stored.document,
        catalogue,
        standing=standing_of(framework, group, catalogue=catalogue, year=year),
        group=group,
        choices=choices,
        own=typed_indicators(place),
        address=address_of_indicators(place),
        words=words,
        measure=measure,
    )
    context |= {
        "page": page,
        "words": words,
        "texts": labels.dashboard_texts(page, place, group, stored, horizon=catalogue.horizon),
        "columns": labels.goal_columns(page, words),
        "goals_heading": labels.goals_heading(page.goal_count),
        "ratings": labels.rating_counts(page),
        "group": group,
        "headings": choices_for(place, chosen=group),
        "neighbours": pages.neighbour_rows(group),
        "picked_text": ", ".join(choices.picked),
        "unknown_names": ", ".join(group.unknown),
        "framework_query": Choices(framework=choices.framework).query().removesuffix("?"),
        "download": reverse(
            "portal:municipality-download",
            kwargs={"country": country, "code": code, "ending": "csv"},
        ).removesuffix("csv"),
        **labels.hidden_fields(choices),
    }
    return Part(
        template="portal/municipality.html" if page.has_figures else EMPTY,
        context=context,
        title=title,
        description=page.lead,
        crumbs=crumbs,
    )


def beside_address(place: Municipality) -> str:
    """Give the address of the municipality beside agreed characteristics; nothing for none."""
    if not has_public_profile(place):
        return ""
    return reverse("knowledge:profile", kwargs=place.address_keys)


def address_of_indicators(place: Municipality) -> str:
    """Give the address of an indicator's page of a municipality, up to its code."""
    address = reverse(
        "portal:municipality-indicator",
        kwargs={**place.address_keys, "indicator": "x"},
    )
    return address.removesuffix("x/")
