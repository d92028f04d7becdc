"""The form of a need: what it is, what a solution must do, when, and who answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.dates import LAST_SECOND
from common.translations import localized
from common.words import goal_name
from gatherings.forms.parts import ClockField, day_and_clock, moment
from improvement.forms import parts
from improvement.models import Measure
from improvement.queries.choices import TargetGroup
from indicators.models import Goal, Indicator
from networks.forms.base import DayField, PlainForm, typed_rows
from networks.models import Network
from procurement.actions.needs import DETAILS, NeedDetails, NeedParts, Point
from procurement.enums import Budget, PointKind
from procurement.forms.parts import plain_number
from procurement.models import Category, Need, NeedPoint

MOST_POINTS = 30
ROWS = 3  # empty ones at first, and with each push of the button
LARGEST_VOLUME = Decimal(10) ** 12
MUST, UNKNOWN = "krav", "apent"
_KINDS = {MUST: PointKind.MUST, UNKNOWN: PointKind.UNKNOWN}


class PointForm(forms.Form):
    """One point; without words it is none, and one that was there is taken away."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Point"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )


if TYPE_CHECKING:
    _PointRows = forms.BaseFormSet[PointForm]
else:
    _PointRows = forms.BaseFormSet


class PointRows(_PointRows):
    """The points of one kind, in order."""

    def points(self, kind: PointKind, known: set[int]) -> tuple[Point, ...]:
        """What was filled in; a key that is none of ``known`` makes a new point."""
        rows = (form.cleaned_data for form in self.forms)
        return tuple(
            Point(row["text"], kind, row["pk"] if row.get("pk") in known else None)
            for row in rows
            if row.get("text")
        )


_Rows = cast(
    "type[PointRows]",
    forms.formset_factory(
        PointForm, formset=PointRows, extra=ROWS, max_num=MOST_POINTS, validate_max=True
    ),
)


class GoalsField(forms.ModelMultipleChoiceField):
    """Goals by their numbers; drawn by the template as buttons."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Goal.objects.order_by("number"), required=False, **kwargs)


class CategoryChoice(forms.ModelChoiceField):
    """Categories in the reader's language."""

    def label_from_instance(self, obj: Category) -> str:
        return str(localized(obj, "name"))


@dataclass(frozen=True, slots=True)
class GoalButton:
    """One goal to choose."""

    number: int
    name: str
    is_chosen: bool


