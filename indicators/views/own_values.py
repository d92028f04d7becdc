"""A municipality's own values: the table, one cell, undo."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View
from django.views.generic.base import ContextMixin
from rules.contrib.views import PermissionRequiredMixin

from accounts.models import User
from common import fragments
from common.dates import moment_in_words
from common.numbers import format_number
from common.words import MISSING
from indicators.actions import typed
from indicators.calculations import plausibility
from indicators.enums import ImportKind, Status
from indicators.forms.own_values import ValueForm
from indicators.models import Framework, Indicator, Observation
from indicators.queries import own_values
from networks.models import Municipality

FIRST_YEAR = 1990


def shown_value(value: float | None, status: str, indicator: Indicator, *, hidden: bool) -> str:
    """Write a value in the reader's format, or why there is none."""
    if hidden:
        return str(MISSING["h"])
    if value is None:
        return str(MISSING.get(status, MISSING[""]))
    return format_number(value, decimals=indicator.decimals)


class OwnValuePage(PermissionRequiredMixin, ContextMixin):
    """A page of those who contribute to a municipality."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required = "indicators.type_value"
    raise_exception = True

    @cached_property
    def municipality(self) -> Municipality:
        return get_object_or_404(
            Municipality.objects.select_related("country"),
            country=self.kwargs["country"].upper(), code=self.kwargs["code"],
        )  # fmt: skip

    def get_permission_object(self) -> Municipality:
        return self.municipality

    @property
    def person(self) -> User:
        assert isinstance(self.request.user, User)  # noqa: S101 -- signed in, by middleware
        return self.request.user

    @property
    def place(self) -> dict[str, str]:
        return self.municipality.address_keys

    @property
    def this_year(self) -> int:
        return timezone.localdate().year

    def table_address(self) -> str:
        return reverse("indicators:own-values", kwargs=self.place)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [
            (str(self.municipality), self.municipality.get_absolute_url()),
            (_("Own figures"), self.table_address()),
        ]
        return super().get_context_data(municipality=self.municipality, crumbs=crumbs, **kwargs)


class OwnValues(OwnValuePage, TemplateView):
    """Indicators by the latest years; each cell leads to where it is typed."""

    template_name = "indicators/own_values.html"

    @cached_property
    def framework(self) -> Framework | None:
        code = self.request.GET.get("framework", "")
        framework = own_values.chosen_framework(code)
        if code and framework is None:
            raise Http404
        return framework

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        years = list(range(self.this_year - own_values.YEARS + 1, self.this_year + 1))
        goals: list[dict[str, Any]] = []
        if self.framework is not None:
            for line in own_values.lines_for(self.municipality, self.framework, years=years):
                if not goals or goals[-1]["number"] != line.place.goal_id:
                    goals.append({"number": line.place.goal_id, "lines": []})
                goals[-1]["lines"].append(self._line(line, years))
        return super().get_context_data(
            framework=self.framework, years=years, goals=goals, **kwargs
        )

    def _line(self, line: own_values.Line, years: list[int]) -> dict[str, Any]:
        indicator = line.place.indicator
        cells = [
            {
                "year": year,
                "text": "" if cell is None else shown_value(
                    cell.value, cell.status, indicator, hidden=cell.is_hidden),
                "missing": cell is not None and cell.value is None,
                "typed": cell is not None and cell.is_typed,
                "preliminary": cell is not None and cell.status == Status.PRELIMINARY,
                "href": reverse("indicators:own-value", kwargs=self.place | {
                    "indicator": indicator.code, "year": year}),
            }
            for year, cell in zip(years, line.cells, strict=True)
        ]  # fmt: skip
        return {"indicator": indicator, "name": indicator.local_name,
                "unit": indicator.local_unit, "cells": cells}  # fmt: skip


class OwnValue(OwnValuePage, FormView):
    """One cell: what it holds, what it held, and a form for what it shall hold."""

    template_name = "indicators/own_value.html"
    form_class = ValueForm

    @cached_property
    def indicator(self) -> Indicator:
        return get_object_or_404(Indicator, code=self.kwargs["indicator"])

    @property
    def year(self) -> int:
        year = int(self.kwargs["year"])
        if not FIRST_YEAR <= year <= self.this_year:
            raise Http404
        return year

    @cached_property
    def stored(self) -> Observation | None:
        return own_values.stored_cell(self.municipality, self.indicator, self.year)

    def get_form_kwargs(self) -> dict[str, Any]:
        ids = fragments.element_ids(self.request)
        return super().get_form_kwargs() | ids | {"unit": str(self.indicator.local_unit)}

    def get_template_names(self) -> list[str]:
        if fragments.is_fragment(self.request):
            return ["indicators/parts/own_value_form.html"]
        return super().get_template_names()

    def get_initial(self) -> dict[str, Any]:
        stored = self.stored
        if stored is None:
            return {}
        shown = stored.value is not None and not stored.is_hidden
        value = repr(stored.value).removesuffix(".0") if shown else ""
        return {
            "value": value if get_language() == "en" else value.replace(".", ","),
            "is_preliminary": stored.status == Status.PRELIMINARY,
            "reason": stored.status if stored.value is None else "",
            "seen": stored.batch_id,
        }

    def form_valid(self, form: ValueForm) -> HttpResponse:
        value = form.cleaned_data["value"]
        questions = self._questions(value)
        answer = f"{value!r}|{form.status}"
        if questions and form.cleaned_data["confirmed"] != answer:
            form.data = {**form.data.dict(), "confirmed": answer}  # type: ignore[attr-defined]
            return self.render_to_response(
                self.get_context_data(form=form, questions=questions)
            )
        try:
            changed = typed.record_value(
                municipality=self.municipality, indicator=self.indicator, year=self.year,
                value=value, status=form.status, seen=form.cleaned_data["seen"],
                by=self.person, at=timezone.now(),
            )  # fmt: skip
        except typed.ChangedMeanwhile:
            text = _("Someone has changed this figure since you opened it. Look at it again.")
            messages.error(self.request, text)
            return fragments.lead_on(self.request, self.request.get_full_path())
        if changed:
            messages.success(self.request, _("The figure is saved, and the dashboard follows."))
        else:
            messages.info(self.request, _("The figure was so already. Nothing is changed."))
        table = f"{self.table_address()}#i-{self.indicator.pk}"
        return fragments.lead_on(self.request, self.back or table)

    @property
    def back(self) -> str:
        """The page of ours that one came from, if the address or the form names it."""
        return fragments.next_address(self.request, "")

    def _questions(self, value: float | None) -> list[str]:
        """Ask where a value is out of the ordinary, or takes the place of a publisher's."""
        questions = []
        stored = self.stored
        if stored is not None and stored.batch.kind not in {ImportKind.TYPED, ImportKind.DEMO}:
            questions.append(
                _("The figure comes from %(source)s. The next import brings it back.")
                % {"source": stored.batch.source}
            )
        if value is None:
            return questions
        bounds = own_values.bounds_of(self.indicator)
        series = own_values.series_of(self.municipality, self.indicator)
        found = plausibility.doubts(
            value, year=self.year, series={y: v for y, v in series.items() if y != self.year},
            worst=bounds.worst if bounds else None, best=bounds.best if bounds else None,
        )  # fmt: skip
        words = {
            plausibility.BEYOND_BOUNDS: _(
                "It is far outside what municipalities usually have."
            ),
            plausibility.LARGE_CHANGE: _("It differs much from the years before and after."),
        }
        return questions + [words[code] for code in found]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        indicator, year = self.indicator, self.year
        series = own_values.series_of(self.municipality, indicator)
        earlier = max((each for each in series if each < year), default=None)
        history = own_values.history_of(self.municipality, indicator, year)
        context["crumbs"].append((f"{indicator.local_name}, {year}", self.request.path))
        undoable = self.stored is not None and self.stored.batch.kind == ImportKind.TYPED
        return context | {
            "indicator": indicator,
            "name": indicator.local_name,
            "unit": indicator.local_unit,
            "year": year,
            "earlier_year": earlier,
            "earlier": "" if earlier is None else shown_value(
                series[earlier], "", indicator, hidden=False),
            "history": [
                {
                    "text": shown_value(
                        each.value, each.status, indicator, hidden=each.is_hidden),
                    "at": moment_in_words(each.at), "by": each.by or each.source,
                    "source": _("typed") if each.is_typed else each.source,
                }
                for each in history
            ],
            "undoable": undoable,
            "back": self.back or self.table_address(),
            **fragments.context_of(self.request),
        }  # fmt: skip


class OwnValueUndo(OwnValue, View):
    """Takes back the last typed change of a cell."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            typed.undo_value(
                municipality=self.municipality, indicator=self.indicator, year=self.year,
                by=self.person, at=timezone.now(),
            )  # fmt: skip
        except typed.NothingToUndo:
            messages.error(request, _("There is nothing to take back."))
        else:
            messages.success(request, _("The change is taken back; both stay in the history."))
        return redirect(
            "indicators:own-value",
            country=self.place["country"],
            code=self.place["code"],
            indicator=self.indicator.code,
            year=self.year,
        )
