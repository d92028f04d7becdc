"""Votes on themes as the hosts make, lead and count them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from accounts.signed_in import SignedIn
from gatherings import words
from gatherings.actions import counting, polls, theme_changes
from gatherings.calculations import tallies
from gatherings.enums import BallotKind, GatheringState, PollState, SeatState, SeriesState
from gatherings.forms.parts import ReasonForm
from gatherings.forms.themes import PollForm as Fields
from gatherings.forms.themes import ThemeForm, TieForm, rules_of
from gatherings.models import ThemePoll, ThemeProposal
from gatherings.queries.polls import gatherings_decided, points_of
from gatherings.tokens import make_token
from gatherings.views import theme_rows as rows
from gatherings.views.host_pages import GatheringForm, HostForm
from gatherings.views.pages import SeriesPage
from gatherings.views.theme_pages import PollForm, PollRoom, ThemeRoom
from gatherings.views.theme_results import result_of

PAGE = 20


class PollEntry(SignedIn, SeriesPage, View):
    """Where a link to a vote leads: to the page of one's seat, or that of the hosts."""

    permission_required = ()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Lead on.

        Raises:
            PermissionDenied: The reader neither has a seat nor holds the series.
        """
        mine = self.series.registrations.filter(
            person=self.person, state=SeatState.CONFIRMED, erased_at__isnull=True
        ).first()
        if mine is not None:
            known = {"token": make_token(mine), "poll": kwargs["poll"]}
            return redirect(reverse("gatherings:seat-poll", kwargs=known))
        if not self.may_hold:
            raise PermissionDenied
        return redirect(
            reverse(
                "gatherings:poll-host",
                kwargs={"slug": self.series.slug, "poll": kwargs["poll"]},
            )
        )


class Polls(ThemeRoom, TemplateView):
    """All votes of the series."""

    template_name = "gatherings/themes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        found = self.series.polls.order_by("-opens_at", "-pk")
        page = Paginator(found, PAGE).get_page(self.request.GET.get("side"))
        listed = []
        for poll in page.object_list:
            poll.series = self.series
            href = self.host_address("poll-host", poll=poll.pk)
            listed.append(rows.poll_row(poll, href=href, at=at))
        context = super().get_context_data(
            page=page,
            query=self.request.GET,
            polls=listed,
            is_draft=self.series.state == SeriesState.DRAFT,
            gatherings=[
                (row.number, words.gathering_name(row), row.theme, row.theme_reason)
                for row in self.gatherings
                if row.state == GatheringState.PLANNED
            ],
            **kwargs,
        )
        context["crumbs"][-1] = (_("Votes on themes"), "")
        return context


class PollFields(ThemeRoom, HostForm):
    """The rules of a vote."""

    form_class = Fields

    def get_form_kwargs(self) -> dict[str, Any]:
        planned = [row for row in self.gatherings if row.state == GatheringState.PLANNED]
        return {
            **super().get_form_kwargs(),
            "gatherings": planned,
            "zone": self.series.zone,
        }


class PollCreate(PollFields):
    title = gettext_lazy("New vote on themes")
    lead = gettext_lazy("Voters see all rules beforehand. They are fixed when voting opens.")
    button = gettext_lazy("Make the vote")

    def get_initial(self) -> dict[str, Any]:
        defaults = ThemePoll()
        names = ("electorate", "method", "choices_max", "ballot_kind", "tie_rule")
        return {name: getattr(defaults, name) for name in names}

    def act(self, form: Form) -> None:
        self.made = polls.make_poll(
            series=self.series,
            rules=form.rules,  # type: ignore[attr-defined]  # of the form of a vote
            decides=form.decided,  # type: ignore[attr-defined]  # of the form of a vote
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The vote is made and takes proposals."))

    def get_success_url(self) -> str:
        made = getattr(self, "made", None)
        if made is None:
            return self.host_address("polls")
        return self.host_address("poll-host", poll=made.pk)


class PollChange(PollRoom, PollFields):
    title = gettext_lazy("Change the rules of the vote")
    lead = PollCreate.lead
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return rules_of(self.poll, [row.pk for row in self.decides])

    def act(self, form: Form) -> None:
        polls.change_poll(
            poll=self.poll,
            rules=form.rules,  # type: ignore[attr-defined]  # of the form of a vote
            decides=form.decided,  # type: ignore[attr-defined]  # of the form of a vote
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The rules are saved."))

    def get_success_url(self) -> str:
        return self.poll_address()


class PollHost(PollRoom, TemplateView):
    """One vote: its rules, its themes, what to do next, and in the end the result."""

    template_name = "gatherings/theme_poll.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll, at = self.poll, timezone.now()
        kind, state = rows.state_of(poll, at=at)
        is_editable = self.may_change and poll.is_live and not poll.has_opened_at(at)
        themes = rows.theme_rows(
            self.proposals,
            links=self._links if is_editable else lambda _row: {},
            part=self._part if is_editable else lambda _row: "",
        )
        context = super().get_context_data(
            kind=kind,
            state=state,
            detail=rows.detail_of(poll, at=at),
            rules=rows.rule_rows(poll, self.decides),
            themes=themes,
            turnout=self._turnout() if poll.has_opened_at(at) else "",
            result=result_of(poll),
            actions=self._actions(is_editable=is_editable, themes=len(themes)),
            may_propose=is_editable,
            is_secret=poll.ballot_kind == BallotKind.SECRET,
            **kwargs,
        )
        context["crumbs"][-1] = (poll.question, "")
        return context

    def _actions(self, *, is_editable: bool, themes: int) -> list[tuple[str, str, bool]]:
        """What the hosts can do now: words, address, whether it comes first."""
        poll, at = self.poll, timezone.now()
        if not self.may_change:
            return []
        found = []
        if is_editable and themes >= polls.FEWEST_THEMES:
            found.append((_("Open voting now"), self.poll_address("poll-open"), True))
        if is_editable:
            found.append((_("Change the rules"), self.poll_address("poll-change"), False))
        if poll.is_live and poll.has_closed_at(at):
            found.append((_("Count the votes"), self.poll_address("poll-count"), True))
        if poll.state == PollState.TIED:
            found.append((_("Choose between equal"), self.poll_address("poll-tie"), True))
        if poll.state not in (PollState.COUNTED, PollState.CANCELLED):
            found.append((_("Cancel the vote"), self.poll_address("poll-cancel"), False))
        return found

    def _links(self, row: ThemeProposal) -> dict[str, str]:
        known = {"proposal": row.pk}
        return {
            _("Change"): self.poll_address("proposal-change", **known),
            _("Merge"): self.poll_address("proposal-merge", **known),
            _("Withdraw"): self.poll_address("proposal-withdraw", **known),
        }

    def _part(self, row: ThemeProposal) -> str:
        return self.poll_address("proposal-part", proposal=row.pk)

    def _turnout(self) -> str:
        number = self.poll.voters.count()
        return ngettext(
            "%(number)s ballot is cast.", "%(number)s ballots are cast.", number
        ) % {"number": number}


class PollOpen(PollForm):
    form_class = Form
    title = gettext_lazy("Open voting now")
    lead = gettext_lazy(
        "From now on neither the rules nor the themes can be changed. Voting closes as said."
    )
    button = gettext_lazy("Open voting")

    def act(self, form: Form) -> None:
        polls.open_poll(poll=self.poll, by=self.person, at=timezone.now())
        messages.success(self.request, _("Voting is open."))


class PollCancel(PollForm):
    form_class = ReasonForm
    title = gettext_lazy("Cancel the vote")
    lead = gettext_lazy("What has been voted decides nothing. This cannot be undone.")
    button = gettext_lazy("Cancel the vote")
    is_danger = True

    def act(self, form: Form) -> None:
        polls.cancel_poll(
            poll=self.poll,
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The vote is cancelled."))


class PollCount(PollForm):
    form_class = Form
    title = gettext_lazy("Count the votes")
    lead = gettext_lazy(
        "The winners become the themes of the gatherings. It also happens by itself within "
        "minutes after voting has closed."
    )
    button = gettext_lazy("Count the votes")

    def act(self, form: Form) -> None:
        counting.count(poll=self.poll, by=self.person, at=timezone.now())
        messages.success(self.request, _("The votes are counted."))


class PollTie(PollForm):
    form_class = TieForm
    title = gettext_lazy("Choose between equal themes")
    lead = gettext_lazy("Your choice and the reason stand in the result for everybody.")
    button = gettext_lazy("Choose")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "seats": self._seats()}

    def _seats(self) -> dict[str, list[tuple[int, str]]]:
        """Give each gathering that is not decided, with the themes that are equal there."""
        if self.poll.state != PollState.TIED:
            return {}
        gatherings = gatherings_decided(self.poll)
        equal = tallies.contested(points_of(self.poll), seats=len(gatherings))
        titles = {row.pk: row.title for row in self.proposals}
        return {
            words.gathering_name(gatherings[seat - 1]): [(key, titles[key]) for key in keys]
            for seat, keys in sorted(equal.items())
        }

    def act(self, form: Form) -> None:
        counting.break_tie(
            poll=self.poll,
            choices=form.choices,  # type: ignore[attr-defined]  # of TieForm
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The themes are decided."))


class ThemeChange(GatheringForm):
    """Another theme than the one that was decided, with the reason."""

    form_class = ThemeForm
    title = gettext_lazy("Change the theme")
    lead = gettext_lazy("The change and the reason stand on the page of the gathering.")
    button = gettext_lazy("Change the theme")

    def get_initial(self) -> dict[str, Any]:
        return {"theme": self.gathering.theme}

    def act(self, form: Form) -> None:
        theme_changes.change_theme(
            gathering=self.gathering,
            theme=form.cleaned_data["theme"],
            reason=form.cleaned_data["reason"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The theme is changed."))

    def get_success_url(self) -> str:
        return self.host_address("polls")
