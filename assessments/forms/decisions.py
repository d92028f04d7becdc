"""Forms about the decision: what was decided, its conditions, the letter, the follow-up."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.decisions import MOST_CONDITIONS, Wording
from assessments.decision_words import EFFECTS
from assessments.enums import Moment
from assessments.forms.cases import AmountField
from improvement.forms import parts
from networks.enums import Effect
from networks.forms.base import DayField, PlainForm, typed_rows

CONDITIONS = "vilkar"  # prefix of the rows
ROWS = 3  # empty ones at first, and with each push of the button
_FOLLOW_UP = ("halfway_on", "end_on")


class ConditionRowForm(forms.Form):
    """One condition, perhaps with the day it must be met by; an empty row is none."""

    text = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    due_on = DayField(required=False)

    def clean_text(self) -> str:
        """Give the text in one paragraph: the letter lists the conditions line by line."""
        return " ".join(self.cleaned_data["text"].split())

    def clean(self) -> dict[str, Any]:
        """Ask for the condition where only its day stands."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("due_on") and not values.get("text") and "text" not in self.errors:
            self.add_error("text", self.fields["text"].error_messages["required"])
        return values


if TYPE_CHECKING:
    _ConditionRows = forms.BaseFormSet[ConditionRowForm]
else:
    _ConditionRows = forms.BaseFormSet


class ConditionRows(_ConditionRows):
    """The conditions of a decision, in order."""

    def add_fields(self, form: ConditionRowForm, index: int | None) -> None:
        """Number the labels: the summary of errors names the row with them."""
        super().add_fields(form, index)
        if index is not None:
            number = index + 1
            form.fields["text"].label = _("Condition %(number)s") % {"number": number}
            form.fields["due_on"].label = f"{_('Deadline')} {number}"

    def conditions(self) -> tuple[tuple[str, date | None], ...]:
        """What was filled in; the rows are valid."""
        rows = (form.cleaned_data for form in self.forms)
        return tuple((row["text"], row["due_on"]) for row in rows if row.get("text"))


_Rows = cast(
    "type[ConditionRows]",
    forms.formset_factory(
        ConditionRowForm,
        formset=ConditionRows,
        extra=ROWS,
        max_num=MOST_CONDITIONS,
        validate_max=True,
    ),
)


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
    """What was decided about a case. The conditions stand in ``rows``."""

    field_order = ("effect",)
    effect = forms.ChoiceField(
        label=gettext_lazy("What was decided?"),
        choices=list(EFFECTS.items()),
        widget=forms.RadioSelect,
    )
    amount_granted = AmountField(label=gettext_lazy("Amount granted"), required=False)
    halfway_on = DayField(label=gettext_lazy("Follow-up half-way"), required=False)
    end_on = DayField(label=gettext_lazy("Follow-up at the end"), required=False)

    def __init__(
        self,
        *args: Any,
        currency: str,
        conditions: Sequence[dict[str, Any]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = _Rows(
            self.data if self.is_bound else None, prefix=CONDITIONS, initial=list(conditions)
        )
        self.fields["amount_granted"].help_text = _("In %(currency)s.") % {"currency": currency}

    @property
    def decision_fields(self) -> list[forms.BoundField]:
        """Those before the conditions."""
        return [field for field in self if field.name not in _FOLLOW_UP]

    @property
    def follow_up_fields(self) -> list[forms.BoundField]:
        """Those after the conditions."""
        return [field for field in self if field.name in _FOLLOW_UP]

    def is_valid(self) -> bool:
        """Whether the fields and the rows are right."""
        return super().is_valid() and self.rows.is_valid()

    def decided(self) -> Wording:
        """What was written, as the action takes it."""
        values = self.cleaned_data
        given = {**values, "effect": Effect(values["effect"])}
        return Wording(**given, conditions=self.rows.conditions())


def with_more_rows(data: Any) -> dict[str, Any]:
    """Give what was typed, to show it again with more empty rows; nothing is checked.

    Returns:
        ``initial`` and ``conditions`` for a new form.
    """
    return {
        "initial": {name: data[name] for name in DecisionForm.base_fields if name in data},
        "conditions": typed_rows(
            data, prefix=CONDITIONS, names=("text", "due_on"), most=MOST_CONDITIONS
        ),
    }


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
