"""The decision of a case, the letter about it, what follows; the case as a Word file."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import View

from assessments import letters
from assessments.actions import decisions, follow_up
from assessments.enums import DECIDED_STATES, Moment
from assessments.forms.decisions import (
    CloseForm,
    ConditionForm,
    DecisionForm,
    FollowUpForm,
    LetterForm,
    with_more_rows,
)
from assessments.models import Assessment, DecisionCondition
from assessments.queries.cases import read_case
from assessments.views.case_pages import CaseAction, CaseRoom
from assessments.views.case_word import case_content, letter_content
from common.dates import moment_in_words
from common.nordic import by_name
from improvement.calculations.content import Content
from networks.forms.base import MORE_ROWS


class CaseDecide(CaseAction):
    """Record the decision; by somebody without another part in the case."""

    permission_required = "assessments.decide"
    template_name = "assessments/case_decide.html"
    form_class = DecisionForm
    title = gettext_lazy("Record the decision")
    button = gettext_lazy("Save the decision")
    lead = gettext_lazy(
        "The decision stands as you write it: it is not changed afterwards. Whoever has "
        "assessed the case, or applies, cannot record it."
    )

    def get_template_names(self) -> list[str]:
        """Always the whole page: the form has no short shape, because of its rows."""
        return [self.template_name]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide, or show what was typed with more empty rows."""
        if MORE_ROWS not in request.POST:
            return super().post(request, *args, **kwargs)
        form = DecisionForm(currency=self.case.currency, **with_more_rows(request.POST))
        return self.render_to_response(self.get_context_data(form=form))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "currency": self.case.currency}

    def get_initial(self) -> dict[str, Any]:
        return {
            "body": str(self.case.programme.region),
            "decided_on": timezone.localdate(),
            "amount_granted": self.case.amount_applied,
        }

    def act(self, form: Form) -> None:
        if not isinstance(form, DecisionForm):
            raise TypeError
        decisions.decide(
            case=self.case, decided=form.decided(), by=self.person, at=timezone.now()
        )
        messages.success(self.request, _("The decision is saved."))


class CaseLetterSend(CaseAction):
    """The letter, shown before it is sent."""

    form_class = LetterForm
    title = gettext_lazy("Letter to the applicant")
    button = gettext_lazy("Send the letter")
    lead = gettext_lazy(
        "Read it, and change what should be said in another way. It is kept as it is sent."
    )

    def get_initial(self) -> dict[str, Any]:
        if self.case.state not in DECIDED_STATES:
            return {}
        draft = letters.draft_letter(self.case)
        return {"subject": draft.subject, "text": draft.text}

    def act(self, form: Form) -> None:
        values = form.cleaned_data
        letter = decisions.send_letter(
            case=self.case,
            subject=values["subject"],
            text=values["text"],
            by=self.person,
            at=timezone.now(),
        )
        if letter.sent_to:
            messages.success(self.request, _("The letter is sent."))
        else:
            messages.warning(
                self.request,
                _("The letter is kept, but nobody was written to: the case has no address."),
            )


class CaseFollowUp(CaseAction):
    """The same questions again."""

    form_class = FollowUpForm
    title = gettext_lazy("Begin a follow-up")
    button = gettext_lazy("Ask the applicant")
    lead = gettext_lazy("The applicant is asked the same questions again, by mail.")

    def act(self, form: Form) -> None:
        follow_up.begin(
            case=self.case,
            moment=Moment(form.cleaned_data["moment"]),
            due_on=form.cleaned_data["due_on"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The follow-up has begun."))


class CaseCondition(CaseAction):
    """When a condition was met."""

    form_class = ConditionForm
    title = gettext_lazy("Condition of the decision")
    button = gettext_lazy("Save")

    @cached_property
    def condition(self) -> DecisionCondition:
        found: DecisionCondition = get_object_or_404(
            self.case.decision_conditions.select_related("assessment"),
            pk=self.kwargs["condition"],
        )
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]  # of the case at hand
        return self.condition.text

    def get_initial(self) -> dict[str, Any]:
        row = self.condition
        return {"met_on": row.met_on or timezone.localdate(), "note": row.note}

    def act(self, form: Form) -> None:
        follow_up.meet_condition(
            condition=self.condition,
            met_on=form.cleaned_data["met_on"],
            note=form.cleaned_data["note"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The condition is saved."))


class CaseClose(CaseAction):
    """Close a case."""

    form_class = CloseForm
    title = gettext_lazy("Close the case")
    button = gettext_lazy("Close the case")

    def act(self, form: Form) -> None:
        note = form.cleaned_data["note"]
        follow_up.close(case=self.case, note=note, by=self.person, at=timezone.now())
        messages.success(self.request, _("The case is closed."))


# ----------------------------------------------------------------------------- files
class CaseFile(CaseRoom, View):
    """The whole case as a Word file, with what the reader may read of it."""

    permission_required: str | tuple[str, ...] = ()

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        held = read_case(self.case, self.person, is_inside=self.is_inside)
        names = self.case.places.order_by(by_name(), "pk").values_list("name", flat=True)
        content = case_content(self.case, held, places=names, is_inside=self.is_inside)
        return _word(content, case=self.case, at=timezone.now())


class LetterFile(CaseRoom, View):
    """A letter that was sent, as a Word file."""

    permission_required: str | tuple[str, ...] = ()

    def get(self, request: HttpRequest, pk: int, letter: int) -> HttpResponse:
        if not self.is_inside:
            raise Http404
        row = get_object_or_404(self.case.letters.all(), pk=letter)
        return _word(letter_content(row), case=self.case, at=row.at)


@method_decorator((login_not_required, never_cache), name="dispatch")
class LetterLink(View):
    """A letter, for an applicant without an account; ``?fil=word`` gives the file."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the letter.

        Raises:
            Http404: The link was not made here, or has ended.
        """
        letter = letters.letter_by_token(token, at=timezone.now())
        if letter is None:
            raise Http404
        if request.GET.get("fil") == "word":
            answer = _word(letter_content(letter), case=letter.assessment, at=letter.at)
        else:
            context = {"letter": letter, "sent": moment_in_words(letter.at)}
            answer = render(request, "assessments/letter.html", context)
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        answer.headers["Referrer-Policy"] = "no-referrer"
        return answer


def _word(content: Content, *, case: Assessment, at: Any) -> HttpResponse:
    """Answer with a Word file; its name says nothing of what it holds."""
    from improvement.reports import word  # noqa: PLC0415 -- slow to load, seldom asked for

    with translation.override(letters.mail_language(content.language)):
        note, page_word = f"Samverk · {moment_in_words(at)}", _("Page")
    file = word.word_file(
        content,
        owner=str(case.programme.region),
        at=at,
        note=note,
        site=settings.SITE_URL,
        page_word=page_word,
    )
    answer = HttpResponse(file, content_type=word.DOCX)
    name = f"samverk-{content.kind}-{case.pk}.docx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
