"""What those who follow a need are told: each thing once, whatever they follow besides."""

from datetime import timedelta

import pytest

from common.models import OutboxMessage
from procurement import jobs
from procurement.actions import publishing, questions, stages
from procurement.actions.dialogue_log import note
from procurement.actions.watches import Search, follow, follow_search
from procurement.enums import DialogueEvent, NeedState, Stage
from procurement.models import DialogueEntry, Watch
from tests.factories import UserFactory
from tests.procurement.factories import (
    AT,
    TODAY,
    NeedFactory,
    NeedPointFactory,
    SupplierPersonFactory,
    reached,
    worker,
)
from tests.procurement.test_attacks_accounts import company_with_a_secret

pytestmark = pytest.mark.django_db
MORNING = AT + timedelta(days=1)


def moved(need, stage, at=AT):
    link = "https://doffin.example/1" if stage == Stage.COMPETITION else ""
    by = worker(need.municipality)
    return stages.move_on(need=need, stage=stage, on=TODAY, competition_url=link, by=by, at=at)


def mails_to(person):
    rows = OutboxMessage.objects.filter(recipient=person.email).order_by("pk")
    return [f"{row.subject}\n{row.body_text}" for row in rows]


@pytest.fixture
def member():
    return SupplierPersonFactory(person__language="en")


@pytest.fixture
def need(member):
    """A need that somebody of a company follows, and finds by a search too."""
    made = NeedFactory(published=True, language="en", title="Clear roads", stage=Stage.MAPPING)
    reached(made, Stage.MAPPING, on=TODAY)
    follow(person=member.person, need=made, at=AT - timedelta(days=1))
    search = Search(words="roads")
    follow_search(person=member.person, search=search, at=AT - timedelta(days=1))
    return made


def test_stage_answer_and_competition_are_each_told_once_at_once(member, need):
    moved(need, Stage.DIALOGUE)
    asked = questions.ask(
        need=need, supplier=member.supplier, text="Hydrogen?", by=member.person, at=AT
    )
    place = need.municipality
    questions.answer(question=asked, municipality=place, text="Yes.", by=worker(place), at=AT)
    moved(need, Stage.COMPETITION)
    runs = [jobs.tell_news(at=MORNING), jobs.tell_news(at=MORNING + timedelta(hours=1))]

    assert runs == [0, 0]
    [stage, answer, competition] = mails_to(member.person)
    assert "Stage: Market dialogue" in stage
    assert "Yes." in answer
    assert "https://doffin.example/1" in competition
    rows = DialogueEntry.objects.exclude(kind=DialogueEvent.ASKED).order_by("pk")
    assert [row.told for row in rows] == [1, 1, 1]
    to_buyers = OutboxMessage.objects.filter(unsubscribe_url="")
    assert {row.recipient for row in to_buyers} == {need.contact_email}


def test_what_is_left_to_the_daily_mail_goes_once_however_often_it_runs(member, need):
    note(need=need, kind=DialogueEvent.CHANGED, at=AT, text="Ål is in with 4 a year.")

    soon = [jobs.tell_news(at=AT + timedelta(seconds=30)) for _time in range(2)]
    runs = [jobs.tell_news(at=MORNING), jobs.tell_news(at=MORNING + timedelta(minutes=5))]

    assert (soon, runs) == ([0, 0], [1, 0])  # what may still be under way waits
    [told] = mails_to(member.person)
    assert told.count("Ål is in with 4 a year.") == 1


def test_two_things_on_one_day_are_both_told_where_the_job_runs_between(member, need):
    for hours in (1, 3):
        at = AT + timedelta(hours=hours)
        note(need=need, kind=DialogueEvent.CHANGED, at=at, text=f"Change {hours}.")
        assert jobs.tell_news(at=at + timedelta(hours=1)) == 1

    first, second = mails_to(member.person)
    assert ("Change 1." in first, "Change 3." in second) == (True, True)


def test_who_follows_a_need_that_is_published_hears_of_it_once(member):
    need = NeedFactory(state=NeedState.SHARED, title="Clear roads")
    NeedPointFactory(need=need)
    follow(person=member.person, need=need, at=AT - timedelta(days=1))
    follow_search(person=member.person, search=Search(words="roads"), at=AT - timedelta(days=1))
    reader = UserFactory(language="en")
    follow(person=reader, need=need, at=AT - timedelta(days=1))
    publishing.publish_need(need=need, by=worker(need.municipality), at=AT)

    assert jobs.tell_news(at=MORNING) == 2
    for person in (member.person, reader):
        [told] = mails_to(person)
        assert told.count("Clear roads") == 1


def test_who_sends_a_solution_follows_the_need():
    member, sent = company_with_a_secret()

    assert Watch.objects.filter(person=member.person, need=sent.need).exists()


def test_companies_in_the_dialogue_are_told_though_nobody_follows_and_only_living_ones(need):
    member, gone = SupplierPersonFactory(person__language="en"), SupplierPersonFactory()
    for one in (member, gone):
        questions.ask(need=need, supplier=one.supplier, text=str(one.pk), by=one.person, at=AT)
    Watch.objects.all().delete()
    gone.person.is_active = False
    gone.person.save()

    moved(need, Stage.DIALOGUE)

    [told] = OutboxMessage.objects.exclude(recipient=need.contact_email)
    assert (told.recipient, told.unsubscribe_url) == (member.person.email, "")
    assert "because your company takes part" in told.body_text
    assert DialogueEntry.objects.get(kind=DialogueEvent.CHANGED).told == 1
