"""What the hosts' pages about votes on themes have in common."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from gatherings.models import Gathering, ThemePoll, ThemeProposal
from gatherings.queries.polls import all_proposals, gatherings_in_question
from gatherings.views.host_pages import HostForm, HostRoom


class ThemeRoom(HostRoom):
    """A page of the hosts under the list of votes."""

    @cached_property
    def gatherings(self) -> list[Gathering]:
        return list(self.series.gatherings.order_by("number"))

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Votes on themes"), self.host_address("polls"))]


class PollRoom(ThemeRoom):
    """A page of the hosts about one vote."""

    @cached_property
    def poll(self) -> ThemePoll:
        found: ThemePoll = get_object_or_404(
            self.series.polls.select_related("held_at"), pk=self.kwargs["poll"]
        )
        found.series = self.series
        return found

    @cached_property
    def proposals(self) -> list[ThemeProposal]:
        return all_proposals(self.poll)

    @cached_property
    def decides(self) -> list[Gathering]:
        return gatherings_in_question(self.poll)

    def poll_address(self, name: str = "poll-host", **kwargs: Any) -> str:
        """Address of a page of the hosts about this vote."""
        return self.host_address(name, poll=self.poll.pk, **kwargs)

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (self.poll.question, self.poll_address())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**kwargs, "poll": self.poll})


class PollForm(PollRoom, HostForm):
    """A form about one vote; it leads back to its page."""

    def get_success_url(self) -> str:
        return self.poll_address()


class ProposalPage(PollForm):
    """A form about one proposed theme."""

    @cached_property
    def proposal(self) -> ThemeProposal:
        found: ThemeProposal = get_object_or_404(
            self.poll.proposals.filter(withdrawn_at__isnull=True), pk=self.kwargs["proposal"]
        )
        found.poll = self.poll
        return found
