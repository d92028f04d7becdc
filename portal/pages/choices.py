"""What a reader has chosen, as it stands in the address of a page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict

YEAR = re.compile(r"^[12][0-9]{3}$")
GROUP = re.compile(r"^[a-z]{1,12}(:[0-9A-Za-z_-]{1,60})?$")
SORTS: Final = ("mal", "poeng", "vurdering", "trend")
"""Columns of the table of goals; a minus before one turns the order round."""
SHOWN: Final = ("alle", "utvalgte", "feil-vei", "egne")
MOST_PICKED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The choices of a dashboard.

    Attributes:
        year: Calendar year; None for the newest state.
        group: Name of the comparison group; empty for the usual one.
        picked: Municipalities picked by hand, as ``no-3324`` or by name.
        sort: Column of the table of goals, with a minus for the other way.
        shown: Which indicators; empty for the usual ones.
        framework: Code of the framework; empty for the usual one.
    """

    year: int | None = None
    group: str = ""
    picked: tuple[str, ...] = ()
    sort: str = "mal"
    shown: str = ""
    framework: str = ""

    def query(self, **changes: Any) -> str:
        """Give the choices, with changes, as they stand after the address: ``?aar=2024``."""
        wanted = replace(self, **changes)
        pairs = [
            ("aar", wanted.year or ""),
            ("gruppe", wanted.group),
            *(("med", text) for text in wanted.picked),
            ("sorter", "" if wanted.sort == "mal" else wanted.sort),
            ("vis", wanted.shown),
            ("framework", wanted.framework),
        ]
        kept = [(name, value) for name, value in pairs if value != ""]
        return f"?{urlencode(kept)}" if kept else "?"

    def hidden(self, *left_out: str) -> list[tuple[str, str]]:
        """Give the choices that a form must carry along, by the names in the address."""
        fields: Mapping[str, str] = {
            "aar": str(self.year or ""),
            "gruppe": self.group,
            "sorter": "" if self.sort == "mal" else self.sort,
            "vis": self.shown,
            "framework": self.framework,
        }
        pairs = [
            (name, value) for name, value in fields.items() if value and name not in left_out
        ]
        if "med" not in left_out:
            pairs += [("med", text) for text in self.picked]
        return pairs


def choices_in(query: QueryDict) -> Choices:
    """Read the choices from an address; what makes no sense is left out."""
    year = query.get("aar", "")
    group = query.get("gruppe", "")
    sort = query.get("sorter", "")
    shown = query.get("vis", "")
    picked = [text for text in query.getlist("med") if text.strip()]
    picked += [text for text in re.split(r"[,;\n]", query.get("andre", "")) if text.strip()]
    if picked and group in {"", "chosen"}:
        group = "chosen"
    kept = tuple(dict.fromkeys(text.strip()[:60] for text in picked[:MOST_PICKED]))
    return Choices(
        year=int(year) if YEAR.match(year) else None,
        group=group if GROUP.match(group) else "",
        picked=kept if group == "chosen" else (),
        sort=sort if sort.removeprefix("-") in SORTS else "mal",
        shown=shown if shown in SHOWN else "",
        framework=query.get("framework", "")[:60],
    )
