"""Search for municipalities and invite them."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.lists import in_words
from networks import queries
from networks.actions import applications
from networks.forms.memberships import InviteForm
from networks.models import Membership, Municipality, MunicipalityQuerySet
from networks.models.networks import ENDED_STATES
from networks.views.pages import ActionPage, NetworkPage

SHOWN = 40
LONGEST_KEY = 18  # digits that every database takes for a number


class MembershipInvite(NetworkPage, ActionPage):
    """Two buttons on one form: search keeps what is ticked, invite sends."""

    template_name = "networks/invite.html"
    form_class = InviteForm
    title = gettext_lazy("Invite municipalities")
    button = gettext_lazy("Invite")

    @cached_property
    def candidates(self) -> MunicipalityQuerySet:
        """Municipalities of today that have not joined and are not only waiting."""
        members = Membership.objects.filter(network=self.network).exclude(
            Q(state__in=ENDED_STATES) | Q(state="INVITED")
        )
        return Municipality.objects.in_force(on=timezone.localdate()).exclude(
            pk__in=members.values("municipality")
        )

    @cached_property
    def picked(self) -> list[Municipality]:
        given = self.request.POST.getlist("municipalities")
        given += self.request.GET.getlist("kommune")
        keys = [key for key in given if key.isdecimal() and len(key) <= LONGEST_KEY]
        return queries.by_reader_name(self.candidates.filter(pk__in=keys))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "candidates": self.candidates}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "search":
            form = InviteForm(candidates=self.candidates, initial=request.POST.dict())
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def act(self, form: Form) -> None:
        result = applications.invite_municipalities(
            network=self.network, by=self.person, at=timezone.now(), **form.cleaned_data
        )
        count = len(result.invited)
        messages.success(
            self.request,
            ngettext(
                "%(count)s municipality is invited.",
                "%(count)s municipalities are invited.",
                count,
            )
            % {"count": count},
        )
        if result.without_readers:
            names = in_words([str(place) for place in result.without_readers])
            messages.warning(
                self.request,
                _("Nobody in %(names)s has an account yet. Invite their administrators.")
                % {"names": names},
            )

    def get_success_url(self) -> str:
        return self.network_address("network-manage")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = self.request.POST or self.request.GET
        text = sent.get("q", "").strip()
        rest = self.candidates.exclude(pk__in=[place.pk for place in self.picked])
        found = queries.find_municipalities(rest, text=text) if text else []
        return super().get_context_data(
            q=text,
            picked=self.picked,
            found=found[:SHOWN],
            more=max(0, len(found) - SHOWN),
            suggested=[] if text else self._suggested(rest),
            **kwargs,
        )

    def _suggested(self, rest: MunicipalityQuerySet) -> list[Municipality]:
        """The region's municipalities that are not in the network."""
        region = self.network.region
        if region is None:
            return []
        members = queries.members_of_region(region=region, on=timezone.localdate())
        waiting = self.network.memberships.filter(state="INVITED").values("municipality")
        return queries.by_reader_name(
            rest.filter(pk__in=members.values("pk")).exclude(pk__in=waiting)
        )