class NeedForm(PlainForm):
    """What is needed first, then volume and time, then who answers. Points stand in rows."""

    title = forms.CharField(
        label=gettext_lazy("What do you want to achieve?"),
        max_length=200,
        help_text=gettext_lazy(
            "Describe the function, not a product: «Roads cleared of snow without "
            "emissions», not «electric wheel loader». Then also those with another idea "
            "can answer."
        ),
        error_messages={"required": gettext_lazy("Write what you want to achieve.")},
    )
    summary = forms.CharField(
        label=gettext_lazy("In short"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("One or two sentences. They stand in the list of needs."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=8000,
        required=False,
        help_text=gettext_lazy("How it is done today, what does not work, and for whom."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    goals = GoalsField(label=gettext_lazy("Goals"))
    targets = parts.TargetsField(label=gettext_lazy("Targets"))
    category = CategoryChoice(
        Category.objects.none(),
        label=gettext_lazy("Category"),
        empty_label=gettext_lazy("Choose"),
        error_messages={"required": gettext_lazy("Choose the category that comes nearest.")},
    )
    volume = parts.NumberField(label=gettext_lazy("How much a year"), required=False)
    unit = forms.CharField(
        label=gettext_lazy("Counted in"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("For example kilometres, tonnes, machines, hours."),
    )
    budget = forms.ChoiceField(
        label=gettext_lazy("What a year may cost"), choices=Budget, initial=Budget.UNKNOWN
    )
    wanted_from = DayField(label=gettext_lazy("Wanted from"), required=False)
    contract_ends_on = DayField(label=gettext_lazy("Present contract ends"), required=False)
    expected_effect = forms.CharField(
        label=gettext_lazy("What effect do you expect?"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("With a number where you have one: tonnes, hours, per cent."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    solutions_on = DayField(
        label=gettext_lazy("Last day for solutions"),
        required=False,
        help_text=gettext_lazy("Left empty, solutions are taken until the competition."),
    )
    solutions_time = ClockField(
        label=gettext_lazy("Time on the last day for solutions"),
        required=False,
        help_text=gettext_lazy("Left empty, until midnight. Local time."),
    )
    questions_on = DayField(
        label=gettext_lazy("Last day for questions"),
        required=False,
        help_text=gettext_lazy("Left empty, as long as solutions."),
    )
    questions_time = ClockField(
        label=gettext_lazy("Time on the last day for questions"), required=False
    )
    network = forms.ModelChoiceField(
        Network.objects.none(),
        label=gettext_lazy("Network"),
        required=False,
        empty_label=gettext_lazy("None, the municipality's own"),
        help_text=gettext_lazy("Its members see the need when you share it."),
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Contact"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A person or a function; shown to suppliers."),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail of the contact"), required=False
    )
    change_note = forms.CharField(
        label=gettext_lazy("What do you change?"),
        max_length=500,
        error_messages={
            "required": gettext_lazy("Say in a sentence what you change: all suppliers see it.")
        },
        help_text=gettext_lazy("One sentence. It stands on the page for all suppliers."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    from_indicator = parts.IndicatorField(required=False, widget=forms.HiddenInput)
    from_measure = forms.ModelChoiceField(
        Measure.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        *args: Any,
        zone: ZoneInfo,
        networks: QuerySet[Network],
        measures: QuerySet[Measure],
        origin: Indicator | None,
        groups: Sequence[TargetGroup],
        points: Sequence[NeedPoint] = (),
        more: dict[str, list[dict[str, Any]]] | None = None,
        is_published: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._zone = zone
        self._groups = groups
        self._known = {point.pk for point in points}
        for name, rows in (
            ("network", networks),
            ("from_measure", measures),
            ("category", Category.objects.order_by("position", "pk")),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        hidden = self.fields["from_indicator"]
        assert isinstance(hidden, parts.IndicatorField)  # noqa: S101 -- declared above
        hidden.choices = [("", "")] + ([(origin.code, origin.code)] if origin else [])
        hidden.known = {origin.code: origin} if origin else {}
        if not is_published:
            del self.fields["change_note"]
        self.rows = {
            prefix: _Rows(
                self.data if self.is_bound else None,
                prefix=prefix,
                initial=(more or {}).get(prefix)
                or [{"pk": row.pk, "text": row.text} for row in points if row.kind == kind],
            )
            for prefix, kind in _KINDS.items()
        }

    @property
    def must_rows(self) -> PointRows:
        """What the solution must do."""
        return self.rows[MUST]

    @property
    def unknown_rows(self) -> PointRows:
        """What is not known yet."""
        return self.rows[UNKNOWN]

    @cached_property
    def goal_buttons(self) -> list[GoalButton]:
        """The goals, with what is chosen."""
        taken = set(parts.chosen_numbers(self, "goals"))
        field = cast("GoalsField", self.fields["goals"])
        return [
            GoalButton(goal.number, goal_name(goal.number), str(goal.number) in taken)
            for goal in field.queryset or ()
        ]

    @cached_property
    def panels(self) -> list[parts.TargetPanel]:
        """The targets, goal by goal, with what is ticked off."""
        return parts.target_panels(self._groups, helped=parts.chosen_numbers(self, "targets"))

    @property
    def chosen_targets(self) -> int:
        """How many targets are ticked off."""
        return sum(panel.chosen for panel in self.panels)

    @property
    def targets_open(self) -> bool:
        """Whether something is wrong among the targets."""
        return "targets" in self.errors if self.is_bound else False

    def clean_volume(self) -> Decimal | None:
        """Give the volume with two decimals.

        Raises:
            ValidationError: It is not above zero, or too large.
        """
        value = self.cleaned_data["volume"]
        if value is None:
            return None
        volume = Decimal(str(value)).quantize(Decimal("0.01"))
        if not 0 < volume < LARGEST_VOLUME:
            raise forms.ValidationError(_("Write a number above zero."))
        return volume

    def clean(self) -> dict[str, Any]:
        """See that the rows are right, and that a time has its day."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("solutions", "questions"):
            day, clock = f"{name}_on", f"{name}_time"
            if values.get(clock) and not values.get(day) and day not in self.errors:
                self.add_error(day, _("Give the day too, or no time."))
        for rows in self.rows.values():
            if not rows.is_valid():
                self.add_error(None, _("A point is too long, or there are too many of them."))
        return values

    def details(self, *, language: str, known: Sequence[User | None]) -> NeedDetails:
        """What was filled in; the form is valid.

        Args:
            language: Of those who write.
            known: Whose account may stand behind the contact: the one whose address is given.
        """
        values = self.cleaned_data
        address = values["contact_email"].lower()
        people = (one for one in known if one is not None and one.email.lower() == address)
        contact = next(people, None)
        given = {name: values[name] for name in DETAILS if name in values}
        for name in ("solutions", "questions"):
            given[f"{name}_until"] = moment(
                values[f"{name}_on"],
                values[f"{name}_time"],
                otherwise=LAST_SECOND,
                zone=self._zone,
            )
        return NeedDetails(**given, language=language, contact=contact)

    def parts(self) -> NeedParts:
        """Goals, targets and points; a target brings its goal along."""
        targets = tuple(self.cleaned_data["targets"])
        goals = {goal.pk for goal in self.cleaned_data["goals"]}
        goals |= {target.goal_id for target in targets}
        points = [
            point
            for prefix, kind in _KINDS.items()
            for point in self.rows[prefix].points(kind, self._known)
        ]
        return NeedParts(frozenset(goals), targets, tuple(points))


def initial_of(need: Need, *, zone: ZoneInfo) -> dict[str, Any]:
    """Give a need as its form shows it."""
    given = {name: getattr(need, name) for name in DETAILS}
    for name in ("solutions", "questions"):
        day, clock = day_and_clock(
            getattr(need, f"{name}_until"), otherwise=LAST_SECOND, zone=zone
        )
        given |= {f"{name}_on": day, f"{name}_time": clock}
    return {
        **given,
        "volume": plain_number(need.volume),
        "network": need.network_id,
        "category": need.category_id,
        "from_indicator": need.from_indicator.code if need.from_indicator else "",
        "from_measure": need.from_measure_id,
        "goals": [str(pk) for pk in need.goals.values_list("pk", flat=True)],
        "targets": list(need.targets.values_list("pk", flat=True)),
    }


def with_more_rows(form: NeedForm, data: Any, prefix: str) -> dict[str, Any]:
    """Give what was typed, to show it again with more empty rows; nothing is checked.

    Returns:
        ``initial`` and ``more`` for a new form.
    """
    initial: dict[str, Any] = {
        name: data.getlist(name) if name in {"goals", "targets"} else data.get(name)
        for name in form.fields
        if name in data
    }
    more = {kind: list(_typed(data, kind, padded=kind == prefix)) for kind in _KINDS}
    return {"initial": initial, "more": more}


def _typed(data: Any, prefix: str, *, padded: bool) -> Iterable[dict[str, Any]]:
    rows = typed_rows(data, prefix=prefix, names=("pk", "text"), most=MOST_POINTS)
    if not padded:  # the formset adds its empty rows again
        rows = [row for row in rows if row["text"]]
    return rows
