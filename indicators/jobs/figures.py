"""The values of many municipalities, read from the database into arrays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.calculations.aggregates import Aggregation
from indicators.calculations.parameters import Codes, Flags, Floats, Integers
from indicators.calculations.small_numbers import hidden_values
from indicators.calculations.successions import Block, carry_over
from indicators.documents import BreakPart
from indicators.jobs.fetch import Places, fetch, marks
from indicators.jobs.setup import Setup
from indicators.jobs.successions import Past, past_of
from indicators.models import ImportBatch

STATUSES = ("", "p", "i", ".", "..", ":", "h", "n", "u", "w")
HIDDEN = STATUSES.index("h")
NOT_MEANT = STATUSES.index(".")
NOT_COLLECTED = STATUSES.index("n")
FIRST_REASON = 3  # codes from here on stand where there is no value
_IS_HIDDEN = 16  # added to the code of a row
_NO_ROW = -1
_LAST_YEAR = 2201
_INDICATORS_A_READ = 5  # at least
_PAIRS_A_READ = 16_000  # indicators × municipalities; keeps the copy in memory small

_STATUS_CODE = "CASE status {} ELSE 0 END + CASE WHEN is_hidden THEN 16 ELSE 0 END".format(
    " ".join(f"WHEN '{text}' THEN {code}" for code, text in enumerate(STATUSES))
)
_VALUES = f"""
SELECT CAST(indicator_id AS integer), CAST(municipality_id AS integer),
       CAST(period AS smallint), CAST({_STATUS_CODE} AS smallint),
       CAST(COALESCE(value, 9e307) AS double precision), CAST(batch_id AS integer)
FROM indicators_observation WHERE gender = 'T' AND indicator_id IN ({{indicators}})
"""  # noqa: S608 -- only constants of this module
_PARTS = """
SELECT CAST(indicator_id AS integer), CAST(municipality_id AS integer),
       CAST(period AS smallint), CAST(COALESCE(numerator, 9e307) AS double precision),
       CAST(COALESCE(denominator, 9e307) AS double precision)
FROM indicators_observation
WHERE gender = 'T' AND (numerator IS NOT NULL OR denominator IS NOT NULL)
      AND indicator_id IN ({indicators})
