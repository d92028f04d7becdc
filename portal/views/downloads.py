"""Files with figures: one municipality, or one indicator for all municipalities."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import View

from common.spreadsheets import XLSX
from portal.caching import version_etag
from portal.pages import downloads as pages
from portal.pages.choices import choices_in
from portal.queries import exports
from portal.queries.documents import read_dashboard
from portal.queries.frameworks import IndicatorInfo, catalogue_of
from portal.views.municipality import find_or_404, framework_or_404

CSV = "text/csv; charset=utf-8"
JSON = "application/json"


def _file(
    request: HttpRequest, *, etag: str, name: str, media_type: str, write: Callable[[], bytes]
) -> HttpResponseBase:
    """Answer with a file, or *not modified* where the reader has it already."""
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(write(), content_type=media_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


@method_decorator(login_not_required, name="dispatch")
class MunicipalityDownload(View):
    """All indicators and all years of one municipality."""

    def get(
        self, request: HttpRequest, country: str, code: str, ending: str
    ) -> HttpResponseBase:
        if ending not in {"csv", "xlsx"}:
            raise Http404
        framework = framework_or_404(choices_in(request.GET))
        place = find_or_404(country, code)
        stored = framework and read_dashboard(
            framework, kind="municipality", object_id=place.pk
        )
        if not framework or not stored:
            raise Http404
        catalogue = catalogue_of(framework)

        def write() -> bytes:
            rows = exports.rows_of_municipality(place, list(catalogue.indicators))
            if ending == "csv":
                return pages.municipality_csv(rows, catalogue)
            about = pages.About(
                str(place),
                f"{place.country_id} {place.code}",
                settings.SITE_URL + place.get_absolute_url(),
                stored.computed_at,
            )
            return pages.municipality_workbook(rows, catalogue, stored.document, about)

        return _file(
            request,
            etag=version_etag(framework, "municipality", place.pk, ending, catalogue.digest),
            name=f"{slugify(place.name) or place.code}-{place.code}.{ending}",
            media_type=CSV if ending == "csv" else XLSX,
            write=write,
        )


@method_decorator(login_not_required, name="dispatch")
class IndicatorDownload(View):
    """One indicator for all municipalities and all years, as CSV or JSON."""

    def get(self, request: HttpRequest, indicator: str, ending: str) -> HttpResponseBase:
        if ending not in {"csv", "json"}:
            raise Http404
        framework = framework_or_404(choices_in(request.GET))
        catalogue = catalogue_of(framework) if framework else None
        info = catalogue.by_code.get(indicator) if catalogue else None
        if framework is None or catalogue is None or info is None:
            raise Http404
        return _file(
            request,
            etag=version_etag(framework, "indicator", info.pk, ending, catalogue.digest),
            name=f"{info.code}.{ending}",
            media_type=CSV if ending == "csv" else JSON,
            write=lambda: _written(info, ending),
        )


def _written(info: IndicatorInfo, ending: str) -> bytes:
    if ending == "json":
        return exports.indicator_json(info, name=info.name, unit=info.unit)
    delimiter, decimal_mark = pages.separators()
    return exports.indicator_csv(
        info,
        heads=pages.indicator_heads(info),
        delimiter=delimiter,
        decimal_mark=decimal_mark,
        marked=_("yes") if info.is_illustrative else "",
    )
