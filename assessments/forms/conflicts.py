"""Which targets the goal conflicts of a case are between, for the register."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.conflicts_out import Found
from indicators.models import Target
from networks.forms.base import PlainForm
from networks.models import Municipality


class ConflictsForm(PlainForm):
    """Asks for each conflict which target of each goal; no target means leaving it out."""

    def __init__(
        self,
        *args: Any,
        places: Sequence[Municipality],
        conflicts: Sequence[Mapping[str, Any]],
        targets: Mapping[int, Sequence[Target]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        self.conflicts = conflicts
        self.targets = {row.pk: row for rows in targets.values() for row in rows}
        self.fields["municipality"] = forms.ChoiceField(
            label=gettext_lazy("Municipality whose register it is for"),
            choices=[(key, str(place)) for key, place in self.places.items()],
        )
        for number, row in enumerate(conflicts):
            for end in ("first", "second"):
                choices = [(each.pk, str(each)) for each in targets.get(row[end], ())]
                self.fields[f"{end}-{number}"] = forms.ChoiceField(
                    label=_("Target of goal %(goal)s") % {"goal": row[end]},
                    choices=[("", _("Choose")), *choices],
                    required=False,
                )

    def clean(self) -> dict[str, Any]:
        """See that both targets of a conflict are chosen, or none."""
        data = super().clean() or {}
        for number, _row in enumerate(self.conflicts):
            ends = [data.get(f"{end}-{number}") for end in ("first", "second")]
            if any(ends) and not all(ends):
                lacking = "second" if ends[0] else "first"
                self.add_error(f"{lacking}-{number}", _("Choose a target of this goal too."))
        if not self.errors and not self.found():
            self.add_error(None, _("Choose targets of at least one conflict."))
        return data

    def found(self) -> list[Found]:
        """The conflicts whose targets are chosen."""
        made = []
        for number, row in enumerate(self.conflicts):
            first = self.cleaned_data.get(f"first-{number}")
            second = self.cleaned_data.get(f"second-{number}")
            if first and second:
                made.append(
                    Found(
                        first=self.targets[first],
                        second=self.targets[second],
                        text=row.get("text", ""),
                        handling=row.get("handling", ""),
                    )
                )
        return made

    @property
    def municipality(self) -> Municipality:
        """The municipality that was chosen."""
        return self.places[self.cleaned_data["municipality"]]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each conflict with its two fields."""
        return [
            {
                "first": self[f"first-{number}"],
                "second": self[f"second-{number}"],
                "conflict": row,
            }
            for number, row in enumerate(self.conflicts)
        ]
