"""How the municipality itself sees its status on a goal or a target."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.actions.judgements import Assessed
from improvement.enums import Judgement, Priority
from improvement.models import StatusAssessment
from networks.forms.base import PlainForm


class JudgementForm(PlainForm):
    """One goal or target. Left empty it says nothing, and nothing is saved."""

    judgement = forms.ChoiceField(
        label=gettext_lazy("Our judgement"),
        choices=Judgement.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "btn-check"}),
    )
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"),
        choices=Priority.choices,
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Why?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )
    evidence = forms.CharField(
        label=gettext_lazy("What does it rest on?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )
    link = forms.URLField(
        label=gettext_lazy("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "form-control"}),
        error_messages={
            "invalid": gettext_lazy("Write a whole address that begins with https://.")
        },
    )

    def __init__(self, *args: Any, said: StatusAssessment | None, **kwargs: Any) -> None:
        if said is not None:
            kwargs["initial"] = {name: getattr(said, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        others = ("priority", "text", "evidence", "link")
        if not values.get("judgement") and any(values.get(name) for name in others):
            self.add_error("judgement", _("Choose a judgement, or empty the other fields."))
        return values

    @property
    def assessed(self) -> Assessed | None:
        """What was said; nothing when no judgement is chosen."""
        values = self.cleaned_data
        if not values["judgement"]:
            return None
        return Assessed(
            judgement=Judgement(values["judgement"]),
            priority=Priority(values["priority"] or Priority.NONE),
            text=values["text"],
            evidence=values["evidence"],
            link=values["link"],
        )
