"""The result of a case: what the answers add up to, and its conflicts for the register."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from assessments.actions.conflicts_out import may_leave, places_of, propose_conflicts
from assessments.calculations.recommending import counts, recommend
from assessments.enums import Moment, Side
from assessments.forms.conflicts import ConflictsForm
from assessments.models import Sheet
from assessments.queries.sheets import (
    assessors_of,
    best_sheet,
    outcome_of,
    read_outline,
    sent_sheets,
)
from assessments.views import result_rows
from assessments.views.case_pages import CaseAction, CaseRoom
from assessments.views.criteria_rows import rule_result
from assessments.views.sheet_texts import title_of
from common.dates import date_in_words
from indicators.models import Target


class Result(CaseRoom, View):
    """What one sheet that the reader may read adds up to; the newest common one first."""

    permission_required: str | tuple[str, ...] = ()

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        sheets = sent_sheets(self.case, self.person)
        sheet = self._chosen(sheets)
        context = {
            "case": self.case,
            "sheet": sheet,
            "sheets": [self._link(each, sheet) for each in sheets],
            "may_compare": self.person.has_perm("assessments.compare", self.case),
            "crumbs": [*self.path(), (_("Result"), "")],
            **(self._result(sheet) if sheet is not None else {}),
        }
        return render(request, "assessments/result.html", context)

    def _chosen(self, sheets: list[Sheet]) -> Sheet | None:
        """Find the sheet of the address, or the best one.

        Raises:
            Http404: The sheet is none that the reader may read here.
        """
        wanted = self.request.GET.get("ark", "")
        if not wanted:
            return best_sheet(sheets)
        found = next((row for row in sheets if str(row.pk) == wanted), None)
        if found is None:
            raise Http404
        return found

    def _link(self, sheet: Sheet, chosen: Sheet | None) -> tuple[str, str, bool]:
        label = f"{self._whose(sheet)} · {sheet.get_moment_display().lower()}"
        return f"?ark={sheet.pk}", label, sheet == chosen

    def _whose(self, sheet: Sheet) -> str:
        if sheet.assessor is not None:
            return sheet.assessor.get_full_name() or sheet.assessor.email
        return title_of(sheet.side, None)

    def _result(self, sheet: Sheet) -> dict[str, Any]:
        content, outline = sheet.content, read_outline(self.case.version)
        outcome = outcome_of(content, outline)
        is_judged = outcome is not None and outcome.is_complete
        found = recommend(content, passes=outcome.passes if outcome and is_judged else None)
        icon, verdict = result_rows.verdict(found)
        shape = outline.shape
        decided_on = self.case.decision.decided_on if self.case.decision else None
        return {
            "whose": self._whose(sheet),
            "at": date_in_words(sheet.sent_at) if sheet.sent_at else "",
            "counts": counts(content) if shape.goals else None,
            "goals": result_rows.goal_rows(content) if shape.goals else [],
            "conflicts": result_rows.conflict_lines(content),
            "dimensions": result_rows.judged_rows(content, "dimensions")
            if shape.dimensions
            else [],
            "perspectives": result_rows.judged_rows(content, "perspectives")
            if shape.perspectives
            else [],
            "result": rule_result(outcome, outline),
            "icon": icon,
            "verdict": verdict,
            "advice": result_rows.advice(found.points),
            "approval": self._approval(sheet),
            "decided": date_in_words(decided_on) if decided_on else "",
            "may_leave": self._may_leave(sheet),
        }

    def _approval(self, sheet: Sheet) -> list[tuple[str, bool]]:
        """Who assesses and whether theirs is in, for those who judge the case alone."""
        if not self.person.has_perm("assessments.compare", self.case):
            return []
        moment = Moment(sheet.moment)
        if moment == Moment.DECISION:
            moment = Moment.APPLICATION
        return [
            (row.person.get_full_name() or row.person.email, is_in)
            for row, is_in in assessors_of(self.case, moment)
            if is_in or not row.is_away
        ]

    def _may_leave(self, sheet: Sheet) -> bool:
        return bool(
            sheet.side == Side.COMMON
            and sheet.content.get("conflicts")
            and may_leave(self.case)
            and self.person.has_perm("assessments.handle", self.case)
        )


class ConflictsOut(CaseAction):
    """Sends conflicts of the common judgement to the register of a municipality."""

    template_name = "assessments/result_conflicts.html"
    form_class = ConflictsForm
    title: str | Promise = gettext_lazy("Conflicts for the register")
    lead: str | Promise = gettext_lazy(
        "The register is about targets, the assessment about goals. Choose which targets each "
        "conflict is between. The municipality confirms or dismisses what you propose."
    )
    button: str | Promise = gettext_lazy("Propose to the municipality")

    @cached_property
    def sheet(self) -> Sheet:
        """The common judgement whose conflicts are sent.

        Raises:
            Http404: There is none, or the case may not be told of.
        """
        common = [row for row in sent_sheets(self.case, self.person) if row.side == Side.COMMON]
        if not common or not may_leave(self.case):
            raise Http404
        return common[-1]

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = [
            row
            for row in self.sheet.content.get("conflicts", [])
            if row.get("first") and row.get("second")
        ]
        goals = {row[end] for row in rows for end in ("first", "second")}
        targets: dict[int, list[Target]] = {}
        for target in Target.objects.filter(goal__in=goals).order_by("goal", "position"):
            targets.setdefault(target.goal_id, []).append(target)
        return {
            **super().get_form_kwargs(),
            "places": places_of(self.case),
            "conflicts": rows,
            "targets": targets,
        }

    def act(self, form: Form) -> None:
        if not isinstance(form, ConflictsForm):
            raise TypeError
        made = propose_conflicts(
            case=self.case,
            municipality=form.municipality,
            found=form.found(),
            by=self.person,
            at=timezone.now(),
        )
        text = ngettext(
            "%(number)s conflict is proposed to %(place)s.",
            "%(number)s conflicts are proposed to %(place)s.",
            len(made),
        )
        words = {"number": len(made), "place": form.municipality}
        messages.success(self.request, text % words)

    def get_success_url(self) -> str:
        return reverse("assessments:result", kwargs={"pk": self.case.pk})
