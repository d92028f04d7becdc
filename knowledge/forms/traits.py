"""Forms about the characteristics."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.dates import LAST_SECOND, date_in_words
from gatherings.forms.parts import ClockField, moment
from improvement.forms.parts import IndicatorField, grouped
from improvement.queries.choices import IndicatorChoice
from knowledge.actions.traits import TraitDetails
from knowledge.enums import Consent, Judgement
from knowledge.models import Trait, TraitProposal
from networks.forms.base import DayField, PlainForm
from networks.models import Decision
from procurement.forms.parts import LongText


class DeadlineForm(PlainForm):
    """A last day with a time; without a time the whole day counts."""

    on = DayField(label=_("Last day"))
    time = ClockField(
        label=_("Time on the last day"),
        required=False,
        help_text=_("Left empty, until midnight. Local time."),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    @property
    def until(self) -> datetime:
        """The last second; the form is valid."""
        given = self.cleaned_data
        until: datetime = moment(
            given["on"], given["time"], otherwise=LAST_SECOND, zone=self.zone
        )
        return until


class StartForm(DeadlineForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    intro = LongText(label=_("What is it for?"), most=2000, rows=4, required=False)

    field_order = ("title", "intro", "on", "time")


class _MeasuredForm(PlainForm):
    """A form with an indicator, or without one."""

    indicator = IndicatorField(
        label=_("Indicator"),
        required=False,
        help_text=_("Left empty, the characteristic lacks an indicator."),
    )

    def __init__(
        self, *args: Any, indicators: Sequence[IndicatorChoice], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicator"]
        assert isinstance(field, IndicatorField)  # noqa: S101 -- declared above
        field.offer(indicators, grouped(indicators))


class ProposalForm(_MeasuredForm):
    title = forms.CharField(
        label=_("Characteristic"),
        max_length=200,
        help_text=_("What a sustainable rural municipality is, or has. One thing."),
    )
    text = LongText(label=_("Why does it belong?"), most=1000, rows=4)

    field_order = ("title", "text", "indicator")

    @property
    def details(self) -> TraitDetails:
        """What was filled in; the form is valid."""
        return TraitDetails(**self.cleaned_data)


class ProposalsField(forms.ModelMultipleChoiceField):
    """Proposals by municipality."""

    def label_from_instance(self, obj: TraitProposal) -> str:
        return f"{obj.municipality}: {obj.title}"


class MergeForm(_MeasuredForm):
    proposals = ProposalsField(
        TraitProposal.objects.none(),
        label=_("Made from these proposals"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    title = forms.CharField(label=_("Characteristic"), max_length=200)
    text = LongText(label=_("What it means"), most=1000, rows=4, required=False)
    reason = LongText(
        label=_("Why so?"),
        most=1000,
        rows=3,
        help_text=_("What you merged, and what you changed. It stays in the trace."),
    )

    field_order = ("proposals", "title", "text", "indicator", "reason")

    def __init__(self, *args: Any, proposals: QuerySet[TraitProposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposals"].queryset = proposals  # type: ignore[attr-defined]  # of a choice

    @property
    def details(self) -> TraitDetails:
        """What was filled in; the form is valid."""
        given = self.cleaned_data
        return TraitDetails(
            title=given["title"], text=given["text"], indicator=given["indicator"]
        )

    @property
    def chosen(self) -> list[int]:
        """Keys of the proposals; the form is valid."""
        return [row.pk for row in self.cleaned_data["proposals"]]


class DecisionChoice(forms.ModelChoiceField):
    """Decisions by body and day."""

    def label_from_instance(self, obj: Decision) -> str:
        day = date_in_words(obj.decided_on) if obj.decided_on else ""
        return ", ".join(filter(None, [obj.title or obj.body, obj.case_number, day]))


class AnswerForm(PlainForm):
    consent = forms.ChoiceField(
        label=_("What does your municipality say?"),
        choices=[
            (Consent.CONSENT, _("We consent")),
            (Consent.OBJECT, _("We object")),
        ],
        widget=forms.RadioSelect,
    )
    reason = LongText(
        label=_("Reason"),
        most=2000,
        rows=4,
        required=False,
        help_text=_("An objection needs one. It is published with the version."),
    )
    body = forms.CharField(
        label=_("Who decided"),
        max_length=200,
        required=False,
        help_text=_("For example «Kommunestyret» or «Kommunfullmäktige»."),
    )
    decision = DecisionChoice(
        Decision.objects.none(),
        label=_("The decision"),
        required=False,
        empty_label=_("None is recorded"),
    )

    def __init__(self, *args: Any, decisions: QuerySet[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]  # of a choice


class ProfileForm(forms.Form):
    """Own judgements of all characteristics of a version at once."""

    def __init__(self, *args: Any, traits: Iterable[Trait], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.traits = list(traits)
        choices = [("", _("Choose"))] + [
            (each.value, capfirst(str(each.label))) for each in Judgement
        ]
        for trait in self.traits:
            self.fields[f"judgement-{trait.pk}"] = forms.ChoiceField(
                label=_("Own judgement"), choices=choices, required=False
            )
            self.fields[f"text-{trait.pk}"] = forms.CharField(
                label=_("In your own words (optional)"),
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def parts(self) -> list[tuple[Trait, Any, Any]]:
        """Each characteristic with its two fields."""
        return [
            (trait, self[f"judgement-{trait.pk}"], self[f"text-{trait.pk}"])
            for trait in self.traits
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse words without a judgement."""
        given = super().clean() or self.cleaned_data
        for trait in self.traits:
            if given.get(f"text-{trait.pk}") and not given.get(f"judgement-{trait.pk}"):
                self.add_error(f"judgement-{trait.pk}", _("Choose one beside your words."))
        return given

    @property
    def rows(self) -> list[tuple[Trait, str, str]]:
        """What was chosen; the form is valid."""
        given = self.cleaned_data
        return [
            (trait, given[f"judgement-{trait.pk}"], given[f"text-{trait.pk}"])
            for trait in self.traits
            if given[f"judgement-{trait.pk}"]
        ]
