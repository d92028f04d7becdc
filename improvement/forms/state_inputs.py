"""Input to the state."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from improvement.enums import Barrier, InputState
from improvement.queries.state_inputs import Choices
from networks.forms.base import DayField, PlainForm
from networks.models import Network

_ANY = [("", _("All"))]


class StateInputForm(PlainForm):
    barrier = forms.ChoiceField(
        label=_("What stops you"),
        choices=Barrier.choices,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("In one sentence"),
        max_length=200,
        help_text=_("For example: The grant covers the purchase, but not the operation."),
    )
    text = forms.CharField(
        label=_("What happens today"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Tell it so that somebody who does not know your work understands it."),
    )
    proposal = forms.CharField(
        label=_("What the state could do"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(
        label=_("Language of the texts"),
        choices=settings.LANGUAGES,
        help_text=_("In which language you write."),
    )
    network = forms.ModelChoiceField(
        Network.objects.none(),
        label=_("Network"),
        required=False,
        empty_label=_("None, it is our own"),
        help_text=_("The network's own people and members can read it there too."),
    )
    state = forms.ChoiceField(
        label=_("How far it has come"),
        choices=InputState.choices,
        initial=InputState.DRAFT,
        widget=forms.RadioSelect,
    )
    addressee = forms.CharField(
        label=_("Sent to"),
        max_length=200,
        required=False,
        help_text=_("For example a ministry or the state administrator."),
    )
    sent_on = DayField(label=_("Sent on"), required=False)
    answered_on = DayField(label=_("Answered on"), required=False)
    answer = forms.CharField(
        label=_("The answer"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    change = forms.CharField(
        label=_("What was changed"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only if the state has changed something."),
    )

    def __init__(
        self,
        *args: Any,
        networks: QuerySet[Network],
        is_new: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_new:  # nobody has answered yet
            for name in ("answered_on", "answer", "change"):
                del self.fields[name]
            state: Any = self.fields["state"]
            state.choices = [(code, InputState(code).label) for code in ("DRAFT", "SENT")]
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]
        if not networks.exists():
            del self.fields["network"]


class StateInputFilter(forms.Form):
    """What the list shows; nonsense in the address is left out."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    barrier = forms.ChoiceField(
        label=_("Barrier"), required=False, choices=[*_ANY, *Barrier.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[*_ANY, *InputState.choices]
    )

    def chosen(self) -> Choices:
        """What is chosen and makes sense."""
        self.is_valid()
        clean = self.cleaned_data
        return Choices(
            text=clean.get("q", ""),
            barrier=clean.get("barrier", ""),
            state=clean.get("state", ""),
        )
