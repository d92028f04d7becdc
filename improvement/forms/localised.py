"""Adapting a common indicator, its next versions, and adopting another network's."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.dates import date_in_words
from improvement.actions.localised import LocalisedDetails
from networks.forms.base import PlainForm
from networks.models import Decision, Network

CHANGE_LIMIT = 100
PLAIN_CODE = RegexValidator(
    r"^[0-9A-Za-z_.-]{1,60}\Z",
    _("A code has letters a to z, digits, point, hyphen and underscore."),
)


class DecisionChoice(forms.ModelChoiceField):
    """Recorded decisions, named by case, body and day."""

    def label_from_instance(self, obj: Decision) -> str:
        day = f", {date_in_words(obj.decided_on)}" if obj.decided_on else ""
        return f"{obj}{day}"


class LocalisedForm(PlainForm):
    """What the network's own indicator says, and what was adapted, why and by whom."""

    adapted = forms.CharField(
        label=_("What is adapted"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How your indicator differs from the common one."),
    )
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}))
    decided_by = forms.CharField(
        label=_("Decided by"),
        max_length=200,
        help_text=_("The body, for example «Styringsgruppen» or «Regionrådet»."),
    )
    decision = DecisionChoice(
        Decision.objects.none(),
        label=_("Recorded decision"),
        required=False,
        empty_label=_("None"),
    )
    name = forms.CharField(label=_("Name of the indicator"), max_length=300)
    language = forms.ChoiceField(
        label=_("Language of the texts"), choices=settings.LANGUAGES, initial="nb"
    )
    description = forms.CharField(
        label=_("Definition"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is counted, and how, so that all members count alike."),
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=150, help_text=_("For example «per cent» or «tonnes».")
    )
    decimals = forms.IntegerField(label=_("Decimals"), min_value=0, max_value=6, initial=1)
    source = forms.CharField(
        label=_("Where the figures come from"),
        max_length=300,
        required=False,
        help_text=_("For example «the municipalities' own counts»."),
    )
    name_nb = forms.CharField(label=_("Name in Bokmål"), max_length=300, required=False)
    name_nn = forms.CharField(label=_("Name in Nynorsk"), max_length=300, required=False)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=300, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)

    def __init__(self, *args: Any, decisions: QuerySet[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if decisions:
            self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
        else:
            del self.fields["decision"]

    @property
    def details(self) -> LocalisedDetails:
        """What was filled in."""
        given = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in LocalisedDetails.__dataclass_fields__
        }
        return LocalisedDetails(**given)


class LocaliseForm(LocalisedForm):
    """A new indicator has a code as well."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        validators=[PLAIN_CODE],
        help_text=_("It stands in addresses and files, and is never changed."),
    )

    field_order = ("code",)


class VersionForm(LocalisedForm):
    """The next version says what is new in it."""

    change = forms.CharField(
        label=_("What is new in this version"),
        max_length=CHANGE_LIMIT,
        help_text=_("One short sentence for the networks that use the indicator."),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    parent_seen_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    field_order = ("change",)


class KeepForm(PlainForm):
    comment = forms.CharField(
        label=_("Why it stays as it is"), max_length=CHANGE_LIMIT, required=False
    )
    parent_seen_at = forms.DateTimeField(widget=forms.HiddenInput)


class AdoptForm(PlainForm):
    network = forms.ModelChoiceField(
        Network.objects.none(),
        label=_("Network"),
        empty_label=None,
        help_text=_("Its municipalities can type in values at once."),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, networks: QuerySet[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]
