"""Reports as they are now: the list, the draft, the Word file, and freezing one."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from common.dates import date_in_words
from common.numbers import whole_number
from improvement.actions.reports import freeze_report
from improvement.calculations.content import Content, as_json, checksum, from_json
from improvement.calculations.differences import differences
from improvement.enums import ReportKind
from improvement.models import Report
from improvement.queries.closing import closed_networks_of
from improvement.queries.reports import last_report, reports_of
from improvement.reports import drafts, kinds
from improvement.views import refusals
from improvement.views.pages import NetworkWorkPage, WorkPage
from improvement.views.report_rows import (
    ABOUT,
    ClosedRow,
    KindRow,
    frozen_row,
    newest_by_kind,
)
from networks.actions.locks import Refused, day_in
from networks.actions.slugs import slug_for
from networks.models import Municipality, Network

PER_PAGE = 20
FIRST_YEAR = 2015
"""The year of the 2030 Agenda; no report is about an earlier one."""


def word_answer(
    content: Content, *, owner: Municipality | Network, at: Any, note: str
) -> HttpResponse:
    """Answer with a report as a Word file."""
    from improvement.reports import word  # noqa: PLC0415 -- slow to load, seldom asked for

    file = word.word_file(
        content,
        owner=str(owner),
        at=at,
        note=note,
        site=settings.SITE_URL,
        page_word=_("Page"),
    )
    answer = HttpResponse(file, content_type=word.DOCX)
    name = f"{slug_for(content.title)}.docx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class MunicipalReports(WorkPage):
    """Pages of the reports of one municipality."""

    permission_required: str | tuple[str, ...] = ()

    @property
    def owner(self) -> Municipality:
        return self.municipality

    @property
    def belongs(self) -> dict[str, Any]:
        """The owner as actions and queries name it."""
        return {"municipality": self.municipality}

    @property
    def kinds(self) -> tuple[ReportKind, ...]:
        return kinds.OF_MUNICIPALITY

    @property
    def may_freeze(self) -> bool:
        return self.may_steer

    def address(self, name: str, **kwargs: Any) -> str:
        return self.work_address(name, **kwargs)

    @cached_property
    def year(self) -> int:
        """The year that the address names; the one that is to be reported on otherwise."""
        now = timezone.now()
        given = self.request.POST.get("ar") or self.request.GET.get("ar") or ""
        this_year = day_in(municipality=self.municipality, at=now).year
        year = whole_number(given)
        if year is not None and FIRST_YEAR <= year <= this_year:
            return year
        return drafts.reported_year(at=timezone.localtime(now))

    def draft(self, kind: ReportKind) -> Content:
        return drafts.draft_of_municipality(
            self.municipality, kind=kind, year=self.year, known=self.known
        )

    def list_crumbs(self, context: dict[str, Any]) -> list[tuple[str, str]]:
        crumbs: list[tuple[str, str]] = context["crumbs"]
        return [*crumbs, (_("Reports"), self.work_address("reports"))]


class NetworkReportPages(NetworkWorkPage):
    """Pages of the reports of one network; everyone in it reads, the leader freezes."""

    permission_required: str | tuple[str, ...] = ()
    year = 0

    @property
    def owner(self) -> Network:
        return self.network

    @property
    def belongs(self) -> dict[str, Any]:
        """The owner as actions and queries name it."""
        return {"network": self.network}

    @property
    def kinds(self) -> tuple[ReportKind, ...]:
        return kinds.OF_NETWORK

    @property
    def may_freeze(self) -> bool:
        return self.may_lead and self.network.closed_at is None

    def address(self, name: str, **kwargs: Any) -> str:
        return reverse(
            f"improvement:network-{name}", kwargs={"slug": self.network.slug, **kwargs}
        )

    def draft(self, kind: ReportKind) -> Content:
        return drafts.draft_of_network(self.network, kind=kind)

    def list_crumbs(self, context: dict[str, Any]) -> list[tuple[str, str]]:
        crumbs: list[tuple[str, str]] = context["crumbs"]
        return [*crumbs, (_("Reports"), self.address("reports"))]


class ReportList(MunicipalReports, TemplateView):
    """The kinds of reports, and all that are frozen."""

    template_name = "improvement/report_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        closed = [
            ClosedRow(
                name=one.name,
                language=one.language,
                closed_on=timezone.localdate(one.closed_at),
                address=reverse(
                    "improvement:network-part", kwargs={"slug": one.slug, **self.place}
                ),
            )
            for one in closed_networks_of(self.municipality)
            if one.closed_at is not None
        ]
        return _list_context(self, context) | {
            "closed": closed if self.may_work else [],
            "inputs": self.work_address("state-inputs"),
        }


class NetworkReportList(NetworkReportPages, TemplateView):
    """The same for a network."""

    template_name = "improvement/report_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return _list_context(self, context) | {"inputs": self.address("state-inputs")}


def _list_context(
    page: MunicipalReports | NetworkReportPages, context: dict[str, Any]
) -> dict[str, Any]:
    every = reports_of(**page.belongs).defer("content")
    newest = newest_by_kind(every)
    rows = [
        KindRow(
            name=str(kind.label),
            about=ABOUT[kind],
            address=page.address("report-draft", kind=kinds.SLUGS[kind]),
            last=newest.get(kind),
        )
        for kind in page.kinds
    ]
    shown = Paginator(every, PER_PAGE).get_page(page.request.GET.get("side"))
    crumbs = page.list_crumbs(context)
    return context | {
        "crumbs": [*crumbs[:-1], (crumbs[-1][0], "")],
        "owner": page.owner,
        "kinds": rows,
        "page": shown,
        "frozen": [frozen_row(report) for report in shown],
    }


class _OneKind:
    """Finds the kind of report that the address names."""

    kwargs: dict[str, Any]
    kinds: tuple[ReportKind, ...]

    @cached_property
    def kind(self) -> ReportKind:
        found = kinds.kind_of(self.kwargs["kind"])
        if found is None or found not in self.kinds:
            raise Http404
        return found


class ReportDraft(_OneKind, MunicipalReports, TemplateView):
    """A report as it is now."""

    template_name = "improvement/report_draft.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.pop("kind", None)
        context = super().get_context_data(**kwargs)
        context = _draft_context(self, self.kind, context)
        if self.kind == ReportKind.ANNUAL:
            today = day_in(municipality=self.municipality, at=timezone.now())
            context["year"] = self.year
            context["years"] = list(range(today.year, max(today.year - 6, FIRST_YEAR), -1))
        return context


class NetworkReportDraft(_OneKind, NetworkReportPages, TemplateView):
    """The same for a network."""

    template_name = "improvement/report_draft.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.pop("kind", None)
        return _draft_context(self, self.kind, super().get_context_data(**kwargs))


def _draft_context(
    page: MunicipalReports | NetworkReportPages, kind: ReportKind, context: dict[str, Any]
) -> dict[str, Any]:
    content = page.draft(kind)
    last = last_report(kind=kind, language=content.language, **page.belongs)
    slug = kinds.SLUGS[kind]
    return context | {
        "crumbs": [*page.list_crumbs(context), (str(kind.label), "")],
        "owner": page.owner,
        "kind_name": str(kind.label),
        "is_one_page": kind == ReportKind.POLITICAL,
        "content": content,
        "seen": checksum(as_json(content)),
        "may_freeze": page.may_freeze,
        "last": frozen_row(last) if last else None,
        "changes": differences(from_json(last.content), content) if last else [],
        "freeze": page.address("report-freeze", kind=slug),
        "word": page.address("report-draft-word", kind=slug, title=slug_for(content.title)),
    }


class ReportDraftWord(_OneKind, MunicipalReports, View):
    """The draft as a Word file."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Write it."""
        return _draft_word(self, self.kind)


