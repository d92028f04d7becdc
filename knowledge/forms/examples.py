"""Forms about good examples."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.dates import YEARS
from improvement.forms.parts import IndicatorField, grouped
from improvement.queries.choices import IndicatorChoice
from knowledge.actions.examples import ExampleDetails
from knowledge.forms.parts import GoalsField, GoalsForm
from networks.forms.base import DayField, PlainForm
from procurement.forms.parts import LongText, PlaceField, Places

LONG = 6000


class ExampleForm(GoalsForm):
    """What was done, what was seen afterwards, who can be asked, who has allowed it."""

    goals = GoalsField(error_messages={"required": _("Choose at least one goal.")})
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("What was done, in a line: «School meals from farms nearby»."),
    )
    summary = LongText(label=_("In short"), most=300, rows=2, required=False)
    text = LongText(
        label=_("What was done?"),
        most=LONG,
        rows=7,
        help_text=_("Who did what, in which order, and what was hard."),
    )
    began_in = forms.IntegerField(
        label=_("Year it began"), required=False, min_value=YEARS[0], max_value=YEARS[-1]
    )
    effect = LongText(
        label=_("What did you see afterwards?"),
        most=LONG,
        rows=4,
        required=False,
        help_text=_("Write what you saw, and how you know it."),
    )
    indicator = IndicatorField(
        label=_("Indicator"),
        required=False,
        help_text=_(
            "Its figures from before the year it began and from now stand beside your words."
        ),
    )
    advice = LongText(label=_("Advice to others"), most=LONG, rows=3, required=False)
    cost = forms.CharField(
        label=_("Cost"),
        max_length=200,
        required=False,
        help_text=_("With what is counted in: money, hours, per year or once."),
    )
    contact_role = forms.CharField(
        label=_("Contact"),
        max_length=200,
        help_text=_("A function rather than a person: it lasts longer."),
    )
    contact_email = forms.EmailField(label=_("E-mail of the contact"))
    permission_by = forms.CharField(
        label=_("Who in the municipality has allowed it to be published?"),
        max_length=200,
        required=False,
        help_text=_("A function. Without it nothing is published."),
    )
    permission_on = DayField(label=_("Allowed on"), required=False)

    def __init__(
        self, *args: Any, indicators: Sequence[IndicatorChoice], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicator"]
        assert isinstance(field, IndicatorField)  # noqa: S101 -- declared above
        field.offer(indicators, grouped(indicators))

    def details(self, *, language: str) -> ExampleDetails:
        """What was filled in; the form is valid."""
        given = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in ExampleDetails.__dataclass_fields__
        }
        return ExampleDetails(language=language, **given)


class SentExampleForm(ExampleForm):
    """An example of a municipality that the sender does not work in."""

    sender = forms.CharField(label=_("Who are you?"), max_length=200)
    municipality = PlaceField(label=_("Municipality"))

    field_order = ("municipality", "sender")

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        assert isinstance(field, PlaceField)  # noqa: S101 -- declared above
        field.places = places
        field.required = True
        field.label = _("Municipality")
        field.widget.attrs["list"] = "kommuner"
        self.fields["sender"].help_text = _("Company, body or organisation.")
        for name in ("permission_by", "permission_on"):
            self.fields[name].required = True
        self.fields["permission_by"].label = _(
            "Who in the municipality has allowed it to be published?"
        )
        self.fields["permission_on"].label = _("Allowed on")


class ReasonForm(PlainForm):
    reason = LongText(label=_("Why?"), most=1000, rows=3)


class MaybeReasonForm(PlainForm):
    reason = LongText(label=_("Why?"), most=1000, rows=3, required=False)


class DidTooForm(PlainForm):
    text = LongText(
        label=_("What did you do?"),
        most=500,
        rows=3,
        help_text=_("One or two sentences. They stand on the page with your name."),
    )


class VerdictForm(PlainForm):
    """Take in what was sent, or decline it with a reason."""

    verdict = forms.ChoiceField(
        label=_("What do you do with it?"),
        choices=[
            ("yes", _("Take it in: everybody can read it")),
            ("no", _("Do not take it in")),
        ],
        widget=forms.RadioSelect,
    )
    reason = LongText(
        label=_("Why not?"),
        most=1000,
        rows=3,
        required=False,
        help_text=_("The sender gets it by mail."),
    )
