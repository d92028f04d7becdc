"""Measures out to Excel and in again: send, look at what would change, save."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from common.models import StoredFile
from common.spreadsheets import XLSX
from improvement.actions import exchange
from improvement.forms.exchange import MeasureFileForm
from improvement.forms.lists import MeasureFilter
from improvement.queries import measures as queries
from improvement.queries.exchange import allowed_in, with_parts
from improvement.views import refusals
from improvement.views.exchange_files import workbook
from improvement.views.exchange_rows import plan_rows, problem_rows
from improvement.views.pages import ActionPage, WorkPage
from networks.actions.locks import Refused

SALT = "improvement.exchange"
LISTED = 200


class ExchangePage(WorkPage):
    """A page about the file; open to those who steer."""

    permission_required = "improvement.steer"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["crumbs"].append((_("Measures"), self.work_address("measures")))
        return context


class MeasureExport(WorkPage, View):
    """The measures that the list shows, as an Excel file."""

    permission_required = "improvement.steer"

    def get(self, request: HttpRequest, country: str, code: str) -> HttpResponse:
        at = timezone.now()
        form = MeasureFilter(
            request.GET,
            people=queries.responsible_in(self.municipality),
            objectives=queries.objectives_in(self.municipality),
        )
        choice = form.chosen()
        if choice.whose == queries.NETWORK:  # others' measures are not ours to change
            choice = queries.MeasureChoice()
        rows = queries.measure_list(
            municipality=self.municipality, person=self.person, choice=choice, at=at
        )
        body = workbook(
            with_parts(rows),
            allowed=allowed_in(self.municipality),
            place=str(self.municipality),
            made_at=at,
        )
        response = HttpResponse(body, content_type=XLSX)
        name = f"{slugify(self.municipality.name) or code}-{_('measures')}-{at:%Y-%m-%d}.xlsx"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        add_never_cache_headers(response)
        return response


class MeasureImport(ExchangePage, ActionPage):
    """Send a file."""

    form_class = MeasureFileForm
    template_name = "improvement/import.html"
    title = gettext_lazy("Read measures in from Excel")
    lead = gettext_lazy("You see what would be made and changed before anything is saved.")
    button = gettext_lazy("Look at the file")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "limit": settings.UPLOAD_MAX_BYTES,
            "most_rows": exchange.MOST_ROWS,
        }

    def act(self, form: Form) -> None:
        self.stored = exchange.receive_measures(
            upload=form.cleaned_data["file"], by=self.person, at=timezone.now()
        )

    def get_success_url(self) -> str:
        stored: StoredFile | None = getattr(self, "stored", None)
        if stored is not None:
            return self.work_address("measure-import-check", file=stored.pk)
        return self.work_address("measures")


class MeasureImportCheck(ExchangePage, TemplateView):
    """What the file would do; saved with one button, or thrown away."""

    template_name = "improvement/import_check.html"

    @cached_property
    def stored(self) -> StoredFile:
        files = exchange.files_of(self.person)
        found: StoredFile = get_object_or_404(files, pk=self.kwargs["file"])
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = self.render_to_response(self.get_context_data())
        add_never_cache_headers(response)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save what was previewed, or say which measures were changed meanwhile."""
        if not exchange.files_of(self.person).filter(pk=self.kwargs["file"]).exists():
            messages.error(request, str(exchange.FileGone.sentence))
            return redirect(self.work_address("measures"))
        try:
            done = exchange.import_measures(
                municipality=self.municipality,
                stored=self.stored,
                seen=self._seen(),
                by=self.person,
                at=timezone.now(),
                on_behalf_of=self.on_behalf_of,
            )
        except exchange.FileGone as refused:
            messages.error(request, refusals.sentence(refused))
            return redirect(self.work_address("measure-import"))
        except exchange.ChangedMeanwhile as refused:
            return self._again(refused, titles=refused.titles)
        except Refused as refused:
            return self._again(refused)
        new, changed = done.new_count, done.changed_count
        made = ngettext("%d measure made", "%d measures made", new) % new
        mended = ngettext("%d changed", "%d changed", changed) % changed
        messages.success(request, f"{made}, {mended}.")
        return redirect(self.work_address("measures"))

    def _again(self, refused: Refused, *, titles: tuple[str, ...] = ()) -> HttpResponseBase:
        context = self.get_context_data(refused=refusals.sentence(refused), titles=titles)
        return self.render_to_response(context)

    def _seen(self) -> dict[str, str] | None:
        """The versions that the preview showed; None when there was no preview."""
        try:
            return dict(signing.loads(self.request.POST.get("seen", ""), salt=self._salt()))
        except signing.BadSignature:
            return None

    def _salt(self) -> str:
        return f"{SALT}:{self.municipality.pk}:{self.kwargs['file']}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        checked = exchange.check_measures(municipality=self.municipality, stored=self.stored)
        problems, notices = problem_rows(checked.problems), problem_rows(checked.notices)
        plans = [] if problems else plan_rows(checked.plans)
        context = super().get_context_data(
            stored=self.stored,
            problems=problems[:LISTED],
            problem_count=len(problems),
            notices=notices[:LISTED],
            plans=plans,
            new_count=checked.new_count,
            changed_count=checked.changed_count,
            unchanged=checked.unchanged,
            seen=signing.dumps(dict(checked.seen), salt=self._salt(), compress=True),
            **kwargs,
        )
        context["crumbs"] += [
            (_("Read in"), self.work_address("measure-import")),
            (self.stored.name, ""),
        ]
        return context


class MeasureImportDiscard(ExchangePage, View):
    """Throw the file away."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, country: str, code: str, file: int) -> HttpResponse:
        stored = exchange.files_of(self.person).filter(pk=file).first()
        if stored is not None:
            exchange.discard_measures(stored=stored)
        messages.success(request, _("The file is thrown away. Nothing was saved."))
        return redirect(self.work_address("measures"))
