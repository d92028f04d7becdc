"""A programme with its partners, networks and topics."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.nordic import by_name
from networks import queries
from networks.models import Programme


@method_decorator(login_not_required, name="dispatch")
class ProgrammeDetail(TemplateView):
    """Topics are counted by links: a network with three topics counts three times."""

    template_name = "networks/programme.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme = get_object_or_404(Programme, slug=self.kwargs["slug"])
        return super().get_context_data(
            programme=programme,
            partners=programme.partners.order_by(by_name(), "pk"),
            networks=queries.networks_in(programme, person=self.request.user),
            topics=queries.topic_links(programme),
            crumbs=[(_("Networks"), reverse("portal:networks")), (programme.name, "")],
            **kwargs,
        )
