"""Questions to the network: only its people find them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View
from rules.contrib.views import PermissionRequiredMixin

from accounts.models import User
from common.dates import moment_in_words
from common.numbers import whole_number
from improvement.queries.trail import name_of
from improvement.views import refusals
from knowledge.actions import questions as actions
from knowledge.forms.questions import AnswerForm, AskForm
from knowledge.models import Answer, Question, QuestionFollow
from knowledge.queries import questions as queries
from knowledge.queries.questions import Choices
from knowledge.tokens import read_token
from knowledge.views.pages import PAGE, FormPage, ReadByNetwork, goal_in, language, words_in
from networks.actions.locks import Refused


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question as it stands in the list."""

    title: str
    lang: str
    href: str
    who: str
    when: str
    goals: list[int]
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer."""

    pk: int
    who: str
    when: str
    text: str
    lang: str
    has_solved: bool


def _who(person: User | None, place: Any) -> str:
    return ", ".join(filter(None, [name_of(person), str(place or "")]))


def _row(question: Question) -> QuestionRow:
    number: int = question.answers_given  # type: ignore[attr-defined]  # of the list's query
    if question.answered_at is not None:
        kind, state = "yes", _("Answered")
    elif number:
        text = ngettext("%(n)s answer", "%(n)s answers", number)
        kind, state = "wait", text % {"n": number}
    else:
        kind, state = "wait", _("No answer yet")
    return QuestionRow(
        question.title,
        question.language,
        question.get_absolute_url(),
        str(question.municipality or ""),
        moment_in_words(question.asked_at),
        [goal.number for goal in question.goals.all()],
        kind,
        state,
    )


class _Room(ReadByNetwork):
    """A page of the questions of one network."""

    @property
    def address(self) -> str:
        return reverse("knowledge:question-list", kwargs={"slug": self.network.slug})

    def crumb(self) -> tuple[str, str]:
        return (_("Questions"), self.address)


class QuestionList(_Room, TemplateView):
    """All questions, searchable; the choices stand in the address."""

    template_name = "knowledge/question_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET
        state = query.get("vis", "")
        choices = Choices(
            text=words_in(query),
            goal=goal_in(query),
            state=state if state in {queries.OPEN, queries.ANSWERED} else "",
        )
        paginator = Paginator(queries.listed(self.network, choices), PAGE)
        page = paginator.get_page(query.get("side"))
        number = paginator.count
        context = super().get_context_data(
            choices=choices,
            states=[(queries.OPEN, _("Not answered")), (queries.ANSWERED, _("Answered"))],
            goal_numbers=list(range(1, 18)),
            rows=[_row(question) for question in page.object_list],
            page=page,
            query=query,
            result=ngettext("%(n)s question", "%(n)s questions", number) % {"n": number},
            **kwargs,
        )
        context["crumbs"].append(self.crumb())
        return context


class QuestionAsk(_Room, FormPage):
    """Put a question."""

    form_class = AskForm
    title = gettext_lazy("Ask the network")
    button = gettext_lazy("Ask the network")
    lead = gettext_lazy("Everybody in the network can read and answer it. It stays here.")

    def act(self, form: Form) -> None:
        assert isinstance(form, AskForm)  # noqa: S101 -- form_class says so
        given = form.cleaned_data
        self.made = actions.ask(
            network=self.network,
            title=given["title"],
            text=given["text"],
            goals=form.goal_numbers,
            language=language(),
            municipality=queries.speaks_for(self.network, self.person),
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The question is asked. You get a mail on answers."))

    def get_success_url(self) -> str:
        made: Question | None = getattr(self, "made", None)
        return made.get_absolute_url() if made else self.address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(eyebrow=self.network.name, **kwargs)
        context["crumbs"].insert(1, self.crumb())
        return context


class _One(_Room):
    """A page about one question."""

    @cached_property
    def question(self) -> Question:
        rows = Question.objects.filter(network=self.network)
        found = get_object_or_404(
            rows.select_related("asked_by", "municipality__country"), pk=self.kwargs["pk"]
        )
        found.network = self.network
        return found


class QuestionPage(_One, FormPage):
    """One question with its answers, and a form for one more."""

    template_name = "knowledge/question.html"
    form_class = AnswerForm
    button = gettext_lazy("Answer")

    @property
    def title(self) -> str:  # type: ignore[override]  # made of the case at hand
        return self.question.title

    def act(self, form: Form) -> None:
        actions.answer(
            question=self.question,
            text=form.cleaned_data["text"],
            language=language(),
            municipality=queries.speaks_for(self.network, self.person),
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("Your answer is in. Those who follow get a mail."))

    def get_success_url(self) -> str:
        return self.next_address(self.question.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question, person = self.question, self.person
        follows = QuestionFollow.objects.filter(question=question, person=person)
        context = super().get_context_data(
            question=question,
            who=_who(question.asked_by, question.municipality),
            goals=[goal.number for goal in question.goals.order_by("number")],
            answers=[
                AnswerRow(
                    row.pk,
                    _who(row.by, row.municipality),
                    moment_in_words(row.at),
                    row.text,
                    row.language,
                    row.pk == question.solved_by_id,
                )
                for row in queries.answers_to(question)
            ],
            may_mark=person.has_perm("knowledge.mark_answered", question),
            follows=follows.exists(),
            **kwargs,
        )
        context["crumbs"].insert(1, self.crumb())
        return context


class QuestionMark(_One, PermissionRequiredMixin, View):
    """Marks an answer as the one that solved it, or takes the mark away."""

    http_method_names = ["post"]

    def has_permission(self) -> bool:
        """The asker alone."""
        return self.person.has_perm("knowledge.mark_answered", self.question)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        question = self.question
        try:
            if "apne" in request.POST:
                actions.open_again(question=question)
                messages.success(request, _("The question is open again."))
            else:
                key = whole_number(request.POST.get("svar", ""))
                row = get_object_or_404(Answer, pk=key, question=question) if key else None
                actions.mark_answered(question=question, solved_by=row, at=timezone.now())
                messages.success(request, _("The question is marked as answered."))
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        return redirect(question.get_absolute_url())


class QuestionFollowing(_One, View):
    """Follows a question, or does so no longer (``slutt`` in the form)."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        if "slutt" in request.POST:
            actions.unfollow(question=self.question, person=self.person)
            messages.success(request, _("You get no more mails about the question."))
        else:
            actions.follow(question=self.question, person=self.person)
            messages.success(request, _("You get a mail when somebody answers."))
        return redirect(self.question.get_absolute_url())


# A mail program presses the button itself, without cookies (RFC 8058): the signed link is
# what it has instead of a form token. Opening the page alone changes nothing.
@method_decorator(login_not_required, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")
class FollowsEnd(View):
    """Ends all mail about answers, without signing in."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        person = self._person(token)
        rest = QuestionFollow.objects.filter(person=person).exists()
        return render(request, "knowledge/follows_end.html", {"is_off": not rest})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        actions.unfollow_all(person=self._person(token))
        return render(request, "knowledge/follows_end.html", {"is_off": True})

    def _person(self, token: str) -> User:
        """Find whose mail it is.

        Raises:
            Http404: The link was not made here, or the person is gone.
        """
        pk = read_token(token)
        person = User.objects.filter(pk=pk).first() if pk is not None else None
        if person is None:
            raise Http404
        return person
