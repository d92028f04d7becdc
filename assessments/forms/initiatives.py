"""Forms about initiatives, owned companies and the finance strategy."""

from django import forms
from django.utils.translation import gettext_lazy

from assessments.actions.initiatives import CompanyDetails
from assessments.enums import TextLanguage
from networks.forms.base import DayField, PlainForm

_ROLE_HELP = gettext_lazy("A role, not the name of a person: it stays when people change.")


class InitiativeForm(PlainForm):
    """What a region has begun."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=TextLanguage.choices)
    is_public = forms.BooleanField(
        label=gettext_lazy("Public: everybody may read it, with its log"), required=False
    )


class AreaForm(PlainForm):
    """An area and its contact."""

    name = forms.CharField(label=gettext_lazy("Area"), max_length=200)
    contact_role = forms.CharField(
        label=gettext_lazy("Contact"), max_length=200, required=False, help_text=_ROLE_HELP
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail of the contact"), required=False
    )


class EntryForm(PlainForm):
    """How an area stands."""

    on = DayField(label=gettext_lazy("Date"))
    text = forms.CharField(
        label=gettext_lazy("How does it stand?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_step = forms.CharField(label=gettext_lazy("Next step"), max_length=300, required=False)
    next_on = DayField(label=gettext_lazy("Next step by"), required=False)


class CompanyForm(PlainForm):
    """A company that the region owns."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    organisation_number = forms.CharField(
        label=gettext_lazy("Organisation number"), max_length=20, required=False
    )
    share_percent = forms.DecimalField(
        label=gettext_lazy("Share, percent"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        localize=True,
    )
    plan = forms.CharField(
        label=gettext_lazy("Plan"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact_role = forms.CharField(
        label=gettext_lazy("Contact"), max_length=200, required=False, help_text=_ROLE_HELP
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail of the contact"), required=False
    )

    def details(self) -> CompanyDetails:
        """What was written, as the action takes it."""
        return CompanyDetails(**self.cleaned_data)


class TaskForm(PlainForm):
    """A task of the strategy."""

    text = forms.CharField(label=gettext_lazy("Task"), max_length=300)
    responsible = forms.CharField(
        label=gettext_lazy("Responsible"),
        max_length=200,
        required=False,
        help_text=_ROLE_HELP,
    )
    due_on = DayField(label=gettext_lazy("Deadline"), required=False)
    done_on = DayField(label=gettext_lazy("Done"), required=False)
