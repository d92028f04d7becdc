"""The code that the hosts show at the door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.forms.base import PlainForm


class CodeForm(PlainForm):
    code = forms.CharField(
        label=_("Code at the door"),
        max_length=20,
        help_text=_("Six digits that the hosts show at the gathering."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
