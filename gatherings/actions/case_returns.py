"""What became of a case: its measure, and the case back on the table."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gatherings.actions.case_programme import GatheringElsewhere
from gatherings.actions.cases import lock_case, save
from gatherings.enums import CaseState
from gatherings.models import Case, CaseFigure, CaseReturn, Gathering
from gatherings.queries.cases import FigureNow, figures_now, start_figures
from improvement.actions.measures import MeasureDetails, create_measure
from improvement.actions.refusals import Declined
from improvement.models import Evaluation, Measure
from networks.models import Municipality


class NotPresented(Declined):
    """What comes after the gathering waits for it."""

    sentence = _("The case has not been presented yet.")


class HasMeasure(Declined):
    """A case becomes one measure."""

    sentence = _("A measure has been made of the case already.")


class LessonMissing(Declined):
    """A case comes back with what was learnt."""

    field = "text"
    sentence = _("Write what you have learnt.")


class NothingToBring(Declined):
    """Neither has the measure been evaluated, nor do the hosts ask."""

    sentence = _(
        "The case comes back when its measure has been evaluated, or when the hosts ask."
    )


class EvaluationElsewhere(Declined):
    """The evaluation is of another measure."""

    field = "evaluation"
    sentence = _("Choose an evaluation of the measure that was made of this case.")


@transaction.atomic
def turn_into_measure(
    *,
    case: Case,
    details: MeasureDetails,
    by: User | None,
    at: datetime,
    on_behalf_of: Municipality | None = None,
) -> Measure:
    """Make the measure of a case that has been presented.

    Raises:
        HasMeasure: There is a measure already.

    Passes on:
        NotPresented: The case has not been presented.
        NetworkClosed: The network is closed.
        NotInNetwork: The municipality is not in the network of ``details``.
        TitleMissing, EndsBeforeStart, TargetBothWays, ObjectiveElsewhere,
        ResponsibleElsewhere: What is written does not hold together.
    """
    locked = _presented(case)
    if locked.measure_id is not None:
        raise HasMeasure
    measure = create_measure(
        municipality=locked.municipality,
        details=details,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
    )
    locked.measure = measure
    save(locked, "measure", by=by)
    return measure


@transaction.atomic
def ask_back(
    *, case: Case, by: User | None, at: datetime, gathering: Gathering | None = None
) -> Case:
    """Ask the municipality to bring its case back; «Min kommune» tells it. Again: no change.

    Passes on:
        GatheringElsewhere: The gathering is another series'.
        NotPresented: The case has not been presented.
        NetworkClosed: The network is closed.
    """
    locked = _presented(case)
    _check_gathering(locked, gathering)
    key = gathering.pk if gathering is not None else None
    if locked.return_asked_at is not None and locked.return_gathering_id == key:
        return locked
    locked.return_asked_at, locked.return_gathering = at, gathering
    save(locked, "return_asked_at", "return_gathering", by=by)
    return locked


@transaction.atomic
def bring_back(
    *,
    case: Case,
    text: str,
    by: User | None,
    at: datetime,
    gathering: Gathering | None = None,
    evaluation: Evaluation | None = None,
    language: str = "nb",
    on_behalf_of: Municipality | None = None,
) -> CaseReturn:
    """Put a case back on the table: what was learnt, and the same figures then and now.

    The same words from the same person with the same figures again give the same row.

    Args:
        case: It has been presented.
        text: What was learnt.
        by: Who writes.
        at: When; the figures are those of the dashboard then.
        gathering: Where it is told.
        evaluation: Of the measure; None takes the newest there is.
        language: Of ``text``.
        on_behalf_of: The municipality, where ``by`` has no role of its own.

    Raises:
        LessonMissing: ``text`` is empty.
        EvaluationElsewhere: ``evaluation`` is of another measure.
        NothingToBring: The measure has no evaluation, and the hosts have not asked.

    Passes on:
        GatheringElsewhere: The gathering is another series'.
        NotPresented: The case has not been presented.
        NetworkClosed: The network is closed.
    """
    if not text.strip():
        raise LessonMissing
    locked = _presented(case)
    _check_gathering(locked, gathering)
    if evaluation is not None and evaluation.measure_id != locked.measure_id:
        raise EvaluationElsewhere
    newest = locked.returns.order_by("-at", "-pk").first()
    found = evaluation or _newest_evaluation(locked)
    figures = start_figures(locked)
    now = figures_now(locked.municipality, [each.indicator_id for each in figures])
    written = {
        "text": text.strip(),
        "figures": [figure(each, now[each.indicator_id]) for each in figures],
        "gathering": gathering or locked.return_gathering,
        "evaluation": found,
        "by": by,
    }
    if newest is not None and all(getattr(newest, name) == written[name] for name in written):
        return newest
    if found is None and locked.return_asked_at is None:
        raise NothingToBring
    row = CaseReturn.objects.create(
        case=locked, language=language, on_behalf_of=on_behalf_of, at=at, **written
    )
    if locked.return_asked_at is not None:
        locked.return_asked_at = locked.return_gathering = None
        save(locked, "return_asked_at", "return_gathering", by=by)
    return row


def figure(start: CaseFigure, now: FigureNow) -> dict[str, Any]:
    """Give what is frozen of one indicator, as plain values."""
    indicator = start.indicator
    return {
        "indicator": indicator.code,
        "name": str(indicator.local_name),
        "unit": str(indicator.local_unit),
        "decimals": indicator.decimals,
        "worst": now.worst,
        "best": now.best,
        "then": {"year": start.period, "value": start.value, "is_hidden": start.is_hidden},
        "now": {
            "year": now.reading.year,
            "value": now.reading.value,
            "is_hidden": now.reading.is_hidden,
        },
    }


def _presented(case: Case) -> Case:
    """Lock a case that has been presented.

    Raises:
        NotPresented: It has not been.

    Passes on:
        NetworkClosed: The network is closed.
    """
    locked = lock_case(case)
    if locked.state != CaseState.PRESENTED:
        raise NotPresented
    return locked


def _check_gathering(case: Case, gathering: Gathering | None) -> None:
    """Look whether a gathering is of the same series.

    Raises:
        GatheringElsewhere: It is not.
    """
    if gathering is not None and gathering.series_id != case.series_id:
        raise GatheringElsewhere


def _newest_evaluation(case: Case) -> Evaluation | None:
    if case.measure is None:
        return None
    return case.measure.evaluations.order_by("-at", "-pk").first()
