"""How often a network meets, against what its programme asks for."""

from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from gatherings.enums import GatheringKind
from gatherings.models import Series
from gatherings.queries.planner import years_of
from gatherings.views.host_rows import year_row
from networks.views.pages import NetworkPage


class Planner(NetworkPage, TemplateView):
    """Gatherings per calendar year and kind; the series of the network."""

    permission_required = "gatherings.create_series"
    template_name = "gatherings/planner.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme = self.network.programme
        series = Series.objects.filter(network=self.network).order_by("-pk")
        kinds = [str(label) for label in GatheringKind.labels]
        least = programme.gatherings_from if programme else None
        most = programme.gatherings_to if programme else None
        is_judged = least is not None or most is not None
        context = super().get_context_data(
            years=[
                year_row(row, kinds=kinds, is_judged=is_judged)
                for row in years_of(self.network)
            ],
            kinds=kinds,
            least=least,
            most=most,
            series=list(series),
            **kwargs,
        )
        context["crumbs"].append((_("Gatherings"), ""))
        return context
