"""Forms about training: which gathering, how many of each group, how many there are."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.enums import Group
from common.dates import date_in_words
from gatherings.models import Gathering
from networks.forms.base import PlainForm

MOST_PEOPLE = 100_000


class GatheringChoice(forms.ModelChoiceField):
    """Gatherings by series, number and day."""

    def label_from_instance(self, obj: Gathering) -> str:
        day = date_in_words(obj.day) if obj.day else ""
        return f"{obj.series.name}: {obj} ({day})"


class _GroupsForm(PlainForm):
    """A number for each of the four groups."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in Group:
            self.fields[group.value] = forms.IntegerField(
                label=f"{group.label} {_('(optional)')}",
                required=False,
                min_value=0,
                max_value=MOST_PEOPLE,
            )

    def numbers(self) -> dict[Group, int]:
        """People of each group; 0 where nothing was written."""
        return {group: self.cleaned_data.get(group.value) or 0 for group in Group}


class TrainingForm(_GroupsForm):
    """Numbers of a session that is there."""

    about = forms.CharField(label=gettext_lazy("About"), max_length=300, required=False)


class NewTrainingForm(PlainForm):
    """Which gathering is a session."""

    gathering = GatheringChoice(
        label=gettext_lazy("Gathering"), queryset=Gathering.objects.none()
    )

    def __init__(self, *args: Any, gatherings: QuerySet[Gathering], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gathering"].queryset = gatherings  # type: ignore[attr-defined]


class TargetsForm(_GroupsForm):
    """How many people each group has."""
