"""Guidance talks: times offered, a booking, another time, a note."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from gatherings.calculations.slots import slots
from gatherings.forms.parts import ClockField, SecureLinkField
from gatherings.models import Talk
from gatherings.queries.talks import Contact
from gatherings.talk_words import talk_time
from networks.forms.base import DayField, PlainForm

_SHORTEST, _LONGEST = 5, 480
_QUESTION = 2000


class TimesForm(PlainForm):
    """A day and its hours where the series is held, and who gives guidance."""

    day = DayField(label=gettext_lazy("Day"))
    starts = ClockField(label=gettext_lazy("From"))
    ends = ClockField(label=gettext_lazy("Until"))
    guide = forms.TypedChoiceField(label=gettext_lazy("Who gives guidance"), coerce=int)
    link = SecureLinkField(
        label=gettext_lazy("Link to the meeting"),
        help_text=gettext_lazy("Shown to those who have booked, and to the hosts."),
    )

    def __init__(
        self, *args: Any, zone: ZoneInfo, guides: Sequence[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.guides = {one.pk: one for one in guides}
        choices = [(one.pk, one.get_full_name()) for one in guides]
        self.fields["guide"].choices = choices  # type: ignore[attr-defined]  # of a choice field

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"day", "starts", "ends"} & set(self.errors) and self.last <= self.first:
            self.add_error("ends", _("The end must come after the start."))
        return values

    @property
    def first(self) -> datetime:
        return self._moment("starts")

    @property
    def last(self) -> datetime:
        return self._moment("ends")

    @property
    def chosen_guide(self) -> User:
        return self.guides[self.cleaned_data["guide"]]

    def _moment(self, name: str) -> datetime:
        values = self.cleaned_data
        local = datetime.combine(values["day"], values[name], tzinfo=self.zone)
        return local.astimezone(UTC)


class OfferForm(TimesForm):
    """Several talks of one length, one after the other."""

    length = forms.IntegerField(
        label=gettext_lazy("Minutes for each talk"), min_value=_SHORTEST, max_value=_LONGEST
    )
    pause = forms.IntegerField(
        label=gettext_lazy("Minutes between two talks"), min_value=0, max_value=_LONGEST
    )
    field_order = ("day", "starts", "ends", "length", "pause", "guide", "link")

    @property
    def times(self) -> list[tuple[datetime, datetime]]:
        """Start and end of each talk, in UTC; the form is valid."""
        return slots(
            first=self.first,
            last=self.last,
            length=timedelta(minutes=self.cleaned_data["length"]),
            pause=timedelta(minutes=self.cleaned_data["pause"]),
        )


class QuestionForm(PlainForm):
    question = forms.CharField(
        label=gettext_lazy("What do you want to talk about?"),
        max_length=_QUESTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The hosts and your own municipality read it."),
    )


class HostBookForm(PlainForm):
    """A municipality for which the hosts book, and who of it gets the mail."""

    contact = forms.ChoiceField(
        label=gettext_lazy("Municipality and contact"),
        help_text=gettext_lazy("The contact gets the e-mail, and the talk in the calendar."),
    )
    question = forms.CharField(
        label=gettext_lazy("What the talk is about"),
        max_length=_QUESTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    past_limit = forms.BooleanField(
        label=gettext_lazy("Also if the municipality has booked as many as each may"),
        required=False,
    )

    def __init__(
        self, *args: Any, contacts: Sequence[Contact], has_limit: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {_key(one): one for one in contacts}
        groups: dict[int, tuple[str, list[tuple[str, str]]]] = {}
        for key, one in self.contacts.items():
            name = one.person.get_full_name() if one.person else _("nobody gets an e-mail")
            place = str(one.municipality)
            group = groups.setdefault(one.municipality.pk, (place, []))
            group[1].append((key, f"{place}: {name}"))
        field: Any = self.fields["contact"]
        field.choices = [("", "–"), *groups.values()]
        if not has_limit:
            del self.fields["past_limit"]

    @property
    def chosen_contact(self) -> Contact:
        return self.contacts[self.cleaned_data["contact"]]


class RebookForm(PlainForm):
    to = forms.TypedChoiceField(
        label=gettext_lazy("New time"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, free: Iterable[Talk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.free = {row.pk: row for row in free}
        names = {
            pk: f"{talk_time(row)}, {row.guide.get_full_name()}"
            for pk, row in self.free.items()
        }
        self.fields["to"].choices = list(names.items())  # type: ignore[attr-defined]  # of a choice field

    @property
    def chosen(self) -> Talk:
        return self.free[self.cleaned_data["to"]]


class NoteForm(PlainForm):
    text = forms.CharField(
        label=pgettext_lazy("guidance talk", "Note"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _key(contact: Contact) -> str:
    return f"{contact.municipality.pk}-{contact.person.pk if contact.person else ''}"
