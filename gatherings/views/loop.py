"""The loop of a network: presented, measure, result, and what moved together."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.signed_in import SignedIn
from common.dates import date_in_words
from common.lists import in_words
from gatherings import words
from gatherings.calculations import loop
from gatherings.models import Case, CaseReturn
from gatherings.queries import cases as queries
from gatherings.views import case_rows
from improvement.models import Measure
from indicators.models import Indicator
from networks.models import Network

PAGE = 40


@dataclass(frozen=True, slots=True)
class LoopRow:
    """One case, from the table to what came of it.

    Attributes:
        moved: Sentences: which figures moved which way.
        measure: None also where the reader may not see it.
    """

    title: str
    lang: str
    href: str
    place: str
    presented: str
    where: str
    has_measure: bool
    measure: case_rows.MeasureRow | None
    result: str
    result_lang: str
    outcome: str
    kind: str
    verdict: str
    moved: list[str]


@dataclass(frozen=True, slots=True)
class LoopCounts:
    """How many cases have come how far."""

    presented: int
    with_measure: int
    back: int
    together: int
    not_yet: int
    opposite: int


class LoopPage(SignedIn, TemplateView):
    """For those of the network, and those who hold a series in it."""

    template_name = "gatherings/loop.html"

    @cached_property
    def network(self) -> Network:
        return get_object_or_404(queries.loop_networks(self.person), slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        network, wanted = self.network, self.request.GET.get("serie", "")
        found, series = queries.presented_cases(network, person=self.person, series=wanted)
        backs = {case.pk: next(iter(case.returns.all()), None) for case in found}
        page = Paginator(found, PAGE).get_page(self.request.GET.get("side"))
        shown = list(page.object_list)
        for case in shown:
            if case.gathering is not None:
                case.gathering.series = case.series
        measures = [case.measure_id for case in shown if case.measure_id]
        seen = Measure.objects.visible_to(self.person).filter(pk__in=measures)
        keys = set(seen.values_list("pk", flat=True))
        codes = {
            each["indicator"]
            for case in shown
            if (back := backs[case.pk]) is not None
            for each in back.figures
        }
        known = queries.indicators_of(codes)
        return super().get_context_data(
            network=network,
            counts=_counts(found, backs),
            rows=[
                _row(case, backs[case.pk], known, sees_measure=case.measure_id in keys)
                for case in shown
            ],
            page=page,
            query=self.request.GET,
            choices=[(each.slug, each.name, each.slug == wanted) for each in series],
            is_filtered=bool(wanted),
            crumbs=[
                (network.label, network.get_absolute_url()),
                (_("From case to result"), ""),
            ],
            all_href=reverse("gatherings:loop", args=[network.slug]),
            **kwargs,
        )


def _counts(cases: list[Case], backs: dict[int, CaseReturn | None]) -> LoopCounts:
    verdicts = [
        loop.whole(case_rows.stored_moves(back.figures))
        for back in backs.values()
        if back is not None
    ]
    return LoopCounts(
        presented=len(cases),
        with_measure=sum(case.measure_id is not None for case in cases),
        back=len(verdicts),
        together=verdicts.count(loop.TOGETHER),
        not_yet=verdicts.count(loop.NOT_YET),
        opposite=verdicts.count(loop.OPPOSITE),
    )


def _row(
    case: Case,
    back: CaseReturn | None,
    indicators: dict[str, Indicator],
    *,
    sees_measure: bool,
) -> LoopRow:
    moves = case_rows.stored_moves(back.figures) if back else []
    kind, verdict = case_rows.VERDICTS[loop.whole(moves)] if back else ("", "")
    evaluation = back.evaluation if back and sees_measure else None
    return LoopRow(
        title=case.title,
        lang=case.language,
        href=case.get_absolute_url(),
        place=str(case.municipality),
        presented=date_in_words(case.presented_at) if case.presented_at else "",
        where=words.gathering_name(case.gathering) if case.gathering else "",
        has_measure=case.measure_id is not None,
        measure=case_rows.measure_row(case.measure) if sees_measure else None,
        result=back.text if back else "",
        result_lang=back.language if back else "",
        outcome=str(evaluation.get_outcome_display()) if evaluation else "",
        kind=kind,
        verdict=str(verdict),
        moved=_which(back, moves, indicators) if back else [],
    )


def _which(back: CaseReturn, moves: list[str], indicators: dict[str, Indicator]) -> list[str]:
    """Say of which figures it holds, each way on a line of its own."""
    by_move: dict[str, list[str]] = {}
    for stored, found in zip(back.figures, moves, strict=True):
        indicator = indicators.get(stored["indicator"])
        name = str(indicator.local_name) if indicator else stored["name"]
        by_move.setdefault(found, []).append(name)
    return [
        _("%(what)s: %(names)s") % {"what": text, "names": in_words(by_move[found])}
        for found, (_kind, text) in case_rows.MOVES.items()
        if found in by_move
    ]
