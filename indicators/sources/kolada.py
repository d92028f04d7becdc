"""Kolada v3: key figures of Swedish municipalities (RKA).

Source: https://api.kolada.se/v3/ . Attribution: «Källa: Kolada (RKA)».
Kolada knows no unit, direction or goal; the framework holds them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import numpy as np
import pandas as pd

from indicators.sources.http import Service, SourceFailed
from indicators.sources.observations import GENDERS

IDS_A_REQUEST = 25
ROWS_A_PAGE = 5_000
ATTRIBUTION = "Källa: Kolada (RKA)"
KPI = re.compile(r"[NU]\d{5}", re.ASCII)
"""The form of a key figure's id; an indicator with such a code comes from Kolada."""

DELETED = "w"

_REGION = re.compile(r"00\d\d", re.ASCII)
_MUNICIPALITY = re.compile(r"\d{4}", re.ASCII)
_CONFIDENTIAL = frozenset({"privacy", "secrecy", "confidential", "sekretess", ":"})
_NOT_APPLICABLE = frozenset({".", "not applicable", "ej relevant"})
_PRELIMINARY = frozenset({"p", "preliminary", "preliminär"})
_Item = TypeVar("_Item")

COLUMNS = ("country", "municipality", "indicator", "period", "value", "status", "gender")


def fetch(
    service: Service,
    *,
    kpis: Sequence[str],
    municipalities: Sequence[str],
    since: dt.date | None = None,
    with_regions: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> pd.DataFrame:
    """Fetch key figures of municipalities, all years and genders.

    Args:
        service: Where Kolada is.
        kpis: Ids of key figures.
        municipalities: Four-digit codes.
        since: Only what Kolada has changed from that day on.
        with_regions: Keep the country (``0000``) and the regions (``00xx``).
        progress: Told after each part how many of how many are there.

    Returns:
        A frame with ``COLUMNS``, as the file of observations has them;
        ``status`` is ``w`` where Kolada has deleted the value. Any part that
        fails makes the whole fail (``SourceFailed``): nothing is saved then.
    """
    parts = [(some, others) for some in _batches(kpis) for others in _batches(municipalities)]
    entries: list[Any] = []
    for done, (some, others) in enumerate(parts, start=1):
        url = f"{service.base_url}/data/kpi/{','.join(some)}/municipality/{','.join(others)}"
        params = {"per_page": str(ROWS_A_PAGE)}
        if since is not None:
            params["from_date"] = since.isoformat()
        for page in _pages(service, url, params):
            entries.extend(page)
        progress(done, len(parts))
    return frame_of(entries, with_regions=with_regions)


def _batches(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    unique = list(dict.fromkeys(items))
    for start in range(0, len(unique), IDS_A_REQUEST):
        yield unique[start : start + IDS_A_REQUEST]


def _pages(service: Service, url: str, params: dict[str, str]) -> Iterator[list[Any]]:
    """Follow ``next_url`` (older servers: ``next_page``) to the last page.

    Raises:
        SourceFailed: A page is no page, or comes again.
    """
    seen: set[str] = set()
    following: str | None = url
    while following:
        if following in seen:
            raise SourceFailed("service_repeats_page", url=following)
        seen.add(following)
        answer = service.get(following, params=params if following == url else None)
        if not isinstance(answer, dict) or not isinstance(answer.get("values"), list):
            raise SourceFailed("service_odd_shape", url=following)
        yield answer["values"]
        link = answer.get("next_url") or answer.get("next_page")
        following = _same_host(service, following, link) if link else None


def _same_host(service: Service, url: str, link: object) -> str:
    """Make a page's address absolute; another host is not followed.

    Raises:
        SourceFailed: It points to another host.
    """
    target = urljoin(url, str(link))
    if urlsplit(target).hostname != urlsplit(service.base_url).hostname:
        raise SourceFailed("service_points_elsewhere", url=target)
    return target


def frame_of(entries: list[Any], *, with_regions: bool = False) -> pd.DataFrame:
    """Turn Kolada's ``values`` into rows, one per gender.

    Raises:
        SourceFailed: An entry lacks what every entry has.
    """
    rows: list[tuple[str, str, int, float, str, str]] = []
    for entry in entries:
        try:
            code, kpi, period = entry["municipality"], entry["kpi"], int(entry["period"])
            if not _MUNICIPALITY.fullmatch(code):
                continue  # groups (G…) and units within a municipality (V…)
            if _REGION.fullmatch(code) and not with_regions:
                continue
            rows.extend((code, kpi, period, *_value(each)) for each in entry["values"])
        except (KeyError, TypeError, ValueError) as error:
            raise SourceFailed("service_odd_entry", text=str(entry)[:80]) from error
    frame = pd.DataFrame(
        rows, columns=["municipality", "indicator", "period", "value", "status", "gender"]
    )
    frame.insert(0, "country", "SE")
    frame["period"] = frame["period"].astype(object)
    frame["value"] = frame["value"].astype(np.float64)
    return frame.drop_duplicates(
        ["municipality", "indicator", "period", "gender"], keep="last", ignore_index=True
    )


def _value(entry: dict[str, Any]) -> tuple[float, str, str]:
    """Read one gender's value: the value or NaN, our status, the gender.

    Raises:
        ValueError: The gender is unknown.
    """
    gender = str(entry["gender"]).upper()
    if gender not in GENDERS:
        raise ValueError(gender)
    if entry.get("isdeleted"):
        return np.nan, DELETED, gender
    status = str(entry.get("status") or "").strip().lower()
    value = entry.get("value")
    if value is not None:
        return float(value), "p" if status in _PRELIMINARY else "", gender
    if status in _CONFIDENTIAL:
        return np.nan, ":", gender
    return np.nan, "." if status in _NOT_APPLICABLE else "..", gender
