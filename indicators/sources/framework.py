"""The files of ``load_framework``: the indicators (a table) and the settings (TOML)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from common.tabular import cells
from common.tabular.problems import Problem, ProblemLog
from common.tabular.reading import Limits
from common.tabular.schema import Column, Reading, check_unique, read_file, rows_of
from indicators.sources.observations import INDICATOR_CODE

GOALS = 17
AGGREGATIONS = ("ratio", "sum", "population_mean", "mean", "none")
NO_PROFILE = "none"
_PROFILE = re.compile(r"[0-9A-Za-z_-]{1,40}", re.ASCII)


def _profiles(text: str) -> tuple[str, ...]:
    """Read ``default;extended``; an empty cell never comes here.

    Raises:
        CellError: It is no list of names.
    """
    names = tuple(part.strip() for part in text.split(";") if part.strip())
    if names == (NO_PROFILE,):
        return ()
    if not names or NO_PROFILE in names or not all(_PROFILE.fullmatch(name) for name in names):
        raise cells.CellError("not_profiles", text=cells.shown(text))
    return tuple(dict.fromkeys(names))


def _address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", text) or len(text) > 500:
        raise cells.CellError("not_an_address", text=cells.shown(text))
    return text


COLUMNS = (
    Column("indicator", INDICATOR_CODE, required=True, filled=True),
    Column("goal", cells.whole(1, GOALS), required=True, filled=True),
    Column("name", cells.text_of(300), required=True, filled=True),
    Column("name_nb", cells.text_of(300)),
    Column("name_nn", cells.text_of(300)),
    Column("name_sv", cells.text_of(300)),
    Column(
        "target",
        cells.pattern(r"\d{1,2}\.(\d{1,2}|[a-d])", "not_a_target", fold=str.lower),
    ),
    Column("unit", cells.text_of(150)),
    Column("decimals", cells.whole(0, 6), default=None),
    Column("worst", required=True, filled=True),
    Column("best", required=True, filled=True),
    Column("green"),
    Column("red"),
    Column("middle"),
    Column("scored", cells.flag, default=True),
    Column("profiles", _profiles, default=None),
    Column("trend_profiles", _profiles, default=None),
    Column("trend_start", cells.year, default=None),
    Column("trend_end", cells.year, default=None),
    Column("source", cells.text_of(300)),
    Column("source_url", _address),
    Column("licence", cells.text_of(100)),
    Column("aggregation", cells.choice(AGGREGATIONS, fold=str.lower), default=None),
    Column("comparable", cells.flag, default=True),
    Column("min_denominator", cells.number_between(0, 1e12), default=None),
    Column("min_count", cells.number_between(0, 1e12), default=None),
)
"""``frame``: ``profiles`` and ``trend_profiles`` hold a tuple of names, empty for
``none``, or None for all; ``decimals`` and ``aggregation`` None when not said."""


def read(data: bytes, *, limits: Limits) -> Reading:
    """Read a framework's indicators."""
    return read_file(data, COLUMNS, limits=limits, check=_check)


def _check(frame: pd.DataFrame, log: ProblemLog) -> None:
    check_unique(frame, ["indicator"], log)
    for row in rows_of(frame):
        _check_bounds(row, log)
        if row.trend_start and row.trend_end and row.trend_end < row.trend_start:
            log.add(row.row, "trend_end", "trend_ends_before_start")


def _check_bounds(row: Any, log: ProblemLog) -> None:
    """Hold bounds and thresholds against each other; direction is never guessed."""
    if row.best == row.worst:
        log.add(row.row, "best", "best_equals_worst", value=row.best)
        return
    has_green, has_red, has_middle = (
        pd.notna(value) for value in (row.green, row.red, row.middle)
    )
    if has_green != has_red:
        log.add(row.row, "red" if has_green else "green", "threshold_half_given")
        return
    if not has_green:
        if has_middle:
            log.add(row.row, "middle", "middle_without_thresholds")
        return
    if row.green != row.red and (row.green > row.red) != (row.best > row.worst):
        log.add(
            row.row,
            "green",
            "thresholds_against_direction",
            green=row.green,
            red=row.red,
            worst=row.worst,
            best=row.best,
        )
    elif has_middle and not min(row.green, row.red) <= row.middle <= max(row.green, row.red):
        log.add(
            row.row,
            "middle",
            "middle_outside_thresholds",
            middle=row.middle,
            green=row.green,
            red=row.red,
        )


@dataclass(frozen=True, slots=True)
class SettingsReading:
    """The settings that a TOML file gives, and what is wrong with it."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_settings(data: bytes) -> SettingsReading:
    """Read a framework's ``--settings`` file."""
    try:
        given = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return SettingsReading(
            problems=[Problem(0, "", "wrong_encoding", {"byte": error.start + 1, "guess": ""})]
        )
    except tomllib.TOMLDecodeError as error:
        return SettingsReading(problems=[Problem(0, "", "broken_toml", {"text": str(error)})])
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in given.items():
        check = _SETTINGS.get(key)
        if check is None:
            problems.append(
                Problem(0, key, "unknown_setting", {"allowed": ", ".join(_SETTINGS)})
            )
        elif not check(value):
            shown = {"text": cells.shown(str(value)), "asked": _ASKED[key]}
            problems.append(Problem(0, key, "wrong_setting", shown))
        else:
            values[key] = value
    return SettingsReading(values, problems)


def _share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _goals(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and len(set(map(str, value))) == len(value)
        and all(type(each) is int and 1 <= each <= GOALS for each in value)
    )


def _profile_names(value: object) -> bool:
    return (
        isinstance(value, list)
        and "default" in value
        and NO_PROFILE not in value
        and len(set(map(str, value))) == len(value)
        and all(isinstance(each, str) and _PROFILE.fullmatch(each) for each in value)
    )


_SETTINGS: dict[str, Callable[[object], bool]] = {
    "goals": _goals,
    "horizon": lambda value: type(value) is int and 2016 <= value <= cells.LAST_YEAR,
    "min_goal_share": _share,
    "min_rating_share": _share,
    "max_missing_share_ranked": _share,
    "missing_goal": lambda value: value in {"group_mean", "leave_out"},
    "profiles": _profile_names,
}
_ASKED = {
    "goals": "a list of whole numbers from 1 to 17, each once",
    "horizon": "a year from 2016 to 2100",
    "min_goal_share": "a number from 0 to 1",
    "min_rating_share": "a number from 0 to 1",
    "max_missing_share_ranked": "a number from 0 to 1",
    "missing_goal": '"group_mean" or "leave_out"',
    "profiles": 'a list of names, "default" among them',
}
