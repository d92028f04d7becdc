"""The form of a word."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gatherings.forms.parts import SecureLinkField
from knowledge.actions.terms import TermDetails
from networks.forms.base import PlainForm
from procurement.forms.parts import LongText

_TEXT = 600


class TermForm(PlainForm):
    name_nb = forms.CharField(label=_("Word in Bokmål"), max_length=100)
    text_nb = LongText(label=_("Explanation in Bokmål"), most=_TEXT, rows=2)
    name_nn = forms.CharField(label=_("Word in Nynorsk"), max_length=100)
    text_nn = LongText(label=_("Explanation in Nynorsk"), most=_TEXT, rows=2)
    name_sv = forms.CharField(label=_("Word in Swedish"), max_length=100)
    text_sv = LongText(label=_("Explanation in Swedish"), most=_TEXT, rows=2)
    name_en = forms.CharField(label=_("Word in English"), max_length=100)
    text_en = LongText(label=_("Explanation in English"), most=_TEXT, rows=2)
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("A law, a standard, a book, or «Samverk» for our own explanation."),
    )
    source_url = SecureLinkField(label=_("Address of the source"))

    @property
    def details(self) -> TermDetails:
        """What was filled in; the form is valid."""
        return TermDetails(**self.cleaned_data)
