"""The overview of the hosts, the list of people, the log, the people of the hosts."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from common.spreadsheets import XLSX
from gatherings.actions import series as actions
from gatherings.enums import SeriesState
from gatherings.forms.hosting import PeopleFilter
from gatherings.forms.series import HostForm as PersonForm
from gatherings.models import Gathering, HostPerson
from gatherings.queries import hosting
from gatherings.queries.continuity import continuity_of
from gatherings.queries.coverage import gaps_of
from gatherings.views import host_files
from gatherings.views import host_rows as rows
from gatherings.views.feedback_rows import erasure_rows, form_rows
from gatherings.views.host_pages import HostForm, HostRoom

PAGE = 50


class Host(HostRoom, TemplateView):
    """Everything about a series that its hosts need, on one page."""

    template_name = "gatherings/host.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series = self.series
        now = timezone.now()
        today = now.astimezone(series.zone).date()
        by_place = hosting.seats_by_municipality(series)
        seats = [rows.seat_row(each) for each in by_place]
        after_the_first, continuity = continuity_of(series, today=today)
        is_draft = series.state == SeriesState.DRAFT
        return super().get_context_data(
            state=series.get_state_display(),
            is_draft=is_draft,
            is_cancelled=series.state == SeriesState.CANCELLED,
            closes_at=series.closes_at and series.closes_at.astimezone(series.zone),
            has_closed=series.has_closed_at(now),
            warnings=rows.gap_sentences(gaps_of(series)),
            seats=seats,
            seats_taken=series.seats_taken,
            offered=sum(each.offered for each in by_place),
            waiting=sum(each.waiting for each in by_place),
            unanswered=[each.municipality for each in seats if not each.has_answered],
            work_areas=hosting.work_areas(series),
            gatherings=[
                rows.gathering_row(each, series=series)
                for each in series.gatherings.order_by("number")
            ],
            compared=after_the_first,
            continuity=rows.continuity_rows(
                continuity, places=[each.municipality for each in by_place]
            ),
            share=rows.share_text(continuity),
            hosts=[each.name for each in series.hosts.order_by("position", "pk")],
            feedback_rows=form_rows(series, at=now),
            erasures=erasure_rows(series),
            **kwargs,
        )


class People(HostRoom):
    """Those whom the filter shows."""

    @cached_property
    def gatherings(self) -> list[Gathering]:
        return list(self.series.gatherings.order_by("number"))

    @cached_property
    def filter_form(self) -> PeopleFilter:
        places = [each.municipality for each in hosting.seats_by_municipality(self.series)]
        return PeopleFilter(self.request.GET, places=places, gatherings=self.gatherings)

    @cached_property
    def found(self) -> Any:
        return hosting.people(self.series, self.filter_form.choice)

    def rows(self, registrations: Any) -> list[rows.PersonRow]:
        places = hosting.places_in_line(self.series)
        return [
            rows.person_row(row, gatherings=self.gatherings, places=places)
            for row in registrations
        ]


class HostPeople(People, TemplateView):
    template_name = "gatherings/host_people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.found, PAGE).get_page(self.request.GET.get("side"))
        context = super().get_context_data(
            form=self.filter_form,
            page=page,
            rows=self.rows(page.object_list),
            gatherings=self.gatherings,
            count=page.paginator.count,
            query=self.request.GET.urlencode(),
            **kwargs,
        )
        context["crumbs"].append((_("Those who are signed up"), ""))
        return context


class HostPeopleFile(People, View):
    """The same people as an Excel file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        block = host_files.people_workbook(
            self.rows(self.found),
            gatherings=self.gatherings,
            series=self.series,
            made_at=timezone.now(),
        )
        answer = HttpResponse(block, content_type=XLSX)
        name = f"{self.series.slug}.xlsx"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class HostLog(HostRoom, TemplateView):
    """All that happened to the seats, newest first."""

    template_name = "gatherings/host_log.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Paginator(hosting.log(self.series), PAGE)
        page = found.get_page(self.request.GET.get("side"))
        context = super().get_context_data(
            page=page, rows=[rows.log_row(event) for event in page.object_list], **kwargs
        )
        context["crumbs"].append((_("Log of the seats"), ""))
        return context


class Hosts(HostForm):
    """Who may edit, and one more."""

    form_class = PersonForm
    template_name = "gatherings/host_hosts.html"
    title = gettext_lazy("Who may edit")
    lead = gettext_lazy(
        "All of them may do everything here. Those who lead the network may too."
    )
    button = gettext_lazy("Add")

    def act(self, form: Form) -> None:
        actions.add_host(
            series=self.series,
            email=form.cleaned_data["email"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The person may edit the series now."))

    def get_success_url(self) -> str:
        return self.host_address("series-hosts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = self.series.host_people.select_related("person").order_by("added_at", "pk")
        return super().get_context_data(people=list(people), **kwargs)


class HostRemove(HostForm):
    form_class = Form
    title = gettext_lazy("Take away the right to edit")
    button = gettext_lazy("Take away")
    is_danger = True

    @cached_property
    def host(self) -> HostPerson:
        people = self.series.host_people.select_related("person")
        return get_object_or_404(people, pk=self.kwargs["host"])

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _("%(name)s can no longer edit the series.") % {"name": self.host.person}

    def act(self, form: Form) -> None:
        self.host.series = self.series
        actions.remove_host(host=self.host, by=self.person, at=timezone.now())
        messages.success(self.request, _("The right to edit is taken away."))

    def get_success_url(self) -> str:
        """Where one may still come, having removed oneself."""
        if not self.person.has_perm("gatherings.hold_series", self.series):
            return reverse("gatherings:series-list")
        return self.host_address("series-hosts")
