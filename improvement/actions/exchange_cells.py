"""Cells of a spreadsheet of measures to values; every problem names its row and column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import translation

from accounts.models import User
from common.dates import YEARS
from common.spreadsheets import printable, unguarded
from common.tabular import cells as readers
from common.tabular.problems import Problem
from improvement.enums import MeasureKind
from improvement.models import Objective
from improvement.queries.choices import networks_of
from improvement.queries.exchange import COLUMNS, ID, WRITTEN
from improvement.queries.people import people_of
from indicators.models import Indicator, Target
from networks.models import Municipality, Network

LONGEST_DESCRIPTION = 5000
_LONGEST_KEY = 15
_LONGEST = {
    "title": 200, "description": LONGEST_DESCRIPTION, "unit": 150, "helpers": 300,
    "cost": 150, "budget_link": 500,
}  # fmt: skip
_WITH_LINES = {"description"}
_BETWEEN = re.compile(r"[\s,;]+")
_is_address = URLValidator(schemes=["http", "https"])


class CellWrong(Exception):
    """A cell cannot be read; ``code`` says why, for the reader's sentence."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What cells may name; keys are folded."""

    people: Mapping[str, User]
    objectives: Mapping[str, Sequence[Objective]]
    networks: Mapping[str, Network]
    targets: Mapping[str, Target]
    indicators: Mapping[str, Indicator]
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: its number there, and the text of the known columns."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, what is wrong with it as a whole, and columns nobody knows."""

    rows: Sequence[Row]
    problems: Sequence[Problem]
    unknown: Sequence[str]


def known_in(municipality: Municipality) -> Known:
    """Collect what the cells of the municipality's file may name; five queries."""
    objectives: dict[str, list[Objective]] = {}
    for each in Objective.objects.filter(
        municipality=municipality, archived_at__isnull=True
    ).order_by("pk"):
        objectives.setdefault(each.title.casefold(), []).append(each)
    return Known(
        people={each.email.casefold(): each for each in people_of(municipality)},
        objectives=objectives,
        networks={each.slug: each for each in networks_of(municipality)},
        targets={each.pk: each for each in Target.objects.all()},
        indicators={each.code.casefold(): each for each in Indicator.objects.all()},
        kinds=_kinds(),
    )


def split(records: Sequence[Sequence[str]]) -> Sheet:
    """Split rows of text, the first of which names the columns."""
    header = [printable(cell).strip().lower() for cell in records[0]] if records else []
    places = {name: place for place, name in enumerate(header) if name in COLUMNS}
    unknown = [readers.shown(name) for name in header if name and name not in COLUMNS]
    twice = [name for name, count in Counter(header).items() if name and count > 1]
    problems = [Problem(1, readers.shown(name), "column_twice") for name in twice]
    if "title" not in places and ID not in places:
        columns = ", ".join((ID, *WRITTEN))
        return Sheet([], [*problems, Problem(1, "title", "no_columns", {"text": columns})], [])
    rows = [
        Row(
            number,
            {
                name: unguarded(printable(record[place]).strip()) if place < len(record) else ""
                for name, place in places.items()
            },
        )
        for number, record in enumerate(records[1:], start=2)
        if any(cell.strip() for cell in record)
    ]
    if not rows:
        problems.append(Problem(0, "", "no_rows"))
    return Sheet(rows, problems, unknown)


def key_of(row: Row) -> int | None:
    """Read the number of the measure; None where there is none, or what is no number."""
    text = row.cells.get(ID, "")
    is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_KEY
    return int(text) if is_number and int(text) else None


def ids_twice(rows: Sequence[Row]) -> list[Problem]:
    """Name the rows whose measure stands in an earlier one."""
    first: dict[int, int] = {}
    problems = []
    for row in rows:
        key = key_of(row)
        if key is None:
            continue
        if key in first:
            problems.append(Problem(row.number, ID, "id_twice", {"first": first[key]}))
        first.setdefault(key, row.number)
    return problems


def read_row(
    row: Row, *, known: Known, before: Mapping[str, str]
) -> tuple[dict[str, Any], list[Problem]]:
    """Read the cells that differ from ``before`` (text by column; empty for a new row).

    Returns:
        Values by column, and what is wrong.
    """
    values: dict[str, Any] = {}
    problems = []
    for name in WRITTEN:
        text = row.cells.get(name)
        if text is None or (before and even(text) == even(before[name])):
            continue
        try:
            values[name] = _READERS[name](text, known)
        except CellWrong as wrong:
            problems.append(Problem(row.number, name, wrong.code, wrong.params))
    if not before and "title" not in row.cells:
        problems.append(Problem(row.number, "title", "title_missing"))
    return values, problems


