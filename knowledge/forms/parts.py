"""What the forms here share."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.words import goal_name
from indicators.models import Goal
from networks.forms.base import PlainForm


@dataclass(frozen=True, slots=True)
class GoalButton:
    """One goal to choose."""

    number: int
    name: str
    is_chosen: bool


class GoalsField(forms.ModelMultipleChoiceField):
    """Goals by their numbers; drawn by the template as buttons."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Goals"))
        super().__init__(Goal.objects.order_by("number"), **kwargs)


class GoalsForm(PlainForm):
    """A form with a field ``goals`` that the template draws as buttons."""

    goals = GoalsField(required=False)

    @property
    def goal_buttons(self) -> list[GoalButton]:
        """All goals; those that were chosen are marked."""
        given = self["goals"].value() or []
        chosen = {str(getattr(each, "pk", each)) for each in given}
        return [
            GoalButton(number, goal_name(number), str(number) in chosen)
            for number in range(1, 18)
        ]

    @property
    def goal_numbers(self) -> frozenset[int]:
        """The chosen numbers; the form is valid."""
        return frozenset(goal.pk for goal in self.cleaned_data["goals"])
