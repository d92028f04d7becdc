"""Rule sets of a programme: read with what they mean, changed while they are drafts."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from assessments.actions import rulesets as actions
from assessments.enums import RuleState
from assessments.forms.programmes import CriterionForm, LadderForm, RulesForm
from assessments.forms.texts import initial_texts
from assessments.models import Criterion, LadderStep
from assessments.queries.templates import criteria_of, rule_of
from assessments.views import rule_rows as rows
from assessments.views.building import ProgrammePage, RulesAction, RulesPage
from networks.forms.base import PlainForm


class Rules(RulesPage, TemplateView):
    """The rules in words, tried on made-up cases."""

    template_name = "assessments/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rules, languages = self.rules, self.programme.languages
        criteria = criteria_of(rules)
        ladder = rows.ladder_rows(rules.steps.order_by("position"), languages)
        used_by = rules.versions.select_related("template").order_by("template", "number")
        return super().get_context_data(
            meanings=rows.meanings(rules),
            criteria=rows.criterion_rows(criteria, languages),
            ladder=ladder,
            examples=rows.example_rows(rule_of(rules), criteria=len(criteria), steps=ladder)
            if criteria
            else [],
            is_draft=rules.state == RuleState.DRAFT,
            used_by=list(used_by),
            **kwargs,
        )


class RulesNext(ProgrammePage, View):
    """Make the next number as a copy of the last."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        made = actions.next_rules(programme=self.programme, by=self.person, at=timezone.now())
        return redirect("assessments:rules", slug=self.programme.slug, number=made.number)


class RulesChange(RulesAction):
    form_class = RulesForm
    title = gettext_lazy("Change the rule")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "languages": self.programme.languages}

    def get_initial(self) -> dict[str, Any]:
        basic = self.rules.steps.filter(position=0).first()
        return {
            "one_met": self.rules.one_met,
            "pass_count": self.rules.pass_count,
            "pass_level": self.rules.pass_level,
            **initial_texts("basic_name", basic.name if basic else {}),
        }

    def act(self, form: Form) -> None:
        given = form.cleaned_data
        actions.change_rules(
            rules=self.rules,
            one_met=given["one_met"],
            pass_count=given["pass_count"],
            pass_level=given["pass_level"],
            basic_name=form.texts("basic_name"),  # type: ignore[attr-defined]  # of RulesForm
        )
        messages.success(self.request, _("The rule is saved."))


class RulesDelete(RulesAction):
    form_class = PlainForm
    title = gettext_lazy("Delete the draft")
    lead = gettext_lazy("The rules that are used stay as they are.")
    button = gettext_lazy("Delete")
    is_danger = True

    def act(self, form: Form) -> None:
        actions.delete_rules(rules=self.rules)
        messages.success(self.request, _("The draft is deleted."))
        self.is_gone = True

    def get_success_url(self) -> str:
        if getattr(self, "is_gone", False):
            return self.programme.get_absolute_url()
        return super().get_success_url()


class _CriterionPage(RulesAction):
    form_class: type[Form] = CriterionForm
    button = gettext_lazy("Save")
    lead = gettext_lazy(
        "A criterion has three conditions. Three met are «actively», two «partly», none «not»."
    )

    @cached_property
    def criterion(self) -> Criterion:
        rows = self.rules.criteria.select_related("rule_set__programme")
        found: Criterion = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "languages": self.programme.languages}

    def save(self, form: Form, criterion: Criterion | None) -> None:
        """Save what was written, and say so."""
        actions.save_criterion(
            rules=self.rules,
            criterion=criterion,
            name=form.texts("name"),  # type: ignore[attr-defined]  # of CriterionForm
            conditions=form.conditions,  # type: ignore[attr-defined]
        )
        messages.success(self.request, _("The criterion is saved."))


class CriterionCreate(_CriterionPage):
    title = gettext_lazy("New criterion")

    def act(self, form: Form) -> None:
        self.save(form, None)


class CriterionChange(_CriterionPage):
    title = gettext_lazy("Change the criterion")

    def get_initial(self) -> dict[str, Any]:
        row = self.criterion
        initial = initial_texts("name", row.name)
        for condition in row.conditions.all():
            initial |= initial_texts(f"condition_{condition.position}", condition.text)
        return initial

    def act(self, form: Form) -> None:
        self.save(form, self.criterion)


class CriterionRemove(_CriterionPage):
    form_class = PlainForm
    title = gettext_lazy("Remove the criterion")
    button = gettext_lazy("Remove")
    is_danger = True

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        given.pop("languages")
        return given

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _("«%(text)s» goes from the rules.") % {"text": self.criterion}

    def act(self, form: Form) -> None:
        actions.remove_criterion(criterion=self.criterion)
        messages.success(self.request, _("The criterion is removed."))


class _StepPage(RulesAction):
    form_class: type[Form] = LadderForm
    button = gettext_lazy("Save")
    lead = gettext_lazy("A case stands on the highest step that it meets with all below it.")

    @cached_property
    def step(self) -> LadderStep:
        rows = self.rules.steps.select_related("rule_set__programme")
        found: LadderStep = get_object_or_404(rows, pk=self.kwargs["pk"], position__gt=0)
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "languages": self.programme.languages}

    def save(self, form: Form, step: LadderStep | None) -> None:
        """Save what was written, and say so."""
        actions.save_step(
            rules=self.rules,
            step=step,
            name=form.texts("name"),  # type: ignore[attr-defined]  # of LadderForm
            count=form.cleaned_data["count"],
            level=form.cleaned_data["level"],
        )
        messages.success(self.request, _("The step is saved."))


class StepCreate(_StepPage):
    title = gettext_lazy("New step of the ladder")

    def act(self, form: Form) -> None:
        self.save(form, None)


class StepChange(_StepPage):
    title = gettext_lazy("Change the step")

    def get_initial(self) -> dict[str, Any]:
        row = self.step
        return {"count": row.count, "level": row.level, **initial_texts("name", row.name)}

    def act(self, form: Form) -> None:
        self.save(form, self.step)


class StepRemove(_StepPage):
    form_class = PlainForm
    title = gettext_lazy("Remove the step")
    button = gettext_lazy("Remove")
    is_danger = True

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        given.pop("languages")
        return given

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _("«%(text)s» goes from the rules.") % {"text": self.step}

    def act(self, form: Form) -> None:
        actions.remove_step(step=self.step)
        messages.success(self.request, _("The step is removed."))
