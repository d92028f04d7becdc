"""Where the figures come from."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from common.translations import localized
from indicators.models import FrameworkIndicator, ImportBatch, Indicator

IMPORTS_SHOWN = 20


@dataclass(slots=True)
class Source:
    """One publisher's dataset with the indicators that rest on it."""

    name: str
    url: str
    licences: set[str] = field(default_factory=set)
    indicators: list[tuple[str, str]] = field(default_factory=list)
    is_illustrative: bool = False


def sources_of(framework: int) -> list[Source]:
    """List the sources of a framework: real ones by name, made-up figures last."""
    found: dict[tuple[str, str], Source] = {}
    rows = (
        FrameworkIndicator.objects.filter(framework=framework)
        .select_related("indicator")
        .order_by("position", "pk")
    )
    for row in rows:
        indicator = row.indicator
        key = (indicator.source, indicator.source_url)
        source = found.setdefault(key, Source(*key, is_illustrative=indicator.is_illustrative))
        if indicator.licence:
            source.licences.add(indicator.licence)
        source.indicators.append((indicator.code, str(localized(indicator, "name"))))
    return sorted(found.values(), key=lambda source: (source.is_illustrative, source.name))


def newest_imports() -> list[ImportBatch]:
    """Read the newest imports, the newest first."""
    return list(ImportBatch.objects.order_by("-imported_at", "-pk")[:IMPORTS_SHOWN])


def newest_real_imports(number: int) -> list[ImportBatch]:
    """Read the newest imports that brought something, made-up figures left out."""
    brought = Q(rows_added__gt=0) | Q(rows_changed__gt=0)
    made_up = Indicator.objects.filter(is_illustrative=True).values("source")
    batches = ImportBatch.objects.filter(brought).exclude(source__in=made_up)
    return list(batches.order_by("-imported_at", "-pk")[:number])


def newest_import() -> tuple[int, datetime | date | None]:
    """Say which import is the newest, for the page's version."""
    row = ImportBatch.objects.order_by("-pk").values_list("pk", "imported_at").first()
    return row or (0, None)
