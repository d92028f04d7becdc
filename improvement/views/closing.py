"""Close a network, look at what was kept, and take one's own part along."""

import json
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from common.nordic import by_name, sort_key
from improvement.actions.closing import close, move_to_successor
from improvement.forms.closing import CloseForm
from improvement.queries.closing import (
    closed_networks_of,
    kept_by,
    members_at_closing,
    remaining_in,
    snapshot_is_intact,
    snapshot_row,
)
from improvement.reports.part_file import part_file
from improvement.views import refusals
from improvement.views.pages import ActionPage, NetworkWorkPage, WorkPage
from networks.actions.locks import Refused
from networks.models import Network
from networks.queries import is_in

ZIP = "application/zip"


class NetworkClosing(NetworkWorkPage, ActionPage):
    """What happens when the network closes; afterwards what was kept of it."""

    template_name = "improvement/closing.html"
    form_class = CloseForm
    title = gettext_lazy("Close the network")
    button = gettext_lazy("Close the network")
    is_danger = True

    @cached_property
    def successors(self) -> QuerySet[Network]:
        visible = Network.objects.visible_to(self.person).filter(closed_at__isnull=True)
        chosen = visible.exclude(pk=self.network.pk).values("pk")
        return Network.objects.filter(pk__in=chosen).order_by(by_name(), "pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "successors": self.successors}

    def get_initial(self) -> dict[str, Any]:
        today, planned = timezone.localdate(), self.network.ends_on
        return {"ends_on": planned if planned and planned <= today else today}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Close it; a network that is closed already only shows its page."""
        if self.network.closed_at is not None:
            return redirect(self.get_success_url())
        return super().post(request, *args, **kwargs)

    def act(self, form: Form) -> None:
        close(
            network=self.network,
            successor=form.cleaned_data["successor"],
            ends_on=form.cleaned_data["ends_on"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The network is closed. Its pages stay readable."))

    def get_success_url(self) -> str:
        return reverse("improvement:close", kwargs={"slug": self.network.slug})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["back"] = reverse("networks:network-manage", kwargs={"slug": self.network.slug})
        context["crumbs"].insert(1, (_("Members"), context["back"]))
        if self.network.closed_at is None:
            return context | {"remaining": remaining_in(self.network)}
        snapshot = snapshot_row(self.network)
        places = members_at_closing(self.network)
        context["crumbs"][-1] = (_("The closing"), "")
        return context | {
            "title": _("The network is closed"),
            "snapshot": snapshot,
            "is_intact": snapshot is not None and snapshot_is_intact(snapshot),
            "places": sorted(places, key=lambda one: sort_key(str(one.local_name))),
        }


class SnapshotFile(NetworkWorkPage, View):
    """What was kept of a closed network, as JSON."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Give the file.

        Raises:
            Http404: Nothing was kept.
        """
        snapshot = snapshot_row(self.network)
        if snapshot is None:
            raise Http404
        text = json.dumps(
            {"sha256": snapshot.sha256, "content": snapshot.content},
            ensure_ascii=False,
            indent=1,
        )
        answer = HttpResponse(text, content_type="application/json")
        name = f"{self.network.slug}.json"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class OwnPart(WorkPage):
    """Pages about what one municipality keeps of a closed network."""

    @cached_property
    def network(self) -> Network:
        return get_object_or_404(
            closed_networks_of(self.municipality), slug=self.kwargs["slug"]
        )

    @cached_property
    def successor(self) -> Network | None:
        """The open network that took over, if the municipality is in it."""
        found = self.network.successor
        if found is None or found.closed_at is not None:
            return None
        return found if is_in(self.municipality, found) else None

    @property
    def known_successor(self) -> str:
        """The name of the network that took over, if the reader may know of it."""
        visible = Network.objects.visible_to(self.request.user)
        found = visible.filter(pk=self.network.successor_id or 0).first()
        return found.name if found else ""

    def part_address(self, name: str) -> str:
        return self.work_address(name, slug=self.network.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(network=self.network, **kwargs)
        context["crumbs"] += [
            (_("Reports"), self.work_address("reports")),
            (self.network.label, ""),
        ]
        return context


class NetworkPart(OwnPart, TemplateView):
    """What a municipality keeps."""

    template_name = "improvement/network_part.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.pop("slug", None)
        kept = kept_by(self.municipality, self.network)
        return super().get_context_data(
            kept=kept,
            figure_count=sum(len(one["own"]["indicators"]) for one in kept.figures),
            successor=self.successor,
            known_successor=self.known_successor,
            file=self.part_address("network-part-file"),
            move=self.part_address("network-part-move"),
            **kwargs,
        )


class NetworkPartFile(OwnPart, View):
    """The same as a file to take away."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Give a ZIP file with JSON and Excel."""
        file = part_file(
            network=self.network,
            municipality=self.municipality,
            kept=kept_by(self.municipality, self.network),
        )
        answer = HttpResponse(file, content_type=ZIP)
        name = f"{self.network.slug}-{self.municipality.code}.zip"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class NetworkPartMove(OwnPart, View):
    """Take the living work along to the network that took over."""

    permission_required = "improvement.steer"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Move it and say how much."""
        try:
            count = move_to_successor(
                network=self.network,
                municipality=self.municipality,
                by=self.person,
                on_behalf_of=self.on_behalf_of,
            )
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        else:
            text = ngettext(
                "%(n)s item now belongs to %(name)s.",
                "%(n)s items now belong to %(name)s.",
                count,
            )
            name = self.network.successor.label if self.network.successor else ""
            messages.success(request, text % {"n": count, "name": name})
        return redirect(self.part_address("network-part"))
