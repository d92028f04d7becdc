"""One municipality in a network, as the network's leader sees it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from networks import queries
from networks.actions import applications, contacts, groups, memberships
from networks.actions.locks import Refused, day_in
from networks.forms.base import PlainForm
from networks.forms.memberships import (
    ActivateForm,
    ContactForm,
    ExpectationsForm,
    LastDayForm,
    LeaveForm,
    MemberGroupForm,
    WithdrawForm,
)
from networks.models.memberships import EXPECTATIONS
from networks.views import refusals, rows
from networks.views.pages import ActionPage, NetworkPage


class MemberPage(NetworkPage):
    """A page about one membership; the way back leads to its overview."""

    def get_success_url(self) -> str:
        return self.network_address("membership-detail", membership=self.membership.pk)


class MembershipDetail(MemberPage, TemplateView):
    """State, decisions, main contacts and expectations of one member."""

    template_name = "networks/member.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        member = queries.member_of(self.membership)
        history = self.membership.main_contacts.select_related("person", "appointed_by")
        member_groups = self.network.groups.filter(kind="MEMBERS").order_by("name", "pk")
        context = super().get_context_data(
            row=rows.rows_for([member])[0],
            contacts=history.order_by("-valid_from", "-pk"),
            decisions=queries.decisions_of(
                self.membership.municipality, person=self.request.user
            ).filter(network=self.network),
            attachable=queries.attachable_decisions(self.membership),
            log=queries.states_of(self.membership),
            expectations=ExpectationsForm(
                initial={name: getattr(self.membership, name) for name in EXPECTATIONS}
            ),
            group_form=MemberGroupForm(
                groups=member_groups, initial={"group": self.membership.group_id}
            )
            if member_groups
            else None,
            **kwargs,
        )
        name, _address = context["crumbs"][-1]
        context["crumbs"][-1] = (name, "")
        return context


class MemberAction(MemberPage, ActionPage):
    """A form about one membership."""

    def today(self) -> date:
        return day_in(municipality=self.membership.municipality, at=timezone.now())


class MembershipActivate(MemberAction):
    form_class = ActivateForm
    title = gettext_lazy("Make active member")
    button = gettext_lazy("Make active")
    done = gettext_lazy("The municipality is an active member. Its main contact gets a mail.")

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today()}

    def act(self, form: Form) -> None:
        memberships.activate(
            membership=self.membership, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class MembershipLeave(MemberAction):
    form_class = LeaveForm
    title = gettext_lazy("The municipality leaves")
    lead = gettext_lazy(
        "Its main contact's time ends on the same day, and the network's figures are computed "
        "without it. What it has decided and done is kept."
    )
    button = gettext_lazy("End the membership")
    done = gettext_lazy("The membership has ended. The history is kept.")
    is_danger = True

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today()}

    def act(self, form: Form) -> None:
        memberships.leave(
            membership=self.membership, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class MembershipWithdraw(MemberAction):
    form_class = WithdrawForm
    title = gettext_lazy("Withdraw the invitation")
    lead = gettext_lazy("The municipality can be invited again later.")
    button = gettext_lazy("Withdraw")
    done = gettext_lazy("The invitation is withdrawn.")
    is_danger = True

    def act(self, form: Form) -> None:
        applications.decline(
            membership=self.membership, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class MembershipExpectations(MemberAction):
    form_class = ExpectationsForm
    title = gettext_lazy("The five expectations")
    button = gettext_lazy("Save")
    done = gettext_lazy("The expectations are saved.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.membership, name) for name in EXPECTATIONS}

    def act(self, form: Form) -> None:
        memberships.set_expectations(
            membership=self.membership, by=self.person, **form.cleaned_data
        )


class MembershipGroup(MemberAction):
    form_class = MemberGroupForm
    title = gettext_lazy("Group of the municipality")
    button = gettext_lazy("Save")
    done = gettext_lazy("The group is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "groups": self.network.groups.filter(kind="MEMBERS").order_by("name", "pk"),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"group": self.membership.group_id}

    def act(self, form: Form) -> None:
        groups.put_in_group(membership=self.membership, by=self.person, **form.cleaned_data)


class MembershipAttach(MemberAction):
    """Take a recorded decision as the one to take part. Only by POST."""

    form_class = PlainForm
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        found = queries.attachable_decisions(self.membership)
        decision = get_object_or_404(found, pk=kwargs["decision"])
        try:
            applications.attach_decision(
                membership=self.membership,
                decision=decision,
                by=self.person,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        else:
            messages.success(request, _("The decision is attached."))
        return redirect(self.get_success_url())


class MainContactAppoint(MemberAction):
    form_class = ContactForm
    title = gettext_lazy("Appoint main contact")
    lead = gettext_lazy(
        "Each municipality has exactly one main contact in the network. Whoever is it now is "
        "replaced; the history is kept."
    )
    button = gettext_lazy("Appoint")
    done = gettext_lazy("The main contact is appointed and gets a mail.")

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today()}

    def act(self, form: Form) -> None:
        contacts.appoint_main_contact(
            membership=self.membership, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class MainContactEnd(MemberAction):
    form_class = LastDayForm
    title = gettext_lazy("The main contact stops")
    lead = gettext_lazy(
        "The municipality's administrators are asked to appoint a new one. If you know who it "
        "is, appoint that person at once instead."
    )
    button = gettext_lazy("End the main contact's time")
    done = gettext_lazy("The municipality is asked to appoint a new main contact.")
    is_danger = True

    def get_initial(self) -> dict[str, Any]:
        return {"on": self.today()}

    def act(self, form: Form) -> None:
        contacts.end_main_contact(
            membership=self.membership, at=timezone.now(), **form.cleaned_data
        )
