"""Characteristics to work on: what a municipality proposes, answers, and says of itself."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.models import workplace_networks
from improvement.queries.acting import behalf
from improvement.queries.choices import indicator_choices
from improvement.views.pages import WorkPage
from knowledge.actions import publishing, traits
from knowledge.enums import EditionState
from knowledge.forms.traits import AnswerForm, ProfileForm, ProposalForm
from knowledge.models import Edition, Publication, TraitProposal
from knowledge.queries import editions as queries
from knowledge.views.pages import FormPage, language
from networks.forms.base import PlainForm
from networks.models import Decision, Municipality, Network


class _OfMunicipality(WorkPage):
    """What a municipality says in the work of one of its networks."""

    @cached_property
    def network(self) -> Network:
        rows = workplace_networks(self.request.user)
        members = self.municipality.memberships.counted()
        return get_object_or_404(
            rows, slug=self.kwargs["slug"], pk__in=members.values("network")
        )

    @cached_property
    def edition(self) -> Edition:
        rows = Edition.objects.filter(network=self.network)
        found = get_object_or_404(rows.exclude(state=EditionState.PUBLISHED))
        found.network = self.network
        return found

    @property
    def address(self) -> str:
        return reverse("knowledge:traits", kwargs={"slug": self.network.slug})

    def path(self) -> list[tuple[str, str]]:
        return [
            (self.network.label, self.network.get_absolute_url()),
            (_("Characteristics"), self.address),
        ]


class _MunicipalAction(_OfMunicipality, FormPage):
    def get_success_url(self) -> str:
        return self.next_address(self.address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(eyebrow=str(self.municipality), **kwargs)


class TraitPropose(_MunicipalAction):
    """Propose a characteristic."""

    permission_required = "improvement.work"
    form_class = ProposalForm
    title = gettext_lazy("Propose a characteristic")
    button = gettext_lazy("Propose it")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "indicators": indicator_choices()}

    def act(self, form: Form) -> None:
        assert isinstance(form, ProposalForm)  # noqa: S101 -- form_class says so
        traits.propose(
            edition=self.edition,
            municipality=self.municipality,
            details=form.details,
            language=language(),
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The proposal is in. The network can read it."))


class ProposalWithdraw(_MunicipalAction):
    """Take a proposal back."""

    permission_required = "improvement.work"
    form_class = PlainForm
    title = gettext_lazy("Withdraw the proposal")
    button = gettext_lazy("Withdraw it")
    is_danger = True

    @cached_property
    def proposal(self) -> TraitProposal:
        rows = TraitProposal.objects.filter(
            edition__network__in=workplace_networks(self.request.user).values("pk"),
            edition__network__slug=self.kwargs["slug"],
        )
        return get_object_or_404(
            rows.select_related("municipality__country", "edition__network"),
            pk=self.kwargs["pk"],
        )

    @cached_property
    def municipality(self) -> Municipality:
        return self.proposal.municipality

    def act(self, form: Form) -> None:
        traits.withdraw_proposal(proposal=self.proposal, by=self.person, at=timezone.now())
        messages.success(self.request, _("The proposal is withdrawn."))


class TraitsAnswer(_MunicipalAction):
    """Consent or object."""

    permission_required = "improvement.steer"
    form_class = AnswerForm
    template_name = "knowledge/traits_answer.html"
    title = gettext_lazy("Consent or object")
    button = gettext_lazy("Answer")
    lead = gettext_lazy("You can change the answer until the deadline.")

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = Decision.objects.filter(
            municipality=self.municipality, decided_on__isnull=False
        ).order_by("-decided_on", "-pk")
        return {**super().get_form_kwargs(), "decisions": rows}

    def get_initial(self) -> dict[str, Any]:
        given = self.edition.answers.filter(municipality=self.municipality).first()
        if given is None:
            return {}
        return {
            "consent": given.answer,
            "reason": given.reason,
            "body": given.body,
            "decision": given.decision_id,
        }

    def act(self, form: Form) -> None:
        given = form.cleaned_data
        publishing.answer(
            edition=self.edition,
            municipality=self.municipality,
            consent=given["consent"],
            reason=given["reason"],
            body=given["body"],
            decision=given["decision"],
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The answer is in."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            traits=queries.traits_of(self.edition), edition=self.edition, **kwargs
        )


class ProfileChange(_MunicipalAction):
    """How the municipality sees itself beside the newest version."""

    permission_required = "improvement.work"
    form_class = ProfileForm
    template_name = "knowledge/profile_form.html"
    title = gettext_lazy("Our profile")
    button = gettext_lazy("Save")

    @cached_property
    def publication(self) -> Publication:
        rows = Publication.objects.filter(edition__network=self.network)
        found = rows.select_related("edition__network").order_by("-edition__number").first()
        return found or get_object_or_404(rows)

    def get_success_url(self) -> str:
        return reverse("knowledge:profile", kwargs=self.municipality.address_keys)

    def get_form_kwargs(self) -> dict[str, Any]:
        self.publication.edition.network = self.network
        rows = queries.traits_of(self.publication.edition)
        return {**super().get_form_kwargs(), "traits": rows}

    def get_initial(self) -> dict[str, Any]:
        judged = queries.judged(self.municipality, self.publication.edition)
        found: dict[str, Any] = {}
        for trait, row in judged.items():
            found |= {f"judgement-{trait}": row.judgement, f"text-{trait}": row.text}
        return found

    def act(self, form: Form) -> None:
        assert isinstance(form, ProfileForm)  # noqa: S101 -- form_class says so
        at = timezone.now()
        for trait, judgement, text in form.rows:
            trait.edition = self.publication.edition
            publishing.judge(
                municipality=self.municipality,
                trait=trait,
                judgement=judgement,
                text=text,
                language=language(),
                by=self.person,
                at=at,
                on_behalf_of=behalf(self.person, self.municipality),
            )
        messages.success(self.request, _("The profile is saved."))
