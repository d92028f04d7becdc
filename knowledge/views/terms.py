"""The glossary: all words by letter, one word, and the forms of those who keep it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import View
from rules.contrib.views import PermissionRequiredMixin

from accounts.signed_in import SignedIn
from common.translations import LANGUAGES, localized
from common.words import LANGUAGE_NAMES
from knowledge.actions import terms as actions
from knowledge.forms.terms import TermForm
from knowledge.models import Term
from knowledge.queries import terms as queries
from knowledge.views.pages import FormPage, way_to, words_in
from networks.forms.base import PlainForm


@dataclass(frozen=True, slots=True)
class TermRow:
    """One word in the reader's language, with its names in the others."""

    name: str
    lang: str
    text: str
    text_lang: str
    href: str
    slug: str
    others: list[tuple[str, str, str]]
    source: str
    source_url: str


def term_row(term: Term) -> TermRow:
    """Lay out one word."""
    name, text = localized(term, "name"), localized(term, "text")
    here = (get_language() or "nb").split("-")[0]
    others = [
        (code, LANGUAGE_NAMES[code], getattr(term, f"name_{code}"))
        for code in LANGUAGES
        if code != here
    ]
    return TermRow(
        name.text,
        name.lang,
        text.text,
        text.lang,
        term.get_absolute_url(),
        term.slug,
        others,
        term.source,
        term.source_url,
    )


def way_to_terms() -> list[tuple[str, str]]:
    """Begin the path of every page of the glossary."""
    return way_to("term-list", _("Glossary"))


@method_decorator(login_not_required, name="dispatch")
class TermList(View):
    """All words by letter; a search narrows them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        text = words_in(request.GET)
        found = queries.listed(text)
        keeps = request.user.has_perm("knowledge.keep")
        number = len(found)
        context = {
            "text": text,
            "letters": [
                (part.letter, [term_row(term) for term in part.terms])
                for part in queries.by_letter(found)
            ],
            "result": ngettext("%(n)s word", "%(n)s words", number) % {"n": number},
            "keeps": keeps,
            "removed": [term_row(term) for term in queries.removed()] if keeps else [],
            "crumbs": way_to_terms(),
        }
        return render(request, "knowledge/term_list.html", context)


@method_decorator(login_not_required, name="dispatch")
class TermPage(View):
    """One word in all languages."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        keeps = request.user.has_perm("knowledge.keep")
        rows = Term.objects.all() if keeps else Term.objects.filter(removed_at__isnull=True)
        term = get_object_or_404(rows, slug=slug)
        row = term_row(term)
        context = {
            "term": term,
            "row": row,
            "languages": [
                (
                    code,
                    LANGUAGE_NAMES[code],
                    getattr(term, f"name_{code}"),
                    getattr(term, f"text_{code}"),
                )
                for code in LANGUAGES
            ],
            "keeps": keeps,
            "crumbs": [*way_to_terms(), (row.name, request.path)],
        }
        return render(request, "knowledge/term.html", context)


class _Keep(SignedIn, PermissionRequiredMixin, FormPage):
    """A form of those who keep the glossary."""

    permission_required = "knowledge.keep"
    raise_exception = True

    @cached_property
    def term(self) -> Term:
        return get_object_or_404(Term, slug=self.kwargs["slug"])

    def get_success_url(self) -> str:
        return self.next_address(reverse("knowledge:term-list"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["crumbs"] = [*way_to_terms(), *context["crumbs"]]
        return context


class TermAdd(_Keep):
    """A new word."""

    form_class = TermForm
    title = gettext_lazy("Add a word")
    button = gettext_lazy("Add")
    lead = gettext_lazy("In all four languages, with the source of the explanation.")

    def act(self, form: Form) -> None:
        assert isinstance(form, TermForm)  # noqa: S101 -- form_class says so
        actions.add_term(details=form.details, by=self.person)
        messages.success(self.request, _("The word is added."))


class TermChange(_Keep):
    """A word as it is, to be changed."""

    form_class = TermForm
    title = gettext_lazy("Change the word")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return {
            name: getattr(self.term, name) for name in actions.TermDetails.__dataclass_fields__
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, TermForm)  # noqa: S101 -- form_class says so
        actions.change_term(term=self.term, details=form.details, by=self.person)
        messages.success(self.request, _("The word is saved."))

    def get_success_url(self) -> str:
        return self.next_address(self.term.get_absolute_url())


class TermRemove(_Keep):
    """Take a word out."""

    form_class = PlainForm
    title = gettext_lazy("Remove the word")
    button = gettext_lazy("Remove it")
    is_danger = True
    lead = gettext_lazy("It can be brought back. Forms no longer explain it.")

    def act(self, form: Form) -> None:
        actions.remove_term(term=self.term, by=self.person, at=timezone.now())
        messages.success(self.request, _("The word is removed."))


class TermBack(_Keep):
    """Bring a removed word back."""

    form_class = PlainForm
    title = gettext_lazy("Bring the word back")
    button = gettext_lazy("Bring it back")

    def act(self, form: Form) -> None:
        actions.bring_back(term=self.term, by=self.person)
        messages.success(self.request, _("The word is back."))
