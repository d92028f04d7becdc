"""Cases: drafts, starting figures, slots, advice; and one case all the way."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gatherings.actions import agenda, case_advice, case_programme, case_returns, cases, seats
from gatherings.actions import gatherings as gathering_actions
from gatherings.actions import homework as homework_actions
from gatherings.actions.case_slots import CasesWereHere
from gatherings.actions.cases import CaseDetails
from gatherings.actions.gatherings import DETAILS, GatheringDetails
from gatherings.calculations import loop
from gatherings.enums import AgendaKind, CaseState, SeriesState
from gatherings.models import AgendaItem, Case
from gatherings.queries.cases import figure_choices, presented_cases
from improvement.actions.evaluations import EvaluationDetails, evaluate
from improvement.actions.log import log_status
from improvement.actions.measures import Expectation, MeasureDetails
from improvement.enums import Confidence, MeasureState, Outcome
from improvement.queries.comparison_groups import groups_of
from indicators.models import IndicatorResult
from networks.actions.locks import NetworkClosed, NotInNetwork
from networks.enums import Role
from tests.factories import (
    FrameworkFactory,
    FrameworkIndicatorFactory,
    MainContactFactory,
    MunicipalityFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db
HELD = datetime(2026, 9, 10, 12, tzinfo=UTC)


@pytest.fixture
def series():
    return SeriesFactory(network__is_public=False)


@pytest.fixture
def gathering(series):
    return GatheringFactory(series=series, number=1, day=date(2026, 9, 10))


@pytest.fixture
def falun(series):
    return member_of(series)


@pytest.fixture
def framework():
    return FrameworkFactory(is_default=True)


def shows(place, framework, *, value=40.0, year=2024, status="", rating="red", **bounds):
    """An indicator with what the dashboard says of it."""
    row = FrameworkIndicatorFactory(framework=framework, **bounds)
    IndicatorResult.objects.create(
        framework=framework, indicator=row.indicator, municipality=place, year=year,
        value=value, status=status, score=20.0, rating=rating,
    )  # fmt: skip
    return row.indicator


def says(indicator, value, year, status=""):
    IndicatorResult.objects.filter(indicator=indicator).update(
        value=value, year=year, status=status
    )


def write(series, place, *indicators, **given):
    details = CaseDetails(
        title="Skolan", question="Vad gör ni?", indicators=indicators, language="sv"
    )
    fields = {"details": details, "by": UserFactory(), "at": AT, **given}
    return cases.create_case(series=series, municipality=place, **fields)


def ready(series, place, *indicators):
    return cases.make_ready(case=write(series, place, *indicators), by=None, at=AT)


def presented(series, place, gathering, *indicators):
    case = ready(series, place, *indicators)
    by = UserFactory()
    case_programme.give_slot(case=case, gathering=gathering, by=by, at=AT)
    return case_programme.note_presented(case=case, by=by, at=HELD)


def test_the_way_of_one_case(series, gathering, falun, framework):
    share = shows(falun, framework, value=40.0, year=2024)
    rate = shows(falun, framework, value=12.0, year=2024, worst=50.0, best=0.0)
    coordinator = RoleAssignmentFactory(municipality=falun, role=Role.COORDINATOR).person
    host = UserFactory()
    case = write(series, falun, share, rate, by=coordinator)
    case = cases.make_ready(case=case, by=coordinator, at=AT)
    case_programme.give_slot(
        case=case, gathering=gathering, starts=time(13), ends=time(13, 30), by=host, at=AT
    )
    case = case_programme.note_presented(case=case, by=host, at=HELD)
    [seat] = seats.sign_up(
        series=series, municipality=member_of(series), people=[someone("One")], by=None, at=AT
    )
    case_advice.log_advice(case=case, text="Börja smått", registration=seat, at=HELD)
    task = homework_actions.give_homework(
        case=case, text="Fråga skolorna", due_on=date(2026, 10, 1), by=host, at=HELD
    )
    homework_actions.finish_homework(homework=task, result="Tre vill", by=coordinator, at=HELD)
    measure = case_returns.turn_into_measure(
        case=case,
        details=MeasureDetails(
            title=case.title,
            network=series.network,
            starts_on=date(2026, 10, 1),
            expectations=(Expectation(share), Expectation(rate)),
        ),
        by=coordinator,
        at=HELD,
    )
    log_status(
        measure=measure, state=MeasureState.ON_TRACK, text="I gång", share_done=30,
        by=coordinator, at=HELD + timedelta(days=60), submission=uuid4(),
    )  # fmt: skip
    later = datetime(2028, 5, 1, tzinfo=UTC)
    says(share, 46.0, 2027)
    says(rate, 12.4, 2027)
    evaluation = evaluate(
        measure=measure,
        group=groups_of(falun, person=coordinator)[0],
        details=EvaluationDetails(
            outcome=Outcome.PARTLY, text="Det hjälpte", confidence=Confidence.MEDIUM
        ),
        by=coordinator,
        at=later,
    )
    back = case_returns.bring_back(
        case=case, text="Börja tidigare", by=coordinator, at=later, language="sv"
    )
    assert back.evaluation == evaluation
    again = case_returns.bring_back(case=case, text="Börja tidigare", by=coordinator, at=later)
    assert again == back

    [[row], [of_series]] = presented_cases(series.network, person=coordinator)
    assert (row, of_series) == (case, series)
    assert row.measure.state == MeasureState.ON_TRACK
    moves = [
        loop.moved(
            start=loop.Reading(**each["then"]), now=loop.Reading(**each["now"]),
            worst=each["worst"], best=each["best"],
        )
        for each in row.returns.all()[0].figures
    ]  # fmt: skip
    assert moves == [loop.TOGETHER, loop.NOT_YET]
    assert loop.whole(moves) == loop.TOGETHER


def test_figures_are_those_of_the_day_and_small_numbers_stay_hidden(series, falun, framework):
    share = shows(falun, framework, value=40.0, year=2024)
    small = shows(falun, framework, value=None, year=2024, status="h")
    case = write(series, falun, share, small)
    says(share, 41.0, 2025)
    cases.make_ready(case=case, by=None, at=AT)
    says(share, 45.0, 2026)
    other = shows(falun, framework, value=3.0, year=2025)
    details = CaseDetails(title="T", question="Q", indicators=(other, small, share))
    cases.change_case(case=case, details=details, by=None, at=AT + timedelta(days=3))
    rows = case.figures.order_by("position").values_list("period", "value", "is_hidden")
    assert list(rows) == [(2025, 3.0, False), (2024, None, True), (2025, 41.0, False)]


def test_weak_indicators_are_suggested(series, falun, framework):
    good = shows(falun, framework, rating="green")
    weak = shows(falun, framework, rating="red")
    assert figure_choices(falun).suggested == (weak.code,)
    assert {one.code for one in figure_choices(falun).figures.indicators} == {
        good.code, weak.code,
    }  # fmt: skip


def test_what_a_case_must_hold(series, falun, framework):
    many = [shows(falun, framework) for _ in range(6)]
    empty = CaseDetails(title=" ", question="Q")
    with pytest.raises(cases.CaseTitleMissing):
        write(series, falun, details=empty)
    with pytest.raises(cases.QuestionMissing):
        write(series, falun, details=CaseDetails(title="T", question=" "))
    with pytest.raises(cases.FigureCountWrong):
        write(series, falun, *many)
    with pytest.raises(cases.FigureCountWrong):
        ready(series, falun)
    stranger = CaseDetails(title="T", question="Q", contact=UserFactory())
    with pytest.raises(cases.PresenterElsewhere):
        write(series, falun, details=stranger)
    with pytest.raises(NotInNetwork):
        write(series, MunicipalityFactory())
    with pytest.raises(cases.SeriesNotOpenForCases):
        write(SeriesFactory(state=SeriesState.DRAFT, network=series.network), falun)


def test_a_closed_network_only_reads(series, gathering, falun, framework):
    case = presented(series, falun, gathering, shows(falun, framework))
    network = series.network
    network.closed_at = timezone.now()
    network.save()
    with pytest.raises(NetworkClosed):
        write(series, falun)
    with pytest.raises(NetworkClosed):
        case_advice.log_advice(case=case, text="A", by=UserFactory(), at=HELD)
    with pytest.raises(NetworkClosed):
        case_returns.ask_back(case=case, by=None, at=HELD)


def test_a_slot_is_an_item_of_the_programme(series, gathering, falun, framework):
    case, by = ready(series, falun, shows(falun, framework)), UserFactory()
    second = GatheringFactory(series=series, number=2, day=date(2026, 10, 10))
    case_programme.give_slot(
        case=case, gathering=gathering, starts=time(13), ends=time(14), by=by, at=AT
    )
    item = gathering.agenda.get()
    assert (item.kind, item.title, item.text) == (AgendaKind.CASE, "Skolan", str(falun))
    renamed = CaseDetails(
        title="Nya skolan", question="Q", indicators=(case.figures.get().indicator,)
    )
    cases.change_case(case=case, details=renamed, by=by, at=AT)
    assert gathering.agenda.get().title == "Nya skolan"
    case_programme.give_slot(case=case, gathering=second, by=by, at=AT)
    assert not gathering.agenda.exists()
    with pytest.raises(cases.CaseHasSlot):
        cases.make_draft(case=case, by=None, at=AT)
    other = ready(series, member_of(series), shows(falun, framework))
    with pytest.raises(case_programme.ItemTaken):
        case_programme.give_slot(
            case=other, gathering=second, item=second.agenda.get(), by=by, at=AT
        )
    made = agenda.add_item(
        gathering=second, details=agenda.ItemDetails(title="Case", kind=AgendaKind.CASE),
        speakers=(), by=by,
    )  # fmt: skip
    case_programme.give_slot(case=other, gathering=second, item=made, by=by, at=AT)
    other.refresh_from_db()
    assert other.agenda_item == made
    case_programme.take_slot(case=case, by=by, at=AT)
    assert list(AgendaItem.objects.all()) == [made]


@pytest.mark.parametrize("what", ["item", "moved", "cancelled", "deleted"])
def test_what_frees_a_slot(series, gathering, falun, framework, what):
    case, by = ready(series, falun, shows(falun, framework)), UserFactory()
    case_programme.give_slot(case=case, gathering=gathering, by=by, at=AT)
    if what == "item":
        agenda.remove_item(item=gathering.agenda.get(), by=by)
    elif what == "moved":
        given = {name: getattr(gathering, name) for name in DETAILS}
        details = GatheringDetails(**{**given, "day": date(2026, 9, 11)})
        gathering_actions.change_gathering(gathering=gathering, details=details, by=by, at=AT)
    elif what == "cancelled":
        gathering_actions.cancel_gathering(gathering=gathering, reason="Snow", by=by, at=AT)
    else:
        gathering_actions.delete_gathering(gathering=gathering, by=by)
    case.refresh_from_db()
    assert (case.gathering, case.agenda_item, case.state) == (None, None, CaseState.READY)


def test_it_is_presented_on_the_day_and_not_before(series, gathering, falun, framework):
    case, by = ready(series, falun, shows(falun, framework)), UserFactory()
    with pytest.raises(case_programme.SlotMissing):
        case_programme.note_presented(case=case, by=by, at=HELD)
    case_programme.give_slot(case=case, gathering=gathering, by=by, at=AT)
    midnight = datetime(2026, 9, 9, 22, tzinfo=UTC)  # in Stockholm
    with pytest.raises(case_programme.NotHeldYet):
        case_programme.note_presented(case=case, by=by, at=midnight - timedelta(seconds=1))
    case = case_programme.note_presented(case=case, by=by, at=midnight)
    assert (case.state, case.presented_at) == (CaseState.PRESENTED, midnight)
    with pytest.raises(cases.CasePresented):
        cases.make_draft(case=case, by=None, at=HELD)
    with pytest.raises(CasesWereHere):
        gathering_actions.delete_gathering(gathering=gathering, by=by)
    assert case_programme.undo_presented(case=case, by=by, at=HELD).state == CaseState.READY


def test_advice_has_a_municipality_and_an_author(series, gathering, falun, framework):
    case = ready(series, falun, shows(falun, framework))
    elsewhere = member_of(series)
    [seat, other] = seats.sign_up(
        series=series, municipality=elsewhere, people=[someone("One"), someone("Two")],
        by=None, at=AT,
    )  # fmt: skip
    first = case_advice.log_advice(case=case, text="A ", group="1", registration=seat, at=AT)
    again = case_advice.log_advice(case=case, text="A", group="1", registration=seat, at=AT)
    assert (first, first.municipality) == (again, elsewhere)
    with pytest.raises(case_advice.NotTheAuthor):
        case_advice.withdraw_advice(advice=first, registration=other, at=AT)
    person = RoleAssignmentFactory(municipality=falun, role=Role.READER).person
    assert case_advice.log_advice(case=case, text="B", by=person, at=AT).municipality == falun
    assert (
        case_advice.log_advice(case=case, text="C", by=UserFactory(), at=AT).municipality
        is None
    )
    case_advice.withdraw_advice(advice=first, registration=seat, at=AT)
    assert case.advice.filter(withdrawn_at__isnull=True).count() == 2
    seats.withdraw(registration=seat, by=None, at=AT)
    seat.refresh_from_db()
    with pytest.raises(case_advice.TakesNoPart):
        case_advice.log_advice(case=case, text="D", registration=seat, at=AT)
    with pytest.raises(case_advice.AdviceMissing):
        case_advice.log_advice(case=case, text=" ", registration=other, at=AT)


def test_a_case_comes_back_when_evaluated_or_asked_for(series, gathering, falun, framework):
    case = presented(series, falun, gathering, shows(falun, framework))
    with pytest.raises(case_returns.NothingToBring):
        case_returns.bring_back(case=case, text="L", by=None, at=HELD)
    case_returns.ask_back(case=case, gathering=gathering, by=None, at=HELD)
    back = case_returns.bring_back(case=case, text="L", by=None, at=HELD)
    case.refresh_from_db()
    assert (back.gathering, case.return_asked_at) == (gathering, None)
    draft = write(series, falun)
    with pytest.raises(case_returns.NotPresented):
        case_returns.ask_back(case=draft, by=None, at=HELD)


def test_who_may_read_a_case(series, gathering, falun, framework):
    case = write(series, falun, shows(falun, framework))
    own = RoleAssignmentFactory(municipality=falun, role=Role.READER).person
    contact = MainContactFactory(
        membership=falun.memberships.get(), person=UserFactory()
    ).person
    member = RoleAssignmentFactory(municipality=member_of(series), role=Role.READER).person
    leader = RoleAssignmentFactory(network=series.network, role=Role.NETWORK_LEADER).person
    elsewhere = RoleAssignmentFactory(municipality=MunicipalityFactory()).person
    seated = UserFactory()
    [row] = seats.sign_up(
        series=series, municipality=falun, people=[someone("One")], by=None, at=AT
    )
    row.person = seated
    row.save()

    def readers():
        people = (own, contact, member, leader, seated, elsewhere)
        return [person for person in people if Case.objects.visible_to(person).exists()]

    assert readers() == [own, contact]
    cases.make_ready(case=case, by=None, at=AT)
    assert readers() == [own, contact, member, leader, seated]
