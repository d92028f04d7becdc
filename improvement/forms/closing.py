"""Close a network."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from networks.forms.base import DayField, PlainForm
from networks.models import Network


class CloseForm(PlainForm):
    ends_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("The last day of the work together, today or earlier."),
    )
    successor = forms.ModelChoiceField(
        Network.objects.none(),
        label=_("Network that takes over"),
        required=False,
        empty_label=_("None"),
        help_text=_("Municipalities that are in it can take their work along in one click."),
    )
    is_sure = forms.BooleanField(
        label=_("I understand that the network can no longer be changed"),
        error_messages={"required": _("Tick the box to show that you want this.")},
    )

    def __init__(self, *args: Any, successors: QuerySet[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors  # type: ignore[attr-defined]
