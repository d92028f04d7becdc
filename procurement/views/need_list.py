"""The list of needs."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from accounts.models import User
from improvement.queries.acting import workplaces
from networks.models import Municipality
from procurement.forms import listing as reading
from procurement.queries.categories import all_categories
from procurement.queries.listing import counts_of, extra_of, listed_needs
from procurement.views import need_list_rows as rows

PAGE = 20


class _Counted(Paginator):  # type: ignore[type-arg]  # generic in the stubs alone
    """Pages of a list whose length is known already."""

    def __init__(self, *args: Any, total: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._total = total

    @cached_property
    def count(self) -> int:  # type: ignore[override]  # as Django's, without its query
        return self._total


@method_decorator(login_not_required, name="dispatch")
class NeedList(View):
    """Needs that the reader may know of; the choices stand in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        at, person = timezone.now(), request.user
        place = self._place(request)
        choices = reading.chosen(request.GET, municipality=place)
        counts = counts_of(person=person, choices=choices, at=at)
        found = listed_needs(person=person, choices=choices, at=at)
        page = _Counted(found, PAGE, total=counts.total).get_page(request.GET.get("side"))
        needs = list(page.object_list)
        extra = extra_of(needs)
        works = bool(workplaces(person)) if isinstance(person, User) else False
        number = counts.total
        context = {
            "choices": choices,
            "groups": rows.groups(choices, counts, all_categories()),
            "rows": [rows.need_row(need, extra, at=at) for need in needs],
            "page": page,
            "query": request.GET,
            "place_key": request.GET.get("kommune", "") if place else "",
            "narrowed_to": rows.narrowed_to(place),
            "result": ngettext("%(n)s need", "%(n)s needs", number) % {"n": number},
            "shown": self._shown(len(needs), number),
            "sorts": rows.sorts(),
            "may_describe": works,
            "crumbs": [(_("Front page"), "/"), (_("Needs"), request.path)],
        }
        return render(request, "procurement/need_list.html", context)

    def _place(self, request: HttpRequest) -> Municipality | None:
        country, code = reading.place_of(request.GET)
        if not code:
            return None
        return Municipality.objects.filter(country=country, code=code).first()

    def _shown(self, here: int, total: int) -> str:
        if here == total:
            shown = ngettext("The only need is shown.", "All %(n)s needs are shown.", total)
            return shown % {"n": total}
        return _("%(here)s of %(total)s needs are shown.") % {"here": here, "total": total}
