"""What the hosts fill in about seats and people."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.nordic import sort_key
from gatherings.actions.seats import Attendee
from gatherings.enums import Diet, SeatState, WorkArea
from gatherings.forms.parts import REASON
from gatherings.models import Gathering, Series
from gatherings.queries.hosting import PeopleChoice
from networks.forms.base import PlainForm
from networks.models import Municipality

_MOST_LETTERS = 100


def gathering_label(gathering: Gathering) -> str:
    """Name a gathering by its number, and its title where it has one."""
    return (
        f"{gathering.number}. {gathering.title}" if gathering.title else f"{gathering.number}."
    )


class BehalfForm(PlainForm):
    """Somebody whom the host signs up."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Municipality"), empty_label="–"
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"),
        error_messages={
            "invalid": _("Write the whole address, for example name@municipality.no.")
        },
    )
    work_area = forms.ChoiceField(label=_("Works with"), choices=[("", "–"), *WorkArea.choices])
    language = forms.ChoiceField(label=_("Language of mail"), choices=settings.LANGUAGES)
    gatherings = forms.TypedMultipleChoiceField(
        label=_("Comes to"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one gathering.")},
    )
    diets = forms.MultipleChoiceField(
        label=_("Diet"),
        choices=Diet.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    diet_text = forms.CharField(label=_("Diet in words"), max_length=300, required=False)
    reason = forms.CharField(
        label=_("Why a seat past the limit or the deadline"),
        max_length=REASON,
        required=False,
        help_text=_(
            "Left empty, the usual rules hold, and who finds no seat comes on the waiting "
            "list. The reason is kept in the log."
        ),
    )

    def __init__(
        self,
        *args: Any,
        series: Series,
        places: Iterable[Municipality],
        gatherings: Iterable[Gathering],
        open_keys: Collection[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        keys = [place.pk for place in places]
        found = Municipality.objects.filter(pk__in=keys).select_related("country")
        field: Any = self.fields["municipality"]
        field.queryset = found
        field.choices = [("", "–"), *((pk, name) for pk, name in _named(found))]
        rows = [(row.pk, gathering_label(row)) for row in gatherings]
        self.fields["gatherings"].choices = rows  # type: ignore[attr-defined]  # of a choice field
        self.fields["gatherings"].initial = [pk for pk, _label in rows if pk in open_keys]
        self.fields["language"].initial = series.language
        if not series.diet_text_reason:
            del self.fields["diet_text"]
        else:
            self.fields["diet_text"].help_text = series.diet_text_reason

    @property
    def attendee(self) -> Attendee:
        values = self.cleaned_data
        return Attendee(
            name=values["name"],
            email=values["email"],
            work_area=values["work_area"],
            language=values["language"],
            diets=tuple(values["diets"]),
            diet_text=values.get("diet_text", ""),
            gatherings=tuple(values["gatherings"]),
        )


class PeopleFilter(forms.Form):
    """A choice that makes no sense is left out."""

    q = forms.CharField(label=_("Words"), required=False, max_length=_MOST_LETTERS)
    kommune = forms.TypedChoiceField(
        label=_("Municipality"), required=False, coerce=int, empty_value=None
    )
    samling = forms.TypedChoiceField(
        label=_("Gathering"), required=False, coerce=int, empty_value=None
    )
    tilstand = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All with a seat or in line")), *SeatState.choices],
    )

    def __init__(
        self,
        *args: Any,
        places: Iterable[Municipality],
        gatherings: Iterable[Gathering],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kommune: Any = self.fields["kommune"]
        kommune.choices = [("", _("All")), *_named(places)]
        for field in self.fields.values():
            css = "form-control" if isinstance(field.widget, forms.TextInput) else "form-select"
            field.widget.attrs["class"] = css
        samling: Any = self.fields["samling"]
        samling.choices = [
            ("", _("All")),
            *((row.pk, gathering_label(row)) for row in gatherings),
        ]

    @property
    def choice(self) -> PeopleChoice:
        self.is_valid()
        values = self.cleaned_data
        return PeopleChoice(
            words=values.get("q", ""),
            municipality=values.get("kommune"),
            gathering=values.get("samling"),
            state=values.get("tilstand", ""),
        )


class WordsForm(PlainForm):
    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(
        label=_("Text"), max_length=8000, widget=forms.Textarea(attrs={"rows": 10})
    )


def _named(places: Iterable[Municipality]) -> list[tuple[int, str]]:
    found = sorted(places, key=lambda place: sort_key(place.name))
    return [(place.pk, str(place)) for place in found]
