"""Questions and answers, and the log of the market dialogue."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from accounts.models import User
from common.spreadsheets import XLSX
from procurement.actions import questions as actions
from procurement.actions.slots import is_open
from procurement.forms.dialogue import AnswerForm, HideForm, PromiseForm, QuestionForm
from procurement.models import Question, Supplier, SupplierPerson
from procurement.queries import dialogue
from procurement.queries.suppliers import person_of_company
from procurement.views.dialogue_file import dialogue_workbook
from procurement.views.dialogue_rows import entry_row
from procurement.views.pages import BuyerAtNeed, NeedAction, NeedPage, NeedRoom

PAGE = 50


class CompanyAtNeed(NeedRoom):
    """A page of those who act for a company; others are led to where one signs it up."""

    permission_required = ()

    @cached_property
    def own_member(self) -> SupplierPerson | None:
        return person_of_company(self.person)

    @property
    def supplier(self) -> Supplier:
        """The reader's company.

        Raises:
            TypeError: There is none; ``dispatch`` lets nobody else come here.
        """
        if self.own_member is None:
            raise TypeError
        return self.own_member.supplier

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let companies in, to needs that are public.

        Raises:
            Http404: The need is not public.
        """
        if not request.user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)
        if self.need.published_at is None:
            raise Http404
        if self.own_member is None:
            address = reverse("procurement:supplier-sign-up")
            return redirect(f"{address}?behov={self.need.slug}")
        return super().dispatch(request, *args, **kwargs)


class QuestionAsk(CompanyAtNeed, NeedAction):
    """A company puts a question."""

    permission_required = ()
    form_class = QuestionForm
    title = gettext_lazy("Ask a question")
    lead = gettext_lazy(
        "The question and its answer are shown to everybody. Who asks is shown to nobody."
    )
    button = gettext_lazy("Send the question")

    def act(self, form: Form) -> None:
        actions.ask(
            need=self.need,
            supplier=self.supplier,
            text=form.cleaned_data["text"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(
            self.request, _("The question is sent. You get a mail when it is answered.")
        )

    def get_success_url(self) -> str:
        return f"{self.need.get_absolute_url()}#sporsmal-h"


class _OneQuestion(BuyerAtNeed, NeedAction):
    """A form about one question of the need."""

    permission_required = "procurement.buy"

    @cached_property
    def question(self) -> Question:
        rows = self.need.questions.defer("supplier").select_related("need")
        found: Question = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return f"«{self.question.text}»"

    def get_success_url(self) -> str:
        return f"{self.need.get_absolute_url()}#sporsmal-h"


class QuestionAnswer(_OneQuestion):
    """A buyer answers everybody."""

    form_class = AnswerForm
    title = gettext_lazy("Answer a question")
    button = gettext_lazy("Answer everybody")

    def act(self, form: Form) -> None:
        actions.answer(
            question=self.question,
            municipality=self.buyer,
            text=form.cleaned_data["text"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("Everybody sees the answer now."))


class QuestionPromise(_OneQuestion):
    """A buyer says when the answer comes."""

    form_class = PromiseForm
    title = gettext_lazy("Promise an answer")
    button = gettext_lazy("Save the day")

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.question.promised_on}

    def act(self, form: Form) -> None:
        actions.promise(
            question=self.question,
            on=form.cleaned_data["on"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The day is shown with the question."))


class QuestionHide(_OneQuestion):
    """A buyer, or who runs the platform, hides what nobody should read."""

    form_class = HideForm
    title = gettext_lazy("Hide a question")
    button = gettext_lazy("Hide it from everybody")
    is_danger = True

    def act(self, form: Form) -> None:
        actions.hide(
            question=self.question,
            municipality=self.buyer,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The question is hidden, with your reason."))


@method_decorator(login_not_required, name="dispatch")
class DialogueLog(NeedPage, TemplateView):
    """What happened in the dialogue: all of it for the buyers, for others what is public."""

    permission_required = ()
    template_name = "procurement/dialogue_log.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Paginator(
            dialogue.log_of(self.need, whole=self.may_buy, supplier=self._company()), PAGE
        )
        page = found.get_page(self.request.GET.get("side"))
        context = super().get_context_data(
            page=page,
            rows=[entry_row(row, self.need, whole=self.may_buy) for row in page.object_list],
            **kwargs,
        )
        context["crumbs"].append((_("Log of the market dialogue"), ""))
        return context

    def _company(self) -> Supplier | None:
        person = self.request.user
        member = person_of_company(person) if isinstance(person, User) else None
        return member.supplier if member is not None else None


class DialogueFile(BuyerAtNeed, View):
    """The whole log and the questions as an Excel file, for the buyers."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        block = dialogue_workbook(
            dialogue.log_of(self.need, whole=True, supplier=None),
            dialogue.questions_of(self.need),
            need=self.need,
            is_over=not is_open(self.need),
            made_at=timezone.now(),
        )
        answer = HttpResponse(block, content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="dialog-{slug}.xlsx"'
        answer["Cache-Control"] = "private, no-store"
        return answer
