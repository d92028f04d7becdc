from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from networks.enums import Role

ROLE_HINT = _("What the person may do here. It can be changed later.")


def role_choices(roles: tuple[Role, ...]) -> list[tuple[str, Any]]:
    return [("", _("Choose")), *((role.value, role.label.capitalize()) for role in roles)]


class InviteForm(forms.Form):
    """Somebody who is to have a role, with or without an account."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The person gets a link that works for 14 days."),
        error_messages={
            "required": _("Write the e-mail address."),
            "invalid": _("Write a whole e-mail address, such as name@municipality.example."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        help_text=ROLE_HINT,
        error_messages={"required": _("Choose a role.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=settings.LANGUAGES
    )

    def __init__(self, *args: Any, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = role_choices(roles)
        if len(roles) == 1:
            self.initial["role"] = roles[0].value

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class GiveForm(forms.Form):
    """One more role for somebody who has one here already."""

    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.none(),
        empty_label=_("Choose"),
        error_messages={
            "required": _("Choose a person."),
            "invalid_choice": _("This person has no role here any more. Send an invitation."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        help_text=ROLE_HINT,
        error_messages={"required": _("Choose a role.")},
    )
    until = forms.DateField(
        label=_("Until (optional)"),
        required=False,
        help_text=_("The first day without the role. Leave empty for no end."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a date, such as 2027-06-30.")},
    )

    def __init__(
        self, *args: Any, roles: tuple[Role, ...], people: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        person, role = self.fields["person"], self.fields["role"]
        if isinstance(person, forms.ModelChoiceField):
            person.queryset = people
        if isinstance(role, forms.ChoiceField):
            role.choices = role_choices(roles)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until is not None and until <= timezone.localdate():
            raise ValidationError(_("Choose a day that is still to come."))
        return until


class EndForm(forms.Form):
    """The question before a role ends; a second one when it is the last of its kind."""

    even_the_last = forms.BooleanField(
        label=_("Yes, end it although nobody can give roles here afterwards"),
        error_messages={"required": _("Say yes here, or give the role to someone else first.")},
    )

    def __init__(self, *args: Any, is_last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_last:
            del self.fields["even_the_last"]
