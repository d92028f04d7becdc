"""«Min kommune»: what waits for a person, done where it stands."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.signed_in import SignedIn
from gatherings.todo import dates_for
from improvement.queries.functions import functions_of
from networks.actions.locks import day_in
from networks.models import Municipality
from networks.queries import roles_of
from portal import navigation
from portal.pages import mine as pages
from portal.queries.leaders import leaders_for
from portal.queries.waiting import Waiting, read_waiting


class Mine(SignedIn, TemplateView):
    """At most five things, each with its form; the others one link away."""

    template_name = "portal/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        waiting = read_waiting(self.person, at=now)
        places = waiting.work.places
        place = self._chosen(places)
        today = day_in(municipality=place, at=now) if place else timezone.localdate(now)
        rows = pages.thing_rows(
            waiting.things,
            today=today,
            back=self.request.get_full_path(),
            several=len(places) > 1,
        )
        shows_all = self.request.GET.get("alle") == "1"
        context = super().get_context_data(
            greeting=pages.greeting(timezone.localtime(now).hour),
            lead=pages.lead(rows),
            rows=rows if shows_all else rows[: pages.MOST],
            total=len(rows),
            shows_all=shows_all,
            day=today,
            places=places,
            place=place,
            **kwargs,
        )
        if place is None:
            return context | {"company": navigation.company_of(self.person)}
        return context | self._of_place(waiting, place, today)

    def _chosen(self, places: list[Municipality]) -> Municipality | None:
        """The municipality of the address, if the person works there; else the first."""
        wanted = self.request.GET.get("kommune", "")
        for place in places:
            if pages.key_of(place) == wanted:
                return place
        return places[0] if places else None

    def _of_place(self, waiting: Waiting, place: Municipality, today: date) -> dict[str, Any]:
        measures, total = pages.measure_rows(waiting.work, place)
        keys = place.address_keys
        return {
            "choices": [
                (pages.key_of(each), str(each), each.pk == place.pk)
                for each in waiting.work.places
            ],
            "role": navigation.role_in(roles_of(self.person), place),
            "dates": pages.date_rows(
                waiting.work,
                place,
                today=today,
                others=dates_for(self.person, place, first=today, last=pages.last_ahead(today)),
            ),
            "measures": measures,
            "measure_total": total,
            "missing": [
                (str(each.function.label), each.is_required)
                for each in functions_of(place)
                if each.is_missing
            ],
            "leaders": leaders_for(place),
            "links": {
                "status": place.get_absolute_url(),
                "measures": reverse("improvement:measures", kwargs=keys),
                "create": reverse("improvement:measure-create", kwargs=keys),
                "functions": reverse("improvement:functions", kwargs=keys),
            },
        }
