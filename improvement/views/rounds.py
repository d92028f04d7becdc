"""Rounds of a municipality: the list, one round, its steps, back, and the end."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from improvement.actions import rounds, steps
from improvement.enums import StepState
from improvement.forms.rounds import BackForm, OpenForm, StepForm
from improvement.models import Round, StepProgress
from improvement.queries import rounds as queries
from improvement.queries.judgements import judged
from improvement.views import round_rows
from improvement.views.pages import ActionPage, RoundPage, WorkPage
from networks.actions.locks import day_in
from networks.forms.base import PlainForm


class RoundList(WorkPage, TemplateView):
    """All rounds of a municipality, open ones first."""

    permission_required = ()
    template_name = "improvement/rounds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = day_in(municipality=self.municipality, at=timezone.now())
        rows = [
            round_rows.round_row(state, network=self.known(state.round.network), today=today)
            for state in queries.rounds_of(self.municipality)
        ]
        context = super().get_context_data(
            open=[row for row in rows if row.is_open],
            closed=[row for row in rows if not row.is_open],
            **kwargs,
        )
        context["crumbs"].append((_("Rounds"), ""))
        return context


class RoundOpen(WorkPage, ActionPage):
    """Open a round for what has none open."""

    permission_required = "improvement.steer"
    form_class = OpenForm
    title = gettext_lazy("Open a round")
    lead = gettext_lazy(
        "A round leads from status through objectives and measures to evaluation and report. "
        "Its first step begins at once."
    )
    button = gettext_lazy("Open the round")
    opened: Round | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scopes": queries.open_scopes(self.municipality)}

    def get_initial(self) -> dict[str, Any]:
        return {"scope": self.request.GET.get("for", "")}

    def act(self, form: Form) -> None:
        scope: queries.Scope = form.cleaned_data["scope"]
        self.opened = rounds.open_round(
            municipality=self.municipality,
            network=scope.network,
            topic=scope.topic,
            by=self.person,
            at=timezone.now(),
            on_behalf_of=self.on_behalf_of,
        )
        messages.success(self.request, _("The round is open."))

    def get_success_url(self) -> str:
        if self.opened is not None:
            return self.opened.get_absolute_url()
        return self.work_address("rounds")


class RoundDetail(RoundPage, TemplateView):
    """A round with everything that belonged to it, also after it is closed."""

    permission_required = ()
    template_name = "improvement/round.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = day_in(municipality=self.municipality, at=timezone.now())
        state = queries.state_of(self.round)
        network = self.round.network
        is_open = self.round.closed_at is None and (network is None or not network.closed_at)
        may_change = is_open and self.may_steer
        goals = judged(self.round)
        about, about_lang = round_rows.about(self.round, network=self.known(network))
        return super().get_context_data(
            about=about,
            about_lang=about_lang,
            lead=round_rows.lead(state),
            is_open=is_open,
            may_change=may_change,
            may_assess=is_open and self.may_work,
            can_go_back=may_change and bool(state.done),
            stepper=[round_rows.stepper_row(row) for row in state.steps],
            steps=[
                round_rows.step_row(row, round_=self.round, today=today, may_change=may_change)
                for row in (*state.steps, *state.sides)
            ],
            turns=round_rows.turn_links(queries.turns_of(self.round), self.round),
            goals=[
                round_rows.judgement_row(row, round_=self.round)
                for row in goals
                if row.said is not None
            ],
            goals_in_all=len(goals),
            objectives=queries.objectives_in(self.round),
            measures=[round_rows.measure_row(row) for row in queries.measures_in(self.round)],
            events=[round_rows.event_row(row) for row in queries.events_of(self.round)],
            **kwargs,
        )


class RoundAction(RoundPage, ActionPage):
    """A form that does something with a round, by somebody who runs it."""

    @cached_property
    def state(self) -> queries.RoundState:
        return queries.state_of(self.round)

    @property
    def signature(self) -> dict[str, Any]:
        """Who does it, when, and on whose behalf."""
        return {
            "by": self.person,
            "at": timezone.now(),
            "on_behalf_of": self.on_behalf_of,
        }

    def get_success_url(self) -> str:
        return self.next_address(self.round.get_absolute_url())


class RoundStepPage(RoundAction):
    """How far a step is. A step that is done is only reached by going back."""

    form_class = StepForm
    button = gettext_lazy("Save")

    @cached_property
    def progress(self) -> StepProgress:
        rows = StepProgress.objects.filter(round=self.round).select_related("step")
        return get_object_or_404(rows, pk=self.kwargs["progress"])

    @property
    def title(self) -> str:  # type: ignore[override]
        return str(self.progress.step)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_over = self.progress.state == StepState.DONE and not self.progress.step.is_side_input
        if is_over and self.round.closed_at is None:
            back = reverse("improvement:round-back", kwargs={"pk": self.round.pk})
            return redirect(f"{back}?steg={self.progress.step_id}")
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "progress": self.progress}

    def get_initial(self) -> dict[str, Any]:
        row = self.progress
        is_waiting = row.state == StepState.WAITING
        return {
            "state": StepState.ACTIVE if is_waiting else row.state,
            "begin_next": True,
            "due_on": row.due_on,
            "help_text": row.help_text,
        }

    def act(self, form: Form) -> None:
        said = form.cleaned_data
        steps.record_step(
            round=self.round,
            step=self.progress.step,
            wish=steps.StepWish(
                state=said["state"],
                due_on=said["due_on"],
                help_text=said["help_text"],
                begin_next=said.get("begin_next", False),
            ),
            **self.signature,
        )
        messages.success(self.request, _("The step is saved."))


class RoundBack(RoundAction):
    """Back to an earlier step: this round closes and the next one begins there."""

    form_class = BackForm
    title = gettext_lazy("Go back to an earlier step")
    lead = gettext_lazy(
        "This round is closed as it is, and can be read. The next round opens and begins at "
        "the step you choose. Nothing is deleted."
    )
    button = gettext_lazy("Go back")
    following: Round | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "steps": self.state.done}

    def get_initial(self) -> dict[str, Any]:
        return {"step": self.request.GET.get("steg", "")}

    def act(self, form: Form) -> None:
        chosen = form.steps[form.cleaned_data["step"]]  # type: ignore[attr-defined]
        self.following = rounds.go_back(
            round=self.round,
            step=chosen,
            reason=form.cleaned_data["reason"],
            **self.signature,
        )
        messages.success(self.request, _("%(round)s is open.") % {"round": str(self.following)})

    def get_success_url(self) -> str:
        return (self.following or self.round).get_absolute_url()


class RoundClose(RoundAction):
    """The end of a round, when its report is written."""

    form_class = PlainForm
    title = gettext_lazy("Close the round")
    button = gettext_lazy("Close the round")

    @property
    def lead(self) -> str:  # type: ignore[override]
        left = [row for row in self.state.steps if row.state != StepState.DONE]
        kept = _("Everything in it can be read afterwards. Measures go on as before.")
        if not left:
            return kept
        names = ", ".join(str(row.step) for row in left)
        return f"{_('Not done: %(steps)s.') % {'steps': names}} {kept}"

    def act(self, form: Form) -> None:
        rounds.close_round(round=self.round, **self.signature)
        messages.success(self.request, _("The round is closed."))
