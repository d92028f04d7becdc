"""The list of needs."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from accounts.models import User
from improvement.queries.acting import workplaces
from procurement.forms import listing as reading
from procurement.queries.categories import all_categories
from procurement.queries.known_names import place_of
from procurement.queries.listing import extra_of, find_needs, listed_needs
from procurement.queries.scope import scope_of
from procurement.views import need_list_rows as rows
from procurement.views.pages import way_to_needs

PAGE = 20


@method_decorator(login_not_required, name="dispatch")
class NeedList(View):
    """Needs that the reader may know of; the choices stand in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        at, person = timezone.now(), request.user
        place = self._place(request)
        choices = reading.chosen(request.GET, municipality=place[0] if place else None)
        scope = scope_of(person)
        found = find_needs(scope=scope, choices=choices, at=at)
        counts = found.counts
        page = Paginator(range(counts.total), PAGE).get_page(request.GET.get("side"))
        begin = (page.number - 1) * PAGE
        needs = listed_needs(found, begin=begin, end=begin + PAGE)
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
            "narrowed_to": rows.narrowed_to(place[1] if place else ""),
            "result": ngettext("%(n)s need", "%(n)s needs", number) % {"n": number},
            "shown": self._shown(len(needs), number),
            "sorts": rows.sorts(),
            "may_describe": works,
            "crumbs": way_to_needs(),
        }
        return render(request, "procurement/need_list.html", context)

    def _place(self, request: HttpRequest) -> tuple[int, str] | None:
        """Give key and name of the municipality whose needs are wanted."""
        country, code = reading.place_of(request.GET)
        return place_of(country, code) if code else None

    def _shown(self, here: int, total: int) -> str:
        if here == total:
            shown = ngettext("The only need is shown.", "All %(n)s needs are shown.", total)
            return shown % {"n": total}
        return _("%(here)s of %(total)s needs are shown.") % {"here": here, "total": total}
