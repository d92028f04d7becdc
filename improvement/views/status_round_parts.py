"""A municipality's part of a status round: its figures, delivery, anchoring."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from improvement.actions import anchoring, status_rounds
from improvement.enums import Anchoring
from improvement.forms.status_rounds import AnchorForm, DeliverForm
from improvement.models import StatusRound, StatusRoundPart, workplace_networks
from improvement.queries.status_rounds import decided_by, is_late, newest_values
from improvement.views import status_round_rows as rows
from improvement.views.pages import ActionPage, WorkPage
from networks.actions.locks import day_in
from networks.enums import Effect


class PartPage(WorkPage):
    """A page about one municipality's part of one status round."""

    permission_required: str | tuple[str, ...] = "improvement.steer"

    @cached_property
    def status_round(self) -> StatusRound:
        members = self.municipality.memberships.counted()
        found = StatusRound.objects.filter(
            network__in=workplace_networks(self.request.user).filter(memberships__in=members)
        )
        return get_object_or_404(found.select_related("network"), pk=self.kwargs["pk"])

    @cached_property
    def part(self) -> StatusRoundPart | None:
        found = self.status_round.parts.filter(municipality=self.municipality)
        return found.select_related(
            "politically_by", "administratively_by", "delivered_by", "on_behalf_of__country"
        ).first()

    @property
    def is_open(self) -> bool:
        status = self.status_round
        return status.locked_at is None and status.network.closed_at is None

    @property
    def part_address(self) -> str:
        return rows.part_address(self.status_round, self.municipality)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(status_round=self.status_round, **kwargs)
        context["crumbs"] = [
            (self.status_round.network.label, self.status_round.network.get_absolute_url()),
            (self.status_round.name, self.status_round.get_absolute_url()),
            (str(self.municipality), self.part_address),
        ]
        return context


class PartDetail(PartPage, TemplateView):
    """What is asked for, what is there, and what is left to do."""

    permission_required = ()
    template_name = "improvement/status_round_part.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        status, part = self.status_round, self.part
        indicators = list(status.indicators.order_by("code"))
        values = newest_values(
            indicators=[row.pk for row in indicators],
            municipalities=[self.municipality.pk],
            year_from=status.year_from,
        )
        place = self.municipality
        figures = [
            rows.figure_row(row, values.get((place.pk, row.pk)), place) for row in indicators
        ]
        today = day_in(municipality=place, at=timezone.now())
        keys = {"pk": status.pk, **self.place}
        delivered = part.delivered_at if part is not None else None
        return super().get_context_data(
            part=part,
            figures=figures,
            filled=sum(bool(row.year) for row in figures),
            politically=rows.politically(part),
            administratively=rows.administratively(part),
            is_late=delivered is not None and is_late(status, place, delivered),
            has_passed=today > status.deadline,
            is_early=today < status.opens_on,
            may_change=self.is_open and self.may_steer,
            deliver_address=reverse("improvement:status-round-deliver", kwargs=keys),
            anchor_addresses={
                how.value: reverse(
                    "improvement:status-round-anchor", kwargs={**keys, "how": how.value.lower()}
                )
                for how in Anchoring
            },
            **kwargs,
        )


class PartDeliver(PartPage, ActionPage):
    form_class = DeliverForm
    title = gettext_lazy("Deliver the status")
    lead = gettext_lazy(
        "The network sees that you have delivered. Figures that come later count until the "
        "network leader locks the status round."
    )
    button = gettext_lazy("Deliver")

    def get_initial(self) -> dict[str, Any]:
        return {"comment": self.part.comment if self.part is not None else ""}

    def act(self, form: Form) -> None:
        status_rounds.deliver_part(
            status_round=self.status_round,
            municipality=self.municipality,
            comment=form.cleaned_data["comment"],
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The status is delivered."))

    def get_success_url(self) -> str:
        return self.next_address(self.part_address)


class PartAnchor(PartPage, ActionPage):
    """Politically or administratively, by a decision that is there or recorded now."""

    form_class = AnchorForm
    button = gettext_lazy("Save")

    @cached_property
    def how(self) -> Anchoring:
        try:
            return Anchoring(self.kwargs["how"].upper())
        except ValueError as error:
            raise Http404 from error

    @property
    def title(self) -> str:  # type: ignore[override]
        if self.how == Anchoring.POLITICAL:
            return _("Politically anchored")
        return _("Administratively anchored")

    @property
    def lead(self) -> str:  # type: ignore[override]
        if self.how == Anchoring.POLITICAL:
            return _("Say when politicians have dealt with the status, and in which case.")
        return _("Say when the top management has dealt with the status, and in which case.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "decisions": decided_by(self.municipality)}

    def get_initial(self) -> dict[str, Any]:
        part = self.part
        is_political = self.how == Anchoring.POLITICAL
        if part is None:
            return {"effect": Effect.NOTED}
        return {
            "on": part.politically_on if is_political else part.administratively_on,
            "decision": part.politically_by_id if is_political else part.administratively_by_id,
            "effect": Effect.NOTED,
        }

    def act(self, form: Form) -> None:
        said = form.cleaned_data
        about = {
            "status_round": self.status_round,
            "municipality": self.municipality,
            "how": self.how,
            "on": said["on"],
            "by": self.person,
            "at": timezone.now(),
        }
        if said["decision"] is not None:
            status_rounds.anchor_part(decision=said["decision"], **about)
        else:
            new = anchoring.NewDecision(
                body=said["body"],
                effect=Effect(said["effect"] or Effect.NOTED),
                case_number=said["case_number"],
                title=said["title"],
                link=said["link"],
            )
            anchoring.anchor_by_new_decision(decision=new, **about)
        messages.success(self.request, _("The anchoring is saved."))

    def get_success_url(self) -> str:
        return self.part_address
