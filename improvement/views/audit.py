"""What was changed in a municipality, for its administrators: a page and a file."""

from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from common.dates import date_in_words
from common.numbers import format_number
from common.spreadsheets import XLSX
from improvement.forms.audit import FIRST, LAST, AuditFilter
from improvement.queries import trail
from improvement.queries.audit import sources_of
from improvement.views import audit_files
from improvement.views.pages import WorkPage
from networks.actions.locks import day_in

PAGE = 50
DAYS = 365  # shown at first


class AuditPage(WorkPage):
    """Who asked for what: the filter and the rows it gives."""

    permission_required = "improvement.audit"

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.municipality.country.time_zone)

    @cached_property
    def days(self) -> tuple[date, date]:
        """First and last day: those asked for where they are days, else the last year."""
        today = day_in(municipality=self.municipality, at=timezone.now())
        found = []
        for name, otherwise in (("fra", today - timedelta(days=DAYS)), ("til", today)):
            try:
                asked = date.fromisoformat(self.request.GET.get(name, ""))
            except ValueError:
                asked = otherwise
            found.append(asked if FIRST <= asked <= LAST else otherwise)
        return found[0], found[1]

    @property
    def since(self) -> datetime:
        return datetime.combine(self.days[0], time.min, tzinfo=self.zone)

    @property
    def before(self) -> datetime:
        return datetime.combine(self.days[1] + timedelta(days=1), time.min, tzinfo=self.zone)

    @cached_property
    def form(self) -> AuditFilter:
        people = trail.people_of(
            sources_of(self.municipality), since=self.since, before=self.before
        )
        asked = self.request.GET
        first, last = self.days
        given = {
            "fra": asked.get("fra", first.isoformat()),
            "til": asked.get("til", last.isoformat()),
            "hva": asked.get("hva", ""),
            "hvem": asked.get("hvem", ""),
        }
        return AuditFilter(given, people=people)

    @cached_property
    def sources(self) -> list[trail.Source]:
        return sources_of(self.municipality, group=self.form.cleaned_data.get("hva", ""))

    def index(self) -> Any:
        """The rows asked for, newest first; none where the filter is wrong."""
        if not self.form.is_valid():
            return []
        return trail.merged(
            self.sources,
            since=self.since,
            before=self.before,
            person=self.form.cleaned_data["hvem"],
        )

    def read(self, rows: Any) -> list[trail.Event]:
        rows = list(rows)
        return trail.read(self.sources, rows, names=trail.Names(self.person)) if rows else []


class Audit(AuditPage, TemplateView):
    """The changes page by page."""

    template_name = "improvement/audit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = Paginator(self.index(), PAGE).get_page(self.request.GET.get("side"))
        count = page.paginator.count
        context["crumbs"].append((_("All changes"), self.request.path))
        query = self.request.GET.copy()
        query.pop("side", None)
        file = self.work_address("audit-export")
        return context | {
            "form": self.form,
            "page": page,
            "count": format_number(count),
            "events": self.read(page.object_list),
            "first": date_in_words(self.days[0]),
            "last": date_in_words(self.days[1]),
            "file": f"{file}?{query.urlencode()}" if query else file,
            "too_many": count > audit_files.LIMIT,
            "limit": format_number(audit_files.LIMIT),
        }


class AuditExport(AuditPage, View):
    """The same changes as an Excel file."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        index = self.index()
        wanted = list(index[: audit_files.LIMIT + 1])
        is_cut = len(wanted) > audit_files.LIMIT
        wanted = wanted[: audit_files.LIMIT]
        events = (
            event
            for start in range(0, len(wanted), audit_files.CHUNK)
            for event in self.read(wanted[start : start + audit_files.CHUNK])
        )
        content = audit_files.workbook(
            events,
            about=audit_files.About(
                place=str(self.municipality),
                first=self.days[0],
                last=self.days[1],
                address=request.build_absolute_uri(self.work_address("audit")),
                made_at=timezone.now(),
                zone=self.zone,
                is_cut=is_cut,
            ),
        )
        name = f"{self.municipality.code}-{self.days[0]}-{self.days[1]}.xlsx"
        answer = HttpResponse(content, content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "no-store"
        return answer
