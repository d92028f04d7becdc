"""An item of a programme, and who speaks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from common.nordic import by_name
from gatherings.actions.agenda import DETAILS, ItemDetails
from gatherings.actions.speakers import SpeakerDetails
from gatherings.enums import AgendaKind
from gatherings.forms.parts import ClockField, in_order
from gatherings.models import Series, Speaker
from networks.forms.base import PlainForm, RowsField


class SpeakerChoice(RowsField):
    """Speakers with their organisation."""

    def label_from_instance(self, obj: Speaker) -> str:
        return f"{obj.name}, {obj.organisation}" if obj.organisation else obj.name


class ItemForm(PlainForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=AgendaKind)
    starts = ClockField(label=gettext_lazy("From"), required=False)
    ends = ClockField(label=gettext_lazy("To"), required=False)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    speakers = SpeakerChoice(
        Speaker.objects.none(),
        label=gettext_lazy("Speakers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speakers = series.speakers.order_by(by_name(), "pk")
        self.fields["speakers"].queryset = speakers  # type: ignore[attr-defined]  # of RowsField
        if not speakers.exists():
            del self.fields["speakers"]

    def clean(self) -> dict[str, Any]:
        return in_order(self, super().clean())

    @property
    def details(self) -> ItemDetails:
        return ItemDetails(**{name: self.cleaned_data[name] for name in DETAILS})

    @property
    def chosen(self) -> list[Speaker]:
        return list(self.cleaned_data.get("speakers", ()))


class SpeakerForm(PlainForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"), max_length=200, required=False
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("The secret link to the own part of the programme goes here."),
    )

    @property
    def details(self) -> SpeakerDetails:
        return SpeakerDetails(**self.cleaned_data)


class OwnNameForm(PlainForm):
    """How a speaker is named in the programme."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"), max_length=200, required=False
    )
