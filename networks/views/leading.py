"""The network as a whole: overview for its leaders, create, change, close."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from rules.contrib.views import PermissionRequiredMixin

from common.nordic import by_name
from networks import queries
from networks.actions import networks
from networks.enums import Role
from networks.forms.networks import NetworkForm
from networks.models import Network, Programme
from networks.views import rows
from networks.views.pages import ActionPage, NetworkPage

DETAILS = tuple(networks.NetworkDetails.__dataclass_fields__)


class NetworkManageList(PermissionRequiredMixin, TemplateView):
    """The networks that the reader leads."""

    template_name = "networks/manage_list.html"
    permission_required = "networks.create_network"
    raise_exception = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.networks_led_by(self.request.user)
        open_ones = [network for network in found if network.closed_at is None]
        closed = [network for network in found if network.closed_at is not None]
        return super().get_context_data(networks=open_ones, closed=closed, **kwargs)


class NetworkManage(NetworkPage, TemplateView):
    """All municipalities of a network: where they stand, who is missing what."""

    template_name = "networks/manage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = queries.members_of(self.network)
        missing = queries.who_is_missing(members)
        shown = rows.rows_for(members)
        invited = [member.municipality for member in members if member.is_invited]
        exceeded = queries.limits_exceeded(self.network)
        context = super().get_context_data(
            rows=[row for row in shown if not row.member.has_ended],
            ended=[row for row in shown if row.member.has_ended],
            sentences=rows.missing_sentences(missing),
            silent=queries.without_readers(invited),
            warnings=[rows.warning_text(each) for each in exceeded],
            cases=queries.council_overview(self.network),
            groups=queries.groups_of(self.network),
            topics=list(self.network.topics.order_by(by_name(), "pk")),
            leaders=queries.leaders_of(network=self.network, at=timezone.now()),
            **kwargs,
        )
        context["crumbs"][-1] = (_("Members"), "")
        return context


class NetworkFields(ActionPage):
    """The form with what is said about a network."""

    form_class = NetworkForm

    def programmes(self) -> QuerySet[Programme]:
        """Programmes that the reader may put a network in."""
        if self.person.is_superuser:
            return Programme.objects.all()
        held = queries.roles_of(self.person).programmes.items()
        led = [key for key, roles in held if Role.NETWORK_LEADER in roles]
        return Programme.objects.filter(pk__in=led)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "programmes": self.programmes()}

    def details(self, form: Form) -> networks.NetworkDetails:
        values = {name: form.cleaned_data[name] for name in DETAILS if name in form.fields}
        return networks.NetworkDetails(**values)


class NetworkCreate(PermissionRequiredMixin, NetworkFields):
    permission_required = "networks.create_network"
    raise_exception = True
    title = gettext_lazy("New network")
    lead = gettext_lazy("Say what the network is. Municipalities are invited afterwards.")
    button = gettext_lazy("Create the network")
    done = gettext_lazy("The network is created. Now invite municipalities.")
    network: Network | None = None

    def act(self, form: Form) -> None:
        self.network = networks.create_network(
            details=self.details(form),
            topics=form.cleaned_data.get("topics", ()),
            by=self.person,
            at=timezone.now(),
        )

    def get_success_url(self) -> str:
        if self.network is None:
            return reverse("networks:manage")
        return reverse("networks:network-manage", kwargs={"slug": self.network.slug})


class NetworkChange(NetworkPage, NetworkFields):
    title = gettext_lazy("Change the network")
    button = gettext_lazy("Save")
    done = gettext_lazy("The network is saved.")

    def programmes(self) -> QuerySet[Programme]:
        """Those of the reader, and the one that the network is in."""
        own = super().programmes()
        return Programme.objects.filter(pk__in=own) | Programme.objects.filter(
            pk=self.network.programme_id or 0
        )

    def get_initial(self) -> dict[str, Any]:
        initial = {name: getattr(self.network, name) for name in DETAILS}
        return {**initial, "topics": [topic.pk for topic in self.network.topics.all()]}

    def act(self, form: Form) -> None:
        networks.change_network(
            network=self.network,
            details=self.details(form),
            topics=form.cleaned_data.get("topics", ()),
            by=self.person,
        )

    def get_success_url(self) -> str:
        return self.network_address("network-manage")
