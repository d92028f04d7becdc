"""Files: send, look at the check, confirm, see what came of it."""

import csv
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.generic import FormView, View
from rules.contrib.views import PermissionRequiredMixin

from accounts.models import User
from common.models import Job
from common.progress import Progress, progress_of
from common.spreadsheets import safe
from indicators.actions import uploads
from indicators.forms.imports import UploadForm
from indicators.queries.imports import batches_of, checks_of
from indicators.views.reports import batch_row, check_row, problem_rows, template_of

PAGE = 25


class ImportPage(PermissionRequiredMixin):
    """A page of those who import files."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required = "indicators.import_observations"
    raise_exception = True

    def has_permission(self) -> bool:
        """Superusers may import everything; the others what their roles say."""
        return self.may_everything or self.request.user.has_perm(self.permission_required)

    @property
    def may_everything(self) -> bool:
        return self.request.user.has_perm("indicators.import_everything")

    @property
    def person(self) -> User:
        assert isinstance(self.request.user, User)  # noqa: S101 -- signed in, by middleware
        return self.request.user

    @cached_property
    def check_job(self) -> Job:
        return get_object_or_404(checks_of(self.person), pk=self.kwargs["pk"])


class ImportList(ImportPage, FormView):
    """Send a file; below it what was imported before."""

    template_name = "indicators/import_list.html"
    form_class = UploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "everything": self.may_everything,
            "limit": settings.UPLOAD_MAX_BYTES,
        }

    def form_valid(self, form: UploadForm) -> HttpResponse:
        given = {name: value for name, value in form.cleaned_data.items() if value}
        try:
            job = uploads.receive_file(
                upload=given.pop("file"), by=self.person, at=timezone.now(), **given
            )
        except uploads.TooLarge:
            limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
            form.add_error("file", _("The file is too large; at most %s is read.") % limit)
            return self.form_invalid(form)
        except uploads.WrongEnding:
            form.add_error("file", _("Send a CSV file or an Excel file (.xlsx)."))
            return self.form_invalid(form)
        return redirect("indicators:import-detail", pk=job.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batches = Paginator(batches_of(self.person), PAGE).get_page(
            self.request.GET.get("side")
        )
        return super().get_context_data(
            page=batches,
            query=self.request.GET,
            rows=[batch_row(batch) for batch in batches.object_list],
            checks=[check_row(job) for job in checks_of(self.person)[:5]],
            may_everything=self.may_everything,
            crumbs=[(_("Front page"), "/"), (_("Import"), self.request.path)],
            **kwargs,
        )


class ImportDetail(ImportPage, View):
    """One file on its way: being checked, looked at, being imported, in."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        check = self.check_job
        job = uploads.import_of(check) or check
        progress = progress_of(job, address=request.path)
        if request.headers.get("HX-Request"):
            response = self._part(request, progress)
        else:
            crumbs = [
                (_("Front page"), "/"),
                (_("Import"), reverse("indicators:import-list")),
                (check.arguments["name"], request.path),
            ]
            row = check_row(check, importing=job if job.pk != check.pk else None)
            context = {"row": row, "progress": progress, "crumbs": crumbs}
            response = render(request, "indicators/import_detail.html", context)
        add_never_cache_headers(response)
        return response

    @staticmethod
    def _part(request: HttpRequest, progress: Progress) -> HttpResponse:
        response = render(request, "components/job.html", {"progress": progress})
        if progress.is_finished:
            response["HX-Refresh"] = "true"
        return response


class ImportConfirm(ImportPage, View):
    """Import what was checked."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            uploads.confirm_import(check=self.check_job, by=self.person, at=timezone.now())
        except uploads.NotConfirmable:
            messages.error(request, _("The file cannot be imported. Send it again."))
        return redirect("indicators:import-detail", pk=pk)


class ImportDiscard(ImportPage, View):
    """Throw a checked file away."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            uploads.discard_import(check=self.check_job)
        except uploads.NotConfirmable:
            messages.error(request, _("The import is under way and cannot be stopped."))
            return redirect("indicators:import-detail", pk=pk)
        messages.success(request, _("The file is thrown away. Nothing was imported."))
        return redirect("indicators:import-list")


class ImportProblems(ImportPage, View):
    """What is wrong with a file, as a table to work with."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{pk}.csv"'
        response.write("\ufeff")
        writer = csv.writer(response, delimiter=";")
        writer.writerow([_("Row"), _("Column"), _("What is wrong")])
        writer.writerows(
            [row.row or "", safe(row.column), safe(row.text)]
            for row in problem_rows(self.check_job.result.get("problems", []))
        )
        return response


class ImportTemplate(ImportPage, View):
    """An empty file of one kind with the right columns."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in uploads.KINDS or (
            kind != uploads.OBSERVATIONS and not self.may_everything
        ):
            raise Http404
        response = HttpResponse(template_of(kind), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
        return response
