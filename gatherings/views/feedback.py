"""The evaluation form of a gathering, as its hosts make it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.dates import LAST_SECOND
from gatherings.actions import feedback as actions
from gatherings.actions.feedback_times import usual_times
from gatherings.enums import GatheringState
from gatherings.forms.feedback import AnswerForm, FeedbackTimesForm, QuestionForm
from gatherings.forms.parts import day_and_clock
from gatherings.models import FeedbackForm, FeedbackQuestion
from gatherings.queries import feedback as queries
from gatherings.queries.feedback import FormState
from gatherings.views import feedback_rows as rows
from gatherings.views.host_pages import GatheringForm, GatheringRoom
from improvement.views import refusals
from networks.actions.locks import Refused


class FeedbackRoom(GatheringRoom):
    """A page about the evaluation form of a gathering."""

    @cached_property
    def maybe_form(self) -> FeedbackForm | None:
        found = queries.form_of(self.gathering)
        if found is not None:
            found.gathering = self.gathering
        return found

    @property
    def feedback_form(self) -> FeedbackForm:
        """The form of the gathering.

        Raises:
            Http404: There is none yet.
        """
        if self.maybe_form is None:
            raise Http404
        return self.maybe_form

    def path(self) -> list[tuple[str, str]]:
        return [
            *super().path(),
            (
                _("Evaluation form, gathering %(number)s") % {"number": self.gathering.number},
                self.gathering_address("feedback"),
            ),
        ]


class Feedback(FeedbackRoom, TemplateView):
    """The questions, the times, and what has come in."""

    template_name = "gatherings/feedback.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, at = self.maybe_form, timezone.now()
        context: dict[str, Any] = {
            "form_row": form,
            "state": rows.state_words(form, self.series, at=at),
            "is_cancelled": self.gathering.state == GatheringState.CANCELLED,
        }
        if form is not None:
            answered, asked = queries.counts_of(form)
            context |= {
                "questions": queries.questions_of(form),
                "answered": answered,
                "asked": asked,
                "is_fixed": answered > 0,
                "is_closed": queries.state_of(form, at=at) == FormState.CLOSED,
            }
        return super().get_context_data(**context, **kwargs)


class FeedbackPreview(FeedbackRoom, TemplateView):
    """The form as those who came see it."""

    template_name = "gatherings/feedback_preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.feedback_form
        form = AnswerForm(questions=queries.questions_of(found))
        context = super().get_context_data(
            intro=found.intro, questions=rows.question_rows(form), **kwargs
        )
        context["crumbs"].append((_("Preview"), ""))
        return context


class FeedbackAction(FeedbackRoom, GatheringForm):
    """Something that is done to the form; it leads back there."""

    def get_success_url(self) -> str:
        return self.gathering_address("feedback")


class FeedbackTimes(FeedbackAction):
    """Introduction and times."""

    form_class = FeedbackTimesForm
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "zone": self.series.zone}

    def get_initial(self) -> dict[str, Any]:
        form = self.maybe_form
        times = (form.opens_at, form.closes_at) if form else usual_times(self.gathering)
        if times is None:
            return {}
        zone = self.series.zone
        opens_on, opens_clock = day_and_clock(times[0], otherwise=LAST_SECOND, zone=zone)
        closes_on, closes_clock = day_and_clock(times[1], otherwise=LAST_SECOND, zone=zone)
        return {
            "intro": form.intro if form else "",
            "opens_on": opens_on,
            "opens_clock": opens_clock,
            "closes_on": closes_on,
            "closes_clock": closes_clock,
        }


class FeedbackCreate(FeedbackTimes):
    title = gettext_lazy("Make an evaluation form")
    lead = gettext_lazy(
        "You get questions to start from, and can change them until somebody has answered. "
        "Those who came get a link by e-mail the morning after."
    )
    button = gettext_lazy("Make the form")

    def act(self, form: Form) -> None:
        actions.make_form(
            gathering=self.gathering,
            intro=form.cleaned_data["intro"],
            **form.times,  # type: ignore[attr-defined]  # of FeedbackTimesForm
        )
        messages.success(self.request, _("The form is made. Look through the questions."))


class FeedbackChange(FeedbackTimes):
    title = gettext_lazy("Introduction and times")
    lead = gettext_lazy("The times are those of the clock where the series is held.")

    def act(self, form: Form) -> None:
        actions.change_form(
            form=self.feedback_form,
            intro=form.cleaned_data["intro"],
            at=timezone.now(),
            **form.times,  # type: ignore[attr-defined]  # of FeedbackTimesForm
        )
        messages.success(self.request, _("The form is saved."))


class FeedbackDelete(FeedbackAction):
    form_class = Form
    title = gettext_lazy("Delete the form")
    lead = gettext_lazy("The questions are lost.")
    button = gettext_lazy("Delete")
    is_danger = True

    def act(self, form: Form) -> None:
        actions.delete_form(form=self.feedback_form)
        messages.success(self.request, _("The form is deleted."))


class QuestionPage(FeedbackAction):
    """A form about one question."""

    @cached_property
    def question(self) -> FeedbackQuestion:
        found: FeedbackQuestion = get_object_or_404(
            self.feedback_form.questions.select_related("form"), pk=self.kwargs["question"]
        )
        return found


class QuestionCreate(QuestionPage):
    form_class = QuestionForm
    title = gettext_lazy("New question")
    lead = gettext_lazy("Ask about the gathering, not about people.")
    button = gettext_lazy("Add")

    def act(self, form: Form) -> None:
        actions.add_question(
            form=self.feedback_form,
            details=form.details,  # type: ignore[attr-defined]  # of QuestionForm
        )
        messages.success(self.request, _("The question is added."))


class QuestionChange(QuestionPage):
    form_class = QuestionForm
    title = gettext_lazy("Change the question")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        row = self.question
        return {
            "kind": row.kind,
            "text": row.text,
            "options": "\n".join(row.options),
            "is_required": row.is_required,
        }

    def act(self, form: Form) -> None:
        actions.change_question(
            question=self.question,
            details=form.details,  # type: ignore[attr-defined]  # of QuestionForm
        )
        messages.success(self.request, _("The question is saved."))


class QuestionRemove(QuestionPage):
    form_class = Form
    title = gettext_lazy("Remove the question")
    button = gettext_lazy("Remove")
    is_danger = True

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _("«%(text)s» goes from the form.") % {"text": self.question.text}

    def act(self, form: Form) -> None:
        actions.remove_question(question=self.question)
        messages.success(self.request, _("The question is removed."))


class QuestionMove(QuestionPage):
    """One place up, or down with ``down=1``."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        try:
            actions.move_question(question=self.question, is_up=request.POST.get("down") != "1")
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        return redirect(f"{self.get_success_url()}#sporsmal-{self.question.pk}")
