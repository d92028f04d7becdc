"""The form of a solution."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.numbers import format_number
from common.translations import localized
from improvement.forms.parts import NumberField
from networks.forms.base import PlainForm
from networks.models import Municipality
from procurement.actions.attachments import ENDINGS, Files
from procurement.actions.solutions import MOST_GOALS, Content, PointReply
from procurement.enums import Maturity, Openness, PointAnswer, PointKind
from procurement.forms.parts import (
    Choices,
    FilesField,
    LongText,
    PlaceField,
    Places,
    Ticks,
)
from procurement.forms.suppliers import CountiesField, GoalPills
from procurement.models import Attachment, Category, Need, NeedPoint, Reference, Solution

TEXT = 600
EVIDENCE = 1000
CONFIDENTIAL = 2000
MOST_REFERENCES = 3
_MOST_OF_A_DRAFT = 20_000
_LARGEST = Decimal(10) ** 12
_ANSWERS = [(code, label) for code, label in PointAnswer.choices if code != PointAnswer.UNSAID]


class MembersField(forms.ModelMultipleChoiceField):
    """Municipalities that buy."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Municipality.objects.none(),
            required=False,
            widget=Ticks,
            **kwargs,
        )


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point of the need with its fields; ``answer`` is None where it is an open one."""

    text: str
    answer: forms.BoundField | None
    how: forms.BoundField


class SolutionForm(PlainForm):
    """Everything about a solution.

    A draft takes what there is: nothing is required of it, and what cannot be read is left
    out and told (``is_draft``).
    """

    title = forms.CharField(
        label=_("What is the solution called?"),
        max_length=150,
        error_messages={"required": _("Write what the solution is called.")},
    )
    text = LongText(
        label=_("How does it meet the need?"),
        most=TEXT,
        rows=5,
        help_text=_("Up to 600 letters. Write so that everybody understands."),
        error_messages={"required": _("Write how the solution works.")},
    )
    maturity = forms.ChoiceField(
        label=_("How far has the solution come?"),
        choices=[("", _("Choose")), *Maturity.choices],
        error_messages={"required": _("Choose how far the solution has come.")},
    )
    used_by = forms.CharField(label=_("Who uses it today?"), max_length=300, required=False)
    price = forms.CharField(
        label=_("Price, roughly"),
        max_length=150,
        required=False,
        help_text=_("For example by kilometre and year."),
    )
    minimum = NumberField(label=_("The least volume a year that you deliver"), required=False)
    evidence = LongText(
        label=_("What do you build this on?"),
        most=EVIDENCE,
        required=False,
        help_text=_("Tests, certificates, figures: what can be looked up."),
    )
    delivers_to = MembersField(label=_("Whom can you deliver to?"))
    counties = CountiesField(label=_("Where do you deliver it?"))
    category = forms.ModelChoiceField(
        Category.objects.order_by("position", "pk"),
        label=_("Category"),
        required=False,
        empty_label=_("Choose"),
    )
    goals = GoalPills(
        label=_("Which goals does the solution help?"),
        widget=Ticks(attrs={"class": "btn-check"}),
    )
    effect = LongText(
        label=_("What effect do you expect?"),
        most=TEXT,
        help_text=_("A number, if you can, and what it is built on."),
        error_messages={"required": _("Write what effect you expect.")},
    )
    attachments = FilesField(
        label=_("Attachments"),
        required=False,
        help_text=_(
            "PDF, Word, Excel, PowerPoint, PNG or JPEG, up to 10 MB each, at most five."
        ),
    )
    confidential = LongText(
        label=_("For the buyers alone"),
        most=CONFIDENTIAL,
        required=False,
        help_text=_(
            "Only those who work with the purchase in the buying municipalities read it. It "
            "is not kept in versions, sent by mail or exported."
        ),
    )
    confidential_files = FilesField(label=_("Attachments for the buyers alone"), required=False)
    contact_name = forms.CharField(
        label=_("Contact person"),
        max_length=200,
        error_messages={"required": _("Write who can be asked.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Shown only to the municipalities of the need."),
        error_messages={
            "required": _("Write the e-mail address."),
            "invalid": _("Write a whole e-mail address."),
        },
    )
    openness = forms.ChoiceField(
        label=_("Who may see the solution?"), choices=Openness.choices, widget=Choices
    )
    remove = forms.MultipleChoiceField(
        label=_("Remove"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        need: Need | None,
        members: list[Municipality],
        points: list[NeedPoint],
        solution: Solution | None = None,
        is_draft: bool = False,
        **kwargs: Any,
    ) -> None:
        self.need = need
        self.points = points
        self.places = Places()
        super().__init__(*args, **kwargs)
        self._fit_to(need, members)
        self._add_points()
        self._add_references()
        files = list(_files_of(solution)) if solution else []
        remove = self.fields["remove"]
        assert isinstance(remove, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        remove.choices = [(str(row.pk), row.file.name) for row in files]
        for name in self.fields.keys() & {"attachments", "confidential_files"}:
            self.fields[name].widget.attrs["accept"] = ",".join(ENDINGS)
        if is_draft:
            for field in self.fields.values():
                field.required = False
                if isinstance(field, LongText):
                    field.most = _MOST_OF_A_DRAFT
        self.is_draft = is_draft

    def _fit_to(self, need: Need | None, members: list[Municipality]) -> None:
        """Ask what a need asks, or what the catalogue does."""
        self.fields["category"].label_from_instance = _category_name  # type: ignore[attr-defined]
        if need is None:
            for name in ("delivers_to", "confidential", "confidential_files", "openness"):
                del self.fields[name]
            self.fields["contact_email"].help_text = _("Shown to those who are signed in.")
            self.fields["text"].label = _("What does it do?")
            return
        for name in ("category", "counties"):
            del self.fields[name]
        delivers = self.fields["delivers_to"]
        assert isinstance(delivers, MembersField)  # noqa: S101 -- declared above
        delivers.queryset = Municipality.objects.filter(pk__in=[row.pk for row in members])
        delivers.choices = [(row.pk, str(row)) for row in members]
        if need.unit:
            self.fields["minimum"].help_text = _("In the unit of the need: %(unit)s.") % {
                "unit": need.unit
            }

    def _add_points(self) -> None:
        for point in self.points:
            if point.kind == PointKind.MUST:
                self.fields[f"point_{point.pk}"] = forms.ChoiceField(
                    label=point.text,
                    choices=_ANSWERS,
                    required=False,
                    widget=Choices,
                )
            self.fields[f"point_{point.pk}_how"] = forms.CharField(
                label=_("How?") if point.kind == PointKind.MUST else _("What do you think?"),
                max_length=300,
                required=False,
            )

    def _add_references(self) -> None:
        for number in range(1, MOST_REFERENCES + 1):
            place = PlaceField(label=_("Municipality that uses it"))
            place.places = self.places
            place.widget.attrs.update({"list": "sv-municipalities", "autocomplete": "off"})
            self.fields[f"reference_{number}"] = place
            self.fields[f"reference_{number}_for"] = forms.CharField(
                label=_("What for?"), max_length=300, required=False
            )

    def clean_minimum(self) -> Decimal | None:
        """Give the volume.

        Raises:
            ValidationError: It is not above nought, or too large to be meant.
        """
        value = self.cleaned_data["minimum"]
        if value is None:
            return None
        exact = round(Decimal(str(value)), 2)
        if not 0 < exact < _LARGEST:
            raise forms.ValidationError(_("Write a number above 0."))
        return exact

    def clean_goals(self) -> Any:
        """Give the goals.

        Raises:
            ValidationError: More than three are chosen.
        """
        goals = self.cleaned_data["goals"]
        if len(goals) > MOST_GOALS and not self.is_draft:
            raise forms.ValidationError(_("Choose at most three goals."))
        return goals

    def point_rows(self) -> list[PointRow]:
        """Lay out the points in their order."""
        return [
            PointRow(
                point.text,
                self[f"point_{point.pk}"] if point.kind == PointKind.MUST else None,
                self[f"point_{point.pk}_how"],
            )
            for point in self.points
        ]

    def reference_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Lay out the references: who, and what for."""
        return [
            (self[f"reference_{number}"], self[f"reference_{number}_for"])
            for number in range(1, MOST_REFERENCES + 1)
        ]

    def content(self, *, language: str, before: Solution | None = None) -> Content:
        """Give what was filled in; of a draft, what cannot be read stays as it was.

        Args:
            language: Of the texts.
            before: The draft as it is stored, where there is one.
        """
        given = self.cleaned_data

        def read(name: str, otherwise: Any = "") -> Any:
            if name in given:
                return given[name]
            if name not in self.fields or before is None:
                return otherwise
            return getattr(before, name)

        def read_all(name: str) -> list[Any]:
            if name not in given and name in self.fields and before is not None:
                return list(getattr(before, name).all())
            return list(given.get(name) or ())

        return Content(
            title=read("title"),
            text=read("text"),
            language=language,
            maturity=read("maturity"),
            used_by=read("used_by"),
            price=read("price"),
            minimum=read("minimum", None),
            effect=read("effect"),
            evidence=read("evidence"),
            confidential=read("confidential"),
            contact_name=read("contact_name"),
            contact_email=read("contact_email"),
            openness=read("openness", Openness.EVERYBODY) or Openness.EVERYBODY,
            goals=read_all("goals"),
            category=read("category", None),
            counties=read_all("counties"),
            delivers_to=read_all("delivers_to"),
            points=self._points_of(before),
            references=self._references_of(before),
        )

    def _points_of(self, before: Solution | None) -> dict[int, PointReply]:
        given = self.cleaned_data
        rows = before.points.all() if before is not None else []
        old = {row.point_id: PointReply(answer=row.answer, text=row.text) for row in rows}
        found = {}
        for point in self.points:
            name, kept = f"point_{point.pk}", old.get(point.pk, PointReply())
            is_unread = name in self.fields and name not in given
            found[point.pk] = PointReply(
                answer=kept.answer if is_unread else given.get(name) or PointAnswer.UNSAID,
                text=given.get(f"{name}_how", kept.text),
            )
        return found

    def _references_of(self, before: Solution | None) -> dict[Municipality, str]:
        given = self.cleaned_data
        old = _reference_rows_of(before) if before is not None else []
        found = {}
        for number in range(1, MOST_REFERENCES + 1):
            kept = old[number - 1] if number <= len(old) else None
            place = given.get(f"reference_{number}", kept.municipality if kept else None)
            if isinstance(place, Municipality):
                words = given.get(f"reference_{number}_for", kept.text if kept else "")
                found[place] = words
        return found

    def attached(self) -> Files:
        """Give the files to add and to take away."""
        given = self.cleaned_data
        added: list[UploadedFile] = given.get("attachments") or []
        confidential: list[UploadedFile] = given.get("confidential_files") or []
        removed = [int(pk) for pk in given.get("remove") or []]
        return Files(added=added, confidential=confidential, removed=removed)


