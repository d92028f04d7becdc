"""The cases of the north: one goes all the way from the table to a measure and back."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from accounts.models import User
from gatherings.actions.case_advice import log_advice
from gatherings.actions.case_programme import give_slot, note_presented
from gatherings.actions.case_returns import bring_back, turn_into_measure
from gatherings.actions.cases import CaseDetails, create_case, make_ready
from gatherings.actions.homework import finish_homework, give_homework
from gatherings.models import Case, Gathering, Series
from improvement.actions.evaluations import EvaluationDetails, evaluate
from improvement.actions.log import log_status
from improvement.actions.measures import Expectation, MeasureDetails
from improvement.enums import Confidence, MeasureKind, MeasureState, Outcome
from improvement.queries.comparison_groups import groups_of
from indicators import tasks
from indicators.actions.typed import record_value
from indicators.models import Framework, Indicator, Observation, Target
from networks.models import Municipality
from portal.demo import figures
from portal.demo.moments import coordinator_of, days_from, leader_of, member

_LOCAL_FOOD = "demo-local-food"


def tell_nord(series: Series, *, at: datetime) -> None:
    """Take one case all the way round, a second half of it, and make a third ready."""
    leader = leader_of(series)
    first, second, third = series.gatherings.order_by("number")
    _compute(at=at)
    done = _present(series, _CASES[0], first, leader=leader, at=at)
    _carry_through(done, second, at=at)
    half = _present(series, _CASES[1], second, leader=leader, at=at)
    give_homework(
        case=half,
        text="Spør ungdomsrådet hva som får dem til å flytte hjem",
        due_on=timezone.localdate(at) + timedelta(days=10),
        by=leader,
        at=days_from(second, 0),
    )
    ready = _ready(series, _CASES[2], at=at - timedelta(days=9))
    give_slot(
        case=ready,
        gathering=third,
        starts=time(13),
        ends=time(13, 30),
        by=leader,
        at=at - timedelta(days=5),
    )


_CASES = (
    (
        "5524",
        CaseDetails(
            title="Lokal mat på kommunale bord",
            question="Hvordan får vi mer lokal mat inn i skoler og sykehjem?",
            background=(
                "Målselv har mange gårder, men lite av maten ender i kommunens kjøkken. "
                "Avtalen med grossisten løper ut."
            ),
        ),
    ),
    (
        "5622",
        CaseDetails(
            title="Unge som flytter hjem",
            question="Hva får unge til å komme tilbake etter utdanningen?",
            background="Vi har ledige stillinger, men få boliger som passer unge.",
        ),
    ),
    (
        "5520",
        CaseDetails(
            title="Fyllingsgrad i skoleskyssen",
            question="Hvordan har dere samordnet skyss på tvers av kommunegrenser?",
        ),
    ),
)


def _ready(series: Series, content: tuple[str, CaseDetails], *, at: datetime) -> Case:
    code, details = content
    place = member(series, code)
    person = coordinator_of(place)
    indicators = tuple(Indicator.objects.filter(code__in=[_LOCAL_FOOD, "pop-over-66"]))
    case = create_case(
        series=series,
        municipality=place,
        details=replace(details, contact=person, indicators=indicators),
        by=person,
        at=at,
    )
    return make_ready(case=case, by=person, at=at)


def _present(
    series: Series,
    content: tuple[str, CaseDetails],
    gathering: Gathering,
    *,
    leader: User,
    at: datetime,
) -> Case:
    case = _ready(series, content, at=days_from(gathering, -25))
    give_slot(
        case=case,
        gathering=gathering,
        starts=time(13),
        ends=time(13, 45),
        by=leader,
        at=days_from(gathering, -20),
    )
    presented = note_presented(case=case, by=leader, at=days_from(gathering, 0))
    others = series.registrations.exclude(municipality=case.municipality)
    for row, text in zip(others.order_by("pk"), _ADVICE, strict=False):
        log_advice(
            case=presented,
            text=text,
            group="Bord 1",
            registration=row,
            at=days_from(gathering, 0) + timedelta(minutes=20),
        )
    return presented


_ADVICE = (
    "Start i det små: én skole, ett sykehjem, ett år.",
    "Snakk med dem det gjelder før dere bestemmer noe.",
    "Vi har en avtale dere kan bygge på. Ring oss.",
)


def _carry_through(case: Case, back_at: Gathering, *, at: datetime) -> None:
    """Homework, a measure with its log, an evaluation, and the case back on the table."""
    place = case.municipality
    person = coordinator_of(place)
    begun = case.presented_at or at
    homework = give_homework(
        case=case,
        text="Kartlegg hva kjøkkenene kjøper i dag",
        due_on=timezone.localdate(begun) + timedelta(days=30),
        by=person,
        at=begun,
    )
    finish_homework(
        homework=homework,
        result="Elleve prosent er lokalt. Melk og poteter er enklest å begynne med.",
        by=person,
        at=begun + timedelta(days=27),
    )
    indicator = Indicator.objects.get(code=_LOCAL_FOOD)
    starts = timezone.localdate(begun) + timedelta(days=30)
    measure = turn_into_measure(
        case=case,
        details=MeasureDetails(
            title="Lokale poteter og melk i alle kommunale kjøkken",
            description="Egen avtale for poteter og melk, med krav om kort vei.",
            kind=MeasureKind.PROCUREMENT,
            network=case.series.network,
            responsible_person=person,
            responsible_unit="Innkjøp",
            starts_on=starts,
            ends_on=starts + timedelta(days=100),
            helps=(Target.objects.get(number="12.7"),),
            expectations=(Expectation(indicator, 6),),
        ),
        by=person,
        at=begun + timedelta(days=30),
    )
    for days, state, text, share in _LOG:
        log_status(
            measure=measure,
            state=state,
            text=text,
            share_done=share,
            by=person,
            at=begun + timedelta(days=days),
            submission=uuid5(NAMESPACE_URL, f"case/{place.pk}/{days}"),
        )
    _raise_value(place, indicator, by=person, at=at)
    evaluate(
        measure=measure,
        group=groups_of(place, person=person)[-1],
        details=EvaluationDetails(
            outcome=Outcome.WORKED,
            text="Alle sju kjøkken bruker den nye avtalen.",
            confidence=Confidence.MEDIUM,
        ),
        by=person,
        at=days_from(back_at, -3),
    )
    bring_back(
        case=case,
        text="Det enkleste virket: to varer, én avtale. Neste gang tar vi kjøtt.",
        gathering=back_at,
        by=person,
        at=days_from(back_at, 0),
    )


_LOG = (
    (45, MeasureState.ON_TRACK, "Avtalen er lyst ut.", 30),
    (80, MeasureState.ON_TRACK, "Fire av sju kjøkken er i gang.", 60),
    (130, MeasureState.DONE, "Alle kjøkken bruker avtalen.", 100),
)


def _raise_value(place: Municipality, indicator: Indicator, *, by: User, at: datetime) -> None:
    """Type a better value of a newer year, as the coordinator would, and compute anew."""
    newest = Observation.objects.filter(municipality=place, indicator=indicator)
    row = newest.order_by("-period").first()
    if row is None or row.value is None:
        return
    record_value(
        municipality=place,
        indicator=indicator,
        year=row.period + 1,
        value=round(row.value + 6, 1),
        status="",
        seen=None,
        by=by,
        at=at,
    )
    jobs = tasks.start_for_changes(
        indicator_ids=[indicator.pk], municipality_ids=[place.pk], at=at
    )
    for job in jobs:
        tasks.compute_changes(job_id=job.pk)


def _compute(*, at: datetime) -> None:
    """Compute Norway here and now: cases start from figures of the dashboards."""
    framework = Framework.objects.get(code=figures.CODE)
    for job in tasks.start_for_framework(
        framework=framework, at=at, countries=["NO"], send=False
    ):
        tasks.compute_country(job_id=job.pk)