class NetworkReportDraftWord(_OneKind, NetworkReportPages, View):
    """The same for a network."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Write it."""
        return _draft_word(self, self.kind)


def _draft_word(page: MunicipalReports | NetworkReportPages, kind: ReportKind) -> HttpResponse:
    now = timezone.now()
    note = _("Samverk · draft of %(day)s") % {"day": date_in_words(now)}
    return word_answer(page.draft(kind), owner=page.owner, at=now, note=note)


class ReportFreeze(_OneKind, MunicipalReports, View):
    """Keep the report as it is."""

    permission_required = "improvement.steer"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Freeze it and show it."""
        return _freeze(self, self.kind)


class NetworkReportFreeze(_OneKind, NetworkReportPages, View):
    """The same for a network."""

    permission_required = "networks.lead_network"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Freeze it and show it."""
        return _freeze(self, self.kind)


def _freeze(page: MunicipalReports | NetworkReportPages, kind: ReportKind) -> HttpResponseBase:
    try:
        report: Report = freeze_report(
            content=page.draft(kind),
            seen=page.request.POST.get("seen", ""),
            by=page.person,
            at=timezone.now(),
            **page.belongs,
        )
    except Refused as refused:
        messages.error(page.request, refusals.sentence(refused))
        address = page.address("report-draft", kind=kinds.SLUGS[kind])
        if kind == ReportKind.ANNUAL:
            address += f"?ar={page.year}"
        return redirect(address)
    messages.success(page.request, _("The report is frozen. It stays as it is now."))
    return redirect(report)