"""
_NOTHING = 9e307  # stands for NULL on its way from the database


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Values of I indicators in Y years for U municipalities; NaN = no value.

    ``raw`` holds hidden values too and is for aggregates only; ``shown`` is
    what everything else is computed from. Parts (numerators, denominators)
    are kept for the indicators at ``parts_of`` only. ``missing`` and ``flag``
    are places in ``STATUSES``.
    """

    years: Integers  # (Y,)
    raw: Floats  # (I, Y, U)
    shown: Floats  # (I, Y, U)
    undated_raw: Floats  # (I, U)
    undated_shown: Floats  # (I, U)
    missing: Codes  # (I, U): why there is no shown value, if there is none
    everything: Floats  # (I, Y + 1, U): ``raw`` with the undated ones last
    codes: Codes  # (I, Y + 1, U): what the rows say, -1 = no row
    parts_of: Integers  # (R,) positions of indicators
    numerators: Floats  # (R, Y + 1, U): the undated ones last
    denominators: Floats  # (R, Y + 1, U)
    vintage: Integers  # (U,) ordinal of the newest vintage; 0 = no values
    breaks: Mapping[int, Sequence[BreakPart]] = field(default_factory=dict)  # by position

    @property
    def since(self) -> Integers | None:
        """Year in which each comparable series starts, shape (I, U); None = no breaks."""
        if not any(part["kind"] == "break" for parts in self.breaks.values() for part in parts):
            return None
        found = np.zeros(self.missing.shape, dtype=np.int64)
        for place, parts in self.breaks.items():
            for part in parts:
                if part["kind"] == "break":
                    found[part["i"], place] = max(found[part["i"], place], part["year"])
        return found

    @property
    def hidden(self) -> Flags:
        """Whether a value is hidden, shape (I, Y + 1, U)."""
        return np.asarray(self.codes == HIDDEN)

    @property
    def digested(self) -> tuple[Floats, Flags, Floats, Floats]:
        """What the digest of a place is made from."""
        return self.everything, self.hidden, self.numerators, self.denominators

    @property
    def has_value(self) -> Flags:
        """Whether any municipality has a dated value, hidden or not, shape (I, Y)."""
        return np.asarray((~np.isnan(self.raw)).any(axis=2))

    @property
    def undated_edition(self) -> Flags:
        """Whether any municipality has a value without year, hidden or not, shape (I,)."""
        return np.asarray((~np.isnan(self.undated_raw)).any(axis=1))

    @property
    def has_year(self) -> Flags:
        """Whether a municipality has any value in a year, shape (Y, U)."""
        return np.asarray((~np.isnan(self.raw)).any(axis=0))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of one read, as positions."""

    indicator: NDArray[np.signedinteger[Any]]
    unit: NDArray[np.signedinteger[Any]]
    period: NDArray[np.signedinteger[Any]]
    code: Codes
    value: Floats


def read_figures(setup: Setup, ids: Integers, *, only: Sequence[int] | None = None) -> Figures:
    """Read the values of some municipalities, those before mergers and divisions too.

    Args:
        setup: The framework; its indicators give the first axis.
        ids: Primary keys of the municipalities, ascending; the last axis.
        only: Positions of the indicators to read; empty = all. The others
            come out without values.

    Returns:
        The figures, with small numbers hidden.
    """
    positions = list(range(len(setup.indicators))) if only is None else list(only)
    past = past_of(ids, indicators=setup.indicators[positions]) if len(ids) else None
    if past is None:
        return _figures(setup, ids, positions)
    every = np.union1d(ids, past.ids)
    return _carried(setup, _figures(setup, every, positions), every, past, ids)


def _figures(setup: Setup, ids: Integers, positions: Sequence[int]) -> Figures:
    """Read the values as they are stored."""
    unit_of = Places(ids)
    vintage = np.zeros(len(ids), dtype=np.int64)
    reads = list(_read_values(setup, positions, ids, unit_of, vintage))
    seen = np.zeros(_LAST_YEAR, dtype=bool)
    for rows in reads:
        seen[rows.period] = True
    years = np.flatnonzero(seen[1:]) + 1
    shape = (len(setup.indicators), len(years) + 1, len(ids))
    values = np.full(shape, np.nan)
    codes = np.full(shape, _NO_ROW, dtype=np.int8)
    row_of = _row_of(years)
    for rows in reads:
        flat = (rows.indicator * shape[1] + row_of[rows.period]) * shape[2] + rows.unit
        values.reshape(-1)[flat] = rows.value
        codes.reshape(-1)[flat] = rows.code
    parts_of, numerators, denominators = _read_parts(
        setup, positions, ids, unit_of, row_of, shape
    )
    hidden = codes >= _IS_HIDDEN
    codes[hidden] = HIDDEN
    if setup.limited.any():
        hidden |= _under_the_limits(setup, values, parts_of, numerators, denominators)
        codes[hidden] = HIDDEN
    shown = np.where(hidden, np.nan, values) if hidden.any() else values
    return Figures(
        years=years,
        raw=values[:, :-1],
        shown=shown[:, :-1],
        undated_raw=values[:, -1],
        undated_shown=shown[:, -1],
        missing=_reasons(codes),
        everything=values,
        codes=codes,
        parts_of=parts_of,
        numerators=numerators,
        denominators=denominators,
        vintage=vintage,
    )


def _carried(
    setup: Setup, figures: Figures, every: Integers, past: Past, ids: Integers
) -> Figures:
    """Carry values over from former municipalities, and leave those out.

    Args:
        setup: The framework.
        figures: The values of today's and of former municipalities; changed in place.
        every: Primary keys of both, ascending.
        past: The changes.
        ids: Primary keys of today's.
    """
    column = Places(every).of(past.ids)
    stored = Block(
        values=figures.raw[:, :, column],
        codes=figures.codes[:, :-1, column],
        hidden=figures.hidden[:, :-1, column],
        parts_of=figures.parts_of,
        numerators=figures.numerators[:, :-1, column],
        denominators=figures.denominators[:, :-1, column],
    )
    block, breaks = carry_over(stored, past.steps, years=figures.years, how=setup.aggregation)
    hidden = block.hidden | _under_the_limits(
        setup, block.values, block.parts_of, block.numerators, block.denominators
    )
    block.codes[hidden] = HIDDEN
    figures.everything[:, :-1, column] = block.values
    figures.codes[:, :-1, column] = block.codes
    figures.numerators[:, :-1, column] = block.numerators
    figures.denominators[:, :-1, column] = block.denominators
    for place, found in breaks.items():
        sources = {old for one in found if one.is_mapped for old in one.predecessors}
        newest = figures.vintage[column[[place, *sources]]].max()
        figures.vintage[column[place]] = newest
    kept = Places(every).of(ids)
    own = Places(ids).of(past.ids)
    values = figures.everything[:, :, kept]
    codes = figures.codes[:, :, kept]
    shown = np.where(codes == HIDDEN, np.nan, values)
    return replace(
        figures,
        raw=values[:, :-1],
        shown=shown[:, :-1],
        undated_raw=values[:, -1],
        undated_shown=shown[:, -1],
        missing=_reasons(codes),
        everything=values,
        codes=codes,
        numerators=figures.numerators[:, :, kept],
        denominators=figures.denominators[:, :, kept],
        vintage=figures.vintage[kept],
        breaks={
            int(own[place]): past.parts(found)
            for place, found in breaks.items()
            if own[place] >= 0
        },
    )


def _row_of(years: Integers) -> Integers:
    """Give the row of each calendar year; undated values come last."""
    rows = np.full(_LAST_YEAR, len(years), dtype=np.int64)
    rows[years] = np.arange(len(years))
    return rows


def _chunks(positions: Sequence[int], ids: Integers) -> Iterator[Sequence[int]]:
    """Cut a read into parts of some hundred thousand rows; a small one is one part."""
    each = max(_INDICATORS_A_READ, _PAIRS_A_READ // max(1, len(ids)))
    for start in range(0, len(positions), each):
        yield positions[start : start + each]


def _statement(
    sql: str, setup: Setup, part: Sequence[int], ids: Integers
) -> tuple[str, list[int]]:
    """Name the indicators, and the municipalities if they are few or else their range."""
    indicators = setup.indicators[list(part)].tolist()
    where = sql.format(indicators=marks(indicators))
    if len(ids) <= 200:
        few = ids.tolist()
        return f"{where} AND municipality_id IN ({marks(few)})", indicators + few
    span = [int(ids[0]), int(ids[-1])]
    return f"{where} AND municipality_id BETWEEN %s AND %s", indicators + span


def _read_values(
    setup: Setup, positions: Sequence[int], ids: Integers, unit_of: Places, vintage: Integers
) -> Iterator[_Rows]:
    if not len(ids):
        return
    indicator_of = Places(setup.indicators)
    ordinals = _vintages()
    kinds = [
        ("indicator", "i4"),
        ("unit", "i4"),
        ("period", "i2"),
        ("code", "i2"),
        ("value", "f8"),
        ("batch", "i4"),
    ]
    for part in _chunks(positions, ids):
        rows = fetch(*_statement(_VALUES, setup, part, ids), kinds)
        unit = unit_of.of(rows["unit"])
        known = slice(None) if len(unit) == 0 or unit.min() >= 0 else unit >= 0
        unit = unit[known]
        value = rows["value"][known].astype(np.float64)
        value[value == _NOTHING] = np.nan
        np.maximum.at(vintage, unit, ordinals[rows["batch"][known].astype(np.int64)])
        yield _Rows(
            indicator_of.of(rows["indicator"][known]).astype(np.int64),
            unit,
            rows["period"][known].astype(np.int16),
            rows["code"][known].astype(np.int8),
            value,
        )


def _vintages() -> Integers:
    """Give the ordinal of each import's vintage, by primary key of the import."""
    batches = ImportBatch.objects.values_list("pk", "vintage", "imported_at")
    dates = {pk: vintage or imported.date() for pk, vintage, imported in batches}
    ordinals = np.zeros(max(dates, default=0) + 1, dtype=np.int64)
    for pk, day in dates.items():
        ordinals[pk] = day.toordinal()
    return ordinals


