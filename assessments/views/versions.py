"""The editor of a version: what it asks for, its sections and questions."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from assessments.actions import questions as actions
from assessments.actions import versions as version_actions
from assessments.enums import VersionState
from assessments.forms.templates import PartsForm, QuestionForm, SectionForm
from assessments.forms.texts import initial_texts
from assessments.models import Section, TemplateQuestion
from assessments.queries.templates import lacks_of, sections_of
from assessments.views import template_rows as rows
from assessments.views.building import VersionAction, VersionPage
from improvement.views import refusals
from networks.actions.locks import Refused
from networks.forms.base import PlainForm


class Version(VersionPage, TemplateView):
    """A version: what it asks, what is missing, how far it has come."""

    template_name = "assessments/version.html"
    permission_required = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version
        languages = self.programme.languages
        may_change = self.may_build and version.is_open
        open_comments = version.comments.filter(settled_at=None).count()
        return super().get_context_data(
            sections=rows.section_rows(sections_of(version), languages),
            languages=rows.language_names(languages),
            lacks=rows.lack_texts(lacks_of(version)) if may_change else [],
            may_change=may_change,
            may_review=self.request.user.has_perm("assessments.review_template", version),
            steps=self._steps() if self.may_build else [],
            is_in_test=version.state == VersionState.TEST,
            open_comments=open_comments,
            events=list(version.events.select_related("by").order_by("-at", "-pk")),
            has_link=bool(version.reviewer_digest),
            **kwargs,
        )

    def _steps(self) -> list[tuple[str, str]]:
        """What may come next: label and address of each step."""
        labels = {
            VersionState.REWORK: _("Send to be reworked"),
            VersionState.TEST: _("Begin the test"),
            VersionState.IN_USE: _("Put in use"),
        }
        states = version_actions.STEPS[VersionState(self.version.state)]
        return [
            (labels[state], self.version_address("version-step", step=state.lower()))
            for state in states
        ]


class VersionParts(VersionAction):
    """What a version asks for beside its own questions."""

    form_class = PartsForm
    title = gettext_lazy("What is asked")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        rules = self.programme.rule_sets.order_by("-number")
        return {**super().get_form_kwargs(), "rules": rules}

    def get_initial(self) -> dict[str, Any]:
        row = self.version
        return {
            "with_goals": row.with_goals,
            "with_dimensions": row.with_dimensions,
            "with_perspectives": row.with_perspectives,
            "with_criteria": row.with_criteria,
            "rule_set": row.rule_set_id,
        }

    def act(self, form: Form) -> None:
        version_actions.choose_parts(
            version=self.version,
            parts=form.parts,  # type: ignore[attr-defined]  # of PartsForm
        )
        messages.success(self.request, _("The template is saved."))


class _TextsPage(VersionAction):
    """A form with texts in the languages of the programme."""

    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        if self.form_class is PlainForm:
            return given
        return {**given, "languages": self.programme.languages}

    @cached_property
    def section(self) -> Section:
        rows = self.version.sections.select_related("version__template__programme")
        found: Section = get_object_or_404(rows, pk=self.kwargs["section"])
        return found

    @cached_property
    def question(self) -> TemplateQuestion:
        rows = TemplateQuestion.objects.filter(section__version=self.version)
        found: TemplateQuestion = get_object_or_404(
            rows.select_related("section__version__template__programme"),
            pk=self.kwargs["question"],
        )
        return found


class SectionCreate(_TextsPage):
    form_class = SectionForm
    title = gettext_lazy("New section")

    def act(self, form: Form) -> None:
        actions.add_section(
            version=self.version,
            title=form.texts("title"),  # type: ignore[attr-defined]  # of SectionForm
            guidance=form.texts("guidance"),  # type: ignore[attr-defined]
        )
        messages.success(self.request, _("The section is added."))


class SectionChange(_TextsPage):
    form_class = SectionForm
    title = gettext_lazy("Change the section")

    def get_initial(self) -> dict[str, Any]:
        row = self.section
        return {
            **initial_texts("title", row.title),
            **initial_texts("guidance", row.guidance),
        }

    def act(self, form: Form) -> None:
        actions.change_section(
            section=self.section,
            title=form.texts("title"),  # type: ignore[attr-defined]  # of SectionForm
            guidance=form.texts("guidance"),  # type: ignore[attr-defined]
        )
        messages.success(self.request, _("The section is saved."))


class SectionRemove(_TextsPage):
    form_class = PlainForm
    title = gettext_lazy("Remove the section")
    button = gettext_lazy("Remove")
    is_danger = True

    @property
    def lead(self) -> str:  # type: ignore[override]
        text = _("«%(text)s» goes from the template with all its questions.")
        return text % {"text": self.section}

    def act(self, form: Form) -> None:
        actions.remove_section(section=self.section)
        messages.success(self.request, _("The section is removed."))


class QuestionCreate(_TextsPage):
    form_class = QuestionForm
    title = gettext_lazy("New question")

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _("In «%(section)s».") % {"section": self.section}

    def get_initial(self) -> dict[str, Any]:
        return {"kind": "TEXT"}

    def act(self, form: Form) -> None:
        actions.add_question(
            section=self.section,
            details=form.details,  # type: ignore[attr-defined]  # of QuestionForm
        )
        messages.success(self.request, _("The question is added."))


class QuestionChange(_TextsPage):
    form_class = QuestionForm
    title = gettext_lazy("Change the question")

    def get_initial(self) -> dict[str, Any]:
        row = self.question
        codes = self.programme.languages
        lines = {
            code: "\n".join(choice["text"].get(code, "") for choice in row.choices)
            for code in codes
        }
        return {
            "kind": row.kind,
            "unit": row.unit,
            "is_required": row.is_required,
            **initial_texts("text", row.text),
            **initial_texts("guidance", row.guidance),
            **initial_texts("choices", lines),
        }

    def act(self, form: Form) -> None:
        actions.change_question(
            question=self.question,
            details=form.details,  # type: ignore[attr-defined]  # of QuestionForm
        )
        messages.success(self.request, _("The question is saved."))


class QuestionRemove(_TextsPage):
    form_class = PlainForm
    title = gettext_lazy("Remove the question")
    button = gettext_lazy("Remove")
    is_danger = True

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _("«%(text)s» goes from the template.") % {"text": self.question}

    def act(self, form: Form) -> None:
        actions.remove_question(question=self.question)
        messages.success(self.request, _("The question is removed."))


class _Move(_TextsPage):
    """One place up, or down with ``down=1``."""

    http_method_names = ["post"]
    anchor = ""

    def move(self, *, is_up: bool) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Move it, and come back to where it stands now."""
        try:
            self.move(is_up=request.POST.get("down") != "1")
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        key = kwargs.get("question") or kwargs["section"]
        return redirect(f"{self.version_address()}#{self.anchor}-{key}")


class SectionMove(_Move):
    anchor = "del"

    def move(self, *, is_up: bool) -> None:
        actions.move_section(section=self.section, is_up=is_up)


class QuestionMove(_Move):
    anchor = "sporsmal"

    def move(self, *, is_up: bool) -> None:
        actions.move_question(question=self.question, is_up=is_up)
