"""The form of a solution: saved as a draft while one types, sent, changed until the end."""

from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import View

from common import fragments
from improvement.views import refusals
from improvement.views.pages import ActionPage
from networks.actions.locks import Refused
from procurement import words
from procurement.actions import solutions
from procurement.enums import SolutionState, SupplierState
from procurement.forms.solutions import SolutionForm, initial_of
from procurement.models import Need, NeedPoint, Solution
from procurement.queries.solutions import buyers_of
from procurement.queries.suppliers import own_solution
from procurement.views.pages import way_to_needs
from procurement.views.solution_rows import draft_words, file_rows
from procurement.views.supplier_pages import SupplierRoom


class SolutionFormPage(SupplierRoom, View):
    """Writes one solution; subclasses say to which need."""

    @cached_property
    def need(self) -> Need | None:
        raise NotImplementedError

    @cached_property
    def solution(self) -> Solution | None:
        raise NotImplementedError

    @cached_property
    def points(self) -> list[NeedPoint]:
        if self.need is None:
            return []
        return list(self.need.points.order_by("kind", "position"))

    @property
    def is_draft(self) -> bool:
        """Whether nothing has been sent yet."""
        return self.solution is None or self.solution.state == SolutionState.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether it can be sent and changed now."""
        if self.supplier.state != SupplierState.ACTIVE:
            return False
        return self.need is None or self.need.takes_solutions_at(timezone.now())

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if fragments.is_fragment(request):
            return self._save_while_typing()
        if "lagre" in request.POST and self.is_draft:
            return self._save_draft()
        return self._send()

    def _save_while_typing(self) -> HttpResponse:
        """Keep a draft; what has been sent is changed only by sending it again."""
        if not self.is_draft:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        form = self._form(is_sent=True, is_draft=True)
        form.is_valid()
        try:
            self._keep(form)
        except Refused as refused:
            return HttpResponse(refusals.sentence(refused), status=HTTPStatus.CONFLICT)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    def _save_draft(self) -> HttpResponse:
        form = self._form(is_sent=True, is_draft=True)
        is_whole = form.is_valid()
        try:
            self._keep(form, files=True)
        except Refused as refused:
            refusals.show(form, refused)
            return self._page(form)
        messages.success(self.request, _("The draft is saved. Nobody but you sees it."))
        if is_whole:
            return redirect(self.request.path)
        return self._page(form)

    def _send(self) -> HttpResponse:
        form = self._form(is_sent=True)
        if not form.is_valid():
            if self.is_draft:
                self._keep_for_now()
            return self._page(form)
        is_new = self.is_draft
        try:
            sent = solutions.send(
                supplier=self.supplier,
                need=self.need,
                content=form.content(language=self._language),
                at=timezone.now(),
                by=self.person,
                solution=self.solution,
                files=form.attached(),
            )
        except Refused as refused:
            refusals.show(form, refused)
            return self._page(form)
        messages.success(self.request, self._done(is_new=is_new))
        return redirect(sent)

    def _done(self, *, is_new: bool) -> str:
        if not is_new:
            return _("The new version is sent.")
        if self.need is None:
            return _("The solution stands in the catalogue.")
        number = len(buyers_of(self.need).members)
        text = ngettext(
            "The solution is sent. The municipality can read it.",
            "The solution is sent. %(number)s municipalities can read it.",
            number,
        )
        return text % {"number": number}

    def _keep(self, form: SolutionForm, *, files: bool = False) -> None:
        given = {"files": form.attached()} if files else {}
        self.solution = solutions.save_draft(
            supplier=self.supplier,
            need=self.need,
            content=form.content(language=self._language, before=self.solution),
            at=timezone.now(),
            by=self.person,
            solution=self.solution,
            **given,
        )

    def _keep_for_now(self) -> None:
        """Keep what was not sent, with its files; what cannot be kept is told when sent."""
        form = self._form(is_sent=True, is_draft=True)
        form.is_valid()
        try:
            self._keep(form, files=True)
        except Refused:
            return

    @property
    def _language(self) -> str:
        if self.solution is not None:
            return self.solution.language
        return (get_language() or "nb").split("-")[0]

    def _form(self, *, is_sent: bool = False, is_draft: bool = False) -> SolutionForm:
        if self.solution is not None:
            initial = initial_of(self.solution, self.points)
        else:
            name, email = self.person.get_full_name(), self.person.email
            initial = {"contact_name": name, "contact_email": email, "openness": "EVERYBODY"}
        data = (self.request.POST, self.request.FILES) if is_sent else (None, None)
        return SolutionForm(
            *data,
            initial=initial,
            need=self.need,
            members=buyers_of(self.need).members if self.need is not None else [],
            points=self.points,
            solution=self.solution,
            is_draft=is_draft,
        )

    def _page(self, form: SolutionForm) -> HttpResponse:
        need, now = self.need, timezone.now()
        rows = file_rows(self.solution) if self.solution is not None else []
        return render(
            self.request,
            "procurement/solution_form.html",
            {
                **self.get_context_data(),
                "form": form,
                "need": need,
                "solution": self.solution,
                "is_draft": self.is_draft,
                "is_open": self.is_open,
                "files": rows,
                "until": words.moment(need.solutions_until, need) if need is not None else "",
                "left": words.time_left(need.solutions_until, need, at=now) if need else "",
                "saved": draft_words(self.solution) if self.is_draft else "",
                "crumbs": [*self.path(), (self._title(), "")],
                "title": self._title(),
            },
        )

    def _title(self) -> str:
        return _("Send a solution") if self.is_draft else _("Change the solution")


class SolutionWrite(SolutionFormPage):
    """The company's one solution to a need."""

    @cached_property
    def need(self) -> Need:
        rows = Need.objects.visible_to(self.request.user).select_related(
            "municipality__country", "network", "pool"
        )
        found: Need = get_object_or_404(
            rows.filter(published_at__isnull=False), slug=self.kwargs["slug"]
        )
        return found

    @cached_property
    def solution(self) -> Solution | None:
        return own_solution(self.supplier, self.need)

    def sign_up_address(self) -> str:
        return f"{reverse('procurement:supplier-sign-up')}?behov={self.kwargs['slug']}"

    def path(self) -> list[tuple[str, str]]:
        return [*way_to_needs(), (self.need.title, self.need.get_absolute_url())]