def _read_parts(
    setup: Setup,
    positions: Sequence[int],
    ids: Integers,
    unit_of: Places,
    row_of: Integers,
    shape: tuple[int, int, int],
) -> tuple[Integers, Floats, Floats]:
    """Read numerators and denominators where a ratio or a limit needs them."""
    needed = (setup.aggregation == Aggregation.RATIO) | setup.limited
    parts_of = np.array([place for place in positions if needed[place]], dtype=np.int64)
    numerators = np.full((len(parts_of), *shape[1:]), np.nan)
    denominators = np.full((len(parts_of), *shape[1:]), np.nan)
    kinds = [("indicator", "i4"), ("unit", "i4"), ("period", "i2"), ("n", "f8"), ("d", "f8")]
    place_of = Places(setup.indicators[parts_of])
    for part in _chunks(parts_of.tolist() if len(ids) else [], ids):
        rows = fetch(*_statement(_PARTS, setup, part, ids), kinds)
        unit = unit_of.of(rows["unit"])
        year = row_of[rows["period"].astype(np.int64)]
        flat = (place_of.of(rows["indicator"]).astype(np.int64) * shape[1] + year) * shape[2]
        known = unit >= 0
        for name, target in (("n", numerators), ("d", denominators)):
            value = rows[name].astype(np.float64)
            value[value == _NOTHING] = np.nan
            target.reshape(-1)[(flat + unit)[known]] = value[known]
    return parts_of, numerators, denominators


