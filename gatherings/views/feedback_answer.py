"""The evaluation form for those who came: by the secret link, without an account."""

from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from common import fragments
from gatherings import words
from gatherings.actions import feedback as actions
from gatherings.enums import GatheringState
from gatherings.forms.feedback import AnswerForm
from gatherings.models import FeedbackForm, Participation
from gatherings.queries import feedback as queries
from gatherings.tokens import read_feedback_token, who_comes
from gatherings.views import feedback_rows as rows
from improvement.views.pages import ActionPage


@method_decorator((login_not_required, never_cache), name="dispatch")
class FeedbackAnswer(ActionPage):
    """The questions; then thanks."""

    form_class = AnswerForm
    template_name = "gatherings/feedback_answer.html"
    title = gettext_lazy("What did you think?")
    button = gettext_lazy("Send")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        # The address is the secret; the same site has to see it to check forms.
        response["Referrer-Policy"] = "same-origin"
        return response

    @cached_property
    def participation(self) -> Participation:
        """The place of the one who came.

        Raises:
            Http404: The link was not made here, or somebody else came, or the name is erased.
        """
        known = read_feedback_token(self.kwargs["token"])
        found = queries.find_guest(known[0]) if known else None
        if found is None or known is None or who_comes(found) != known[1]:
            raise Http404
        return found

    @cached_property
    def feedback_form(self) -> FeedbackForm:
        """The form of the gathering.

        Raises:
            Http404: There is none.
        """
        found = queries.form_of(self.participation.gathering)
        if found is None or self.participation.gathering.state == GatheringState.CANCELLED:
            raise Http404
        found.gathering = self.participation.gathering
        return found

    def get_template_names(self) -> list[str]:
        """The form alone where «Min kommune» asks for it."""
        if fragments.is_fragment(self.request):
            return ["gatherings/parts/feedback_form.html"]
        return [str(self.template_name)]

    def get_success_url(self) -> str:
        """The page that thanks, or the one that the form stood on."""
        return self.next_address(self.request.path)

    def get_form_kwargs(self) -> dict[str, Any]:
        questions = queries.questions_of(self.feedback_form)
        return {**super().get_form_kwargs(), "questions": questions}

    def act(self, form: Form) -> None:
        actions.answer(
            participation=self.participation,
            answers=form.answers,  # type: ignore[attr-defined]  # of AnswerForm
            at=timezone.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, at = self.feedback_form, timezone.now()
        gathering = self.participation.gathering
        series = gathering.series
        is_done = queries.has_answered(self.participation)
        context = super().get_context_data(
            series=series,
            gathering=gathering,
            name=words.gathering_name(gathering),
            day=words.day_of(gathering) if gathering.day else "",
            intro=form.intro,
            is_done=is_done,
            is_open=not is_done and actions.takes_answers(form, at=at),
            state=rows.state_words(form, series, at=at),
            until=words.moment(form.closes_at, series),
            **kwargs,
        )
        context["questions"] = rows.question_rows(context["form"])
        context["crumbs"] = [(_("What did you think?"), "")]
        return context
