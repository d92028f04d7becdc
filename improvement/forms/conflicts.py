"""Forms about goal conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.numbers import format_number
from common.words import Words
from improvement.actions.conflicts import ConflictDetails
from improvement.enums import ConflictState
from improvement.forms import parts
from improvement.forms.log import Pills
from improvement.models import Measure
from improvement.queries.choices import TargetGroup, target_title
from indicators.models import Target
from networks.forms.base import PlainForm
from networks.models import Decision, Municipality, Network

SCORES: Final[dict[int, Words]] = {
    -3: _("strongly against each other"),
    -2: _("clearly against each other"),
    -1: _("somewhat against each other"),
    0: _("no effect on each other"),
    1: _("somewhat with each other"),
    2: _("clearly with each other"),
    3: _("strongly with each other"),
}
"""The scale, from worst to best."""
_CSS: Final = {-3: "neg2", -2: "neg2", -1: "neg1", 0: "nil", 1: "pos1", 2: "pos2", 3: "pos2"}


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """One step of the scale, ready to show."""

    value: str
    element_id: str
    number: str
    words: str
    css: str
    is_chosen: bool


class ScaleField(forms.TypedChoiceField):
    """A score from −3 to +3; drawn by ``improvement/parts/scale.html``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[(score, words) for score, words in SCORES.items()],
            coerce=int,
            widget=Pills,
            error_messages={
                "required": _("Choose from −3 to +3."),
                "invalid_choice": _("Choose from −3 to +3."),
            },
            **kwargs,
        )


class WithScale(PlainForm):
    """A form with the field ``score``."""

    @property
    def scale(self) -> list[ScaleStep]:
        """The steps of the scale with the one that is chosen."""
        field = self["score"]
        chosen = str(field.value())
        return [
            ScaleStep(
                value=str(score),
                element_id=f"{field.auto_id}_{place}",
                number=format_number(score, signed=True),
                words=str(words),
                css=_CSS[score],
                is_chosen=str(score) == chosen,
            )
            for place, (score, words) in enumerate(SCORES.items())
        ]


class TargetField(forms.ChoiceField):
    """One target of those that are handed over; no query of its own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": _("Choose a target.")}, **kwargs)
        self.known: dict[str, Target] = {}

    def offer(self, groups: Sequence[TargetGroup]) -> None:
        """Let the reader choose from these, goal by goal."""
        self.known = {each.pk: each for group in groups for each in group.targets}
        self.choices = [
            ("", _("Choose")),
            *(
                (
                    f"{group.goal} {group.name}",
                    [(each.pk, f"{each.pk} {target_title(each)}") for each in group.targets],
                )
                for group in groups
            ),
        ]

    def clean(self, value: Any) -> Any:
        """Give the target, or None."""
        return self.known.get(super().clean(value))


class MeasureChoice(forms.ModelChoiceField):
    """Measures by their titles."""

    def label_from_instance(self, obj: Measure) -> str:
        return obj.title


class ConflictForm(WithScale):
    """A pair of targets, how they act on each other in one case, and what is done."""

    title = forms.CharField(
        label=_("What is the case?"),
        max_length=200,
        help_text=_("For example «Cabins at the edge of the forest»."),
        error_messages={"required": _("Write what the case is about.")},
    )
    first = TargetField(label=_("One target"))
    second = TargetField(label=_("The other target"))
    score = ScaleField(label=_("How do they act on each other here?"))
    affected = forms.CharField(
        label=_("Who is affected?"),
        max_length=300,
        required=False,
        help_text=_("Groups, not names of persons."),
    )
    place = forms.CharField(label=_("Where?"), max_length=200, required=False)
    mitigation = forms.CharField(
        label=_("How is it handled?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    decided_by = forms.CharField(
        label=_("Who has decided that?"),
        max_length=200,
        required=False,
        help_text=_("For example «Kommunestyret» or «Kommunfullmäktige»."),
    )
    decision = parts.DecisionChoice(
        Decision.objects.none(),
        label=_("Recorded decision"),
        required=False,
        empty_label=_("None"),
    )
    measure = MeasureChoice(
        Measure.objects.none(),
        label=_("Which measure is it about?"),
        required=False,
        empty_label=_("None"),
    )
    network = forms.ModelChoiceField(
        Network.objects.none(),
        label=_("Network"),
        required=False,
        empty_label=_("None, the municipality's own"),
    )
    state = forms.ChoiceField(
        label=_("Is it a goal conflict?"),
        choices=[
            (ConflictState.CONFIRMED, pgettext_lazy("goal conflict", "Yes, it counts")),
            (ConflictState.DISMISSED, pgettext_lazy("goal conflict", "No, not a conflict")),
        ],
        widget=Pills,
        error_messages={"required": _("Choose yes or no.")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        groups: Sequence[TargetGroup],
        measures: QuerySet[Measure],
        networks: QuerySet[Network],
        decisions: QuerySet[Decision],
        is_new: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, TargetField)  # noqa: S101 -- declared above
            field.offer(groups)
        for name, rows in (
            ("measure", measures),
            ("network", networks),
            ("decision", decisions),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if is_new:
            del self.fields["state"]

    def clean(self) -> dict[str, Any]:
        """See that the two targets differ."""
        cleaned: dict[str, Any] = super().clean() or {}
        first = cleaned.get("first")
        if first is not None and first == cleaned.get("second"):
            self.add_error("second", _("Choose two different targets."))
        return cleaned

    def details(self, *, language: str) -> ConflictDetails:
        """What was written; ``language`` is that of the texts."""
        data: dict[str, Any] = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"state", "seen"}
        }
        return ConflictDetails(language=language, **data)


class SettleForm(WithScale):
    """Judge a proposal: the score and how it is handled; the button says yes or no."""

    score = ScaleField(label=_("How do they act on each other here?"))
    mitigation = forms.CharField(
        label=_("How is it handled?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    state = forms.ChoiceField(
        choices=[(each, each) for each in (ConflictState.CONFIRMED, ConflictState.DISMISSED)],
        error_messages={
            "required": _("Press one of the two buttons."),
            "invalid_choice": _("Press one of the two buttons."),
        },
    )


class ConflictFilter(forms.Form):
    """Which cases a list shows; what is not understood is left out."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    vis = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("Goal conflicts")),
            ("forslag", _("Proposals")),
            ("avvist", _("Not conflicts")),
            ("alle", _("All")),
        ],
    )
    kommune = forms.ChoiceField(label=_("Municipality"), required=False)
    mal = forms.RegexField(
        r"^([1-9]|1[0-7])-([1-9]|1[0-7])$", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, members: Sequence[Municipality] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if members:
            self.fields["kommune"].choices = [  # type: ignore[attr-defined]
                ("", _("All")),
                *((place_key(member), str(member)) for member in members),
            ]
        else:
            del self.fields["kommune"]
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-control")
        for name in {"vis", "kommune"} & set(self.fields):
            self.fields[name].widget.attrs["class"] = "form-select"

    def chosen(self) -> dict[str, str]:
        """What was chosen, as far as it is understood."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


def place_key(municipality: Municipality) -> str:
    """Name a municipality in an address: ``no-3324``."""
    return f"{municipality.country_id.lower()}-{municipality.code}"
