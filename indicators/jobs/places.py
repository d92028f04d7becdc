"""Documents of places: what the calculations found, in the shape that is stored."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

import numpy as np

from indicators.calculations.panel import Panel, Results
from indicators.calculations.parameters import (
    RATING_NAMES,
    TREND_NAMES,
    Codes,
    Flags,
    Integers,
)
from indicators.documents import FORMAT, RATING_LETTERS, BreakPart, DashboardDocument
from indicators.jobs.figures import NOT_MEANT, STATUSES
from indicators.jobs.setup import Setup

YEAR_DECIMALS = 2  # scores of earlier years

_RATINGS = np.array(RATING_NAMES, dtype=object)
_TRENDS = np.array(TREND_NAMES, dtype=object)
_STATUSES = np.array(STATUSES, dtype=object)
_LETTER_OF = {name: letter for letter, name in RATING_LETTERS.items()} | {"grey": "-"}
# By code of a rating plus one, for the empty one is -1.
_LETTERS = np.array(
    [ord(_LETTER_OF[name]) for name in (RATING_NAMES[-1], *RATING_NAMES[:-1])], dtype=np.uint8
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Everything that is known of U places: figures, results, and how they are shown.

    ``missing`` and ``flag`` are places in ``STATUSES``.
    """

    panel: Panel
    results: Results
    has_year: Flags  # (Y, U)
    missing: Codes  # (I, U)
    flag: Codes  # (I, U)
    vintage: Integers  # (U,) ordinal; 0 = none
    breaks: Mapping[int, Sequence[BreakPart]] = field(default_factory=dict)  # by position


def with_reasons(missing: Codes, *, meant: Flags, has_value: Flags) -> Codes:
    """Say why there is no value: what is not meant for a place is not applicable.

    Args:
        missing: Reasons as far as the rows give them, shape (I, U).
        meant: Whether the indicator is meant for the place, shape (I, U).
        has_value: Whether there is a value of today, shape (I, U).

    Returns:
        Places in ``STATUSES``, 0 where there is a value, shape (I, U).
    """
    reasons = np.where(meant, missing, NOT_MEANT)
    return np.where(has_value, 0, reasons).astype(np.int8)


def vintage_date(ordinal: int) -> date | None:
    """Turn an ordinal back into a date; 0 is none."""
    return date.fromordinal(ordinal) if ordinal else None


