"""Forms about who assesses a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.forms.base import PlainForm


class InviteForm(PlainForm):
    """Whom to invite."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Of somebody who has an account here."),
    )
