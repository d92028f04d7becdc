"""Proposed themes as the hosts add, change, merge and withdraw them."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings.actions import proposals
from gatherings.forms.themes import MergeForm, ProposalForm
from gatherings.views.theme_pages import PollForm, ProposalPage


class HostPropose(PollForm):
    form_class = ProposalForm
    title = gettext_lazy("Add a theme")
    button = gettext_lazy("Add the theme")

    def act(self, form: Form) -> None:
        proposals.propose(
            poll=self.poll,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            registration=None,
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The theme is proposed."))


class ProposalChange(ProposalPage):
    form_class = ProposalForm
    title = gettext_lazy("Change a proposed theme")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.proposal.title, "text": self.proposal.text}

    def act(self, form: Form) -> None:
        proposals.change_proposal(
            proposal=self.proposal,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The theme is saved."))


class ProposalWithdraw(ProposalPage):
    form_class = Form
    title = gettext_lazy("Withdraw a proposed theme")
    button = gettext_lazy("Withdraw the theme")
    is_danger = True

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return _("Nobody can vote for «%(title)s» then.") % {"title": self.proposal.title}

    def act(self, form: Form) -> None:
        proposals.withdraw_proposal(proposal=self.proposal, by=self.person, at=timezone.now())
        messages.success(self.request, _("The theme is withdrawn."))


class ProposalMerge(ProposalPage):
    form_class = MergeForm
    title = gettext_lazy("Merge a theme into another")
    button = gettext_lazy("Merge")

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        text = _("«%(title)s» is seen under the other theme, with your reason.")
        return text % {"title": self.proposal.title}

    def get_form_kwargs(self) -> dict[str, Any]:
        others = [row for row in self.proposals if row.is_live and row != self.proposal]
        return {**super().get_form_kwargs(), "others": others}

    def act(self, form: Form) -> None:
        into = next(row for row in self.proposals if row.pk == form.cleaned_data["into"])
        proposals.merge(
            proposal=self.proposal,
            into=into,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The themes are merged."))


class ProposalPart(ProposalPage):
    form_class = Form
    title = gettext_lazy("Part merged themes")
    button = gettext_lazy("Part them")

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        text = _("«%(title)s» is a theme of its own again.")
        return text % {"title": self.proposal.title}

    def act(self, form: Form) -> None:
        proposals.part(proposal=self.proposal, by=self.person, at=timezone.now())
        messages.success(self.request, _("The themes are parted."))
