"""The applicant's and the officers' sheets of one case, side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from assessments.enums import Moment, SheetState, Side
from assessments.models import Sheet
from assessments.queries.sheets import (
    assessors_of,
    judged_sheets,
    moment_of,
    read_outline,
    waited_for,
)
from assessments.views.case_pages import CaseRoom
from assessments.views.compare_rows import Column, compared, count_different
from assessments.views.sheet_texts import title_of
from common.dates import moment_in_words

_ONLY = "ulikt"


class Compare(CaseRoom, View):
    """What the sides have sent at one moment; one who applies does not come here."""

    permission_required = "assessments.compare"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        moment = self._moment()
        outline = read_outline(self.case.version)
        found = judged_sheets(self.case, self.person, moment)
        columns = [self._column(sheet, content) for sheet, content in found]
        only = request.GET.get("vis") == _ONLY
        parts = compared(columns, outline, only_different=only)
        people = assessors_of(self.case, moment)
        return render(
            request,
            "assessments/sheet_compare.html",
            {
                "case": self.case,
                "columns": columns,
                "parts": parts,
                "only": only,
                "differing": count_different(parts),
                "moment": moment.label,
                "moments": self._moments(moment),
                "waits": waited_for(people),
                "is_blind": self.case.programme.is_blind,
                "may_write_common": request.user.has_perm("assessments.handle", self.case),
                "crumbs": [*self.path(), (_("Side by side"), "")],
            },
        )

    def _moment(self) -> Moment:
        wanted = self.request.GET.get("tid", "").upper()
        if wanted in Moment.values:
            return Moment(wanted)
        now = moment_of(self.case)
        # The common judgement is of the application, and stands beside its sheets.
        return Moment.APPLICATION if now in (None, Moment.DECISION) else now

    def _moments(self, chosen: Moment) -> list[tuple[str, str, bool]]:
        visible = Sheet.objects.visible_to(self.person).filter(assessment=self.case)
        kept = set(visible.order_by().values_list("moment", flat=True))
        kept.discard(Moment.DECISION)
        return [
            (f"?tid={moment.value.lower()}", str(moment.label), moment == chosen)
            for moment in Moment
            if moment in kept
        ]

    def _column(self, sheet: Sheet, content: dict[str, Any]) -> Column:
        name = title_of(sheet.side, None)
        if sheet.assessor is not None:
            name = sheet.assessor.get_full_name() or sheet.assessor.email
        note = _("being changed; this was sent before")
        if sheet.state == SheetState.SENT and sheet.sent_at is not None:
            note = _("sent %(at)s") % {"at": moment_in_words(sheet.sent_at)}
        href = reverse("assessments:sheet", kwargs={"pk": sheet.pk})
        if sheet.state != SheetState.SENT:
            keys = {"pk": sheet.pk, "number": sheet.versions.count()}
            href = reverse("assessments:sheet-version", kwargs=keys)
        return Column(name, note, href, content, sheet.side == Side.ASSESSOR)
