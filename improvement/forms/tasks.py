"""The form of a task."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from improvement.queries.people import people_of
from networks.forms.base import DayField, PlainForm
from networks.models import Municipality


class TaskForm(PlainForm):
    title = forms.CharField(label=_("What is to be done?"), max_length=200)
    due_on = DayField(label=_("By when"), required=False)
    person = forms.ModelChoiceField(
        label=_("Who"), required=False, queryset=User.objects.none(), empty_label="–"
    )

    def __init__(
        self, *args: Any, municipality: Municipality, current: User | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = people_of(municipality)
        if current is not None:  # who is no longer there may stay until somebody takes over
            people = people | User.objects.filter(pk=current.pk)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # of ModelChoiceField
