"""Municipalities: from their figures to their results and documents."""

from collections.abc import Iterator, Sequence

import numpy as np

from indicators.calculations.compute import compute
from indicators.calculations.panel import Panel
from indicators.calculations.parameters import Flags, Integers
from indicators.calculations.ratings import applicable
from indicators.documents import DashboardDocument
from indicators.enums import DashboardKind
from indicators.jobs.figures import Figures, flags
from indicators.jobs.places import Outcome, PlaceDocuments, with_reasons
from indicators.jobs.setup import Setup, Units


def municipal_outcome(
    setup: Setup, units: Units, figures: Figures, *, window: Integers, edition: Flags
) -> Outcome:
    """Compute municipalities from their figures."""
    panel = Panel(
        years=figures.years,
        values=figures.shown,
        undated=figures.undated_shown,
        undated_edition=edition,
        meant=applicable(setup.parameters.rated_in, units.profile),
        trend_meant=applicable(setup.parameters.trend_in, units.profile),
        group=units.group,
        since=figures.since,
    )
    results = compute(panel, parameters=setup.parameters, window=window)
    has = ~np.isnan(results.current)
    return Outcome(
        panel=panel,
        results=results,
        has_year=figures.has_year,
        missing=with_reasons(figures.missing, meant=panel.meant, has_value=has),
        flag=flags(figures, results.current_year, has),
        vintage=figures.vintage,
        breaks=figures.breaks,
    )


def municipality_documents(
    setup: Setup, units: Units, outcome: Outcome, digests: Sequence[str], chosen: Integers
) -> Iterator[tuple[int, str, int, DashboardDocument]]:
    """Build the documents of some municipalities: key, digest, vintage and document."""
    if not len(chosen):
        return
    for position, document in PlaceDocuments(setup, outcome, chosen):
        pk = int(units.ids[position])
        document["kind"] = str(DashboardKind.MUNICIPALITY)
        document["object"] = pk
        yield pk, digests[position], int(outcome.vintage[position]), document
