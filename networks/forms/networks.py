"""Create, change and close a network; its groups."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.nordic import by_name
from networks.enums import GroupKind
from networks.forms.base import DayField, PlainForm, RowsField
from networks.models import Programme, Region, Topic


class TopicChoice(RowsField):
    """Topics with the name of their programme in front."""

    def label_from_instance(self, obj: Topic) -> str:
        return f"{obj.programme.name}: {obj.name}"


class NetworkForm(PlainForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("The whole name, as it stands in letters and agreements."),
    )
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=60,
        required=False,
        help_text=_("For tables and maps, for example «Hallingdal»."),
    )
    description = forms.CharField(
        label=_("What the network does"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two or three sentences that residents understand."),
    )
    language = forms.ChoiceField(
        label=_("Language of the texts"),
        choices=settings.LANGUAGES,
        initial="nb",
        help_text=_("In which language you write name and description."),
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Programme"),
        required=False,
        empty_label=_("No programme"),
    )
    topics = TopicChoice(
        Topic.objects.none(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Topics belong to the programme that you chose above."),
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("Regional council"),
        required=False,
        empty_label=_("No regional council"),
        help_text=_("Its members may follow the network, and its cases ask for decisions."),
    )
    hosts = forms.CharField(
        label=_("Hosts"),
        max_length=300,
        required=False,
        help_text=_("The bodies that run the network."),
    )
    starts_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty when no end has been agreed."),
    )
    is_public = forms.BooleanField(
        label=_("Residents may read the overview of the network"), required=False
    )
    is_comparable = forms.BooleanField(
        label=_("It makes sense to compare the members"),
        required=False,
        initial=True,
        help_text=_("If not, nobody is ranked in this network."),
    )
    not_comparable_reason = forms.CharField(
        label=_("Why comparison is not sound"), max_length=300, required=False
    )

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes.order_by(by_name(), "pk")  # type: ignore[attr-defined]
        self.fields["region"].queryset = Region.objects.order_by(by_name(), "pk")  # type: ignore[attr-defined]
        topics = Topic.objects.filter(programme__in=programmes).select_related("programme")
        self.fields["topics"].queryset = topics.order_by(  # type: ignore[attr-defined]
            by_name("programme__name"), by_name(), "pk"
        )
        if not programmes.exists():
            del self.fields["programme"]
        if not topics.exists():
            del self.fields["topics"]


class GroupForm(PlainForm):
    name = forms.CharField(
        label=_("Name of the group"),
        max_length=100,
        help_text=_("For example «Midt-Troms» or «Steering group»."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(code, capfirst(label)) for code, label in GroupKind.choices],
        help_text=_("Only groups of members have an overview with figures of their own."),
    )
