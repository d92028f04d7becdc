"""Characteristics to work on: forms of the leader."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from common.dates import LAST_SECOND
from common.nordic import by_name
from gatherings.forms.parts import day_and_clock
from improvement.queries.choices import indicator_choices
from improvement.views.pages import NetworkWorkPage
from knowledge.actions import editions, publishing, traits
from knowledge.enums import EditionState
from knowledge.forms.examples import ReasonForm
from knowledge.forms.traits import (
    DeadlineForm,
    MergeForm,
    StartForm,
)
from knowledge.models import Edition, Trait, TraitProposal
from knowledge.queries import editions as queries
from knowledge.views.pages import FormPage, language
from networks.forms.base import PlainForm


class _Room(NetworkWorkPage):
    """What the leader does; ``edition`` is the version that is worked on."""

    @cached_property
    def edition(self) -> Edition:
        rows = Edition.objects.filter(network=self.network)
        found = get_object_or_404(rows.exclude(state=EditionState.PUBLISHED))
        found.network = self.network
        return found

    @property
    def address(self) -> str:
        return reverse("knowledge:traits", kwargs={"slug": self.network.slug})


class _RoomAction(_Room, FormPage):
    """A form of the leader; it leads back to the characteristics."""

    def get_success_url(self) -> str:
        return self.address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(eyebrow=self.network.name, **kwargs)
        context["crumbs"].insert(1, (_("Characteristics"), self.address))
        return context


class _DeadlineAction(_RoomAction):
    form_class: Any = DeadlineForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "zone": queries.zone_of(self.network)}


class TraitsStart(_DeadlineAction):
    """Begin a version."""

    form_class = StartForm
    title = gettext_lazy("Begin a new version")
    button = gettext_lazy("Begin")
    lead = gettext_lazy(
        "The municipalities propose until the deadline. A new version starts from the last one."
    )

    def get_initial(self) -> dict[str, Any]:
        last = Edition.objects.filter(network=self.network).order_by("-number").first()
        return {"title": last.title, "intro": last.intro} if last else {}

    def act(self, form: Form) -> None:
        assert isinstance(form, StartForm)  # noqa: S101 -- form_class says so
        editions.start_edition(
            network=self.network,
            title=form.cleaned_data["title"],
            intro=form.cleaned_data["intro"],
            language=language(),
            proposals_until=form.until,
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The municipalities can propose now."))


class TraitsDeadline(_DeadlineAction):
    """Move the deadline that runs."""

    title = gettext_lazy("Move the deadline")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        edition = self.edition
        until = edition.answers_until or edition.proposals_until
        zone = queries.zone_of(self.network)
        day, clock = day_and_clock(until, otherwise=LAST_SECOND, zone=zone)
        return {"on": day, "time": clock}

    def act(self, form: Form) -> None:
        assert isinstance(form, DeadlineForm)  # noqa: S101 -- form_class says so
        editions.move_deadline(
            edition=self.edition, until=form.until, by=self.person, at=timezone.now()
        )
        messages.success(self.request, _("The deadline is moved."))


class TraitsMerging(_RoomAction):
    """Close the proposals."""

    form_class = PlainForm
    title = gettext_lazy("Begin to merge")
    button = gettext_lazy("Begin")
    lead = gettext_lazy("Nobody can propose or withdraw a proposal then.")

    def act(self, form: Form) -> None:
        editions.begin_merging(edition=self.edition, by=self.person, at=timezone.now())


class TraitsOpen(_DeadlineAction):
    """Send the characteristics out."""

    title = gettext_lazy("Ask for consent")
    button = gettext_lazy("Ask them")
    lead = gettext_lazy(
        "Each municipality consents, or objects with a reason. Both are published."
    )

    def act(self, form: Form) -> None:
        assert isinstance(form, DeadlineForm)  # noqa: S101 -- form_class says so
        editions.open_answers(
            edition=self.edition, until=form.until, by=self.person, at=timezone.now()
        )
        messages.success(
            self.request, _("The municipalities are asked. It stands in «My municipality».")
        )


class TraitsBack(_RoomAction):
    """Take them back to merging."""

    form_class = ReasonForm
    title = gettext_lazy("Take back to merging")
    button = gettext_lazy("Take back")
    is_danger = True
    lead = gettext_lazy("Everybody answers anew when you ask again. The answers are kept.")

    def act(self, form: Form) -> None:
        editions.take_back(
            edition=self.edition,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )


class TraitsPublish(_RoomAction):
    """Freeze and publish."""

    form_class = PlainForm
    title = gettext_lazy("Publish the version")
    button = gettext_lazy("Publish it")
    lead = gettext_lazy(
        "It is frozen with who consented, who objected and why, and who did not answer. This "
        "cannot be undone."
    )

    def act(self, form: Form) -> None:
        self.made = publishing.publish(edition=self.edition, by=self.person, at=timezone.now())
        messages.success(self.request, _("The version is published."))


class _MergeAction(_RoomAction):
    """Words, indicator and sources of one characteristic."""

    form_class = MergeForm
    button = gettext_lazy("Save")

    def changed(self) -> Trait | None:
        return None

    def offered(self) -> QuerySet[TraitProposal]:
        rows = self.edition.proposals.filter(withdrawn_at__isnull=True)
        return rows.select_related("municipality").order_by(by_name("municipality__name"), "pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "indicators": indicator_choices(),
            "proposals": self.offered(),
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, MergeForm)  # noqa: S101 -- form_class says so
        traits.merge(
            edition=self.edition,
            trait=self.changed(),
            details=form.details,
            proposals=form.chosen,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The characteristic is saved."))


class TraitMerge(_MergeAction):
    """Make a characteristic of proposals."""

    title = gettext_lazy("Make a characteristic")
    lead = gettext_lazy("Choose the proposals that say the same, and write them as one.")


class _OneTrait(_Room):
    @cached_property
    def trait(self) -> Trait:
        found = get_object_or_404(
            self.edition.traits.select_related("indicator"), pk=self.kwargs["pk"]
        )
        found.edition = self.edition
        return found


class TraitChange(_OneTrait, _MergeAction):
    """Change a characteristic."""

    title = gettext_lazy("Change the characteristic")

    def changed(self) -> Trait | None:
        return self.trait

    def get_initial(self) -> dict[str, Any]:
        trait = self.trait
        return {
            "title": trait.title,
            "text": trait.text,
            "indicator": trait.indicator.code if trait.indicator else "",
            "proposals": list(trait.proposals.values_list("pk", flat=True)),
        }


class TraitRemove(_OneTrait, _RoomAction):
    """Take a characteristic out."""

    form_class = ReasonForm
    title = gettext_lazy("Take the characteristic out")
    button = gettext_lazy("Take it out")
    is_danger = True

    def act(self, form: Form) -> None:
        traits.remove_trait(
            trait=self.trait,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )


class TraitMove(_OneTrait, View):
    """Moves a characteristic up or down; a form without a page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            traits.move_trait(trait=self.trait, is_up="opp" in request.POST)
        except editions.WrongState as refused:
            messages.error(request, str(refused.sentence))
        return redirect(f"{self.address}#kjennetegn-h")


class ProposalLeaveOut(_RoomAction):
    """Say why a proposal is not taken."""

    form_class = ReasonForm
    title = gettext_lazy("Leave the proposal out")
    button = gettext_lazy("Leave it out")

    @cached_property
    def proposal(self) -> TraitProposal:
        rows = self.edition.proposals.select_related("municipality__country")
        found = get_object_or_404(rows, pk=self.kwargs["pk"])
        found.edition = self.edition
        return found

    def act(self, form: Form) -> None:
        traits.leave_out(
            proposal=self.proposal,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.lead = f"{self.proposal.municipality}: {self.proposal.title}"
        return super().get_context_data(**kwargs)