class SolutionStart(SupplierRoom, View):
    """Begins an entry of the catalogue, as an empty draft."""

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            draft = solutions.save_draft(
                supplier=self.supplier,
                need=None,
                content=solutions.Content(
                    language=(get_language() or "nb").split("-")[0],
                    contact_name=self.person.get_full_name(),
                    contact_email=self.person.email,
                ),
                at=timezone.now(),
                by=self.person,
            )
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
            return redirect("procurement:desk")
        return redirect("procurement:solution-change", pk=draft.pk)


class SolutionChange(SolutionFormPage):
    """An entry of the catalogue; what answers a need is changed at the need."""

    need = None

    @cached_property
    def solution(self) -> Solution:
        """Find one's own.

        Raises:
            Http404: It is another company's, gone, or taken back.
        """
        rows = Solution.objects.filter(supplier=self.supplier, need=None)
        found: Solution = get_object_or_404(rows, pk=self.kwargs["pk"])
        if found.state == SolutionState.WITHDRAWN:
            raise Http404
        return found


class SolutionWithdraw(SupplierRoom, ActionPage):
    """Takes a solution back, or deletes a draft, after a question."""

    template_name = "procurement/supplier_form.html"
    form_class = Form
    is_danger = True

    @cached_property
    def solution(self) -> Solution:
        rows = Solution.objects.filter(supplier=self.supplier).exclude(
            state=SolutionState.WITHDRAWN
        )
        found: Solution = get_object_or_404(
            rows.select_related("need", "supplier"), pk=self.kwargs["pk"]
        )
        return found

    @cached_property
    def is_draft(self) -> bool:
        return self.solution.state == SolutionState.DRAFT

    @property
    def title(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("Delete the draft") if self.is_draft else _("Take the solution back")

    button = title

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        if self.is_draft:
            return _("The text and its files are deleted.")
        return _("The municipalities no longer see it. You can send a new one until the end.")

    def act(self, form: Form) -> None:
        is_draft = self.is_draft
        solutions.withdraw(solution=self.solution, by=self.person, at=timezone.now())
        done = gettext_lazy("The draft is deleted.")
        if not is_draft:
            done = gettext_lazy("The solution is taken back.")
        messages.success(self.request, done)

    def get_success_url(self) -> str:
        return reverse("procurement:desk")
