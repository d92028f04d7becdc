"""What happens while something else does: nothing is lost. SQLite has no row locks."""

from contextlib import suppress
from uuid import uuid4

from improvement.actions import closing, log, status_rounds, tasks
from improvement.actions.conflicts import settle_conflict
from improvement.actions.measures import MeasureDetails, change_measure, create_measure
from improvement.enums import MeasureState
from improvement.models import (
    Measure,
    MeasureTask,
    NetworkSnapshot,
    StatusDraft,
    StatusEntry,
    StatusRoundPart,
)
from networks.actions.locks import Refused
from tests.factories import (
    IndicatorFactory,
    MembershipFactory,
    NetworkFactory,
    UserFactory,
)
from tests.improvement.factories import MeasureFactory, MeasureTaskFactory, TargetFactory
from tests.improvement.test_log_race import AT
from tests.threads import PEOPLE, RACE, all_at_once

pytestmark = RACE


def test_a_draft_on_its_way_does_not_outlive_the_entry():
    measure, person = MeasureFactory(), UserFactory()
    for _again in range(3):
        submission = uuid4()

        def work(number, submission=submission):
            form = {"measure": measure, "at": AT, "submission": submission}
            if number % 2:
                log.log_status(state=MeasureState.LATE, text="Late", by=person, **form)
            else:
                log.save_draft(person=person, fields={"text": "La"}, **form)

        assert all_at_once(work) == []
        assert StatusEntry.objects.filter(submission=submission).count() == 1
        assert not StatusDraft.objects.exists()


def test_what_is_made_while_a_network_closes_is_kept_of_it_or_refused():
    member = MembershipFactory()
    measure = MeasureFactory(municipality=member.municipality, network=member.network)
    people = UserFactory.create_batch(PEOPLE)

    def work(number):
        if number < 2:
            closing.close(network=member.network, by=people[number], at=AT)
        elif number == 2:
            with suppress(Refused):
                create_measure(
                    municipality=member.municipality,
                    details=MeasureDetails(title="Another", network=member.network),
                    by=None,
                    at=AT,
                )
        else:
            log.log_status(
                measure=measure,
                state=MeasureState.LATE,
                text="Late",
                by=people[number],
                at=AT,
                submission=uuid4(),
            )

    assert all_at_once(work) == []
    assert StatusEntry.objects.count() == PEOPLE - 3
    assert len(NetworkSnapshot.objects.get().content["measures"]) == Measure.objects.count()


def test_work_that_is_changed_while_it_moves_to_the_successor_is_moved():
    for _again in range(3):
        member = MembershipFactory()
        successor, place = member.network, member.municipality
        former = NetworkFactory(closed_at=AT, successor=successor)
        MembershipFactory(network=former, municipality=place)
        measures = MeasureFactory.create_batch(PEOPLE, municipality=place, network=former)
        person = UserFactory()

        def work(number, *, former=former, place=place, measures=measures, person=person):
            if number == 0:
                closing.move_to_successor(network=former, municipality=place, by=person)
                return
            change_measure(
                measure=measures[number],
                details=MeasureDetails(title="Changed", network=former.successor),
                by=person,
                at=AT,
            )

        assert all_at_once(work) == []
        assert not Measure.objects.filter(network=former).exists()
        assert Measure.objects.filter(network=successor, title="Changed").count() == PEOPLE - 1


def test_a_proposal_that_is_confirmed_while_its_pair_goes_stays_or_is_refused():
    for _again in range(4):
        measure = MeasureFactory()
        pair = {"helps": (TargetFactory(number="8.9"),), "hurts": (TargetFactory(),)}
        details = MeasureDetails(title=measure.title, **pair)
        change_measure(measure=measure, details=details, by=None, at=AT)
        case = measure.goal_conflicts.get()
        told = []

        def work(number, *, measure=measure, case=case, told=told):
            if number == 0:
                without = MeasureDetails(title=measure.title)
                change_measure(measure=measure, details=without, by=None, at=AT)
                return
            try:
                settle_conflict(conflict=case, state="CONFIRMED", by=None, at=AT)
                told.append("CONFIRMED")
            except Refused:
                told.append("GONE")

        assert all_at_once(work) == []
        assert len(set(told)) == 1
        assert measure.goal_conflicts.filter(state="CONFIRMED").count() == (
            1 if told[0] == "CONFIRMED" else 0
        )


def test_who_delivers_while_a_status_round_is_locked_is_in_it_or_refused():
    network = MembershipFactory().network
    members = [*network.memberships.all(), *MembershipFactory.create_batch(4, network=network)]
    details = status_rounds.StatusRoundDetails(
        name="Status",
        indicators=[IndicatorFactory()],
        year_from=2020,
        opens_on=AT.date(),
        deadline=AT.date(),
    )
    asked = status_rounds.create_status_round(network=network, details=details, by=None, at=AT)

    def work(number):
        if number == len(members):
            status_rounds.lock_status_round(status_round=asked, by=None, at=AT)
            return
        place = members[number].municipality
        with suppress(Refused):
            status_rounds.deliver_part(
                status_round=asked, municipality=place, comment="", by=None, at=AT
            )

    assert all_at_once(work) == []
    asked.refresh_from_db()
    kept = [part["code"] for part in asked.snapshot["municipalities"] if part["delivered_at"]]
    delivered = StatusRoundPart.objects.filter(delivered_at__isnull=False)
    assert sorted(kept) == sorted(delivered.values_list("municipality__code", flat=True))


def test_a_task_that_is_removed_meanwhile_does_not_come_back():
    task = MeasureTaskFactory()

    def work(number):
        with suppress(Refused):
            if number == 0:
                tasks.remove_task(task=task, by=None)
            elif number % 2:
                tasks.change_task(task=task, title="Order six vans", by=None)
            else:
                tasks.finish_task(task=task, by=None, at=AT)

    assert all_at_once(work) == []
    assert not MeasureTask.objects.exists()
