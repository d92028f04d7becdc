"""The form of an evaluation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from improvement.actions.evaluations import EvaluationDetails
from improvement.enums import Confidence, Outcome
from improvement.forms import parts
from improvement.forms.log import Pills
from networks.forms.base import PlainForm


class EvaluationForm(PlainForm):
    """Judgement and one text; evidence, link and advice where there are any."""

    outcome = forms.ChoiceField(
        label=_("Did it work?"),
        choices=Outcome.choices,
        widget=Pills,
        error_messages={"required": _("Choose a judgement.")},
    )
    text = forms.CharField(
        label=_("What was done, and what came of it?"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what was done, and what came of it.")},
    )
    evidence = forms.CharField(
        label=_("What do you base it on?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Figures, a survey, what users and colleagues say."),
    )
    link = forms.URLField(
        label=_("Link to a report"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": parts.LINK_INVALID},
    )
    confidence = forms.ChoiceField(
        label=_("How sure are you?"),
        choices=Confidence.choices,
        widget=Pills,
        error_messages={"required": _("Say how sure you are.")},
    )
    advice = forms.CharField(
        label=_("What would you advise others?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Others who think of doing the same read this."),
    )

    def details(self, *, language: str) -> EvaluationDetails:
        """What was written; ``language`` is that of the one who writes."""
        data: dict[str, Any] = self.cleaned_data
        return EvaluationDetails(language=language, **data)
