"""Whose sheet is written: the applicant's, one assessor's, the officers' common one."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from accounts.models import User
from accounts.signed_in import SignedIn
from assessments.calculations.choosing import agreed
from assessments.calculations.differences import differences
from assessments.enums import Moment, SheetState, Side
from assessments.models import Assessment, Sheet, SheetVersion
from assessments.queries.sheets import (
    assessors_of,
    case_by_token,
    judged_sheets,
    moment_of,
    outcome_of,
    read_outline,
    versions_visible_to,
)
from assessments.views.case_pages import CaseRoom, way_to
from assessments.views.criteria_rows import rule_result
from assessments.views.reading_rows import VersionRow, change_rows, reading, version_rows
from assessments.views.sheet_pages import SheetFormPage
from assessments.views.sheet_texts import title_of
from common.dates import moment_in_words


class CaseSheet(CaseRoom, SheetFormPage):
    """A sheet of somebody with an account."""

    def version_address(self, sheet: Sheet, number: int) -> str:
        keys = {"pk": sheet.pk, "number": number}
        return reverse("assessments:sheet-version", kwargs=keys)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            may_handle=self.person.has_perm("assessments.handle", self.case),
            may_compare=self.person.has_perm("assessments.compare", self.case),
            assessors=self._assessors(),
            **kwargs,
        )

    def _assessors(self) -> list[tuple[str, bool]]:
        """Who else assesses and whether theirs is in; the applicant is not told."""
        moment = moment_of(self.case)
        if self.side == Side.APPLICANT or moment is None:
            return []
        return [
            (row.person.get_full_name() or row.person.email, is_in)
            for row, is_in in assessors_of(self.case, moment)
        ]


class OwnSheet(CaseSheet):
    """The self-assessment of an applicant with an account."""

    side = Side.APPLICANT
    permission_required = "assessments.apply"


class AssessorSheet(CaseSheet):
    """What one assessor answers."""

    side = Side.ASSESSOR
    permission_required = "assessments.assess"

    @property
    def assessor(self) -> User:
        return self.person


class CommonSheet(CaseSheet):
    """The common judgement of the officers."""

    side = Side.COMMON
    permission_required = "assessments.handle"

    def beginning(self) -> dict[str, Any]:
        """What applicant and assessors, at least two of them, answer alike."""
        moment = moment_of(self.case)
        if moment is None:
            return {}
        at = Moment.APPLICATION if moment == Moment.DECISION else moment
        contents = [
            content
            for sheet, content in judged_sheets(self.case, self.person, at)
            if sheet.side != Side.COMMON
        ]
        return agreed(contents) if len(contents) > 1 else {}


class LinkRoom:
    """A page that the secret link of an applicant opens; search engines are kept away."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def case(self) -> Assessment:
        """The case of the link.

        Raises:
            Http404: The link was not made here, or holds no more.
        """
        found = case_by_token(self.kwargs["token"])
        if found is None:
            raise Http404
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view
        response["X-Robots-Tag"] = "noindex, nofollow"
        # The address is the secret; the same site has to see it to check forms.
        response["Referrer-Policy"] = "same-origin"
        return response


@method_decorator((login_not_required, never_cache), name="dispatch")
class LinkSheet(LinkRoom, SheetFormPage):
    """The self-assessment of an applicant without an account."""

    side = Side.APPLICANT

    @property
    def by(self) -> None:
        """Nobody: the link is all that is known."""
        return

    def version_address(self, sheet: Sheet, number: int) -> str:
        keys = {"token": self.kwargs["token"], "number": number}
        return reverse("assessments:sheet-link-version", kwargs=keys)


class VersionView(View):
    """A version that was sent, and what it changed of the one before it."""

    def version(self) -> SheetVersion:
        raise NotImplementedError

    def back(self, sheet: Sheet) -> tuple[list[tuple[str, str]], str]:
        """The pages that lead here, and the address of the sheet."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        version = self.version()
        sheet = version.sheet
        outline = read_outline(sheet.assessment.version)
        before = sheet.versions.filter(number=version.number - 1).first()
        found = differences(before.content, version.content, with_words=True) if before else ()
        path, back = self.back(sheet)
        name = _("Version %(number)s") % {"number": version.number}
        return render(
            request,
            "assessments/sheet_version.html",
            {
                "case": sheet.assessment,
                "title": title_of(sheet.side, sheet.moment),
                "name": name,
                "at": moment_in_words(version.at),
                "by": version.by.get_full_name() if version.by is not None else "",
                "changes": change_rows(found, outline),
                "has_before": before is not None,
                "parts": reading(version.content, outline),
                "result": rule_result(outcome_of(version.content, outline), outline),
                "crumbs": [*path, (name, "")],
                "back": back,
                "is_sent": sheet.state == SheetState.SENT,
            },
        )


def _versions() -> Any:
    return SheetVersion.objects.select_related(
        "by",
        "sheet__assessment__programme",
        "sheet__assessment__version__rule_set",
    )


class SheetVersionPage(SignedIn, VersionView):
    """A version of a sheet that the reader may read."""

    def version(self) -> SheetVersion:
        visible = versions_visible_to(self.person).filter(sheet=self.kwargs["pk"])
        found: SheetVersion = get_object_or_404(
            _versions(), pk__in=visible.values("pk"), number=self.kwargs["number"]
        )
        return found

    def back(self, sheet: Sheet) -> tuple[list[tuple[str, str]], str]:
        case = sheet.assessment
        if sheet.state == SheetState.SENT:
            return way_to(case), reverse("assessments:sheet", kwargs={"pk": sheet.pk})
        return way_to(case), case.get_absolute_url()


@method_decorator((login_not_required, never_cache), name="dispatch")
class LinkVersionPage(LinkRoom, VersionView):
    """A version of the own sheet, by the link; of the moment that is answered now."""

    def version(self) -> SheetVersion:
        found: SheetVersion = get_object_or_404(
            _versions(),
            sheet__assessment=self.case,
            sheet__side=Side.APPLICANT,
            sheet__moment=moment_of(self.case),
            number=self.kwargs["number"],
        )
        return found

    def back(self, sheet: Sheet) -> tuple[list[tuple[str, str]], str]:
        address = reverse("assessments:sheet-link", kwargs={"token": self.kwargs["token"]})
        return [], address


class SheetPage(SignedIn, View):
    """A sheet that was sent, for those who may read it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Sheet.objects.visible_to(self.person).select_related(
            "assessor", "assessment__programme", "assessment__version__rule_set"
        )
        sheet: Sheet = get_object_or_404(rows, pk=pk)
        case = sheet.assessment
        outline = read_outline(case.version)
        title = title_of(sheet.side, sheet.moment)
        versions = versions_visible_to(self.person).filter(sheet=sheet)
        return render(
            request,
            "assessments/sheet_read.html",
            {
                "case": case,
                "sheet": sheet,
                "title": title,
                "assessor": sheet.assessor.get_full_name() if sheet.assessor else "",
                "at": moment_in_words(sheet.sent_at) if sheet.sent_at else "",
                "parts": reading(sheet.content, outline),
                "result": rule_result(outcome_of(sheet.content, outline), outline),
                "versions": version_links(
                    versions.select_related("by", "sheet").order_by("-number")
                ),
                "crumbs": [*way_to(case), (title, "")],
            },
        )


def version_links(versions: Iterable[SheetVersion]) -> list[VersionRow]:
    """List versions with their pages."""
    return version_rows(
        versions,
        lambda sheet, number: reverse(
            "assessments:sheet-version", kwargs={"pk": sheet.pk, "number": number}
        ),
    )
