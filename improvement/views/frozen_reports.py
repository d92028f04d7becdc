"""Frozen reports: read, take away, compare."""

from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.generic import TemplateView, View
from django.views.generic.base import ContextMixin

from common.dates import date_in_words, moment_in_words
from improvement.calculations.content import from_json
from improvement.calculations.differences import differences
from improvement.enums import ReportKind
from improvement.models import Report
from improvement.queries.reports import is_intact, readable_reports, reports_of
from improvement.views.report_rows import frozen_row
from improvement.views.reports import word_answer
from networks.actions.slugs import slug_for
from networks.models import Municipality, Network

SHORT = 12
"""Characters of a checksum that are enough to recognise it."""


class FrozenPage(AccessMixin, ContextMixin):
    """A page about one frozen report; what one may not read is not found."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def report(self) -> Report:
        return get_object_or_404(readable_reports(self.request.user), pk=self.kwargs["pk"])

    @property
    def owner(self) -> Municipality | Network:
        owner = self.report.municipality or self.report.network
        if owner is None:  # the database has seen to it
            raise TypeError
        return owner

    @property
    def list_address(self) -> str:
        owner = self.owner
        if isinstance(owner, Network):
            return reverse("improvement:network-reports", kwargs={"slug": owner.slug})
        return reverse("improvement:reports", kwargs=owner.address_keys)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        owner, report = self.owner, self.report
        name = owner.label if isinstance(owner, Network) else str(owner)
        crumbs = [
            (name, owner.get_absolute_url()),
            (_("Reports"), self.list_address),
            (report.title, report.get_absolute_url()),
        ]
        return super().get_context_data(
            owner=owner, report=report, row=frozen_row(report), crumbs=crumbs, **kwargs
        )


class ReportDetail(FrozenPage, TemplateView):
    """A frozen report as it was."""

    template_name = "improvement/report_frozen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.report
        word = reverse(
            "improvement:report-word",
            kwargs={"pk": report.pk, "title": slug_for(report.title)},
        )
        return super().get_context_data(
            content=from_json(report.content),
            is_one_page=report.kind == ReportKind.POLITICAL,
            is_intact=is_intact(report),
            short=report.sha256[:SHORT],
            word=word,
            **kwargs,
        )


class ReportWord(FrozenPage, View):
    """A frozen report as a Word file, in its own language."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Write it."""
        report = self.report
        with override(report.language):
            note = _("Samverk · frozen on %(day)s · checksum %(sum)s") % {
                "day": date_in_words(report.frozen_at),
                "sum": report.sha256[:SHORT],
            }
            return word_answer(
                from_json(report.content), owner=self.owner, at=report.frozen_at, note=note
            )


class ReportCompare(FrozenPage, TemplateView):
    """What differs between a frozen report and an earlier one, usually the one before."""

    template_name = "improvement/report_compare.html"

    @cached_property
    def others(self) -> list[Report]:
        """Earlier reports of the same kind and language, the newest first."""
        report = self.report
        rows = reports_of(
            municipality=report.municipality, network=report.network, kind=report.kind
        )
        return list(rows.filter(language=report.language, pk__lt=report.pk).defer("content"))

    @cached_property
    def earlier(self) -> Report | None:
        wanted = self.request.GET.get("med", "")
        found = [one for one in self.others if str(one.pk) == wanted]
        if found:
            return found[0]
        return self.report.previous or (self.others[0] if self.others else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = self.earlier
        changes = (
            differences(from_json(earlier.content), from_json(self.report.content))
            if earlier
            else []
        )
        context = super().get_context_data(
            earlier=frozen_row(earlier) if earlier else None,
            earlier_key=earlier.pk if earlier else None,
            changes=changes,
            others=[(one.pk, moment_in_words(one.frozen_at)) for one in self.others],
            **kwargs,
        )
        context["crumbs"].append((_("What differs"), ""))
        return context
