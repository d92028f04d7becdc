"""Forms of programmes and of their rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.actions.programmes import LEAST_GROUP, ProgrammeDetails
from assessments.calculations.criteria import CONDITIONS
from assessments.enums import Level, ProgrammeState, TextLanguage
from assessments.forms.texts import LanguageForm, TextSpec
from networks.forms.base import PlainForm
from networks.models import Region

LARGEST_GROUP = 50


class ProgrammeForm(PlainForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=ProgrammeState)
    first_language = forms.ChoiceField(
        label=gettext_lazy("First language"),
        choices=TextLanguage,
        help_text=gettext_lazy("Templates are written in it first."),
    )
    more_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Further languages"),
        choices=TextLanguage,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "A template must have all its texts in these before it is tested."
        ),
    )
    link = forms.URLField(
        label=gettext_lazy("Link"), required=False, max_length=500, assume_scheme="https"
    )
    group_minimum = forms.IntegerField(
        label=gettext_lazy("Smallest group that figures are shown of"),
        min_value=LEAST_GROUP,
        max_value=LARGEST_GROUP,
        help_text=gettext_lazy("For readers who do not see all cases. At least 3, usually 5."),
    )
    is_blind = forms.BooleanField(
        label=gettext_lazy(
            "Assessors do not see each other’s answers until all have sent theirs"
        ),
        required=False,
    )

    @property
    def details(self) -> ProgrammeDetails:
        given = self.cleaned_data
        return ProgrammeDetails(
            name=given["name"],
            state=given["state"],
            languages=(given["first_language"], *given["more_languages"]),
            link=given["link"],
            group_minimum=given["group_minimum"],
            is_blind=given["is_blind"],
        )


_LEVELS = [(level.value, level.label) for level in (Level.PARTLY, Level.ACTIVELY)]


class RulesForm(LanguageForm):
    """What conditions make of a criterion, and what is enough to pass."""

    one_met = forms.ChoiceField(
        label=gettext_lazy("One condition of three is met. What is the criterion then?"),
        choices=[(level.value, level.label) for level in (Level.NOT, Level.PARTLY)],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Three are always «actively», two «partly», none «not»."),
    )
    pass_count = forms.IntegerField(
        label=gettext_lazy("How many criteria must reach the level?"), min_value=1, max_value=10
    )
    pass_level = forms.ChoiceField(
        label=pgettext_lazy("criterion", "Level"), choices=_LEVELS, widget=forms.RadioSelect
    )
    specs = (TextSpec("basic_name", gettext_lazy("Name of the basic level"), most=100),)


class CriterionForm(LanguageForm):
    """The name of a criterion and its three conditions."""

    specs = (
        TextSpec("name", gettext_lazy("Name of the criterion"), most=100),
        TextSpec("condition_1", gettext_lazy("First condition"), rows=2, most=500),
        TextSpec("condition_2", gettext_lazy("Second condition"), rows=2, most=500),
        TextSpec("condition_3", gettext_lazy("Third condition"), rows=2, most=500),
    )

    @property
    def conditions(self) -> list[dict[str, str]]:
        return [self.texts(f"condition_{number}") for number in range(1, CONDITIONS + 1)]


class LadderForm(LanguageForm):
    """A step above the basic level."""

    count = forms.IntegerField(
        label=gettext_lazy("How many criteria must reach the level?"), min_value=1, max_value=10
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("criterion", "Level"), choices=_LEVELS, widget=forms.RadioSelect
    )
    specs = (TextSpec("name", gettext_lazy("Name of the step"), most=100),)


class RegionChoice(PlainForm):
    """Another region to share with."""

    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"), queryset=Region.objects.none()
    )

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
        field.queryset = regions
        field.empty_label = _("Choose a region")
