"""Forms about the way of a need: next stage, back, planned days, the end."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gatherings.forms.parts import SecureLinkField
from networks.forms.base import DayField, PlainForm


class StageForm(PlainForm):
    """The next stage: which, when, why, where."""

    stage = forms.ChoiceField(label=gettext_lazy("Next stage"), widget=forms.RadioSelect)
    on = DayField(label=gettext_lazy("Reached on"))
    reason = forms.CharField(
        label=gettext_lazy("Why is the market dialogue left out?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Only where it is left out. The reason is shown to all."),
    )
    competition_url = SecureLinkField(
        label=gettext_lazy("Link to the competition"),
        help_text=gettext_lazy(
            "Only for the competition: its notice, for example in Doffin or TED."
        ),
    )

    def __init__(self, *args: Any, stages: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [key for key, _label in stages]
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]
        if "DIALOGUE" not in keys:
            del self.fields["reason"]
        if "COMPETITION" not in keys:
            del self.fields["competition_url"]
        if len(stages) == 1:
            self.initial["stage"] = keys[0]


class BackForm(PlainForm):
    """To which stage, and why."""

    stage = forms.ChoiceField(label=gettext_lazy("Back to"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, stages: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]


class PlanForm(PlainForm):
    """A day for each stage to come."""

    def __init__(self, *args: Any, stages: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in stages:
            self.fields[key] = DayField(label=label, required=False)


class CloseForm(PlainForm):
    """Why a need is closed."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
