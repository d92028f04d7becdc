"""The form of a sheet: kept while one writes, sent when whole, never overwritten unseen."""

import json
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.base import ContextMixin

from accounts.models import User
from assessments.actions import sheets
from assessments.calculations.choosing import choices, chosen
from assessments.calculations.sheets import MOST_CONFLICTS, Problem, missing, problems, progress
from assessments.enums import Moment, SheetState, Side
from assessments.forms.sheets import Answers, read_answers
from assessments.models import Assessment, Sheet
from assessments.queries.beside import figures_beside
from assessments.queries.sheets import (
    Outline,
    is_written,
    moment_of,
    outcome_of,
    own_sheet,
    read_outline,
    sent_earlier,
    versions_of,
)
from assessments.views.beside_rows import figure_rows
from assessments.views.criteria_rows import rule_result
from assessments.views.reading_rows import reading, version_rows
from assessments.views.sheet_rows import Rows
from assessments.views.sheet_texts import (
    choice_rows,
    error_rows,
    lead_of,
    missing_rows,
    parts_of,
    saved_words,
    title_of,
)
from common import fragments
from improvement.views import refusals
from networks.actions.locks import Refused

_ADD, _PAIR, _KEEP, _CHOOSE, _REOPEN = "ny-konflikt", "forslag", "lagre", "velg", "apne"
_BEGIN = "felles"
_LARGEST_VERSION = 10**9


