"""Small texts of the form of a sheet: its parts, what is missing, what to choose between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from assessments import sheet_words
from assessments.calculations.differences import Difference
from assessments.calculations.sheets import Place, Problem
from assessments.enums import Kind, Moment, Side
from assessments.forms.sheets import name_of
from assessments.models import Assessment, Sheet
from assessments.queries.sheets import Outline
from assessments.texts import shown

_FIELD_WITH_ID: Final = {"why", "text", "handling", "is_direct", "evidence", "state"}
_ENDS: Final = {"first", "second"}


@dataclass(frozen=True, slots=True)
class PartLink:
    """A part of the form, for the list beside it."""

    key: str
    label: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place of the form that something is said about."""

    href: str
    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A field that two texts answer differently."""

    name: str
    label: str
    saved: str
    mine: str


def parts_of(outline: Outline) -> list[PartLink]:
    """List the parts of the form in their order."""
    shape = outline.shape
    found = []
    if shape.goals:
        found.append(PartLink("mal", _("The 17 goals")))
        found.append(PartLink("konflikter", _("Goal conflicts")))
    if shape.dimensions:
        found.append(PartLink("dimensjoner", _("Three dimensions")))
        found.append(PartLink("samlet", _("Overall judgement")))
    if shape.perspectives:
        found.append(PartLink("perspektiver", _("Beyond the goals")))
    if shape.conditions:
        found.append(PartLink("kriterier", _("Horizontal criteria")))
    for section, _questions in outline.sections:
        title = shown(section.title)
        found.append(PartLink(f"del-{section.pk}", title.text, title.lang))
    return found


def title_of(side: Side | str, moment: Moment | str | None) -> str:
    """Name the form of a side at a moment."""
    names = {
        Side.APPLICANT: pgettext("sheet", "Self-assessment"),
        Side.ASSESSOR: pgettext("sheet", "Assessment"),
        Side.COMMON: pgettext("sheet", "Common judgement"),
    }
    name = names[Side(side)]
    if moment in (Moment.HALFWAY, Moment.END):
        return f"{name}: {Moment(moment).label.lower()}"
    return name


def lead_of(case: Assessment) -> str:
    """Say what is asked for."""
    if case.kind == Kind.CASE:
        return _(
            "Judge what the proposal does to the 17 goals, both what is good and what is bad. "
            "There is no right answer."
        )
    return _(
        "Judge what the project does to the 17 goals, both what is good and what is bad. "
        "There is no right answer."
    )


def anchor(place: Place) -> str:
    """Id of the element that a place is answered in."""
    if place[0] in ("conflicts", "conditions") or place[-1] in _FIELD_WITH_ID | _ENDS:
        return name_of(place)
    if place[0] == "answers":
        return name_of(place[:2])
    return name_of(place[:-1]) if place[-1] in ("effect", "level", "is_met") else name_of(place)


def error_rows(found: Iterable[Problem], outline: Outline) -> list[PlaceLink]:
    """List what is wrong, each leading to its field."""
    return [
        PlaceLink(
            f"#{anchor(each.place)}",
            sheet_words.label(each.place, outline),
            sheet_words.problem(each.code, each.place),
        )
        for each in found
    ]


def missing_rows(found: Iterable[Problem], outline: Outline) -> list[PlaceLink]:
    """List the things that are not answered, or not in full; each once."""
    made: dict[str, PlaceLink] = {}
    for each in found:
        keys = 1 if each.place[0] == "overall" else 2
        place = each.place[:keys]
        href = f"#{anchor(place)}"
        made.setdefault(href, PlaceLink(href, sheet_words.thing(place, outline)))
    return list(made.values())


def saved_words(sheet: Sheet | None) -> str:
    """Say when the draft was saved; nothing where none was."""
    if sheet is None or sheet.pk is None:
        return ""
    at = timezone.localtime(sheet.saved_at)
    clock = date_format(at, "H:i" if get_language() == "en" else "H.i")
    if at.date() == timezone.localdate():
        return _("Draft saved %(time)s") % {"time": clock}
    day = date_format(at, "j F")
    return _("Draft saved %(day)s, %(time)s") % {"day": day, "time": clock}


def choice_rows(found: Sequence[Difference], outline: Outline) -> list[ChoiceRow]:
    """Say what two texts differ in, field by field."""
    return [
        ChoiceRow(
            f"valg-{number}",
            sheet_words.label(each.place, outline),
            sheet_words.answer(each.place, each.first, outline),
            sheet_words.answer(each.place, each.second, outline),
        )
        for number, each in enumerate(found)
    ]
