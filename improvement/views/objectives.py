"""Objectives: one, a new one, a change, the archive."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.numbers import format_number
from improvement.actions import objectives as actions
from improvement.forms.objectives import ObjectiveForm
from improvement.models import Measure, Objective
from improvement.queries import choices, work
from improvement.queries.measures import MeasureChoice, measure_list
from improvement.queries.series import series_of
from improvement.queries.settings import settings_by_programme
from improvement.views import measure_rows, work_rows
from improvement.views.measures import language
from improvement.views.objective_rows import objective_facts, spark_cells, target_rows
from improvement.views.pages import ActionPage, ObjectivePage, WorkPage
from indicators.models import Indicator
from networks.forms.base import PlainForm
from networks.models import Municipality


class ObjectiveDetail(ObjectivePage, TemplateView):
    """An objective with its targets, its indicators and its measures."""

    permission_required = ()
    template_name = "improvement/objective.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        objective = self.objective
        targets = list(objective.targets.select_related("goal").order_by("goal", "position"))
        wanted = list(objective.wanted_values.select_related("indicator").order_by("pk"))
        keys = {each.indicator_id for each in wanted}
        results = work.results_of(self.municipality, keys)
        cells = [
            work_rows.wanted_cell(
                work.WantedRow(each, results.get(each.indicator_id)), place=self.place
            )
            for each in wanted
        ]
        context = super().get_context_data(
            goals=sorted({each.goal_id for each in targets}),
            targets=target_rows(targets),
            indicators=spark_cells(cells, wanted, series_of(self.municipality, keys)),
            facts=objective_facts(objective, network=self.known(objective.network)),
            rows=self._measures(),
            is_archived=objective.archived_at is not None,
            **kwargs,
        )
        context["crumbs"][-1] = (objective.title, "")
        return context

    def _measures(self) -> list[measure_rows.MeasureRow]:
        at = timezone.now()
        found: list[Measure] = list(
            measure_list(
                municipality=self.municipality,
                person=self.person,
                choice=MeasureChoice(objective=self.objective.pk),
                at=at,
            )
        )
        goals, settings = work.goals_of(found), settings_by_programme()
        return [
            measure_rows.measure_row(
                each,
                goals=goals,
                aims={},
                settings=settings,
                municipality=self.municipality,
                at=at,
            )
            for each in found
        ]


class ObjectiveFormPage(ActionPage):
    """The form about an objective."""

    form_class = ObjectiveForm
    template_name = "improvement/objective_form.html"
    button = gettext_lazy("Save the objective")

    @cached_property
    def indicator_choices(self) -> list[choices.IndicatorChoice]:
        return choices.with_indicators(choices.indicator_choices(), self.kept_indicators())

    def kept_indicators(self) -> list[Indicator]:
        """Indicators that the objective names, also those no framework uses any more."""
        return []

    def objective_kwargs(
        self, municipality: Municipality, *, kept: Objective | None = None
    ) -> dict[str, Any]:
        """What the fields let one choose from."""
        network = kept.network_id if kept else None
        return {
            "networks": choices.networks_of(municipality, kept=network),
            "decisions": choices.decisions_of(municipality),
            "choices": self.indicator_choices,
            "groups": choices.target_groups(),
        }


class ObjectiveCreate(WorkPage, ObjectiveFormPage):
    """A new objective."""

    title = gettext_lazy("New objective")
    lead = gettext_lazy(
        "What the municipality wants to reach, how it is measured, and who decided it."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        wanted: list[dict[str, Any]] = []
        if self.origin is not None:
            wanted.append({"indicator": self.origin.indicator.code, "wanted_year": 2030})
        return {
            **super().get_form_kwargs(),
            **self.objective_kwargs(self.municipality),
            "wanted": wanted,
        }

    @cached_property
    def origin(self) -> choices.IndicatorChoice | None:
        code = self.request.GET.get("indicator", "")
        return next((c for c in self.indicator_choices if c.indicator.code == code), None)

    def get_initial(self) -> dict[str, Any]:
        networks = choices.networks_of(self.municipality)[:2]
        target = self.origin.target if self.origin else None
        return {
            "network": networks[0].pk if len(networks) == 1 else None,
            "targets": [target.pk] if target else [],
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, ObjectiveForm)  # noqa: S101 -- the class of this page
        self.made = actions.create_objective(
            municipality=self.municipality,
            details=form.details(language=language()),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The objective is saved."))

    def get_success_url(self) -> str:
        made: Objective | None = getattr(self, "made", None)
        return self.next_address(
            made.get_absolute_url() if made is not None else self.work_address("work")
        )


class ObjectiveChange(ObjectivePage, ObjectiveFormPage):
    """An objective as it is written, to be changed."""

    title = gettext_lazy("Change the objective")

    def kept_indicators(self) -> list[Indicator]:
        rows = self.objective.wanted_values.select_related("indicator").order_by("pk")
        return [each.indicator for each in rows]

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = self.objective.wanted_values.select_related("indicator").order_by("pk")
        return {
            **super().get_form_kwargs(),
            **self.objective_kwargs(self.municipality, kept=self.objective),
            "wanted": [
                {
                    "indicator": each.indicator.code,
                    "wanted_value": _typed(each.wanted_value),
                    "wanted_year": each.wanted_year,
                }
                for each in rows
            ],
        }

    def get_initial(self) -> dict[str, Any]:
        plain = ("title", "description", "plan_document", "plan_paragraph", "plan_link")
        return {
            **{name: getattr(self.objective, name) for name in plain},
            "network": self.objective.network_id,
            "decision": self.objective.decision_id,
            "targets": list(self.objective.targets.values_list("pk", flat=True)),
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, ObjectiveForm)  # noqa: S101 -- the class of this page
        actions.change_objective(
            objective=self.objective,
            details=form.details(language=language()),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
            seen=self.request.POST.get("seen", ""),
        )
        messages.success(self.request, _("The objective is saved."))

    def get_success_url(self) -> str:
        return self.next_address(self.objective.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = actions.version_of(self.objective)
        return super().get_context_data(
            version=version, may_archive=self.may_steer, is_change=True, **kwargs
        )


class ObjectiveArchive(ObjectivePage, ActionPage):
    """Confirm that an objective is to be archived."""

    permission_required = "improvement.steer"
    form_class = PlainForm
    title = gettext_lazy("Archive the objective")
    lead = gettext_lazy(
        "The objective is taken out of the lists. Its measures go on, and it can be brought "
        "back."
    )
    button = gettext_lazy("Archive the objective")
    is_danger = True

    def act(self, form: Form) -> None:
        actions.archive_objective(
            objective=self.objective,
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The objective is archived. It can be brought back."))

    def get_success_url(self) -> str:
        return self.next_address(self.objective.get_absolute_url())


class ObjectiveRestore(ObjectivePage, ActionPage):
    """Bring an archived objective back."""

    permission_required = "improvement.steer"
    form_class = PlainForm
    title = gettext_lazy("Bring the objective back")
    lead = gettext_lazy("It stands in the lists again, as it was.")
    button = gettext_lazy("Bring it back")

    def act(self, form: Form) -> None:
        actions.restore_objective(
            objective=self.objective,
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The objective is back in the lists."))

    def get_success_url(self) -> str:
        return self.next_address(self.objective.get_absolute_url())


def _typed(value: float) -> str:
    """Write a number as a person types it in the page's language, with all its decimals."""
    written = f"{value:.10f}".rstrip("0")
    decimals = len(written.partition(".")[2])
    return format_number(value, decimals=decimals)
