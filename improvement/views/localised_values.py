"""A municipality's values of its networks' own indicators: the table of cells."""

from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from improvement.models import LocalisedIndicator
from improvement.queries import localised as queries
from improvement.views import localised_rows as rows
from indicators.queries.own_values import YEARS
from indicators.views.own_values import OwnValuePage, shown_value


class LocalisedValues(OwnValuePage, TemplateView):
    """Indicators by the latest years; each cell leads to where it is typed."""

    template_name = "improvement/localised_values.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        years = list(range(self.this_year - YEARS + 1, self.this_year + 1))
        found = list(queries.used_in(self.municipality))
        cells = queries.cells_of(
            [row.indicator_id for row in found], [self.municipality.pk], years
        )
        context["crumbs"].append((_("Indicators of our networks"), self.request.path))
        return context | {
            "years": years,
            "lines": [self._line(row, years, cells) for row in found],
        }

    def _line(
        self, localised: LocalisedIndicator, years: list[int], cells: Any
    ) -> dict[str, Any]:
        indicator = localised.indicator
        shown = []
        for year in years:
            cell = cells.get((self.municipality.pk, indicator.pk, year))
            text = "" if cell is None else shown_value(
                cell.value, cell.status, indicator, hidden=cell.is_hidden)  # fmt: skip
            shown.append(
                {
                    "year": year,
                    "text": text,
                    "missing": cell is not None and (cell.value is None or cell.is_hidden),
                    "href": rows.value_address(
                        localised, self.municipality, year, back=self.request.path
                    ),
                }
            )
        return {
            "name": indicator.local_name,
            "unit": indicator.local_unit,
            "href": rows.address(localised),
            "parent": localised.parent.local_name,
            "cells": shown,
        }
