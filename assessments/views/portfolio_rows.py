"""The portfolio in words: tables of text, for the page and for the files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.calculations.portfolio import NOT_ANSWERED, Table
from assessments.calculations.sheets import UNKNOWN
from assessments.enums import Dimension, Moment
from assessments.models import Assessment
from assessments.queries.portfolio import ALL, Moved, Portfolio
from common.numbers import format_number
from common.words import goal_name

DIRECTIONS = ("POSITIVE", "NONE", "NEGATIVE", UNKNOWN, NOT_ANSWERED)
LEVELS = ("2", "1", "0", "-1", "-2", UNKNOWN, NOT_ANSWERED)
CHANGES = ("BETTER", "SAME", "WORSE", "UNSAID")


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """What one thing does: cases and money by direction.

    Attributes:
        cells: For each direction its name, and what to show: a dash for none, or what is
            hidden.
        goal: Number of the goal, or 0.
    """

    name: str
    goal: int
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One level before, with the counts of the levels after."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A movement table; ``note`` says what is left out, or that nothing can be shown."""

    title: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    note: str


@dataclass(frozen=True, slots=True)
class MovedRow:
    """The movement between two moments."""

    title: str
    matrices: tuple[Matrix, ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """A name with its number of cases."""

    name: str
    number: str
    goal: int = 0


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A case with harm that is not solved."""

    title: str
    lang: str
    href: str
    goals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole page.

    Attributes:
        cases: How many in all, or fewer than what is shown.
        granted: Money in all; empty where it is hidden.
        few: What is said of a group that is too small.
    """

    cases: str
    granted: str
    few: str
    heads: tuple[str, ...]
    overall: MoneyRow
    dimensions: tuple[MoneyRow, ...]
    goals: tuple[MoneyRow, ...]
    moved: tuple[MovedRow, ...]
    value_chain: tuple[CountRow, ...]
    value_chain_note: str
    harmed: tuple[CountRow, ...]
    open_cases: tuple[OpenRow, ...]


def direction_name(code: str) -> str:
    """Name a direction."""
    return {
        "POSITIVE": pgettext("effect", "Positive"),
        "NONE": pgettext("effect", "No effect"),
        "NEGATIVE": pgettext("effect", "Negative"),
        UNKNOWN: _("Do not know"),
    }.get(code, _("Not answered"))


def level_name(code: str) -> str:
    """Name a level of the scale, or a direction where levels are not told apart."""
    words = {
        "2": _("+2 large positive"),
        "1": _("+1 some positive"),
        "0": _("0 none"),
        "-1": _("−1 some negative"),
        "-2": _("−2 large negative"),
    }
    return words.get(code) or direction_name(code)


def few(minimum: int) -> str:
    """What is said of a group that is too small."""
    return _("fewer than %(n)s") % {"n": minimum}


def shown(found: Portfolio) -> Shown:
    """Lay out a portfolio."""
    hidden, whole = few(found.minimum), found.whole.whole
    return Shown(
        cases=hidden if whole is None else str(whole.cases),
        granted=_money(whole.granted, found) if whole is not None else "",
        few="" if found.minimum == ALL else hidden,
        heads=tuple(direction_name(code) for code in DIRECTIONS),
        overall=_row(_("Overall judgement"), found.whole, found),
        dimensions=tuple(
            _row(str(Dimension(key).label), table, found)
            for key, table in found.dimensions.items()
        ),
        goals=tuple(
            _row(goal_name(int(key)), table, found, goal=int(key))
            for key, table in found.goals.items()
        ),
        moved=tuple(_moved(each, hidden) for each in found.moved),
        value_chain=_changes(found.value_chain),
        value_chain_note=_left_out(found.value_chain, hidden),
        harmed=tuple(
            CountRow(goal_name(int(key)), str(number), int(key))
            for key, number in found.harmed.items()
        ),
        open_cases=_open(found.open_cases),
    )


def _money(amount: object, found: Portfolio) -> str:
    return f"{format_number(amount)} {found.currency}"  # type: ignore[arg-type]  # a Decimal


def _row(name: str, table: Table[str], found: Portfolio, *, goal: int = 0) -> MoneyRow:
    cells = []
    for code in DIRECTIONS:
        cell = table.groups.get(code)
        if cell is None:
            nothing = few(found.minimum) if table.hidden else "–"
            cells.append((direction_name(code), nothing))
            continue
        number = ngettext("%(n)s case", "%(n)s cases", cell.cases) % {"n": cell.cases}
        text = f"{_money(cell.granted, found)} · {number}"
        cells.append((direction_name(code), text))
    return MoneyRow(name, goal, tuple(cells))


def _moved(moved: Moved, hidden: str) -> MovedRow:
    words = {
        "before": Moment(moved.before).label,
        "after": Moment(moved.after).label,
    }
    title = _("%(before)s → %(after)s") % words
    return MovedRow(
        title,
        tuple(
            _matrix(
                str(Dimension(key).label) if key else _("Overall judgement"),
                table,
                title=title,
                hidden=hidden,
            )
            for key, table in moved.tables.items()
        ),
    )


def _matrix(name: str, table: Table[tuple[str, str]], *, title: str, hidden: str) -> Matrix:
    used = {code for pair in table.groups for code in pair}
    keys = tuple(code for code in (*LEVELS, *DIRECTIONS) if code in used)
    keys = tuple(dict.fromkeys(keys))
    rows = tuple(
        MatrixRow(level_name(before), tuple(_count(table, before, after) for after in keys))
        for before in keys
    )
    return Matrix(
        title=name,
        caption=f"{name}: {title}",
        heads=tuple(level_name(code) for code in keys),
        rows=rows,
        note=_left_out(table, hidden),
    )


def _count(table: Table[tuple[str, str]], before: str, after: str) -> str:
    cell = table.groups.get((before, after))
    return "–" if cell is None else str(cell.cases)


def _left_out(table: Table[tuple[str, str]] | Table[str], hidden: str) -> str:
    """Say what a table does not show."""
    if table.hidden:
        return _("Groups of %(few)s cases are not shown.") % {"few": hidden}
    if not table.groups:
        return _("No case has answers at both moments, or too few do.")
    return ""


def _changes(table: Table[str]) -> tuple[CountRow, ...]:
    names = {
        "BETTER": _("The value chain got better"),
        "SAME": _("The same as in the application"),
        "WORSE": _("The value chain got worse"),
        "UNSAID": _("Not known at one of the moments"),
    }
    return tuple(
        CountRow(names[key], str(table.groups[key].cases))
        for key in CHANGES
        if key in table.groups
    )


def _open(cases: Iterable[tuple[Assessment, tuple[str, ...]]]) -> tuple[OpenRow, ...]:
    return tuple(
        OpenRow(
            case.title,
            case.language,
            case.get_absolute_url(),
            tuple(int(goal) for goal in goals),
        )
        for case, goals in cases
    )


# --------------------------------------------------------------------------- files
FileRow = tuple[str, str, str, str, str, str]


def file_heads() -> FileRow:
    """Heads of the columns of the files."""
    return (
        _("Table"),
        _("About"),
        _("From"),
        _("To"),
        pgettext("assessment", "Cases"),
        _("Granted"),
    )


def file_rows(found: Portfolio) -> list[FileRow]:
    """All tables as rows: what is hidden is left out of each, and said in a row of its own."""
    rows: list[FileRow] = []
    money = _("Granted by effect")
    rows += _file_money(money, _("Overall judgement"), found.whole, found)
    for key, table in found.dimensions.items():
        rows += _file_money(money, str(Dimension(key).label), table, found)
    for key, table in found.goals.items():
        rows += _file_money(money, f"{key} {goal_name(int(key))}", table, found)
    for moved in found.moved:
        rows += _file_moved(moved, found)
    about = _("Value chain")
    rows += [(about, row.name, "", "", row.number, "") for row in _changes(found.value_chain)]
    harmed = _("Harm that is not solved")
    rows += [
        (harmed, f"{key} {goal_name(int(key))}", "", "", str(number), "")
        for key, number in found.harmed.items()
    ]
    return rows


def _file_money(
    table_name: str, about: str, table: Table[str], found: Portfolio
) -> list[FileRow]:
    rows = [
        (
            table_name,
            about,
            "",
            direction_name(code),
            str(table.groups[code].cases),
            f"{table.groups[code].granted:.2f}",
        )
        for code in DIRECTIONS
        if code in table.groups
    ]
    return [*rows, *_file_hidden(table_name, about, table, found)]


def _file_moved(moved: Moved, found: Portfolio) -> list[FileRow]:
    words: Mapping[str, object] = {
        "before": Moment(moved.before).label,
        "after": Moment(moved.after).label,
    }
    name = _("%(before)s → %(after)s") % words
    rows: list[FileRow] = []
    for key, table in moved.tables.items():
        about = str(Dimension(key).label) if key else _("Overall judgement")
        rows += [
            (name, about, level_name(before), level_name(after), str(cell.cases), "")
            for (before, after), cell in sorted(table.groups.items())
        ]
        rows += _file_hidden(name, about, table, found)
    return rows


def _file_hidden(
    name: str,
    about: str,
    table: Table[str] | Table[tuple[str, str]],
    found: Portfolio,
) -> list[FileRow]:
    return [(name, about, "", "", few(found.minimum), "")] if table.hidden else []
