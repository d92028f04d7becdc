"""Forms about the decision: what was decided, its conditions, the letter, the follow-up."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.decisions import MOST_CONDITIONS, Wording
from assessments.decision_words import EFFECTS
from assessments.enums import Moment
from assessments.forms.cases import AmountField
from improvement.forms import parts
from networks.enums import Effect
from networks.forms.base import DayField, PlainForm

_DAY = re.compile(r"^(?P<text>.*\S)\s*\|\s*(?P<day>\d{4}-\d{2}-\d{2})\s*$")


class ConditionsField(forms.CharField):
    """Conditions, one on each line; a day after an upright stroke is its deadline."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 4}),
            max_length=6000,
            required=False,
            help_text=gettext_lazy(
                "One on each line. Write a deadline last, like this: Report the figures | "
                "2027-06-01"
            ),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """Give the conditions, each with its day or None.

        Raises:
            ValidationError: A day does not exist, or there are too many.
        """
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_CONDITIONS:
            raise forms.ValidationError(_("A decision has at most 20 conditions."))
        return tuple(_condition(line) for line in lines)


def _condition(line: str) -> tuple[str, date | None]:
    found = _DAY.match(line)
    if found is None:
        return line, None
    try:
        return found["text"], date.fromisoformat(found["day"])
    except ValueError as error:
        words = _("There is no such day: %(day)s.") % {"day": found["day"]}
        raise forms.ValidationError(words) from error


class DecidedForm(PlainForm):
    """Who decided what, when, and where it stands."""

    body = forms.CharField(
        label=gettext_lazy("Who decided?"),
        max_length=200,
        help_text=gettext_lazy("The body, for example the regional council."),
    )
    decided_on = DayField(label=gettext_lazy("Decided on"))
    wording = forms.CharField(
        label=gettext_lazy("Wording of the decision"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    case_number = forms.CharField(
        label=gettext_lazy("Case number"), max_length=40, required=False
    )
    link = forms.URLField(
        label=gettext_lazy("Link to the paper"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": parts.LINK_INVALID},
    )


class DecisionForm(DecidedForm):
    """What was decided about a case, on which conditions."""

    field_order = ("effect",)
    effect = forms.ChoiceField(
        label=gettext_lazy("What was decided?"),
        choices=list(EFFECTS.items()),
        widget=forms.RadioSelect,
    )
    amount_granted = AmountField(label=gettext_lazy("Amount granted"), required=False)
    conditions = ConditionsField(label=gettext_lazy("Conditions"))
    halfway_on = DayField(label=gettext_lazy("Follow-up half-way"), required=False)
    end_on = DayField(label=gettext_lazy("Follow-up at the end"), required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_granted"].help_text = _("In %(currency)s.") % {"currency": currency}

    def decided(self) -> Wording:
        """What was written, as the action takes it."""
        values = self.cleaned_data
        return Wording(**{**values, "effect": Effect(values["effect"])})


class LetterForm(PlainForm):
    """The letter, proposed from the decision; changed as it should be."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300)
    text = forms.CharField(
        label=gettext_lazy("The letter"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=gettext_lazy("Paragraphs are parted by an empty line."),
    )


class FollowUpForm(PlainForm):
    """When of the follow-up, and until when."""

    moment = forms.ChoiceField(
        label=gettext_lazy("Which follow-up?"),
        choices=[(one.value, one.label) for one in (Moment.HALFWAY, Moment.END)],
        widget=forms.RadioSelect,
    )
    due_on = DayField(label=gettext_lazy("Answer by"))


class ConditionForm(PlainForm):
    """When a condition was met."""

    met_on = DayField(
        label=gettext_lazy("Met on"),
        required=False,
        help_text=gettext_lazy("Leave it empty if it is not met after all."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CloseForm(PlainForm):
    """Why it is closed, where that is not plain."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Asked for when the follow-up at the end has not been sent."),
    )
