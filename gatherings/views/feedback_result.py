"""What those who came thought, for the hosts: on a page and as an Excel file."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView, View

from common import fragments
from common.dates import moment_in_words
from common.spreadsheets import XLSX, add_sheet, safe
from gatherings import words
from gatherings.models import Gathering
from gatherings.queries import feedback as queries
from gatherings.queries.feedback import FormState, Result
from gatherings.views import feedback_rows as rows
from gatherings.views.feedback import FeedbackRoom

Cells = tuple[str | int, ...]


class ResultRoom(FeedbackRoom):
    """A page with the result; there is none before the form has closed."""

    def read(self) -> Result | None:
        form = self.feedback_form
        if queries.state_of(form, at=timezone.now()) != FormState.CLOSED:
            return None
        return queries.read_result(form)


class FeedbackResult(ResultRoom, TemplateView):
    template_name = "gatherings/feedback_result.html"

    def get_template_names(self) -> list[str]:
        """A line and a link where «Min kommune» asks for it."""
        if fragments.is_fragment(self.request):
            return ["gatherings/parts/feedback_news.html"]
        return [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, result = self.feedback_form, self.read()
        answered, asked = (result.answered, result.asked) if result else queries.counts_of(form)
        context = super().get_context_data(
            answered=answered,
            asked=asked,
            is_closed=result is not None,
            is_shown=result is not None and result.is_shown,
            results=rows.result_rows(result) if result else [],
            until=words.moment(form.closes_at, self.series),
            too_few=rows.too_few(),
            **kwargs,
        )
        context["crumbs"].append((_("What they thought"), ""))
        return context


class FeedbackFile(ResultRoom, View):
    """The same result as an Excel file, nothing more."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        result = self.read()
        if result is None or not result.is_shown:
            raise Http404
        block = workbook(result, gathering=self.gathering, made_at=timezone.now())
        answer = HttpResponse(block, content_type=XLSX)
        name = f"{self.series.slug}-{self.gathering.number}-svar.xlsx"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "private, no-store"
        return answer


def workbook(result: Result, *, gathering: Gathering, made_at: datetime) -> bytes:
    """Write what the page shows: a sheet of numbers, one of municipalities, one of texts."""
    from openpyxl import Workbook  # noqa: PLC0415 -- brings NumPy along; only for downloads

    book = Workbook(write_only=True)
    shown = rows.result_rows(result)
    number = pgettext("how many", "Number")
    answer = pgettext("to a question", "Answer")
    heads = [_("Question"), answer, number, _("Average")]
    _fill(add_sheet(book, _("Answers"), heads, [60, 30, 12, 12]), _numbers(shown))
    heads = [_("Question"), _("Municipality"), number, _("Result")]
    places = [
        (row.text, place.name, place.answers, place.text)
        for row in shown
        for place in row.places
    ]
    _fill(add_sheet(book, _("Municipalities"), heads, [60, 30, 12, 40]), places)
    heads = [_("Question"), answer]
    texts = [(row.text, text) for row in shown for text in row.texts]
    _fill(add_sheet(book, _("In their own words"), heads, [60, 90]), texts)
    about = add_sheet(book, _("About"), [], [80])
    known = {"answered": result.answered, "asked": result.asked}
    for line in (
        f"{gathering.series.name}: {words.gathering_name(gathering)}",
        moment_in_words(made_at),
        _("%(answered)s of %(asked)s have answered.") % known,
        _("Groups under five answers, and those that would give one away, are left out."),
    ):
        about.append([safe(line)])
    block = io.BytesIO()
    book.save(block)
    return block.getvalue()


def _numbers(shown: Iterable[rows.ResultRow]) -> Iterable[Cells]:
    for row in shown:
        if row.is_hidden:
            yield (row.text, _("Too few answers"))
        for bar in row.bars:
            yield (row.text, bar.label, bar.number, row.average)


def _fill(sheet: Any, lines: Iterable[Cells]) -> None:
    for line in lines:
        sheet.append([safe(cell) if isinstance(cell, str) else cell for cell in line])
