"""Open a round, say how far a step is, go back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.enums import StepState
from improvement.models import StepProgress
from improvement.queries.rounds import Scope
from networks.forms.base import DayField, PlainForm


class OpenForm(PlainForm):
    """What the round is about: the municipality's own work, a network, a topic of it."""

    scope = forms.ChoiceField(
        label=gettext_lazy("What is the round about?"),
        help_text=gettext_lazy(
            "Several rounds may be open at once: one for each network, and one for each topic."
        ),
    )

    def __init__(self, *args: Any, scopes: Sequence[Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scopes = {scope.key: scope for scope in scopes}
        self.fields["scope"].choices = _choices(scopes)  # type: ignore[attr-defined]

    def clean_scope(self) -> Scope:
        return self.scopes[self.cleaned_data["scope"]]


def _choices(scopes: Sequence[Scope]) -> list[tuple[str, Any]]:
    """One group of choices for each network."""
    choices: list[tuple[str, Any]] = []
    groups: dict[str, list[tuple[str, str]]] = {}
    for scope in scopes:
        if scope.network is None:
            choices.append((scope.key, _("Our own work, outside all networks")))
            continue
        name = str(scope.topic) if scope.topic is not None else _("All topics together")
        groups.setdefault(scope.network.label, []).append((scope.key, name))
    return [*choices, *groups.items()]


class StepForm(PlainForm):
    """How far a step is, its next date, and what one needs help with."""

    state = forms.ChoiceField(
        label=gettext_lazy("How far is the step?"), widget=forms.RadioSelect
    )
    begin_next = forms.BooleanField(
        label=gettext_lazy("Begin the next step when this one is done"), required=False
    )
    due_on = DayField(label=gettext_lazy("Next date"), required=False)
    help_text = forms.CharField(
        label=gettext_lazy("What do you need help with?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "The network sees it on its board. Leave it empty if you need no help."
        ),
    )

    def __init__(self, *args: Any, progress: StepProgress, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = list(StepState)
        if progress.state != StepState.WAITING:
            states.remove(StepState.WAITING)
        self.fields["state"].choices = [(state, state.label) for state in states]  # type: ignore[attr-defined]
        if progress.step.is_side_input:
            del self.fields["begin_next"]

    def clean_state(self) -> StepState:
        return StepState(self.cleaned_data["state"])


class BackForm(PlainForm):
    """Which step to go back to, and why."""

    step = forms.ChoiceField(label=gettext_lazy("Go back to"))
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands in the log of both rounds."),
        error_messages={"required": gettext_lazy("Say why the round goes back.")},
    )

    def __init__(self, *args: Any, steps: Sequence[StepProgress], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = {str(row.step_id): row.step for row in steps}
        self.fields["step"].choices = [(key, str(step)) for key, step in self.steps.items()]  # type: ignore[attr-defined]
