"""Which measures a list shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.words import goal_name
from improvement.enums import MeasureKind, MeasureState
from improvement.models import Objective
from improvement.queries.measures import NETWORK, NOBODY, OURS, SORTS, MeasureChoice

MOST_LETTERS = 100


class MeasureFilter(forms.Form):
    """A choice that makes no sense is left out."""

    q = forms.CharField(label=_("Words"), required=False, max_length=MOST_LETTERS)
    tilstand = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("All")), *MeasureState.choices],
    )
    mal = forms.ChoiceField(label=_("Goal"), required=False)
    objective = forms.ChoiceField(label=_("Objective"), required=False)
    ansvarlig = forms.ChoiceField(label=_("Responsible"), required=False)
    type = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("All")), *MeasureKind.choices]
    )
    alder = forms.ChoiceField(
        label=_("Age of the status"),
        required=False,
        choices=[("", _("All")), ("gammel", _("Too old"))],
    )
    arkiv = forms.ChoiceField(
        label=_("Archive"),
        required=False,
        choices=[("", _("In use")), ("1", _("Archived"))],
    )
    fra = forms.ChoiceField(
        required=False,
        choices=[("", ""), (OURS, ""), (NETWORK, "")],
        widget=forms.HiddenInput,
    )
    sorter = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        people: Iterable[User] = (),
        objectives: Iterable[Objective] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        listed: dict[str, list[tuple[str, Any]]] = {
            "mal": [(str(n), f"{n} {goal_name(n)}") for n in range(1, 18)],
            "objective": [(str(each.pk), each.title) for each in objectives],
            "ansvarlig": [
                (NOBODY, _("Nobody")),
                *((str(each.pk), str(each)) for each in people),
            ],
        }
        for name, choices in listed.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
            field.choices = [("", _("All")), *choices]
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            if not isinstance(field.widget, forms.HiddenInput):
                field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    def chosen(self) -> MeasureChoice:
        """What to show; the network's measures have neither our people nor our objectives."""
        self.is_valid()
        data = self.cleaned_data
        whose = data.get("fra") or OURS
        is_ours = whose == OURS
        sort = data.get("sorter", "")
        name = sort.removeprefix("-")
        return MeasureChoice(
            whose=whose,
            text=data.get("q", ""),
            state=data.get("tilstand", ""),
            goal=int(data.get("mal") or 0),
            objective=int(data.get("objective") or 0) if is_ours else 0,
            responsible=data.get("ansvarlig", "") if is_ours else "",
            kind=data.get("type", ""),
            is_stale=bool(data.get("alder")),
            is_archived=bool(data.get("arkiv")) and is_ours,
            sort=name if name in SORTS else ("end" if is_ours else "municipality"),
            is_descending=sort.startswith("-") and name in SORTS,
        )