class SheetFormPage(ContextMixin, View):
    """Writes one sheet; subclasses say which case, and for whom."""

    request: HttpRequest
    kwargs: dict[str, Any]
    side: Side

    @cached_property
    def case(self) -> Assessment:
        raise NotImplementedError

    @property
    def assessor(self) -> User | None:
        """Whose sheet it is, on the side of the assessors."""
        return None

    @property
    def by(self) -> User | None:
        """Who writes; nobody by a link without signing in."""
        user = self.request.user
        return user if isinstance(user, User) else None

    @property
    def writer(self) -> sheets.Writer:
        return sheets.Writer(case=self.case, side=self.side, assessor=self.assessor)

    @cached_property
    def outline(self) -> Outline:
        return read_outline(self.case.version)

    @cached_property
    def sheet(self) -> Sheet | None:
        """The sheet of the moment, or the newest one when nothing is written now."""
        moment = moment_of(self.case)
        if moment is not None:
            return self._at(moment)
        rows = [self._at(each) for each in Moment]
        return next((row for row in reversed(rows) if row is not None), None)

    def _at(self, moment: Moment) -> Sheet | None:
        return own_sheet(self.case, side=self.side, moment=moment, assessor=self.assessor)

    @property
    def is_open(self) -> bool:
        """Whether this side may write now."""
        return is_written(self.case, self.side)

    # ---------------------------------------------------------------- requests
    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if not self.is_open or (self.sheet and self.sheet.state == SheetState.SENT):
            return self._reading()
        kept = Answers(self.sheet.content if self.sheet else {})
        return self._form(kept, new_conflict=_ADD in request.GET)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if _REOPEN in request.POST:
            return self._reopen()
        if _CHOOSE in request.POST:
            return self._choose()
        if _BEGIN in request.POST:
            return self._begin()
        before = self.sheet.content if self.sheet else {}
        answers = read_answers(request.POST, shape=self.outline.shape, before=before)
        if fragments.is_fragment(request):
            return self._save_while_typing(answers)
        if {_ADD, _PAIR, _KEEP} & set(request.POST):
            return self._save(answers)
        return self._send(answers)

    def _save_while_typing(self, answers: Answers) -> HttpResponse:
        try:
            self._keep(answers.content)
        except Refused as refused:
            return HttpResponse(refusals.sentence(refused), status=HTTPStatus.CONFLICT)
        rows = Rows(self.outline, answers.content).whole()
        context = {**self._context(answers), "rows": rows, "shape": self.outline.shape}
        return render(self.request, "assessments/parts/sheet_saved.html", context)

    def _save(self, answers: Answers) -> HttpResponse:
        pair = self.request.POST.get(_PAIR, "")
        if pair:
            _add_conflict(answers.content, pair)
        try:
            self._keep(answers.content)
        except sheets.ChangedMeanwhile:
            return self._clash(answers.content)
        except Refused as refused:
            return self._refused(answers, refused)
        if answers.wrong:
            return self._form(answers, errors=answers.wrong)
        if pair or _ADD in self.request.POST:
            new = f"?{_ADD}=1" if not pair else ""
            return redirect(f"{self.request.path}{new}#konflikter")
        messages.success(self.request, _("The draft is saved."))
        part = self.request.POST[_KEEP]
        known = part if part in {each.key for each in parts_of(self.outline)} else ""
        return redirect(f"{self.request.path}#{known}" if known else self.request.path)

    def _send(self, answers: Answers) -> HttpResponse:
        lacks = (*answers.wrong, *missing(answers.content, self.outline.shape))
        try:
            if lacks:
                self._keep(answers.content)
                return self._form(answers, errors=lacks)
            self.sheet = sheets.send(
                writer=self.writer,
                content=answers.content,
                version=self._version,
                by=self.by,
                at=timezone.now(),
            )
        except sheets.ChangedMeanwhile:
            return self._clash(answers.content)
        except Refused as refused:
            return self._refused(answers, refused)
        messages.success(self.request, _("The answers are sent."))
        return redirect(self.request.path)

    def _reopen(self) -> HttpResponse:
        if self.sheet is not None:
            try:
                sheets.reopen(sheet=self.sheet, by=self.by, at=timezone.now())
            except Refused as refused:
                messages.error(self.request, refusals.sentence(refused))
        return redirect(self.request.path)

    def beginning(self) -> dict[str, Any]:
        """What the sheet may begin with, besides nothing."""
        return {}

    def _begin(self) -> HttpResponse:
        """Begin with what is known already; a sheet that has been begun stays as it is."""
        if self.sheet is None and (content := self.beginning()):
            try:
                self._keep(content)
            except Refused as refused:
                messages.error(self.request, refusals.sentence(refused))
        return redirect(self.request.path)

    def _choose(self) -> HttpResponse:
        """Save what was chosen of two texts.

        Raises:
            BadRequest: The second text is not one that this form has made.
        """
        try:
            mine = json.loads(self.request.POST.get("mine", ""))
        except (ValueError, RecursionError) as error:  # the latter: lists in lists in lists
            raise BadRequest from error
        if self.sheet is None or problems(mine, self.outline.shape):
            raise BadRequest
        saved = self.sheet.content
        places = [
            each.place
            for number, each in enumerate(choices(saved, mine))
            if self.request.POST.get(f"valg-{number}") == "mine"
        ]
        answers = Answers(chosen(saved, mine, places))
        try:
            self._keep(answers.content)
        except sheets.ChangedMeanwhile:
            return self._clash(mine)
        except Refused as refused:
            return self._refused(answers, refused)
        messages.success(self.request, _("The draft is saved."))
        return redirect(self.request.path)

    def _keep(self, content: dict[str, Any]) -> None:
        self.sheet = sheets.save_draft(
            writer=self.writer,
            content=content,
            version=self._version,
            by=self.by,
            at=timezone.now(),
        )

    @property
    def _version(self) -> int:
        sent = self.request.POST.get("version", "")
        is_number = (
            sent.isascii() and sent.isdecimal() and len(sent) <= len(str(_LARGEST_VERSION))
        )
        return int(sent) if is_number else 0

    # ------------------------------------------------------------------- pages
    def _form(
        self,
        answers: Answers,
        *,
        errors: tuple[Problem, ...] = (),
        new_conflict: bool = False,
    ) -> HttpResponse:
        goals = range(1, 18) if self.outline.shape.goals else ()
        beside = figures_beside(self.case, goals)
        rows = Rows(
            self.outline,
            answers.content,
            errors,
            answers.typed,
            figure_rows(beside),
            sent_earlier(self.case, side=self.side, moment=moment_of(self.case)),
        )
        context = {
            **self._context(answers),
            "rows": rows.whole(new_conflict=new_conflict),
            "errors": error_rows(errors, self.outline),
            "figures_left_out": beside.left_out,
            "lead": lead_of(self.case),
            "can_begin": self.sheet is None and bool(self.beginning()),
            "may_add": len(answers.content.get("conflicts", [])) < MOST_CONFLICTS,
        }
        return render(self.request, "assessments/sheet_form.html", context)

    def _refused(self, answers: Answers, refused: Refused) -> HttpResponse:
        """Say why it was not kept; where it is sent or closed, show what stands there."""
        messages.error(self.request, refusals.sentence(refused))
        if isinstance(refused, sheets.SheetIsSent | sheets.SheetIsClosed):
            return redirect(self.request.path)
        found = refused.found if isinstance(refused, sheets.NotTheShape) else ()
        return self._form(answers, errors=found)

    def _clash(self, mine: dict[str, Any]) -> HttpResponse:
        sheet = self._at(Moment(moment_of(self.case) or Moment.APPLICATION))
        saved = sheet.content if sheet is not None else {}
        context = {
            **self._context(Answers(saved)),
            "choices": choice_rows(choices(saved, mine), self.outline),
            "mine": json.dumps(mine),
            "version": sheet.version if sheet is not None else 0,
            "saved_at": saved_words(sheet),
        }
        return render(
            self.request, "assessments/sheet_clash.html", context, status=HTTPStatus.CONFLICT
        )

    def _reading(self) -> HttpResponse:
        sheet = self.sheet
        is_sent = sheet is not None and sheet.state == SheetState.SENT
        versions = versions_of(sheet) if sheet is not None else []
        content = sheet.content if sheet is not None and is_sent else {}
        if not is_sent and versions:
            content = versions[0].content
        context = {
            **self._context(Answers(content)),
            "parts": reading(content, self.outline),
            "has_content": bool(content),
            "is_open": self.is_open,
            "versions": version_rows(versions, self.version_address),
        }
        return render(self.request, "assessments/sheet_sent.html", context)

    def _context(self, answers: Answers) -> dict[str, Any]:
        content, shape = answers.content, self.outline.shape
        lacks = missing(content, shape)
        return {
            **self.get_context_data(),
            "case": self.case,
            "sheet": self.sheet,
            "side": self.side,
            "version": self.sheet.version if self.sheet else 0,
            "title": title_of(self.side, moment_of(self.case)),
            "crumbs": [*self.path(), (title_of(self.side, moment_of(self.case)), "")],
            "progress": progress(content, shape),
            "missing": missing_rows(lacks, self.outline),
            "not_kept": error_rows(answers.wrong, self.outline),
            "form_parts": parts_of(self.outline),
            "result": rule_result(outcome_of(content, self.outline), self.outline),
            "saved": saved_words(self.sheet),
            "is_by_link": self.by is None,
        }

    def path(self) -> list[tuple[str, str]]:
        """The pages that lead here, each with its address."""
        return []

    def version_address(self, sheet: Sheet, number: int) -> str:
        """Address of a version that was sent."""
        raise NotImplementedError


def _add_conflict(content: dict[str, Any], pair: str) -> None:
    """Add a row for a proposed pair of goals.

    Raises:
        BadRequest: It is no pair of goals.
    """
    goals = [int(part) for part in pair.split("-") if part.isascii() and part.isdecimal()]
    match goals:
        case [first, second] if 1 <= first <= 17 and 1 <= second <= 17 and first != second:
            rows = content.setdefault("conflicts", [])
            if len(rows) < MOST_CONFLICTS:
                rows.append({"first": first, "second": second})
        case _:
            raise BadRequest
