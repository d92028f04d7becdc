"""Who fills a function."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import User
from improvement.enums import REQUIRED_FUNCTIONS, MunicipalFunction
from networks.forms.base import DayField, PlainForm
from networks.models import Network

FUNCTIONS = [
    (
        gettext_lazy("Required"),
        [(one, one.label) for one in MunicipalFunction if one in REQUIRED_FUNCTIONS],
    ),
    (
        gettext_lazy("Recommended"),
        [(one, one.label) for one in MunicipalFunction if one not in REQUIRED_FUNCTIONS],
    ),
]


class FunctionForm(PlainForm):
    function = forms.ChoiceField(label=gettext_lazy("Function"), choices=FUNCTIONS)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Who takes care of it. Several people may."),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    person = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Account"),
        required=False,
        empty_label=gettext_lazy("No account"),
    )
    network = forms.ModelChoiceField(
        Network.objects.none(),
        label=gettext_lazy("Only in the network"),
        required=False,
        empty_label=gettext_lazy("All networks"),
    )
    does_not_exist = forms.BooleanField(
        label=gettext_lazy("We do not have this position"),
        required=False,
        help_text=gettext_lazy("Only for recommended functions."),
    )

    def __init__(
        self, *args: Any, people: QuerySet[User], networks: Sequence[Network], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        own = Network.objects.filter(pk__in=[row.pk for row in networks])
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["network"].queryset = own  # type: ignore[attr-defined]

    def clean_function(self) -> MunicipalFunction:
        return MunicipalFunction(self.cleaned_data["function"])


class FunctionEndForm(PlainForm):
    on = DayField(label=gettext_lazy("Last day"))