def even(text: str) -> str:
    """Leave out what a way through a spreadsheet changes by itself.

    Spaces at the ends, line ends, control characters, and the mark that keeps a text from
    being taken for a formula.
    """
    plain = printable(text).replace("\r\n", "\n").replace("\r", "\n")
    return unguarded(plain.strip()).strip()


def _text(name: str) -> Callable[[str, Known], str]:
    has_lines = name in _WITH_LINES

    def read(text: str, _known: Known) -> str:
        if not has_lines:
            text = " ".join(line.strip() for line in text.splitlines() if line.strip())
        if len(text) > _LONGEST[name]:
            raise CellWrong("too_long", count=len(text), limit=_LONGEST[name])
        return text

    return read


def _title(text: str, known: Known) -> str:
    if not text:
        raise CellWrong("title_missing")
    return _text("title")(text, known)


def _link(text: str, known: Known) -> str:
    if text:
        try:
            _is_address(text)
        except ValidationError:
            raise CellWrong("not_an_address", text=readers.shown(text)) from None
    return _text("budget_link")(text, known)


def _day(text: str, _known: Known) -> date | None:
    if not text:
        return None
    try:
        day = readers.date(text)
    except readers.CellError:
        day = None
    if day is None or day.year not in YEARS:
        raise CellWrong("not_a_day", text=readers.shown(text))
    return day


def _kind(text: str, known: Known) -> str:
    if not text:
        return str(MeasureKind.OTHER)
    if text.casefold() not in known.kinds:
        names = ", ".join(str(label) for label in MeasureKind.labels)
        raise CellWrong("no_such_type", text=readers.shown(text), allowed=names)
    return known.kinds[text.casefold()]


def _person(text: str, known: Known) -> User | None:
    if text and text.casefold() not in known.people:
        raise CellWrong("no_such_person", text=readers.shown(text))
    return known.people.get(text.casefold())


def _objective(text: str, known: Known) -> Objective | None:
    if not text:
        return None
    found = known.objectives.get(text.casefold(), ())
    if not found:
        raise CellWrong("no_such_objective", text=readers.shown(text))
    if len(found) > 1:
        raise CellWrong("many_objectives", text=readers.shown(text))
    return found[0]


def _network(text: str, known: Known) -> Network | None:
    if text and text not in known.networks:
        allowed = ", ".join(known.networks) or "–"
        raise CellWrong("no_such_network", text=readers.shown(text), allowed=allowed)
    return known.networks.get(text)


def _targets(text: str, known: Known) -> tuple[Target, ...]:
    words = dict.fromkeys(word.lower() for word in _BETWEEN.split(text) if word)
    missing = [word for word in words if word not in known.targets]
    if missing:
        raise CellWrong("no_such_target", text=readers.shown(", ".join(missing)))
    return tuple(known.targets[word] for word in words)


def _indicators(text: str, known: Known) -> tuple[Indicator, ...]:
    words = dict.fromkeys(word.casefold() for word in _BETWEEN.split(text) if word)
    missing = [word for word in words if word not in known.indicators]
    if missing:
        raise CellWrong("no_such_indicator", text=readers.shown(", ".join(missing)))
    return tuple(known.indicators[word] for word in words)


_READERS: Mapping[str, Callable[[str, Known], Any]] = {
    "title": _title,
    "description": _text("description"),
    "type": _kind,
    "responsible": _person,
    "unit": _text("unit"),
    "helpers": _text("helpers"),
    "starts_on": _day,
    "ends_on": _day,
    "objective": _objective,
    "network": _network,
    "cost": _text("cost"),
    "budget_link": _link,
    "helps": _targets,
    "hurts": _targets,
    "indicators": _indicators,
}


def _kinds() -> dict[str, str]:
    """Codes and labels of types, in all languages."""
    kinds = {str(kind).casefold(): str(kind) for kind in MeasureKind}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            kinds |= {str(kind.label).casefold(): str(kind) for kind in MeasureKind}
    return kinds
