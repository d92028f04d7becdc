"""Lead and members of a common need hear of each other."""

from datetime import timedelta
from decimal import Decimal

import pytest

from common.models import OutboxMessage
from procurement.actions import pools
from procurement.enums import JoinAnswer
from tests.factories import MunicipalityFactory, UserFactory
from tests.procurement.factories import AT, NeedFactory, worker

pytestmark = pytest.mark.django_db


def test_the_lead_hears_of_answers_and_the_members_of_a_withdrawal():
    need = NeedFactory(published=True, volume=3, unit="maskiner")
    pools.start_pool(need=need, terms=pools.PoolTerms(), by=UserFactory(), at=AT)
    ål, gol = MunicipalityFactory(name="Ål"), MunicipalityFactory(name="Gol")
    stays, _leaves = worker(ål, person__language="en"), worker(gol)
    pools.ask_municipalities(need=need, municipalities=[ål, gol], by=UserFactory())
    mails = OutboxMessage.objects.filter(occasion__startswith="answered")
    for number, place in enumerate((ål, gol, gol)):  # the last says nothing new
        pools.answer_pool(
            need=need,
            municipality=place,
            answer=JoinAnswer.YES,
            volume=Decimal(2),
            by=UserFactory(),
            at=AT + timedelta(minutes=number),
        )
    assert [row.recipient for row in mails] == [need.contact_email] * 2

    for number in range(5, 7):
        pools.leave_pool(
            need=need,
            municipality=gol,
            reason="Ingen penger.",
            by=UserFactory(),
            at=AT + timedelta(minutes=number),
        )

    told = [row for row in mails.order_by("pk") if "Ingen penger." in row.body_text]
    assert [row.recipient for row in told] == [need.contact_email, stays.email]
    assert told[1].subject.startswith("Gol: Withdrew")
