"""Goals, framework and figures of the demonstration: files in, by the importing actions."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

import indicators
from common.tabular.problems import LoadRefused, ProblemLog
from common.tabular.reading import Limits
from common.tabular.schema import Reading
from indicators.actions.goals import load_goals
from indicators.enums import ImportKind
from indicators.models import Framework, ImportBatch, Indicator
from networks.models import Municipality
from portal.demo import illustrative

DATA = Path(indicators.__file__).resolve().parent / "data"
CODE = "samverk"
NAME = "Samverk"
TEXTS = (
    "name_en", "unit_nb", "unit_nn", "unit_sv", "unit_en", "description_nb", "description_nn",
    "description_sv", "description_en",
)  # fmt: skip
ENVIRONMENT = (13, 14, 15)
# What a profile ends with where illustrative indicators are meant too.
MEMBER = "-demo"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of real figures and where they come from (``indicators/data/SOURCES.md``)."""

    name: str
    source: str
    vintage: date


FILES = (
    SourceFile(
        "no_population.csv", "Statistisk sentralbyrå (SSB), tabell 07459", date(2026, 8, 22)
    ),
    SourceFile(
        "se_emissions.csv",
        "SMHI, Nationella emissionsdatabasen, via Klimatkollen",
        date(2026, 8, 20),
    ),
    SourceFile("se_climate_work.csv", "Klimatkollen", date(2026, 8, 20)),
    SourceFile("se_schools.csv", "Kolada (RKA)", date(2026, 4, 16)),
)  # fmt: skip


def load_framework(*, at: datetime) -> bool:
    """Load goals, targets and the framework; returns whether anything was written."""
    from indicators.actions.frameworks import load_framework as load  # noqa: PLC0415 -- slow import
    from indicators.sources import framework as source  # noqa: PLC0415 -- slow import

    written = load_goals() > 0
    reading = sound(source.read(_bytes("frameworks/samverk.csv"), limits=Limits()))
    settings = source.read_settings(_bytes("frameworks/samverk.toml"))
    loaded = load(
        code=CODE,
        name=NAME,
        frame=reading.frame,
        given=reading.given,
        settings=settings.values,
        at=at,
    )
    texts = _load_texts()
    return _show_first() or texts or written or not loaded.nothing


def load_figures(*, at: datetime, say: Callable[[str], None]) -> bool:
    """Load the real and the illustrative figures; returns whether anything was written."""
    written = False
    for file in FILES:
        written |= _load(
            _bytes(f"observations/{file.name}"),
            name=file.name,
            source=file.source,
            vintage=file.vintage,
            at=at,
            say=say,
        )
    return _load(
        _illustrative(last_year=at.year - 1),
        name="illustrative.csv",
        source="Illustrative figures",
        vintage=None,
        at=at,
        say=say,
    ) or written  # fmt: skip


def _load(
    data: bytes,
    *,
    name: str,
    source: str,
    vintage: date | None,
    at: datetime,
    say: Callable[[str], None],
) -> bool:
    """Import one file, unless just this file has been imported before."""
    digest = hashlib.sha256(data).hexdigest()
    if ImportBatch.objects.filter(kind=ImportKind.DEMO, sha256=digest).exists():
        return False
    from indicators.actions.imports import (  # noqa: PLC0415 -- slow import
        Origin,
        import_observations,
    )
    from indicators.sources import observations  # noqa: PLC0415 -- slow import

    reading = sound(observations.read(data, limits=Limits()))
    imported = import_observations(
        frame=reading.frame,
        origin=Origin(
            source=source,
            kind=ImportKind.DEMO,
            vintage=vintage,
            file_name=name,
            sha256=digest,
        ),
        at=at,
    )
    if imported.nothing:
        return False
    say(_("%(file)s: %(count)d values") % {"file": name, "count": imported.added})
    return True


def _load_texts() -> bool:
    """Add what the format of ``load_framework`` has no columns for."""
    with (DATA / "frameworks/samverk_texts.csv").open(encoding="utf-8", newline="") as file:
        rows = {row.pop("indicator"): row for row in csv.DictReader(file)}
    changed = []
    for indicator in Indicator.objects.filter(code__in=rows):
        row = rows[indicator.code]
        wanted = {
            **{name: row[name] for name in TEXTS},
            "is_illustrative": row["is_illustrative"] == "1",
        }
        if any(getattr(indicator, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(indicator, name, value)
            changed.append(indicator)
    if changed:
        bulk_update_with_history(changed, Indicator, [*TEXTS, "is_illustrative"])
    return bool(changed)


def _show_first() -> bool:
    """Let the dashboards open with this framework, unless another one was chosen."""
    framework = Framework.objects.get(code=CODE)
    if framework.is_default or Framework.objects.filter(is_default=True).exists():
        return False
    framework.is_default = True
    framework.dimensions = {
        "environment": list(ENVIRONMENT),
        "society and economy": [n for n in range(1, 18) if n not in ENVIRONMENT],
    }
    framework.save()
    return True


def _illustrative(*, last_year: int) -> bytes:
    """Write the made-up figures as a file."""
    codes = demonstration_codes()
    places = [
        illustrative.Place(place.country_id, place.code, place.profile, place.population or 0)
        for place in Municipality.objects.filter(
            country__in={c for c, _code in codes}
        ).order_by("country", "code")
        if (place.country_id, place.code) in codes
    ]
    made = illustrative.recipes(DATA / "frameworks/samverk.csv")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(illustrative.COLUMNS)
    writer.writerows(illustrative.figures(places, made, last_year=last_year))
    return text.getvalue().encode()


def demonstration_codes() -> set[tuple[str, str]]:
    """Give country and code of the municipalities in the demonstration networks."""
    from portal.demo.networks import NETWORKS  # noqa: PLC0415 -- the content of another module

    return {(each.country, code) for each in NETWORKS for code in each.codes}


def _bytes(name: str) -> bytes:
    return (DATA / name).read_bytes()


def sound(reading: Reading) -> Reading:
    """Refuse a file with problems: the product's own files have none.

    Raises:
        LoadRefused: There is one all the same.
    """
    if reading.problem_count:
        log = ProblemLog()
        for problem in reading.problems:
            log.add(problem.row, problem.column, problem.code)
        raise LoadRefused(log)
    return reading
