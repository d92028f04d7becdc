"""The framework a page shows, and what stands in its catalogue of indicators."""

from copy import copy
from dataclasses import dataclass, field
from hashlib import blake2b

from django.db import connection
from django.utils.translation import get_language

from common.memory import Memory
from common.translations import localized
from indicators.models import Framework, FrameworkIndicator

_frameworks: "Memory[Framework | None]" = Memory(seconds=300, entries=64)
_kept: "Memory[Catalogue]" = Memory(seconds=60, entries=64)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorInfo:
    """What a page says of one indicator, in one language.

    ``worst``, ``best``, ``green``, ``middle`` and ``red`` are in the indicator's unit;
    ``green`` and ``red`` are both None where the indicator is not rated.
    """

    pk: int
    code: str
    language: str
    name: str
    name_lang: str
    description: str
    description_lang: str
    unit: str
    decimals: int
    goal: int
    target: str
    target_title: str
    worst: float
    best: float
    green: float | None
    middle: float | None
    red: float | None
    is_scored: bool
    trend_start: int | None
    trend_end: int | None
    source: str
    source_url: str
    licence: str
    aggregation: str
    is_comparable: bool
    not_comparable_reason: str
    is_illustrative: bool

    @property
    def more_is_better(self) -> bool:
        """Whether a higher value is better."""
        return self.best > self.worst

    def is_reached(self, value: float) -> bool:
        """Whether a value is at or better than green."""
        if self.green is None:
            return False
        return value >= self.green if self.more_is_better else value <= self.green


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A framework with its indicators in their order, in one language.

    Attributes:
        digest: Changes when any text or threshold does; part of the pages' ``ETag``.
    """

    pk: int
    code: str
    name: str
    goals: tuple[int, ...]
    horizon: int
    indicators: dict[int, IndicatorInfo]
    digest: str
    by_code: dict[str, IndicatorInfo] = field(default_factory=dict)

    @property
    def has_illustrative(self) -> bool:
        """Whether any of its indicators is made up."""
        return any(info.is_illustrative for info in self.indicators.values())

    def sources(self) -> list[str]:
        """List the sources by name, each once, made-up figures left out."""
        named = (i.source for i in self.indicators.values() if not i.is_illustrative)
        return sorted({name for name in named if name})


_BY_CODE = "SELECT id, results_version, updated_at FROM indicators_framework WHERE code = %s"
_DEFAULT = (
    "SELECT id, results_version, updated_at FROM indicators_framework "
    "ORDER BY is_default DESC, id LIMIT 1"
)


def find_framework(code: str | None = None) -> Framework | None:
    """Give the framework with ``code``; the one that is shown first when left out.

    Every page begins with this question, and most end with it too (an unchanged page needs
    nothing else). So it is asked in plain SQL, a fifth of the price; the row itself is
    read when it has changed. Do not save what is returned.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BY_CODE if code else _DEFAULT, [code] if code else [])
        found = cursor.fetchone()
    if found is None:
        return None
    pk, version, changed = found
    known = _frameworks.get((pk, changed), lambda: _read_framework(pk))
    if known is None or known.results_version == version:
        return known
    framework = copy(known)
    framework.results_version = version
    return framework


def _read_framework(pk: int) -> Framework | None:
    return Framework.objects.filter(pk=pk).first()


def catalogue_of(framework: Framework) -> Catalogue:
    """Give the framework's catalogue in the reader's language, at most a minute old."""
    language = get_language() or "nb"
    key = (framework.pk, framework.updated_at, language)
    return _kept.get(key, lambda: _read(framework.pk))


def _read(framework: int) -> Catalogue:
    whole = Framework.objects.get(pk=framework)
    rows = (
        FrameworkIndicator.objects.filter(framework=framework)
        .select_related("indicator", "target")
        .order_by("position", "pk")
    )
    indicators = {row.indicator_id: _info(row) for row in rows}
    text = repr((localized(whole, "name"), whole.goals, list(indicators.values())))
    return Catalogue(
        pk=whole.pk,
        code=whole.code,
        name=str(localized(whole, "name")),
        goals=tuple(whole.goals),
        horizon=whole.horizon,
        indicators=indicators,
        by_code={info.code: info for info in indicators.values()},
        digest=blake2b(text.encode(), digest_size=8).hexdigest(),
    )


def _info(row: FrameworkIndicator) -> IndicatorInfo:
    indicator = row.indicator
    name = localized(indicator, "name")
    description = localized(indicator, "description")
    return IndicatorInfo(
        pk=indicator.pk,
        code=indicator.code,
        language=get_language() or "nb",
        name=name.text,
        name_lang=name.lang,
        description=description.text,
        description_lang=description.lang,
        unit=str(localized(indicator, "unit")),
        decimals=indicator.decimals,
        goal=row.goal_id,
        target=row.target_id or "",
        target_title=str(localized(row.target, "title")) if row.target else "",
        worst=row.worst,
        best=row.best,
        green=row.green,
        middle=_middle(row),
        red=row.red,
        is_scored=row.is_scored,
        trend_start=row.trend_start,
        trend_end=row.trend_end,
        source=indicator.source,
        source_url=indicator.source_url,
        licence=indicator.licence,
        aggregation=indicator.aggregation,
        is_comparable=indicator.is_comparable,
        not_comparable_reason=indicator.not_comparable_reason,
        is_illustrative=indicator.is_illustrative,
    )


def _middle(row: FrameworkIndicator) -> float | None:
    if row.middle is not None or row.green is None or row.red is None:
        return row.middle
    return (row.green + row.red) / 2
