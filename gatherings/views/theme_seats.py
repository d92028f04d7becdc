"""Votes on themes for those who have a seat: by the secret link, without an account."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from gatherings.actions import ballots, proposals
from gatherings.enums import BallotKind, SeatState, VoteMethod
from gatherings.forms.themes import BallotForm, ProposalForm, ballot_initial
from gatherings.models import ThemePoll, ThemeProposal
from gatherings.queries.polls import TheirVote, all_proposals, gatherings_in_question, vote_of
from gatherings.views import theme_rows as rows
from gatherings.views.seats import SeatActionPage, SeatPage
from gatherings.views.theme_results import result_of
from improvement.views import refusals
from networks.actions.locks import Refused


class SeatPollPage(SeatPage):
    """A page about one vote, for the owner of a seat; others find nothing."""

    @cached_property
    def poll(self) -> ThemePoll:
        """The vote of the address.

        Raises:
            Http404: There is no such vote in the series, or the seat is not taken.
        """
        found = (
            self.series.polls.select_related("held_at").filter(pk=self.kwargs["poll"]).first()
        )
        if found is None or self.registration.state != SeatState.CONFIRMED:
            raise Http404
        found.series = self.series
        return found

    def poll_address(self, name: str = "seat-poll", **kwargs: Any) -> str:
        """Address of a page of this seat about this vote."""
        return self.address(name, poll=self.poll.pk, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(poll=self.poll, **kwargs)


class SeatPoll(SeatPollPage, FormView):
    """The rules, the themes, one's ballot, and in the end the result.

    A secret ballot is shown once more before it is cast: it cannot be changed after.
    """

    template_name = "gatherings/theme_vote.html"
    form_class = BallotForm

    @cached_property
    def proposals(self) -> list[ThemeProposal]:
        return all_proposals(self.poll)

    @cached_property
    def vote(self) -> TheirVote | None:
        return vote_of(self.poll, self.registration)

    @property
    def is_secret(self) -> bool:
        return self.poll.ballot_kind == BallotKind.SECRET

    def get_form_kwargs(self) -> dict[str, Any]:
        themes = [row for row in self.proposals if row.is_live]
        return {**super().get_form_kwargs(), "poll": self.poll, "themes": themes}

    def get_initial(self) -> dict[str, Any]:
        return ballot_initial(self.poll, self.vote.choices) if self.vote else {}

    def form_valid(self, form: BallotForm) -> HttpResponse:
        at, chosen = timezone.now(), form.chosen
        if "again" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        try:
            if self.is_secret and "confirmed" not in self.request.POST:
                ballots.check_choices(poll=self.poll, choices=chosen, at=at)
                return self.render_to_response(self.get_context_data(form=form, asks=chosen))
            ballots.cast(
                poll=self.poll,
                registration=self.registration,
                choices=chosen,
                changes="changes" in self.request.POST,
                at=at,
            )
        except Refused as refused:
            refusals.show(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, _("Your vote is cast."))
        return redirect(self.poll_address())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll, at = self.poll, timezone.now()
        kind, state = rows.state_of(poll, at=at)
        takes_votes = poll.takes_votes_at(at)
        vote = self.vote if poll.has_opened_at(at) else None
        may_vote = takes_votes and rows.has_vote(poll, self.registration)
        context = super().get_context_data(**kwargs)
        asks = kwargs.get("asks", [])
        return {
            **context,
            "kind": kind,
            "state": state,
            "detail": rows.detail_of(poll, at=at),
            "rules": rows.rule_rows(poll, gatherings_in_question(poll)),
            "themes": rows.theme_rows(self.proposals, links=self._links),
            "ballot_themes": self._ballot_rows(context["form"]),
            "how": rows.how(poll),
            "is_ranked": poll.method == VoteMethod.RANKED,
            "is_one": poll.method == VoteMethod.ONE,
            "is_secret": self.is_secret,
            "by_place": rows.is_by_place(poll),
            "may_vote": may_vote and (vote is None or not self.is_secret),
            "no_right": str(ballots.NoRightToVote(poll).sentence)
            if takes_votes and not may_vote
            else "",
            "voted": self._voted(vote) if vote else "",
            "has_vote": vote is not None,
            "chosen": self._titles(vote.choices) if vote else [],
            "asks": self._titles(asks),
            "asked": self._hidden(asks),
            "left": rows.votes_left(poll, len(asks)) if asks else "",
            "proposes": self.poll_address("seat-propose")
            if poll.takes_proposals_at(at)
            else "",
            "result": result_of(poll),
            "seat_href": self.address(),
        }

    def _titles(self, choices: Sequence[int]) -> list[str]:
        titles = {row.pk: row.title for row in self.proposals}
        return [titles[key] for key in choices if key in titles]

    def _hidden(self, choices: Sequence[int]) -> list[tuple[str, int]]:
        """Give the choices as the hidden fields that cast them."""
        if self.poll.method == VoteMethod.RANKED:
            return [(f"place_{number}", key) for number, key in enumerate(choices, start=1)]
        return [("choices", key) for key in choices]

    def _ballot_rows(self, form: BallotForm) -> list[tuple[int, str, str, bool]]:
        """Give each theme with its text, and whether it is ticked."""
        ticked: set[str] = set()
        if "choices" in form.fields:
            ticked = {str(key) for key in form["choices"].value() or []}
        return [
            (row.pk, row.title, row.text, str(row.pk) in ticked)
            for row in self.proposals
            if row.is_live
        ]

    def _voted(self, vote: TheirVote) -> str:
        return str(ballots.VotedAlready(vote.voter).sentence)

    def _links(self, row: ThemeProposal) -> dict[str, str]:
        """What one may do with one's own theme, until voting opens."""
        at = timezone.now()
        is_own = row.registration_id == self.registration.pk
        if not is_own or not self.poll.is_live or self.poll.has_opened_at(at):
            return {}
        known = {"proposal": row.pk}
        return {
            _("Change"): self.poll_address("seat-proposal", **known),
            _("Withdraw"): self.poll_address("seat-proposal-withdraw", **known),
        }


