"""Evaluate a measure: its indicators before and after, and what the municipality says."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from improvement.actions import evaluations as actions
from improvement.forms.evaluations import EvaluationForm
from improvement.models import Evaluation
from improvement.queries import comparison_groups, evaluations
from improvement.queries.comparison_groups import ComparisonGroup
from improvement.views.evaluation_rows import codes_in, evaluation_row, live_figure
from improvement.views.pages import ActionPage, MeasurePage
from networks.models import Network


class Evaluate(MeasurePage, ActionPage):
    """Read by all who read the measure, written by those who work there.

    Asked for by htmx it is the form alone, with one sentence on each indicator.
    """

    form_class = EvaluationForm
    title = gettext_lazy("Evaluation")
    button = gettext_lazy("Save the evaluation")

    def get_permission_required(self) -> Sequence[str]:
        return ("improvement.work",) if self.request.method == "POST" else ()

    def get_template_names(self) -> list[str]:
        if self.request.htmx:  # type: ignore[attr-defined]
            return ["improvement/parts/evaluate_form.html"]
        return ["improvement/evaluate.html"]

    @cached_property
    def earlier(self) -> list[Evaluation]:
        return evaluations.evaluations_of(self.measure)

    @cached_property
    def groups(self) -> list[ComparisonGroup]:
        return comparison_groups.groups_of(self.municipality, person=self.person)

    @cached_property
    def group(self) -> ComparisonGroup:
        """The group that the address or the form names, else that of the last evaluation."""
        wanted = self.request.POST.get("gruppe") or self.request.GET.get("gruppe") or ""
        before = self.earlier[0].group if self.earlier else ""
        return comparison_groups.chosen_group(self.groups, wanted, before)

    def _groups_named(self) -> set[str]:
        """Groups of the evaluations that the reader may know of; one query at most."""
        keys = {each.group for each in self.earlier}
        slugs = comparison_groups.networks_in(keys)
        if not slugs or self.may_work:
            return keys
        rows = Network.objects.visible_to(self.person).filter(slug__in=slugs.values())
        known = set(rows.values_list("slug", flat=True))
        return {key for key in keys if key not in slugs or slugs[key] in known}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "auto_id": f"id_e{self.measure.pk}_%s"}

    def get_success_url(self) -> str:
        return self.next_address(self.request.path)

    def act(self, form: Form) -> None:
        assert isinstance(form, EvaluationForm)  # noqa: S101 -- form_class
        actions.evaluate(
            measure=self.measure,
            group=self.group,
            details=form.details(language=get_language() or "nb"),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The evaluation is saved, with today's figures."))

    def form_valid(self, form: Form) -> HttpResponse:
        answer = super().form_valid(form)
        if self.request.htmx and answer.status_code == 302:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(answer["Location"])
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        place = str(self.municipality)
        found = evaluations.comparisons(self.measure, group=self.group)
        context.update(
            figures=[
                live_figure(one, measure=self.measure, place=place, group=self.group)
                for one in found
            ],
            groups=self.groups,
            group=self.group,
            back=self.next_address(self.measure.get_absolute_url()),
        )
        if not self.request.htmx:  # type: ignore[attr-defined]
            known = evaluations.indicators_by_code(codes_in(self.earlier))
            named = self._groups_named()
            context["earlier"] = [
                evaluation_row(
                    each,
                    measure=self.measure,
                    place=place,
                    indicators=known,
                    names_group=each.group in named,
                )
                for each in self.earlier
            ]
        return context
