"""Another network takes a localised indicator into use, or lets it go."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from improvement.actions import localised as actions
from improvement.forms.localised import AdoptForm
from improvement.models import IndicatorAdoption
from improvement.views import refusals
from improvement.views.localised import LocalisedPage, address_of, list_address
from improvement.views.pages import ActionPage, NetworkWorkPage
from networks.actions.locks import Refused
from networks.models import Network
from networks.queries import networks_led_by


class LocalisedAdopt(LocalisedPage, ActionPage):
    """Another network takes the indicator into use, or goes over to its newest version."""

    permission_required = ()
    form_class = AdoptForm
    title = gettext_lazy("Use this indicator")
    button = gettext_lazy("Use it")
    into: Network | None = None

    @cached_property
    def led(self) -> QuerySet[Network]:
        keys = [each.pk for each in networks_led_by(self.person) if each.closed_at is None]
        return (
            Network.objects.filter(pk__in=keys)
            .exclude(pk=self.network.pk)
            .exclude(
                pk__in=self.localised.adoptions.filter(version=self.localised.version).values(
                    "network"
                )
            )
            .order_by("name", "pk")
        )

    def has_permission(self) -> bool:
        """Whether the person leads another network than the owner."""
        owner = self.network.pk  # not found, if one may not know of it
        return any(each.pk != owner for each in networks_led_by(self.person))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"networks": self.led}

    def get_initial(self) -> dict[str, Any]:
        wanted = self.led.filter(slug=self.request.GET.get("network", "")).first()
        return {"seen_version": self.localised.version, "network": wanted}

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _(
            "%(name)s, version %(number)s. The link to the network that made it is kept."
        ) % {
            "name": self.localised.indicator.local_name,
            "number": self.localised.version,
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.led:
            messages.info(request, _("Your networks use the newest version already."))
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def act(self, form: Form) -> None:
        self.into = form.cleaned_data["network"]
        actions.adopt(
            localised=self.localised,
            network=form.cleaned_data["network"],
            seen_version=form.cleaned_data["seen_version"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The network uses the indicator now."))

    def get_success_url(self) -> str:
        return list_address(self.into) if self.into else address_of(self.localised)


class LocalisedRelease(NetworkWorkPage, View):
    """A network no longer uses another's indicator."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        adoption = get_object_or_404(
            IndicatorAdoption.objects.select_related("localised"),
            network=self.network,
            pk=self.kwargs["adoption"],
        )
        try:
            actions.release(localised=adoption.localised, network=self.network)
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        else:
            messages.success(
                request, _("The network no longer uses the indicator. Its values stay.")
            )
        return redirect(list_address(self.network))
