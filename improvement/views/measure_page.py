"""The page of one measure: how it goes, its log, its tasks, what it is meant to move."""

from functools import cached_property
from typing import Any
from uuid import uuid4

from django.core.paginator import Page
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from improvement.enums import Pull
from improvement.forms.log import UnchangedForm
from improvement.forms.tasks import TaskForm
from improvement.models import Measure, StatusEntry
from improvement.queries import conflicts, measure_page
from improvement.queries.acting import workplaces
from improvement.queries.log import log_page, newest_entry, tasks_of
from improvement.queries.settings import settings_for
from improvement.views.log_rows import events_of, foreign, log_rows
from improvement.views.measure_page_rows import (
    facts_of,
    figures_of,
    move_row,
    other_row,
    pull_row,
    task_row,
)
from improvement.views.pages import MeasurePage
from improvement.views.status_forms import StatusParts
from networks.actions.locks import day_in
from networks.models import Municipality


class MeasureDetail(MeasurePage, TemplateView):
    """Everything about a measure, for all who may read it."""

    template_name = "improvement/measure.html"
    permission_required = ()

    @cached_property
    def measure(self) -> Measure:
        rows = Measure.objects.visible_to(self.request.user).select_related(
            "municipality__country",
            "network",
            "objective__decision",
            "responsible_person",
            "created_by",
            "copied_from__municipality",
        )
        found: Measure = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @cached_property
    def source(self) -> Municipality | None:
        """The municipality that it was copied from, if the reader may know of that."""
        source = self.measure.copied_from
        if source is None or self.may_work:
            return source.municipality if source else None
        is_read = Measure.objects.visible_to(self.person).filter(pk=source.pk).exists()
        return source.municipality if is_read else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        measure = self.measure
        today = day_in(municipality=self.municipality, at=timezone.now())
        settings = settings_for(measure.network)
        days = (settings.target_days, settings.acceptable_days, settings.stale_days)
        pulls = measure_page.pulls_of(measure)
        tasks = tasks_of(measure, today=today)
        own_places = workplaces(self.person)
        may_log = self.may_work and measure.archived_at is None
        context = super().get_context_data(**kwargs) | {
            "lang": foreign(measure.language),
            "figures": figures_of(measure, today=today, days=days),
            "goals": sorted({each.target.goal_id for each in pulls if each.pull == Pull.HELPS}),
            "may_log": may_log,
            "may_copy": any(place.pk != measure.municipality_id for place in own_places),
            "tasks": [task_row(each, today=today) for each in tasks.rows],
            "tasks_done": tasks.done,
            "pulls": [pull_row(each) for each in pulls],
            "moves": [move_row(each) for each in measure_page.moves_of(measure)],
            "others": [
                other_row(each)
                for each in measure_page.others_doing(measure, self.person, pulls)
            ],
            "copy_count": measure_page.copies_of(
                measure, None if self.may_work else self.person
            ),
            "evaluation": measure_page.newest_evaluation(measure),
            "contests": conflicts.warnings_for(measure, person=self.person),
            "facts": facts_of(measure, network=self.known(measure.network), source=self.source),
            "query": self.request.GET,
        }
        context |= self._log(may_log=may_log)
        if may_log:
            context |= self._form()
            context["task_form"] = TaskForm(municipality=self.municipality)
        return context

    def _log(self, *, may_log: bool) -> dict[str, Any]:
        page = log_page(self.measure, self.request.GET.get("side"))
        before = self._last_before(page)
        rows = log_rows(
            page,
            events_of(self.measure, source=self.source),
            before=before.at if before else None,
            may_correct=may_log,
        )
        return {"page": page, "rows": rows}

    def _last_before(self, page: Page[StatusEntry]) -> StatusEntry | None:
        """The entry just before the first one of the page."""
        if not page.has_previous():
            return None
        found: StatusEntry = page.paginator.object_list[page.start_index() - 2]
        return found

    def _form(self) -> dict[str, Any]:
        newest = newest_entry(self.measure)
        today = day_in(municipality=self.municipality, at=timezone.now())
        parts = StatusParts(
            measure=self.measure, person=self.person, today=today, newest=newest
        )
        hidden = {"submission": uuid4(), "seen": newest.pk if newest else ""}
        unchanged = UnchangedForm(initial=hidden, auto_id=False)
        return {**parts.context(parts.unbound()), "unchanged": unchanged, "is_fragment": False}
