"""Buyers hear of questions and of solutions that wait: the lead, and those who have joined."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from common.models import OutboxMessage
from procurement.actions import questions, verdicts
from procurement.enums import JoinAnswer, Stage, Verdict
from procurement.models import Pool, PoolMember
from procurement.todo import things_for
from tests.factories import MunicipalityFactory, UserFactory
from tests.procurement.factories import (
    AT,
    LATER,
    NeedFactory,
    SolutionFactory,
    SupplierPersonFactory,
    worker,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def things(person, at):
    with translation.override("en"):
        return [(thing.title, thing.place) for thing in things_for(person, at)]


def test_questions_and_solutions_wait_for_all_buyers_and_moving_on_for_the_lead():
    need = NeedFactory(published=True, title="Brøyting")
    joined, asked = MunicipalityFactory(), MunicipalityFactory()
    pool = Pool.objects.create(need=need)
    for place, answer in ((joined, JoinAnswer.YES), (asked, JoinAnswer.INTERESTED)):
        volume = Decimal(2)
        PoolMember.objects.create(pool=pool, municipality=place, answer=answer, volume=volume)
    company = SupplierPersonFactory()
    questions.ask(need=need, supplier=company.supplier, text="Når?", by=company.person, at=AT)
    solution = SolutionFactory(need=need)
    lead, member = worker(need.municipality), worker(joined)
    ask = "Answer 1 question about Brøyting"
    decide = "Decide on 1 solution to Brøyting"

    assert things(member, AT) == [(ask, str(joined))]
    late = [(ask, str(joined)), (decide, str(joined))]
    assert things(member, LATER + DAY) == late
    here = str(need.municipality)
    assert (f"Move the need on: {need.title}", here) in things(lead, LATER + DAY)
    assert (decide, here) in things(lead, LATER + DAY)
    assert things(worker(asked), LATER + DAY) == []

    need.stage, need.competition_on = Stage.COMPETITION, AT.date()
    need.competition_url = "https://doffin.example/1"
    need.save()
    assert things(member, LATER + DAY) == [(decide, str(joined))]  # they still wait
    verdicts.tell_result(
        solution=solution, verdict=Verdict.NO, text="Nei.", by=UserFactory(), at=LATER
    )
    assert things(member, LATER + DAY) == []


def test_the_contact_gets_one_mail_a_day_about_questions():
    need, member = NeedFactory(published=True), SupplierPersonFactory(supplier__name="Hemmelig")
    hours = (0, 1, 24)
    for number in hours:
        questions.ask(
            need=need,
            supplier=member.supplier,
            text=f"Spørsmål {number}?",
            by=member.person,
            at=AT + timedelta(hours=number),
        )

    mails = OutboxMessage.objects.filter(recipient=need.contact_email)
    assert mails.count() == 2
    assert not any("Hemmelig" in row.body_text or "Spørsmål" in row.body_text for row in mails)
