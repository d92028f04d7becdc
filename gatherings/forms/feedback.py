"""Evaluation forms: their times and questions, and the form that those who came fill in."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import LAST_SECOND
from gatherings.actions.feedback import LONGEST_ANSWER, Answer, QuestionDetails
from gatherings.enums import QuestionKind
from gatherings.forms.parts import ClockField, moment
from gatherings.models import FeedbackQuestion
from gatherings.queries.feedback import SCALE_STEPS
from networks.forms.base import DayField, PlainForm

MOST_OPTIONS = 10
LONGEST_OPTION = 100


class FeedbackTimesForm(PlainForm):
    """What stands above the questions, and when the form is open."""

    intro = forms.CharField(
        label=gettext_lazy("Introduction"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands above the questions."),
    )
    opens_on = DayField(label=gettext_lazy("Opens"))
    opens_clock = ClockField(label=gettext_lazy("Opens at"), required=False)
    closes_on = DayField(
        label=gettext_lazy("Closes"),
        help_text=gettext_lazy(
            "You can read the result when the form has closed. It does not open again."
        ),
    )
    closes_clock = ClockField(
        label=gettext_lazy("Closes at"),
        required=False,
        help_text=gettext_lazy("Left empty, the end of the day."),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    @property
    def times(self) -> dict[str, datetime]:
        """Opening and closing, as they were typed in the zone of the series."""
        given = self.cleaned_data
        return {
            "opens_at": moment(
                given["opens_on"], given["opens_clock"], otherwise=time.min, zone=self.zone
            ),
            "closes_at": moment(
                given["closes_on"], given["closes_clock"], otherwise=LAST_SECOND, zone=self.zone
            ),
        }


class QuestionForm(PlainForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of answer"), choices=QuestionKind, widget=forms.RadioSelect
    )
    text = forms.CharField(label=gettext_lazy("Question"), max_length=300)
    options = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        max_length=MOST_OPTIONS * (LONGEST_OPTION + 2),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One on each line. Only where one is to be chosen."),
    )
    is_required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        lines = [line.strip() for line in values.get("options", "").splitlines()]
        options = list(dict.fromkeys(line for line in lines if line))
        if values.get("kind") == QuestionKind.CHOICE and "options" not in self.errors:
            if len(options) < 2:
                self.add_error("options", _("Write at least two choices, each on a line."))
            elif len(options) > MOST_OPTIONS:
                self.add_error("options", _("Write at most ten choices."))
            elif any(len(line) > LONGEST_OPTION for line in options):
                self.add_error("options", _("A choice may have 100 characters."))
        values["chosen_options"] = options
        return values

    @property
    def details(self) -> QuestionDetails:
        given = self.cleaned_data
        is_choice = given["kind"] == QuestionKind.CHOICE
        return QuestionDetails(
            kind=given["kind"],
            text=given["text"],
            options=tuple(given["chosen_options"]) if is_choice else (),
            is_required=given["is_required"],
        )


class EraseForm(PlainForm):
    """A box to tick before something is erased for good."""

    sure = forms.BooleanField(
        label=gettext_lazy("Yes, erase my details for good"),
        error_messages={"required": gettext_lazy("Say yes here if you want to go on.")},
    )


class AnswerForm(forms.Form):
    """One field for each question; «no answer» can be chosen where none must be given."""

    def __init__(
        self, *args: Any, questions: Sequence[FeedbackQuestion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {field_name(question): question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = _field(question)

    @property
    def answers(self) -> dict[int, Answer]:
        """What was answered, by the key of the question."""
        return {
            question.pk: self.cleaned_data[name]
            for name, question in self.questions.items()
            if self.cleaned_data[name] not in {None, ""}
        }


def field_name(question: FeedbackQuestion) -> str:
    return f"q{question.pk}"


def choices_of(question: FeedbackQuestion) -> list[tuple[str, str]]:
    """Give the values one can choose, with their words; "" for no answer."""
    if question.kind == QuestionKind.SCALE:
        rows = [(str(step), str(step)) for step in range(1, SCALE_STEPS + 1)]
    else:
        rows = [(str(place), text) for place, text in enumerate(question.options)]
    return rows if question.is_required else [*rows, ("", _("No answer"))]


def _field(question: FeedbackQuestion) -> forms.Field:
    missing = {"required": _("This question must be answered.")}
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(
            label=question.text,
            required=question.is_required,
            max_length=LONGEST_ANSWER,
            error_messages=missing,
        )
    return forms.TypedChoiceField(
        label=question.text,
        required=question.is_required,
        choices=choices_of(question),
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages=missing,
    )
