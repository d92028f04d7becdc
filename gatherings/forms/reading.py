"""Which series the list shows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.models import Network

MOST_LETTERS = 100


class SeriesFilter(forms.Form):
    """A choice that makes no sense is left out."""

    q = forms.CharField(label=_("Words"), required=False, max_length=MOST_LETTERS)
    nettverk = forms.ChoiceField(label=_("Network"), required=False)

    def __init__(self, *args: Any, networks: Iterable[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nettverk"].choices = [  # type: ignore[attr-defined]
            ("", _("All networks")),
            *((network.slug, network.label) for network in networks),
        ]
        self.fields["q"].widget.attrs["class"] = "form-control"
        self.fields["nettverk"].widget.attrs["class"] = "form-select"

    def chosen(self) -> tuple[str, str]:
        """Give the words and the network's address name; nothing for what makes no sense."""
        self.is_valid()
        return self.cleaned_data.get("q", "").strip(), self.cleaned_data.get("nettverk", "")