class PlaceDocuments:
    """Builds the documents of some of the places of one outcome.

    The arrays are turned once so that what belongs to a place lies together.
    """

    def __init__(self, setup: Setup, outcome: Outcome, chosen: Integers) -> None:
        """Turn the arrays.

        Args:
            setup: The framework.
            outcome: The places.
            chosen: Positions of the places whose documents are wanted.
        """
        self._setup = setup
        self._outcome = outcome
        self._chosen = chosen
        results = outcome.results

        def by_place(array: Any) -> Any:
            return np.ascontiguousarray(np.moveaxis(array[..., chosen], -1, 0))

        def rounded(array: Any) -> Any:
            return np.round(by_place(array), YEAR_DECIMALS)

        self._arrays = {
            "value": by_place(results.current),
            "year": by_place(results.current_year),
            "applicable": by_place(outcome.panel.meant),
            "score": by_place(results.score),
            "pace": by_place(results.pace),
            "needed": by_place(results.needed),
        }
        self._words = {
            "missing": _STATUSES[by_place(outcome.missing)].tolist(),
            "flag": _STATUSES[by_place(outcome.flag)].tolist(),
            "rating": _RATINGS[by_place(results.rating)].tolist(),
            "trend": _TRENDS[by_place(results.trend)].tolist(),
        }
        self._series = by_place(outcome.panel.values)
        self._scores = rounded(results.score_by_year)
        self._letters = _LETTERS[by_place(results.rating_by_year) + 1]
        self._goal_score = by_place(results.goal_score)
        self._goal_rating = _RATINGS[by_place(results.goal_rating)].tolist()
        self._goal_trend = _TRENDS[by_place(results.goal_trend)].tolist()
        self._goal_have = by_place(results.goal_have)
        self._goal_of = by_place(results.goal_of)
        self._goal_scores = rounded(results.goal_score_by_year)
        self._goal_letters = _LETTERS[by_place(results.goal_rating_by_year) + 1]
        self._totals = rounded(results.total_by_year)
        self._has_year = by_place(outcome.has_year)
        self._indicators = setup.indicators.tolist()
        self._goals = setup.parameters.goal.tolist()

    def __iter__(self) -> Iterator[tuple[int, DashboardDocument]]:
        """Give position and document of each chosen place."""
        for row, position in enumerate(self._chosen.tolist()):
            yield position, self._document(row, position)

    def _document(self, row: int, position: int) -> DashboardDocument:
        outcome = self._outcome
        kept = self._has_year[row]
        vintage = vintage_date(int(outcome.vintage[position]))
        document: dict[str, Any] = {
            "format": FORMAT,
            "framework": self._setup.code,
            "years": outcome.panel.years[kept].tolist(),
            "vintage": vintage.isoformat() if vintage else None,
            "indicator": self._indicators,
            "goal": self._goals,
        }
        document |= {name: array[row] for name, array in self._arrays.items()}
        document |= {name: words[row] for name, words in self._words.items()}
        document["series"] = _years(self._series[row], kept)
        document["score_by_year"] = _years(self._scores[row], kept)
        document["rating_by_year"] = _strings(_years(self._letters[row], kept))
        document["goals"] = {
            "goal": list(self._setup.parameters.goals),
            "score": self._goal_score[row],
            "rating": self._goal_rating[row],
            "trend": self._goal_trend[row],
            "have": self._goal_have[row],
            "of": self._goal_of[row],
            "score_by_year": _years(self._goal_scores[row], kept),
            "rating_by_year": _strings(_years(self._goal_letters[row], kept)),
        }
        total = outcome.results.total[position]
        document["total"] = {
            "score": None if np.isnan(total) else float(total),
            "goals_have": int(np.count_nonzero(~np.isnan(self._goal_score[row]))),
            "goals_of": len(self._setup.parameters.goals),
            "missing_share": float(outcome.results.missing_share[position]),
            "ranked": bool(outcome.results.ranked[position]),
            "score_by_year": self._totals[row][kept],
        }
        if position in outcome.breaks:
            document["breaks"] = list(outcome.breaks[position])
        return cast("DashboardDocument", document)  # NumPy arrays become lists when packed


def _years(array: Any, kept: Flags) -> Any:
    """Keep the years in which the place has values."""
    return array if kept.all() else np.ascontiguousarray(array[:, kept])


def _strings(letters: Any) -> list[str]:
    """Turn rows of letters into strings."""
    rows, width = letters.shape
    if not width:
        return [""] * rows
    text = letters.tobytes().decode("ascii")
    return [text[start : start + width] for start in range(0, rows * width, width)]


def place_digests(
    setup: Setup, outcome: Outcome, *, window: Integers, parts: Sequence[Any]
) -> list[str]:
    """Sum up what each place's document is made from; the same input gives the same digest.

    Args:
        setup: The framework.
        outcome: The places.
        window: First and last year of each trend, shape (I, 2).
        parts: The figures, as arrays with the years (and the undated last) on
            the second and the places on the last axis.

    Returns:
        Hexadecimal digests, one for each place.
    """
    common = hashlib.blake2b(setup.digest, digest_size=32)
    common.update(np.ascontiguousarray(window).tobytes())
    common.update(outcome.panel.undated_edition.tobytes())
    panel, results = outcome.panel, outcome.results
    flat: list[Any] = [panel.meant, panel.trend_meant, outcome.missing, outcome.flag]
    if setup.parameters.group_mean:  # the only results that depend on other places
        flat += [results.total[None, :], results.total_by_year]
    flat = [np.ascontiguousarray(array.T) for array in flat]
    turned = [np.ascontiguousarray(np.moveaxis(array, -1, 0)) for array in parts]
    found = []
    for row in range(len(outcome.vintage)):
        digest = common.copy()
        kept = outcome.has_year[:, row]
        digest.update(panel.years[kept].tobytes())
        digest.update(int(outcome.vintage[row]).to_bytes(8, "big"))
        for array in flat:
            digest.update(array[row].tobytes())
        for array in turned:
            digest.update(_years(array[row], np.append(kept, True)).tobytes())
        if row in outcome.breaks:
            digest.update(repr(outcome.breaks[row]).encode())
        found.append(digest.hexdigest())
    return found
