"""Networks and decisions of a municipality, for those who act for it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from networks import queries
from networks.actions import applications, contacts, decisions
from networks.actions.locks import day_in
from networks.enums import Effect
from networks.forms.decisions import DecisionForm
from networks.forms.memberships import ACCEPT, AnswerForm, ContactForm, LastDayForm
from networks.models import Municipality, Network
from networks.views import rows
from networks.views.deciding import (
    DECISION_DONE,
    DECISION_LEAD,
    DECISION_TITLE,
    council_of,
)
from networks.views.pages import ActionPage, MunicipalityPage

DECISIONS_A_PAGE = 25


class MunicipalityNetworks(MunicipalityPage, TemplateView):
    """Invitations, memberships, main contacts and what waits for a decision."""

    template_name = "networks/municipality.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = queries.memberships_of(self.municipality)
        awaited = queries.awaited_decisions(self.municipality)
        shown = rows.rows_for(members)
        context = super().get_context_data(
            invited=[row for row in shown if row.member.is_invited],
            rows=[
                row for row in shown if not row.member.is_invited and not row.member.has_ended
            ],
            ended=[row for row in shown if row.member.has_ended],
            awaited=awaited,
            gives_roles=self.request.user.has_perm(
                "networks.administer_municipality", self.municipality
            ),
            place=self.place,
            **kwargs,
        )
        context["crumbs"][-1] = (_("Networks"), "")
        return context


class OwnAction(MunicipalityPage, ActionPage):
    """A form that a municipality fills in about its own membership."""

    @cached_property
    def network(self) -> Network:
        return self.membership.network

    def get_success_url(self) -> str:
        return self.municipality_address()

    def get_initial(self) -> dict[str, Any]:
        return {"on": day_in(municipality=self.municipality, at=timezone.now())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(network=self.network, **kwargs)


class MembershipAnswer(OwnAction):
    form_class = AnswerForm
    title = gettext_lazy("Answer the invitation")
    lead = gettext_lazy(
        "With a yes the municipality applies. It becomes a member when it has decided to take "
        "part and appointed a main contact."
    )
    button = gettext_lazy("Send the answer")

    def act(self, form: Form) -> None:
        if form.cleaned_data["answer"] == ACCEPT:
            applications.apply(membership=self.membership, by=self.person, at=timezone.now())
            text = _("Thank you. Next: record the decision and appoint a main contact.")
        else:
            applications.decline(
                membership=self.membership,
                reason=form.cleaned_data["reason"],
                by=self.person,
                at=timezone.now(),
            )
            text = _("The invitation is declined.")
        messages.success(self.request, text)


class OwnMainContactAppoint(OwnAction):
    form_class = ContactForm
    title = gettext_lazy("Appoint main contact")
    lead = gettext_lazy(
        "Each municipality has exactly one main contact in the network. Whoever is it now is "
        "replaced; the history is kept."
    )
    button = gettext_lazy("Appoint")
    done = gettext_lazy("The main contact is appointed and gets a mail.")

    def act(self, form: Form) -> None:
        contacts.appoint_main_contact(
            membership=self.membership, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class OwnMainContactEnd(OwnAction):
    form_class = LastDayForm
    title = gettext_lazy("The main contact stops")
    lead = gettext_lazy(
        "The municipality's administrators are asked to appoint a new one. If you know who it "
        "is, appoint that person at once instead."
    )
    button = gettext_lazy("End the main contact's time")
    done = gettext_lazy("The administrators are asked to appoint a new main contact.")
    is_danger = True

    def act(self, form: Form) -> None:
        contacts.end_main_contact(
            membership=self.membership, at=timezone.now(), **form.cleaned_data
        )


class OwnDecisionCreate(OwnAction):
    form_class = DecisionForm
    title, lead, done = DECISION_TITLE, DECISION_LEAD, DECISION_DONE
    button = gettext_lazy("Record the decision")

    @cached_property
    def network(self) -> Network:
        """One that the municipality is or was in, or is asked to decide about."""
        rows = Network.objects.filter(
            Q(memberships__municipality=self.municipality)
            | Q(decisions__municipality=self.municipality)
        )
        return get_object_or_404(rows.distinct(), slug=self.kwargs["slug"])

    def get_form_kwargs(self) -> dict[str, Any]:
        awaited = queries.awaited_decisions(self.municipality, network=self.network)
        return {**super().get_form_kwargs(), "awaited": awaited}

    def get_initial(self) -> dict[str, Any]:
        return {
            "body": council_of(self.municipality.country_id),
            "effect": Effect.TAKES_PART,
        }

    def act(self, form: Form) -> None:
        decisions.record_decision(
            municipality=self.municipality,
            network=self.network,
            by=self.person,
            at=timezone.now(),
            **form.cleaned_data,
        )


@method_decorator(login_not_required, name="dispatch")
class DecisionList(TemplateView):
    """What a municipality has decided, for everyone; hidden networks are left out."""

    template_name = "networks/decisions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        municipality = get_object_or_404(
            Municipality.objects.select_related("country"),
            country=self.kwargs["country"].upper(),
            code=self.kwargs["code"],
        )
        found = queries.decisions_of(municipality, person=self.request.user)
        pages = Paginator(found, DECISIONS_A_PAGE)
        crumbs = [(str(municipality), municipality.get_absolute_url()), (_("Decisions"), "")]
        return super().get_context_data(
            municipality=municipality,
            page=pages.get_page(self.request.GET.get("side")),
            crumbs=crumbs,
            may_act=self.request.user.has_perm("networks.act_for_municipality", municipality),
            place=municipality.address_keys,
            **kwargs,
        )
