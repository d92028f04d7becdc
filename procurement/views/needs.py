"""The page of one need."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from networks.models import Network
from procurement.enums import CLOSED_STAGES, NeedState
from procurement.queries.needs import read_need
from procurement.views import need_rows as rows
from procurement.views.pages import NeedPage
from procurement.views.sections import (
    benefits,
    conference,
    members,
    questions,
    solutions,
    supplier,
)
from procurement.views.sections.reading import Link, Reading

# In the order of the page.
_SECTIONS = {
    "members": members,
    "questions": questions,
    "solutions": solutions,
    "benefits": benefits,
    "conference": conference,
    "supplier": supplier,
}


@method_decorator(login_not_required, name="dispatch")
class NeedDetail(NeedPage, TemplateView):
    """One need, for everybody who may know of it."""

    permission_required = ()
    template_name = "procurement/need.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at, need = timezone.now(), self.need
        read = read_need(need)
        page = Reading(need, self.request.user, at, self.may_lead, self.may_buy)
        parts = {name: section.read(page) for name, section in _SECTIONS.items()}
        return super().get_context_data(
            **kwargs,
            **parts,
            eyebrow=rows.eyebrow(need, read, knows_network=self._knows_network()),
            goals=read.goals,
            must=read.must,
            unknown=read.unknown,
            steps=rows.step_rows(need, read, at=at),
            left_out=rows.left_out_reason(need, read),
            deadline=rows.deadline(need, at=at),
            facts=rows.facts(need, read),
            changes=rows.changes(need, read.changes),
            targets=rows.target_rows(read.targets),
            indicator_address=rows.indicator_address(need),
            desk=self._desk(page) if self.may_buy or self.may_lead else [],
            state=rows.state_row(need, read),
            is_public=need.published_at is not None,
            is_closed=need.state == NeedState.CLOSED,
            is_draft=need.state == NeedState.DRAFT,
        )

    def _knows_network(self) -> bool:
        """Whether the reader may know of the need's network."""
        network = self.need.network
        if network is None or network.is_public:
            return network is not None
        known = Network.objects.visible_to(self.request.user)
        return known.filter(pk=network.pk).exists()

    def _desk(self, page: Reading) -> list[Link]:
        """List the pages of the buyers."""
        links = [link for section in _SECTIONS.values() for link in section.links(page)]
        links.append(Link(_("For the file of the procurement"), self.need_address("need-file")))
        if self.may_lead and self.need.from_measure is not None:
            address = self.need.from_measure.get_absolute_url()
            links.append(Link(_("The measure it was made from"), address))
        return links + (self._own_links() if self.may_lead else [])

    def _own_links(self) -> list[Link]:
        """List what those whose need it is can do with it."""
        links = [Link(_("Stages and dates"), self.need_address("need-stages"))]
        if self.need.state == NeedState.CLOSED:
            return links
        if self.need.stage not in CLOSED_STAGES:
            links.append(Link(_("Change the need"), self.need_address("need-change")))
        if self.need.state == NeedState.DRAFT:
            links.append(Link(_("Delete the draft"), self.need_address("need-delete")))
        else:
            links.append(Link(_("Close the need"), self.need_address("need-close")))
        return links