def initial_of(solution: Solution, points: list[NeedPoint]) -> dict[str, Any]:
    """Give what the form of a solution begins with."""
    names = (
        "title", "text", "maturity", "used_by", "price", "minimum", "effect", "evidence",
        "confidential", "contact_name", "contact_email", "openness",
    )  # fmt: skip
    initial: dict[str, Any] = {name: getattr(solution, name) for name in names}
    initial["minimum"] = _as_typed(solution.minimum)
    initial["category"] = solution.category_id
    initial["goals"] = list(solution.goals.values_list("pk", flat=True))
    initial["counties"] = list(solution.counties.values_list("pk", flat=True))
    initial["delivers_to"] = list(solution.delivers_to.values_list("pk", flat=True))
    replies = {row.point_id: row for row in solution.points.all()}
    for point in points:
        reply = replies.get(point.pk)
        if reply is not None:
            answer = "" if reply.answer == PointAnswer.UNSAID else reply.answer
            initial[f"point_{point.pk}"] = answer
            initial[f"point_{point.pk}_how"] = reply.text
    places = Places()
    for number, row in enumerate(_reference_rows_of(solution), 1):
        initial[f"reference_{number}"] = places.name_of(row.municipality)
        initial[f"reference_{number}_for"] = row.text
    return initial


def _reference_rows_of(solution: Solution) -> list[Reference]:
    """Give the references in the order of the form."""
    rows = solution.references.named().select_related("municipality__country").order_by("pk")
    return list(rows[:MOST_REFERENCES])


def _files_of(solution: Solution) -> QuerySet[Attachment]:
    return solution.attachments.filter(is_removed=False).select_related("file")


def _as_typed(value: Decimal | None) -> str:
    """Write a volume as people type it, without noughts at the end."""
    if value is None:
        return ""
    decimals = 0 if value == value.to_integral_value() else 2
    return format_number(value, decimals=decimals)


def _category_name(category: Category) -> str:
    return str(localized(category, "name"))
