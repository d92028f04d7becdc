"""PxWebApi v2 (Statistics Norway, Statistics Sweden): metadata and cells of a table.

Limits come from the service's ``/config`` and headers. Sources:
https://data.ssb.no/api/pxwebapi/v2 and https://statistikdatabasen.scb.se/api/v2 ;
the interface is PxTools/PxApiSpecs (PxAPI-2).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import quote, urlencode

import numpy as np
import pandas as pd

from indicators.sources import jsonstat
from indicators.sources.http import Service, SourceFailed

LONGEST_GET = 2_000
"""Characters; a longer address is sent as POST (over about 2,100 the answer is 404)."""

Selection = Mapping[str, Sequence[str]]


class Client:
    """One PxWeb service with its own limits.

    Args:
        service: Where it is.
        language: Language of the labels.
    """

    def __init__(self, service: Service, *, language: str = "") -> None:
        self._service = service
        self._language = {"lang": language} if language else {}
        self._max_cells: int | None = None

    def max_cells(self) -> int:
        """Return how many cells one answer may hold; asks the service once.

        Raises:
            SourceFailed: The service did not say.
        """
        if self._max_cells is None:
            config = self._service.get(f"{self._service.base_url}/config")
            try:
                self._max_cells = int(config["maxDataCells"])
                calls = int(config.get("maxCallsPerTimeWindow") or 0)
                seconds = float(config.get("timeWindow") or 0)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise SourceFailed("service_odd_shape", url="config") from error
            if self._max_cells < 1:
                raise SourceFailed("service_odd_shape", url="config")
            self._service.keep_pace(calls=calls, seconds=seconds)
        return self._max_cells

    def codes(self, table: str) -> dict[str, list[str]]:
        """Return every dimension's codes, in the table's order.

        Raises:
            SourceFailed: The table's description could not be had.
        """
        url = f"{self._service.base_url}/tables/{quote(table, safe='')}/metadata"
        document = self._service.get(
            url, params={**self._language, "outputFormat": "json-stat2"}
        )
        try:
            return {
                str(name): list(jsonstat.codes_of(document["dimension"][name]["category"]))
                for name in document["id"]
            }
        except (KeyError, TypeError, ValueError) as error:
            raise SourceFailed("service_odd_shape", url=url) from error

    def fetch(
        self,
        table: str,
        selection: Selection,
        *,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> pd.DataFrame:
        """Fetch the selected cells, in as many requests as the limit asks for.

        Args:
            table: Id of the table.
            selection: Codes per dimension; a repeated code is sent once.
            progress: Told after each request how many of how many are done.

        Returns:
            A frame with a category per dimension, ``value`` (NaN for none)
            and ``status`` (the source's own mark).

        Raises:
            SourceFailed: Any request failed; nothing is to be saved then.
        """
        wanted = {name: list(dict.fromkeys(codes)) for name, codes in selection.items()}
        empty = [name for name, codes in wanted.items() if not codes]
        if empty:
            raise SourceFailed("nothing_selected", dimension=empty[0])
        parts = list(split(wanted, limit=self.max_cells()))
        frames = []
        for done, part in enumerate(parts, start=1):
            frames.append(self._part(table, part))
            progress(done, len(parts))
        return pd.concat(
            [frame.astype(dict.fromkeys(wanted, object)) for frame in frames], ignore_index=True
        )

    def _part(self, table: str, part: Selection) -> pd.DataFrame:
        url = f"{self._service.base_url}/tables/{quote(table, safe='')}/data"
        fixed = {**self._language, "outputFormat": "json-stat2"}
        query = fixed | {
            f"valuecodes[{name}]": ",".join(map(_escaped, codes))
            for name, codes in part.items()
        }
        if len(url) + 1 + len(urlencode(query)) <= LONGEST_GET:
            document = self._service.get(url, params=query)
        else:
            document = self._service.post(
                url,
                params=fixed,
                body={
                    "selection": [
                        {"variableCode": name, "valueCodes": list(codes)}
                        for name, codes in part.items()
                    ]
                },
            )
        try:
            cubes = jsonstat.of(document)
        except jsonstat.BrokenCube as error:
            raise SourceFailed("service_odd_shape", url=url) from error
        return self._checked(cubes, part, url)

    @staticmethod
    def _checked(cubes: list[jsonstat.Cube], part: Selection, url: str) -> pd.DataFrame:
        """Make sure that what came is what was asked for.

        Raises:
            SourceFailed: It is not.
        """
        if len(cubes) != 1:
            raise SourceFailed("service_odd_shape", url=url)
        cube = cubes[0]
        for name, codes in part.items():
            dimension = cube.dimension(name)
            if dimension is None or set(dimension.codes) != set(codes):
                raise SourceFailed("service_other_cells", url=url, dimension=name)
        return cube.frame()


def split(selection: Mapping[str, list[str]], *, limit: int) -> Iterator[dict[str, list[str]]]:
    """Cut a selection into parts of at most ``limit`` cells, along its longest dimension.

    Args:
        selection: Codes per dimension, at least one each.
        limit: Cells, n >= 1.
    """
    cells = math.prod(len(codes) for codes in selection.values())
    if cells <= limit:
        yield dict(selection)
        return
    name = max(selection, key=lambda each: len(selection[each]))
    codes = selection[name]
    others = cells // len(codes)
    size = max(min(limit // others, len(codes) - 1), 1)
    if others > limit:
        size = math.ceil(len(codes) / 2)
    for start in range(0, len(codes), size):
        yield from split({**selection, name: codes[start : start + size]}, limit=limit)


def _escaped(code: str) -> str:
    """Write a code so that its own comma or wildcard is not read as more."""
    return f"[{code}]" if any(mark in code for mark in ",*?()") else code


_EXACT_ZERO = "-"
_NOT_APPLICABLE = frozenset({"."})
_CONFIDENTIAL = frozenset({":", "c"})
_PRELIMINARY = frozenset({"p", "*"})


def status_of(marks: pd.Series, values: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Turn the source's marks into our statuses.

    ``-`` without a value is an exact zero (PX file format, data symbol nil),
    ``.`` not applicable, ``:`` confidential; any other missing value is
    missing at source.

    Returns:
        Values (NaN for none) and statuses.
    """
    marks = marks.astype(object)
    zero = values.isna() & (marks == _EXACT_ZERO)
    values = values.mask(zero, 0.0)
    missing = values.isna()
    status = np.where(
        missing,
        np.where(
            marks.isin(_NOT_APPLICABLE), ".", np.where(marks.isin(_CONFIDENTIAL), ":", "..")
        ),
        np.where(marks.isin(_PRELIMINARY), "p", ""),
    )
    return values, pd.Series(status, index=values.index, dtype=object)
