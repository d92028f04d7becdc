"""Published needs as open data, for everybody and for machines."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import View

from procurement import ocds
from procurement.models import Need
from procurement.queries.open_data import published_needs

PAGE = 100
_KEPT = 300  # seconds


@method_decorator(login_not_required, name="dispatch")
class NeedReleases(View):
    """One need, alone or common, as a release package."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        need = get_object_or_404(published_needs(), slug=slug)
        return _answer([need], request.path)


@method_decorator(login_not_required, name="dispatch")
class AllReleases(View):
    """All published needs, a hundred on a page; each page links to the next."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Give one page.

        Raises:
            Http404: There is no such page; without any need there is none, as a package
                with nothing in it is not valid.
        """
        wanted = request.GET.get("side", "1")
        pages = Paginator(published_needs(), PAGE, allow_empty_first_page=False)
        if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 6:
            raise Http404
        number = int(wanted)
        if not 1 <= number <= pages.num_pages:
            raise Http404
        page = pages.page(number)
        return _answer(
            page.object_list,
            _path(number),
            previous=_site(_path(number - 1)) if page.has_previous() else "",
            following=_site(_path(number + 1)) if page.has_next() else "",
        )


def _path(number: int) -> str:
    return f"{reverse('procurement:ocds')}?side={number}"


def _site(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _answer(needs: Iterable[Need], path: str, **links: Any) -> HttpResponse:
    publisher = ocds.Publisher(
        name="Samverk",
        site=settings.SITE_URL,
        prefix=settings.OCDS_PREFIX,
        licence=settings.OPEN_DATA_LICENCE,
    )
    data = ocds.package(
        needs, uri=_site(path), publisher=publisher, otherwise_at=timezone.now(), **links
    )
    answer = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Cache-Control"] = f"public, max-age={_KEPT}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
