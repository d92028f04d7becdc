"""Sign-up of one to three people; what the owner of a seat answers and changes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.fragments import element_of
from common.words import LANGUAGE_NAMES
from gatherings.actions.seats import Attendee
from gatherings.enums import Diet, WorkArea
from networks.forms.base import PlainForm

AT_ONCE = 3  # people in one form
NAME_LENGTH = 200
YES, NO = "yes", "no"
Choices = Sequence[tuple[int, str]]


class DietForm(PlainForm):
    """What one does not eat; words only where the series says why it asks for them."""

    diets = forms.MultipleChoiceField(
        label=_("Diet"),
        choices=Diet,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Deleted 14 days after the last gathering. Only the hosts see it."),
    )
    diet_text = forms.CharField(label=_("Diet in words"), required=False, max_length=300)

    def __init__(self, *args: Any, diet_reason: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if diet_reason:
            self.fields["diet_text"].help_text = diet_reason
        else:
            del self.fields["diet_text"]


def _gatherings() -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=_("Comes to"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one gathering.")},
    )


def _name() -> forms.CharField:
    return forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _email() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "invalid": _("Write the whole address, for example name@municipality.no.")
        },
    )


class AttendeeForm(DietForm):
    """Somebody who is signed up."""

    name = _name()
    email = _email()
    work_area = forms.ChoiceField(
        label=_("Works with"), choices=[("", _("Choose")), *WorkArea.choices]
    )
    language = forms.ChoiceField(
        label=_("Language of the mails"),
        choices=[(code, LANGUAGE_NAMES[code]) for code, _name in settings.LANGUAGES],
    )
    gatherings = _gatherings()
    field_order = (
        "name",
        "email",
        "work_area",
        "language",
        "gatherings",
        "diets",
        "diet_text",
    )

    def __init__(
        self, *args: Any, gatherings: Choices = (), is_oneself: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if gatherings:
            self.fields["gatherings"].choices = gatherings  # type: ignore[attr-defined]
            self.fields["gatherings"].initial = [key for key, _label in gatherings]
        else:
            del self.fields["gatherings"]
        self.fields["email"].disabled = is_oneself

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """Those that always stand in sight."""
        return [field for field in self if field.name not in self._diet_names]

    @property
    def diet_fields(self) -> list[forms.BoundField]:
        """Those that are opened by whoever needs them."""
        return [field for field in self if field.name in self._diet_names]

    @property
    def shows_diet(self) -> bool:
        """Whether something is said about the diet, or is wrong there."""
        return any(field.errors or field.value() for field in self.diet_fields)

    @property
    def is_written_in(self) -> bool:
        """Whether somebody has written in the block and sent it."""
        return self.is_bound and self.has_changed()

    def attendee(self) -> Attendee:
        """Give what was written."""
        given = self.cleaned_data
        chosen = given.get("gatherings")
        return Attendee(
            name=given["name"],
            email=given["email"],
            work_area=given["work_area"],
            language=given["language"],
            diets=tuple(given["diets"]),
            diet_text=given.get("diet_text", ""),
            gatherings=None if chosen is None else tuple(chosen),
        )

    _diet_names = ("diets", "diet_text")


class AttendeesBase(forms.BaseFormSet):
    """One to three people; blocks that nobody has written in are left out."""

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            email = form.cleaned_data.get("email", "").lower() if form.is_valid() else ""
            if email and email in seen:
                form.add_error("email", _("This person stands further up already."))
            seen.add(email)

    @property
    def filled(self) -> list[AttendeeForm]:
        """The blocks that somebody has written in."""
        return [form for form in self.forms if form.cleaned_data.get("email")]

    @property
    def all_errors(self) -> list[tuple[str, str, str]]:
        """Each error with the element it stands at and its label."""
        return [
            (element_of(field), f"{field.label}", error)
            for form in self.forms
            for field in form
            for error in field.errors
        ]


def attendees(*, at_once: int) -> type[AttendeesBase]:
    """Make a form for at most so many people; the first block must be filled in."""
    made: type[AttendeesBase] = forms.formset_factory(  # type: ignore[assignment]
        AttendeeForm,
        formset=AttendeesBase,
        min_num=1,
        extra=at_once - 1,
        max_num=at_once,
        absolute_max=at_once,
    )
    return made


class AnswerForm(PlainForm):
    """Yes or no to an offered seat."""

    answer = forms.ChoiceField(
        label=_("Do you take the seat?"),
        choices=[(YES, _("Yes, I come")), (NO, _("No, give it to the next in line"))],
        widget=forms.RadioSelect,
    )


class ConfirmForm(PlainForm):
    """Nothing but a button to press once more."""


class OwnSeatForm(DietForm):
    """Which gatherings the owner of a seat comes to, and the diet."""

    gatherings = _gatherings()
    field_order = ("gatherings", "diets", "diet_text")

    def __init__(self, *args: Any, gatherings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if gatherings:
            self.fields["gatherings"].choices = gatherings  # type: ignore[attr-defined]
            self.fields["gatherings"].required = False
        else:
            del self.fields["gatherings"]


class SubstituteForm(PlainForm):
    """Who comes instead."""

    name = _name()
    email = _email()
