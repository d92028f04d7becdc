"""Files with the dashboard of a network, a group in it, a county or a region."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.views.generic import View

from common.spreadsheets import XLSX
from indicators.models import Framework
from networks.models import SubGroup
from portal.caching import version_etag
from portal.pages import area_downloads as pages
from portal.queries import areas, networks
from portal.queries.documents import StoredDashboard, read_dashboard
from portal.queries.frameworks import catalogue_of, find_framework
from portal.queries.places import municipalities_by_pk

MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


@dataclass(frozen=True, slots=True)
class Area:
    """The area that an address names."""

    kind: str
    pk: int
    name: str
    address: str
    is_public: bool


@method_decorator(login_not_required, name="dispatch")
class NetworkDownload(View):
    """A network, or a group in it."""

    def get(
        self, request: HttpRequest, slug: str, ending: str, group: str | None = None
    ) -> HttpResponseBase:
        network = networks.find_network(slug=slug, person=request.user)
        if network is None:
            raise Http404
        if group is None:
            area = Area(
                "network",
                network.pk,
                network.name,
                network.get_absolute_url(),
                network.is_public,
            )
            return _file(request, area, ending)
        part = get_object_or_404(SubGroup, network=network, slug=group)
        address = reverse("portal:subgroup", args=[slug, group])
        area = Area("subgroup", part.pk, part.name, address, network.is_public)
        return _file(request, area, ending)


@method_decorator(login_not_required, name="dispatch")
class CountyDownload(View):
    """A county."""

    def get(
        self, request: HttpRequest, country: str, code: str, ending: str
    ) -> HttpResponseBase:
        county = areas.find_county(country=country, code=code)
        if county is None:
            raise Http404
        area = Area("county", county.pk, county.name, county.get_absolute_url(), True)  # noqa: FBT003 -- public
        return _file(request, area, ending)


@method_decorator(login_not_required, name="dispatch")
class RegionDownload(View):
    """A region."""

    def get(self, request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
        region = areas.find_region(slug=slug)
        if region is None:
            raise Http404
        area = Area("region", region.pk, region.name, region.get_absolute_url(), True)  # noqa: FBT003 -- public
        return _file(request, area, ending)


def _file(request: HttpRequest, area: Area, ending: str) -> HttpResponseBase:
    framework = find_framework(request.GET.get("framework"))
    if ending not in MEDIA or framework is None:
        raise Http404
    stored = read_dashboard(framework, kind=area.kind, object_id=area.pk)
    if stored is None:
        raise Http404
    catalogue = catalogue_of(framework)
    etag = version_etag(framework, area.kind, area.pk, ending, catalogue.digest)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        body = _written(area, framework, stored, ending)
        response = HttpResponse(body, content_type=MEDIA[ending])
        name = f"{slugify(area.name) or area.kind}.{ending}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["ETag"] = etag
    whose = "public" if area.is_public else "private"
    response.headers["Cache-Control"] = f"{whose}, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _written(area: Area, framework: Framework, stored: StoredDashboard, ending: str) -> bytes:
    file = pages.AreaFile(
        name=area.name,
        address=settings.SITE_URL + area.address,
        document=stored.document,
        catalogue=catalogue_of(framework),
        places=municipalities_by_pk(stored.document["members"]),
        computed_at=stored.computed_at,
    )
    return pages.area_csv(file) if ending == "csv" else pages.area_workbook(file)
