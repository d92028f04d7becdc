"""Forms of the market dialogue: questions, answers, talks, seats at the conference."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy

from common.dates import LAST_SECOND
from gatherings.forms.parts import ClockField, SecureLinkField, moment
from networks.forms.base import DayField, PlainForm
from procurement.actions.questions import LONGEST
from procurement.actions.slots import Row
from procurement.forms.parts import LongText

MOST_SLOTS = 20
MOST_SEATS = 500


class QuestionForm(PlainForm):
    """One question."""

    text = LongText(
        most=LONGEST,
        rows=4,
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy(
            "Everybody reads it. Do not write who you are, or what others must not know."
        ),
        error_messages={"required": gettext_lazy("Write your question.")},
    )


class AnswerForm(PlainForm):
    """The answer to one question."""

    text = LongText(
        most=5000,
        rows=6,
        label=gettext_lazy("The answer"),
        help_text=gettext_lazy("Everybody gets it at the same time. It cannot be changed."),
        error_messages={"required": gettext_lazy("Write the answer.")},
    )


class HideForm(PlainForm):
    """Why a question is hidden."""

    reason = forms.CharField(
        max_length=300,
        label=gettext_lazy("Why is it hidden?"),
        help_text=gettext_lazy("Everybody reads the reason. Do not repeat what you hide."),
        error_messages={"required": gettext_lazy("Say why it is hidden.")},
    )


class PromiseForm(PlainForm):
    """When an answer comes."""

    on = DayField(label=gettext_lazy("Answer promised by"))


class SlotsForm(PlainForm):
    """Talks of one day, one after the other, all of the same length."""

    day = DayField(label=gettext_lazy("Day"))
    first = ClockField(
        label=gettext_lazy("The first begins at"),
        help_text=gettext_lazy("In local time, as 09:30."),
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many talks"), min_value=1, max_value=MOST_SLOTS
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes for each"),
        min_value=5,
        max_value=240,
        help_text=gettext_lazy("The same for all suppliers."),
    )
    pause = forms.IntegerField(
        label=gettext_lazy("Minutes between two"), min_value=0, max_value=240, required=False
    )
    link = SecureLinkField(
        label=gettext_lazy("Link to the meeting"),
        help_text=gettext_lazy("Shown to the one who has booked, and to you."),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = zone

    def row(self) -> Row:
        """What was filled in; the form is valid.

        Raises:
            TypeError: A time of the day is missing; a valid form has one.
        """
        values = self.cleaned_data
        first = moment(values["day"], values["first"], otherwise=LAST_SECOND, zone=self._zone)
        if first is None:
            raise TypeError
        return Row(
            first=first,
            count=values["count"],
            minutes=values["minutes"],
            pause=values["pause"] or 0,
            link=values["link"],
        )


class TalkLinkForm(PlainForm):
    """Where one talk is held."""

    link = SecureLinkField(
        label=gettext_lazy("Link to the meeting"),
        help_text=gettext_lazy("Shown to the one who has booked, and to you."),
    )


class CallOffForm(PlainForm):
    """Why a booked talk is not held."""

    reason = LongText(
        most=300,
        rows=3,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The company gets your words by mail."),
    )


class ConferenceForm(PlainForm):
    """Which gathering, and how many seats."""

    gathering = forms.TypedChoiceField(
        label=gettext_lazy("Gathering"), coerce=int, widget=forms.RadioSelect
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Seats for people from suppliers"), min_value=1, max_value=MOST_SEATS
    )

    def __init__(
        self, *args: Any, gatherings: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gathering"].choices = gatherings  # type: ignore[attr-defined]


class SeatForm(PlainForm):
    """How many people of a company come."""

    people = forms.IntegerField(
        label=gettext_lazy("How many come from your company"), min_value=1, max_value=50
    )
