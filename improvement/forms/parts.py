"""What the forms about objectives and measures share: targets, indicators, texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import date_in_words
from common.numbers import NotANumberError, parse_number
from common.words import goal_name
from improvement.queries.choices import IndicatorChoice, TargetGroup, target_title
from indicators.models import Indicator, Target
from networks.forms.base import RowsField
from networks.models import Decision

LINK_INVALID = gettext_lazy("Write a whole address that begins with https://.")
TEXT_AREA = {"rows": 3}
MOST_ROWS = 12  # indicators of one objective or measure


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target to tick off; ``is_hurt`` only where a measure asks."""

    number: str
    title: str
    is_helped: bool
    is_hurt: bool


@dataclass(frozen=True, slots=True)
class TargetPanel:
    """The targets of one goal, folded together; open where something is ticked off."""

    goal: int
    name: str
    rows: tuple[TargetRow, ...]
    chosen: int


def target_panels(
    groups: Iterable[TargetGroup], *, helped: Iterable[str], hurt: Iterable[str] = ()
) -> list[TargetPanel]:
    """Lay out the targets with what is ticked off."""
    helps, hurts = set(helped), set(hurt)
    return [
        TargetPanel(
            group.goal,
            group.name,
            tuple(
                TargetRow(each.pk, target_title(each), each.pk in helps, each.pk in hurts)
                for each in group.targets
            ),
            sum(1 for each in group.targets if each.pk in helps | hurts),
        )
        for group in groups
    ]


def grouped(choices: Sequence[IndicatorChoice]) -> list[tuple[str, Any]]:
    """Give indicators by goal, as the choices of a field."""
    listed: dict[int, list[tuple[str, str]]] = {}
    for each in choices:
        unit = str(each.indicator.local_unit)
        name = str(each.indicator.local_name)
        label = f"{name} ({unit})" if unit else name
        listed.setdefault(each.goal, []).append((each.indicator.code, label))
    return [
        ("", _("Choose")),
        *(
            (f"{goal} {goal_name(goal)}" if goal else _("No longer in use"), part)
            for goal, part in listed.items()
        ),
    ]


class IndicatorField(forms.ChoiceField):
    """An indicator of those that are handed over; no query of its own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known: dict[str, Indicator] = {}

    def offer(self, choices: Sequence[IndicatorChoice], listed: list[tuple[str, Any]]) -> None:
        """Let the reader choose from these."""
        self.known = {each.indicator.code: each.indicator for each in choices}
        self.choices = listed

    def clean(self, value: Any) -> Any:
        """Give the indicator, or None."""
        return self.known.get(super().clean(value))


class IndicatorRowForm(forms.Form):
    """A row about one indicator; subclasses declare what is said about it."""

    indicator = IndicatorField(label=gettext_lazy("Indicator"), required=False)

    def __init__(
        self,
        *args: Any,
        choices: Sequence[IndicatorChoice],
        listed: list[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicator"]
        assert isinstance(field, IndicatorField)  # noqa: S101 -- declared above
        field.offer(choices, listed)


if TYPE_CHECKING:
    _Rows = forms.BaseFormSet[IndicatorRowForm]
else:
    _Rows = forms.BaseFormSet


class IndicatorRows(_Rows):
    """Rows about indicators, each indicator once."""

    def clean(self) -> None:
        """Refuse an indicator that stands there twice.

        Raises:
            ValidationError: One does.
        """
        codes = [row["indicator"].code for row in self.filled()]
        if len(codes) != len(set(codes)):
            raise forms.ValidationError(_("Each indicator can be chosen once."))

    def filled(self) -> list[dict[str, Any]]:
        """Give the valid rows that name an indicator."""
        rows = [form.cleaned_data for form in self.forms if form.is_valid()]
        return [row for row in rows if row.get("indicator")]


class TargetsField(RowsField):
    """Targets by their numbers; drawn by the template, goal by goal."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Target.objects.order_by("goal_id", "position"),
            required=False,
            error_messages={"invalid_choice": _no_target()},
            **kwargs,
        )


def _no_target() -> Any:
    return gettext_lazy("There is no target %(value)s.")


class DecisionChoice(forms.ModelChoiceField):
    """Decisions of the municipality, with what, who and when."""

    def label_from_instance(self, obj: Decision) -> str:
        parts = [obj.title or (obj.network.label if obj.network else ""), obj.body]
        parts += [obj.case_number, date_in_words(obj.decided_on) if obj.decided_on else ""]
        return ", ".join(part for part in parts if part)


class NumberField(forms.CharField):
    """A number with decimal comma or point."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_length=40, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """Give the number, or None.

        Raises:
            ValidationError: It is not one number.
        """
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_number(text)
        except NotANumberError:
            raise forms.ValidationError(
                _("Write one number, for example 4,4."), code="number"
            ) from None


def chosen_numbers(form: forms.Form, name: str) -> list[str]:
    """Give the targets that are ticked off now: as sent, or as the form began."""
    value = form[name].value() or []
    return [str(getattr(each, "pk", each)) for each in value]
