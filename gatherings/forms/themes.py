"""Votes on themes: their rules, proposals, ballots, and what the hosts decide."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.dates import LAST_SECOND
from gatherings.actions.polls import PollRules
from gatherings.enums import BallotKind, Electorate, TieRule, VoteMethod
from gatherings.forms.hosting import gathering_label
from gatherings.forms.parts import (
    REASON,
    ClockField,
    ReasonForm,
    day_and_clock,
    moment,
)
from gatherings.models import Gathering, ThemePoll, ThemeProposal
from networks.forms.base import DayField, PlainForm

_MIDNIGHT = time(0)
_MOST_VOTES = 20
_TITLE = 200
_TEXT = 2000
# Moment of a vote → what its day begins or ends with where no time is given.
_TIMES = {"proposals": LAST_SECOND, "opens": _MIDNIGHT, "closes": LAST_SECOND}
_MOMENTS = {"proposals": "proposals_until", "opens": "opens_at", "closes": "closes_at"}


class PollForm(PlainForm):
    question = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=300,
        help_text=gettext_lazy("For example: Which themes should the last gatherings have?"),
    )
    held_at = forms.TypedChoiceField(
        label=gettext_lazy("Held at"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("Left empty, people vote wherever they are."),
    )
    decides = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Decides the theme of"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "The theme with the most votes goes to the first of these, the second to the next."
        ),
        error_messages={
            "required": gettext_lazy("Choose at least one gathering that the vote decides.")
        },
    )
    proposals_on = DayField(
        label=gettext_lazy("Last day for proposals"),
        required=False,
        help_text=gettext_lazy("Left empty, participants propose until voting opens."),
    )
    proposals_time = ClockField(label=gettext_lazy("Time on that day"), required=False)
    opens_on = DayField(label=gettext_lazy("Voting opens"))
    opens_time = ClockField(
        label=gettext_lazy("Time it opens"),
        help_text=gettext_lazy("You can open it earlier when everybody is ready."),
    )
    closes_on = DayField(label=gettext_lazy("Voting closes"))
    closes_time = ClockField(
        label=gettext_lazy("Time it closes"),
        required=False,
        help_text=gettext_lazy("Left empty, people can vote until midnight that day."),
    )
    electorate = forms.ChoiceField(
        label=gettext_lazy("Who may vote"), choices=Electorate, widget=forms.RadioSelect
    )
    present_only = forms.BooleanField(
        label=gettext_lazy("Only those who are noted as present where the vote is held"),
        required=False,
    )
    method = forms.ChoiceField(
        label=gettext_lazy("How one votes"), choices=VoteMethod, widget=forms.RadioSelect
    )
    choices_max = forms.IntegerField(
        label=gettext_lazy("Votes of each ballot, or places in the order"),
        min_value=1,
        max_value=_MOST_VOTES,
        help_text=gettext_lazy("With one vote this has no meaning."),
    )
    ballot_kind = forms.ChoiceField(
        label=gettext_lazy("Secret or open"), choices=BallotKind, widget=forms.RadioSelect
    )
    tie_rule = forms.ChoiceField(
        label=gettext_lazy("When votes are equal"), choices=TieRule, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, gatherings: Sequence[Gathering], zone: ZoneInfo, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.known = {row.pk: row for row in gatherings}
        labels = [(row.pk, gathering_label(row)) for row in gatherings]
        held_at: Any = self.fields["held_at"]
        held_at.choices = [("", "–"), *labels]
        decides: Any = self.fields["decides"]
        decides.choices = labels

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("proposals_time") and not values.get("proposals_on"):
            self.add_error("proposals_on", _("Give the day too, or no time."))
        return values

    @property
    def rules(self) -> PollRules:
        """What was filled in; the form is valid."""
        values = self.cleaned_data
        moments = {
            _MOMENTS[name]: moment(
                values[f"{name}_on"], values[f"{name}_time"], otherwise=clock, zone=self.zone
            )
            for name, clock in _TIMES.items()
        }
        names = ("electorate", "present_only", "method", "ballot_kind", "tie_rule")
        return PollRules(
            question=values["question"],
            held_at=self.known.get(values["held_at"]),
            choices_max=values["choices_max"],
            **moments,
            **{name: values[name] for name in names},
        )

    @property
    def decided(self) -> list[Gathering]:
        """The gatherings that get a theme, in their order."""
        chosen = set(self.cleaned_data["decides"])
        return [row for row in self.known.values() if row.pk in chosen]


def rules_of(poll: ThemePoll, decides: Iterable[int]) -> dict[str, Any]:
    """Give a vote as its form shows it."""
    given: dict[str, Any] = {
        name: getattr(poll, name)
        for name in (
            "question",
            "electorate",
            "present_only",
            "method",
            "choices_max",
            "ballot_kind",
            "tie_rule",
        )
    }
    for name, clock in _TIMES.items():
        at = getattr(poll, _MOMENTS[name])
        otherwise = clock if name != "opens" else LAST_SECOND  # its time is always shown
        day, hour = day_and_clock(at, otherwise=otherwise, zone=poll.series.zone)
        given |= {f"{name}_on": day, f"{name}_time": hour}
    return {**given, "held_at": poll.held_at_id, "decides": list(decides)}


class ProposalForm(PlainForm):
    title = forms.CharField(label=pgettext_lazy("of a gathering", "Theme"), max_length=_TITLE)
    text = forms.CharField(
        label=gettext_lazy("Why this theme?"),
        max_length=_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MergeForm(ReasonForm):
    into = forms.TypedChoiceField(label=gettext_lazy("Merge it into"), coerce=int)

    field_order = ("into", "reason")

    def __init__(self, *args: Any, others: Iterable[ThemeProposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        into.choices = [("", "–"), *((row.pk, row.title) for row in others)]


class TieForm(ReasonForm):
    """One choice for each gathering that several themes have equal votes for."""

    def __init__(
        self,
        *args: Any,
        seats: Mapping[str, Sequence[tuple[int, str]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = []
        for number, (label, themes) in enumerate(seats.items(), start=1):
            name = f"seat_{number}"
            self.fields[name] = forms.TypedChoiceField(
                label=label, coerce=int, choices=[("", "–"), *themes]
            )
            self.names.append(name)
        self.order_fields([*self.names, "reason"])

    @property
    def choices(self) -> list[int]:
        return [self.cleaned_data[name] for name in self.names]


class ThemeForm(PlainForm):
    theme = forms.CharField(label=pgettext_lazy("of a gathering", "Theme"), max_length=300)
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Participants see the reason."),
    )


class BallotForm(forms.Form):
    """One ballot: a choice, several, or an order. How many, the action checks."""

    def __init__(
        self, *args: Any, poll: ThemePoll, themes: Sequence[ThemeProposal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.poll = poll
        labels = [(row.pk, row.title) for row in themes]
        self.places: list[str] = []
        if poll.method == VoteMethod.RANKED:
            for number in range(1, min(poll.votes_each, len(labels)) + 1):
                name = f"place_{number}"
                self.places.append(name)
                self.fields[name] = forms.TypedChoiceField(
                    label=_("Place %(number)s") % {"number": number},
                    coerce=int,
                    empty_value=None,
                    required=number == 1,
                    choices=[("", "–"), *labels],
                    error_messages={"required": _("Choose at least one theme.")},
                )
            return
        self.fields["choices"] = forms.TypedMultipleChoiceField(
            label=_("Your vote"),
            coerce=int,
            choices=labels,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Choose at least one theme."),
                "invalid_choice": _("Choose among the themes of this vote."),
            },
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        before: set[int] = set()
        ended = False
        for name in self.places:
            key = values.get(name)
            if key in before:
                self.add_error(name, _("Choose each theme only once."))
            if key is not None and ended and name not in self.errors:
                self.add_error(name, _("Fill in the place before this one first."))
            ended = ended or key is None
            if key is not None:
                before.add(key)
        return values

    @property
    def chosen(self) -> list[int]:
        """Keys of themes, the best liked first; the form is valid."""
        if not self.places:
            return list(self.cleaned_data["choices"])
        found = (self.cleaned_data[name] for name in self.places)
        return [key for key in found if key is not None]


def ballot_initial(poll: ThemePoll, choices: Sequence[int]) -> dict[str, Any]:
    """Give a ballot that is cast as its form shows it."""
    if poll.method == VoteMethod.RANKED:
        return {f"place_{number}": key for number, key in enumerate(choices, start=1)}
    return {"choices": list(choices)}