def _under_the_limits(
    setup: Setup,
    values: Floats,
    parts_of: Integers,
    numerators: Floats,
    denominators: Floats,
) -> Flags:
    """Apply the limits again, for they may be stricter than when the values came in."""
    hidden = np.zeros(values.shape, dtype=bool)
    hidden[parts_of] = hidden_values(
        values[parts_of],
        numerators,
        denominators,
        min_denominator=setup.min_denominator[parts_of],
        min_count=setup.min_count[parts_of],
        is_count=setup.aggregation[parts_of] == Aggregation.SUM,
    )
    return hidden


def _reasons(codes: Codes) -> Codes:
    """Say why there is no value: what the undated or else the newest row says."""
    reason = np.full((codes.shape[0], codes.shape[2]), NOT_COLLECTED, dtype=np.int8)
    for row in range(codes.shape[1]):
        np.copyto(reason, codes[:, row], where=codes[:, row] >= FIRST_REASON)
    return reason


def flags(figures: Figures, current_year: Integers, has_value: Flags) -> Codes:
    """Give the flag of the value of today: final, preliminary or imputed.

    Args:
        figures: The figures.
        current_year: Year of the value of today, 0 = undated, shape (I, U).
        has_value: Whether there is one, shape (I, U).

    Returns:
        Places in ``STATUSES``, shape (I, U).
    """
    found = np.where(has_value & (current_year == 0), figures.codes[:, -1], 0)
    for row, year in enumerate(figures.years):
        found = np.where(has_value & (current_year == year), figures.codes[:, row], found)
    return found.astype(np.int8)
