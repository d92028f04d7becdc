"""Status rounds of a network: the list, one of them, and what its leader does with it."""

import csv
from datetime import timedelta
from functools import cached_property
from io import StringIO
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from common.spreadsheets import safe
from improvement.actions import status_rounds as actions
from improvement.forms.status_rounds import StatusRoundForm
from improvement.models import StatusRound, workplace_networks
from improvement.queries.status_rounds import catalogue, parts_of
from improvement.views import status_round_rows as rows
from improvement.views.pages import ActionPage, NetworkWorkPage
from networks.forms.base import PlainForm
from networks.models import Network

_MARK = "\ufeff"  # tells spreadsheets that the text is UTF-8
# Figures are a year or two behind.
_YEARS_BEHIND = 2
_WEEKS = 6


class StatusRoundList(NetworkWorkPage, TemplateView):
    permission_required = ()
    template_name = "improvement/status_rounds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.network.status_rounds.order_by("-deadline", "-pk")
        context = super().get_context_data(
            status_rounds=list(found.defer("snapshot")),
            today=timezone.localdate(),
            may_change=self.may_lead and self.network.closed_at is None,
            **kwargs,
        )
        context["crumbs"].append((_("Status rounds"), ""))
        return context


class StatusRoundEdit(NetworkWorkPage, ActionPage):
    """The form of a status round."""

    form_class = StatusRoundForm
    template_name = "improvement/status_round_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "catalogue": catalogue()}


class StatusRoundCreate(StatusRoundEdit):
    title = gettext_lazy("New status round")
    lead = gettext_lazy(
        "The members are asked for figures and judgement by a deadline. Then you lock the "
        "answer, and it stands for good."
    )
    button = gettext_lazy("Ask the members")
    made: StatusRound | None = None

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {
            "opens_on": today,
            "deadline": today + timedelta(weeks=_WEEKS),
            "year_from": today.year - _YEARS_BEHIND,
        }

    def act(self, form: Form) -> None:
        self.made = actions.create_status_round(
            network=self.network,
            details=actions.StatusRoundDetails(**form.cleaned_data),
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The status round is open for the members."))

    def get_success_url(self) -> str:
        if self.made is not None:
            return self.made.get_absolute_url()
        return reverse("improvement:status-rounds", kwargs={"slug": self.network.slug})


class StatusRoundPage(NetworkWorkPage):
    """A page about one status round."""

    @cached_property
    def status_round(self) -> StatusRound:
        found = StatusRound.objects.filter(network__in=workplace_networks(self.request.user))
        return get_object_or_404(
            found.select_related("network__programme", "network__region", "locked_by"),
            pk=self.kwargs["pk"],
        )

    @cached_property
    def network(self) -> Network:
        return self.status_round.network

    @property
    def is_open(self) -> bool:
        return self.status_round.locked_at is None and self.network.closed_at is None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            status_round=self.status_round, is_open=self.is_open, **kwargs
        )
        overview = reverse("improvement:status-rounds", kwargs={"slug": self.network.slug})
        context["crumbs"] += [
            (_("Status rounds"), overview),
            (self.status_round.name, self.status_round.get_absolute_url()),
        ]
        return context


class StatusRoundDetail(StatusRoundPage, TemplateView):
    """How far everybody has come; once locked, what was frozen."""

    permission_required = ()
    template_name = "improvement/status_round.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        status = self.status_round
        is_locked = status.locked_at is not None
        if is_locked:
            found = rows.frozen_rows(status.snapshot)
            indicators = len(status.snapshot["indicators"])
        else:
            parts = parts_of(status)
            found = [rows.part_row(row, status_round=status) for row in parts]
            indicators = parts[0].of if parts else status.indicators.count()
        return super().get_context_data(
            rows=found,
            indicator_count=indicators,
            figures=rows.frozen_figures(status.snapshot) if is_locked else None,
            is_locked=is_locked,
            has_passed=status.deadline < timezone.localdate(),
            delivered=sum(bool(row.delivered) for row in found),
            missing=[row for row in found if not row.delivered],
            may_change=self.may_lead and self.is_open,
            **kwargs,
        )


class StatusRoundChange(StatusRoundPage, StatusRoundEdit):
    title = gettext_lazy("Change the status round")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        status = self.status_round
        return {
            "name": status.name,
            "opens_on": status.opens_on,
            "deadline": status.deadline,
            "year_from": status.year_from,
            "indicators": list(status.indicators.values_list("pk", flat=True)),
        }

    def act(self, form: Form) -> None:
        actions.change_status_round(
            status_round=self.status_round,
            details=actions.StatusRoundDetails(**form.cleaned_data),
            by=self.person,
        )
        messages.success(self.request, _("The status round is saved."))

    def get_success_url(self) -> str:
        return self.status_round.get_absolute_url()


class StatusRoundLock(StatusRoundPage, ActionPage):
    form_class = PlainForm
    title = gettext_lazy("Lock the status round")
    button = gettext_lazy("Lock it for good")

    @property
    def lead(self) -> str:  # type: ignore[override]
        late = [
            str(row.municipality) for row in parts_of(self.status_round) if not row.is_delivered
        ]
        kept = _(
            "Figures, judgements and anchoring are kept as they are now, with a checksum. "
            "Nobody can change them afterwards."
        )
        if not late:
            return kept
        names = ", ".join(late)
        return f"{_('Not delivered: %(names)s.') % {'names': names}} {kept}"

    def act(self, form: Form) -> None:
        actions.lock_status_round(
            status_round=self.status_round, by=self.person, at=timezone.now()
        )
        messages.success(self.request, _("The status round is locked."))

    def get_success_url(self) -> str:
        return self.status_round.get_absolute_url()


class StatusRoundFile(StatusRoundPage, View):
    """The frozen copy as JSON with its checksum's exact text, or its figures as CSV."""

    permission_required = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        status = self.status_round
        if status.locked_at is None:
            raise Http404
        if self.kwargs["ending"] == "json":
            answer = HttpResponse(
                actions.canonical(status.snapshot), content_type="application/json"
            )
        else:
            answer = HttpResponse(
                _MARK + _figures_as_csv(status.snapshot), content_type="text/csv; charset=utf-8"
            )
        name = f"status-{self.network.slug}-{status.pk}.{self.kwargs['ending']}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _figures_as_csv(snapshot: dict[str, Any]) -> str:
    """One line for each municipality and indicator; dots as decimal marks."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["country", "code", "municipality", "indicator", "year", "value", "status"])
    for part in snapshot["municipalities"]:
        known = {row["indicator"]: row for row in part["values"]}
        for indicator in snapshot["indicators"]:
            row = known.get(indicator["code"], {"year": "", "value": None, "status": ""})
            value = "" if row["value"] is None else row["value"]
            writer.writerow(
                [
                    part["country"],
                    part["code"],
                    safe(part["name"]),
                    indicator["code"],
                    row["year"],
                    value,
                    row["status"],
                ]
            )
    return out.getvalue()
