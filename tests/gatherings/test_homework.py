"""Homework of a case: its day, its result, and where it waits."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from gatherings.actions import case_returns, homework
from gatherings.actions.cases import CaseNotReady
from gatherings.enums import CaseState
from gatherings.models import Case
from gatherings.todo import things_for
from networks.enums import Role
from tests.factories import MainContactFactory, RoleAssignmentFactory, UserFactory
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, member_of

pytestmark = pytest.mark.django_db
DUE = date(2026, 8, 20)


@pytest.fixture
def case():
    series = SeriesFactory(opens_at=datetime(2030, 1, 1, tzinfo=UTC))
    gathering = GatheringFactory(series=series, number=1, day=date(2026, 8, 1))
    return Case.objects.create(
        series=series, municipality=member_of(series), title="Skolan", question="Q",
        gathering=gathering, state=CaseState.PRESENTED, presented_at=AT,
    )  # fmt: skip


def give(case, **given):
    fields = {"text": "Fråga", "due_on": DUE, "by": UserFactory(), "at": AT, **given}
    return homework.give_homework(case=case, **fields)


def titles(person, at=AT):
    with translation.override("en"):
        return [(thing.title, thing.due) for thing in things_for(person, at)]


def test_what_homework_must_hold(case):
    row = give(case)
    assert give(case) == row
    midnight = datetime(2026, 8, 20, 22, tzinfo=UTC)  # in Oslo
    with pytest.raises(homework.DayHasBeen):
        give(case, text="Late", at=midnight)
    assert give(case, text="On the day", at=midnight - timedelta(seconds=1)).due_on == DUE
    with pytest.raises(homework.HomeworkMissing):
        give(case, text=" ")
    case.state, case.gathering = CaseState.DRAFT, None
    case.save()
    with pytest.raises(CaseNotReady):
        give(case)


def test_it_is_done_with_a_result_and_then_stays(case):
    row, by = give(case), UserFactory()
    with pytest.raises(homework.ResultMissing):
        homework.finish_homework(homework=row, result=" ", by=by, at=AT)
    done = homework.finish_homework(homework=row, result="Tre", by=by, at=AT)
    later = homework.finish_homework(
        homework=row, result="Fyra", by=UserFactory(), at=AT + timedelta(days=1)
    )
    assert (done.done_at, later.result, later.done_at, later.done_by) == (AT, "Fyra", AT, by)
    with pytest.raises(homework.HomeworkDone):
        homework.change_homework(homework=row, text="X", due_on=DUE, by=by, at=AT)
    with pytest.raises(homework.HomeworkDone):
        homework.remove_homework(homework=row, by=by)


def test_it_can_be_moved_and_removed(case):
    row, by = give(case), UserFactory()
    moved = homework.change_homework(
        homework=row, text="Mera", due_on=date(2026, 9, 1), by=by, at=AT
    )
    assert (moved.text, moved.due_on) == ("Mera", date(2026, 9, 1))
    homework.remove_homework(homework=row, by=by)
    homework.remove_homework(homework=row, by=by)
    with pytest.raises(homework.HomeworkGone):
        homework.finish_homework(homework=row, result="R", by=by, at=AT)


def test_it_waits_for_those_who_act_for_the_municipality(case, client):
    row = give(case)
    place = case.municipality
    coordinator = RoleAssignmentFactory(municipality=place, role=Role.COORDINATOR).person
    contact = UserFactory()
    MainContactFactory(membership=place.memberships.get(), person=contact)
    reader = RoleAssignmentFactory(municipality=place, role=Role.READER).person
    wanted = [("Do the homework: Fråga", DUE)]
    assert [titles(each) for each in (coordinator, contact, reader)] == [wanted, wanted, []]
    assert titles(coordinator, AT - timedelta(days=20)) == []
    address = reverse("gatherings:homework-done", kwargs={"pk": case.pk, "homework": row.pk})
    client.force_login(coordinator)
    form = client.get(address, HTTP_HX_REQUEST="true")
    assert "<html" not in form.content.decode()
    assert client.post(address, {"result": "Tre"}).status_code == 302
    row.refresh_from_db()
    assert (row.result, titles(coordinator)) == ("Tre", [])


def test_a_case_that_is_asked_for_waits_too(case):
    person = RoleAssignmentFactory(municipality=case.municipality, role=Role.COORDINATOR).person
    case_returns.ask_back(case=case, gathering=case.gathering, by=None, at=AT)
    assert titles(person) == [("Bring the case back: Skolan", date(2026, 8, 1))]