class SeatPollForm(SeatPollPage, SeatActionPage):
    """A form about one vote; it leads back to it."""

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return self.poll.question

    def get_success_url(self) -> str:
        return self.poll_address()


class SeatPropose(SeatPollForm):
    form_class = ProposalForm
    title = gettext_lazy("Propose a theme")
    button = gettext_lazy("Propose it")

    def act(self, form: Form) -> None:
        proposals.propose(
            poll=self.poll,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            registration=self.registration,
            by=self.by,
            at=timezone.now(),
        )
        messages.success(self.request, _("The theme is proposed."))


class SeatProposalPage(SeatPollForm):
    """A form about a theme that the owner of the seat has proposed."""

    @cached_property
    def proposal(self) -> ThemeProposal:
        """One's own proposal.

        Raises:
            Http404: There is none, it is withdrawn, or somebody else's.
        """
        found: ThemeProposal | None = self.poll.proposals.filter(
            pk=self.kwargs["proposal"],
            registration=self.registration,
            withdrawn_at__isnull=True,
        ).first()
        if found is None:
            raise Http404
        found.poll = self.poll
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(proposal=self.proposal, **kwargs)


class SeatProposal(SeatProposalPage):
    form_class = ProposalForm
    title = gettext_lazy("Change your theme")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.proposal.title, "text": self.proposal.text}

    def act(self, form: Form) -> None:
        proposals.change_proposal(
            proposal=self.proposal,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            by=self.by,
            at=timezone.now(),
        )
        messages.success(self.request, _("The theme is saved."))


class SeatProposalWithdraw(SeatProposalPage):
    form_class = Form
    title = gettext_lazy("Withdraw your theme")
    button = gettext_lazy("Withdraw the theme")
    is_danger = True

    def act(self, form: Form) -> None:
        proposals.withdraw_proposal(proposal=self.proposal, by=self.by, at=timezone.now())
        messages.success(self.request, _("The theme is withdrawn."))
