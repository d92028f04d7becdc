"""The portfolio of a programme: the page, and its tables as CSV and Excel."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from assessments.enums import DECIDED_STATES, AssessmentState, Kind
from assessments.queries.portfolio import Narrowed, Portfolio, read_portfolio
from assessments.views import portfolio_rows as rows
from assessments.views.building import ProgrammePage
from common.dates import YEARS
from common.numbers import whole_number
from common.spreadsheets import XLSX, add_sheet, safe

_WIDTHS = (28, 36, 24, 24, 16, 18)


class _Portfolio(ProgrammePage):
    """What the page and the files share: figures, and for officers the choices."""

    permission_required: str | tuple[str, ...] = ()

    @cached_property
    def is_officer(self) -> bool:
        """Whether the reader sees every case of the programme anyhow."""
        return self.person.has_perm("assessments.handle_region", self.programme.region)

    @cached_property
    def narrowed(self) -> Narrowed:
        query = self.request.GET
        kind, state = query.get("type", ""), query.get("status", "")
        year = whole_number(query.get("aar", ""))
        is_year = year is not None and year in YEARS
        return Narrowed(
            kind=kind if kind in Kind.values else "",
            state=state if state in DECIDED_STATES else "",
            first=date(year, 1, 1) if year is not None and is_year else None,
            last=date(year, 12, 31) if year is not None and is_year else None,
        )

    @cached_property
    def found(self) -> Portfolio:
        return read_portfolio(
            self.programme,
            is_officer=self.is_officer,
            currency=self.request.GET.get("valuta", ""),
            narrowed=self.narrowed,
        )


class PortfolioPage(_Portfolio, TemplateView):
    """What a programme has granted, what it does, and how that moved."""

    template_name = "assessments/portfolio.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        files = [(ending.upper(), self._file(ending)) for ending in ("xlsx", "csv")]
        year = self.narrowed.first.year if self.narrowed.first else ""
        return super().get_context_data(
            shown=rows.shown(self.found),
            found=self.found,
            is_officer=self.is_officer,
            files=files,
            kinds=_options(Kind, self.narrowed.kind),
            states=_options(
                [AssessmentState(code) for code in DECIDED_STATES], self.narrowed.state
            ),
            year=year,
            **kwargs,
        )

    def _file(self, ending: str) -> str:
        keys = {"slug": self.programme.slug, "ending": ending}
        query = self.request.GET.urlencode()
        return reverse("assessments:portfolio-file", kwargs=keys) + (f"?{query}" * bool(query))

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Portfolio"), "")]


def _options(codes: Any, chosen: str) -> list[tuple[str, str, bool]]:
    return [(code.value, str(code.label), code.value == chosen) for code in codes]


class PortfolioFile(_Portfolio, View):
    """The tables as one file; what is hidden on the page is hidden there."""

    def get(self, request: HttpRequest, slug: str, ending: str) -> HttpResponse:
        """Give the file.

        Raises:
            Http404: There is no such kind of file.
        """
        if ending == "csv":
            answer = HttpResponse(_csv(self.found), content_type="text/csv; charset=utf-8")
        elif ending == "xlsx":
            answer = HttpResponse(_xlsx(self.found), content_type=XLSX)
        else:
            raise Http404
        day = timezone.localdate().isoformat()
        name = f"portefolje-{slug}-{day}.{ending}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        patch_cache_control(answer, private=True, no_store=True)
        return answer


def _csv(found: Portfolio) -> str:
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([*rows.file_heads(), _("Currency")])
    for row in rows.file_rows(found):
        writer.writerow([*(safe(cell) for cell in row), found.currency])
    return "\ufeff" + text.getvalue()


def _xlsx(found: Portfolio) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 -- brings NumPy along; only for downloads

    book = Workbook(write_only=True)
    heads = [*rows.file_heads(), _("Currency")]
    sheet = add_sheet(book, _("Portfolio"), heads, (*_WIDTHS, 10))
    for row in rows.file_rows(found):
        cells: list[Any] = [safe(cell) for cell in row]
        cells[4] = int(row[4]) if row[4].isdecimal() else safe(row[4])
        cells[5] = float(row[5]) if row[5] else ""
        sheet.append([*cells, found.currency])
    block = BytesIO()
    book.save(block)
    return block.getvalue()
