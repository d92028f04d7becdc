"""Record decisions and cases; groups within a network."""

from typing import Any

from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext_lazy

from networks import queries
from networks.actions import decisions, groups
from networks.enums import Effect, GroupKind
from networks.forms.base import PlainForm
from networks.forms.decisions import CaseForm, DecisionForm
from networks.forms.networks import GroupForm
from networks.views.members import MemberAction
from networks.views.pages import ActionPage, NetworkPage

DECISION_TITLE = gettext_lazy("Record a decision")
DECISION_LEAD = gettext_lazy(
    "A decision to take part counts for the membership at once. One that rejects declines an "
    "invitation; to end a membership, use its own page."
)
DECISION_DONE = gettext_lazy("The decision is recorded.")


def council_of(country: str) -> str:
    """Who usually decides in a municipality of the country."""
    return decisions.COUNCILS.get(country, "")


class DecisionCreate(MemberAction):
    form_class = DecisionForm
    title, lead, done = DECISION_TITLE, DECISION_LEAD, DECISION_DONE
    button = gettext_lazy("Record the decision")

    def get_form_kwargs(self) -> dict[str, Any]:
        awaited = queries.awaited_decisions(self.membership.municipality, network=self.network)
        return {**super().get_form_kwargs(), "awaited": awaited}

    def get_initial(self) -> dict[str, Any]:
        return {
            "body": council_of(self.membership.municipality.country_id),
            "effect": Effect.TAKES_PART,
        }

    def act(self, form: Form) -> None:
        decisions.record_decision(
            municipality=self.membership.municipality,
            network=self.network,
            by=self.person,
            at=timezone.now(),
            **form.cleaned_data,
        )


class CaseCreate(NetworkPage, ActionPage):
    form_class = CaseForm
    title = gettext_lazy("Case of a regional council")
    lead = gettext_lazy(
        "The case opens one decision to be made in each municipality of the region. One that "
        "has decided to take part already keeps its decision."
    )
    button = gettext_lazy("Record the case")
    done = gettext_lazy("The case is recorded and the municipalities are asked to decide.")

    def get_initial(self) -> dict[str, Any]:
        region = self.network.region
        name = region.name if region is not None else ""
        return {"region": self.network.region_id, "body": name}

    def act(self, form: Form) -> None:
        decisions.open_council_case(
            network=self.network, by=self.person, at=timezone.now(), **form.cleaned_data
        )

    def get_success_url(self) -> str:
        return self.network_address("network-manage")


class GroupAction(NetworkPage, ActionPage):
    """A form about the groups of a network."""

    form_class: type[PlainForm] = GroupForm

    def get_success_url(self) -> str:
        return self.network_address("network-manage")


class GroupCreate(GroupAction):
    title = gettext_lazy("New group")
    button = gettext_lazy("Add the group")
    done = gettext_lazy("The group is added.")

    def act(self, form: Form) -> None:
        groups.add_group(
            network=self.network,
            name=form.cleaned_data["name"],
            kind=GroupKind(form.cleaned_data["kind"]),
        )


class GroupChange(GroupAction):
    title = gettext_lazy("Change the group")
    button = gettext_lazy("Save")
    done = gettext_lazy("The group is saved.")

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.group.name, "kind": self.group.kind}

    def act(self, form: Form) -> None:
        groups.change_group(
            group=self.group,
            name=form.cleaned_data["name"],
            kind=GroupKind(form.cleaned_data["kind"]),
        )


class GroupRemove(GroupAction):
    form_class = PlainForm
    title = gettext_lazy("Remove the group")
    lead = gettext_lazy("Its members stay in the network, without a group.")
    button = gettext_lazy("Remove")
    done = gettext_lazy("The group is removed.")
    is_danger = True

    def act(self, form: Form) -> None:
        groups.remove_group(group=self.group)
