"""What a change of a need may not break: the pool behind it, its first step, its contact."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from procurement.actions import needs, pool_lead, pools, publishing, stages
from procurement.enums import NeedState, Stage
from procurement.models import Need
from procurement.queries.contacts import contacts_of
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory
from tests.procurement.factories import (
    AT,
    CategoryFactory,
    NeedFactory,
    NeedPointFactory,
    worker,
)

pytestmark = pytest.mark.django_db


def change(need, **fields):
    said = needs.NeedDetails(**{name: getattr(need, name) for name in needs.DETAILS})
    return needs.change_need(
        need=need,
        details=replace(said, **fields),
        parts=needs.NeedParts(goals=frozenset(goal.pk for goal in need.goals.all())),
        by=UserFactory(),
        at=AT,
        change_note="Vi har talt om igjen.",
    )


def test_a_pool_keeps_its_unit_and_follows_the_volume_of_the_lead():
    need = NeedFactory(published=True, volume=Decimal(3), unit="maskiner")
    pool = pools.start_pool(need=need, terms=pools.PoolTerms(), by=UserFactory(), at=AT)
    with pytest.raises(pool_lead.UnitOfAll):
        change(need, unit="km")
    with pytest.raises(pool_lead.VolumeOfAll):
        change(need, volume=None)

    change(need, volume=Decimal(5), contract_ends_on=date(2027, 9, 1))

    lead = pool.members.get()
    assert (lead.volume, lead.contract_ends_on) == (Decimal(5), date(2027, 9, 1))
    assert need.dialogue.count() == 1  # nothing is told of what was refused


def test_a_draft_is_neither_planned_nor_closed():
    need, by = NeedFactory(), UserFactory()

    with pytest.raises(stages.NotShared):
        stages.plan_stages(need=need, days={Stage.CONTRACT: date(2027, 9, 1)}, by=by, at=AT)
    with pytest.raises(stages.NotShared):
        publishing.close_need(need=need, reason="Likevel ikke.", by=by, at=AT)

    need.refresh_from_db()
    assert (need.state, need.dialogue.count()) == (NeedState.DRAFT, 0)
    needs.delete_need(need=need, by=by)


def test_the_first_step_is_written_whatever_is_planned():
    need, by = NeedFactory(), UserFactory()
    NeedPointFactory(need=need)
    need.steps.create(stage=Stage.CONTRACT, on=date(2027, 9, 1), is_planned=True, by=by, at=AT)

    publishing.publish_need(need=need, by=by, at=AT)

    assert need.steps.get(is_planned=False).stage == Stage.NEED


@pytest.fixture
def place():
    return MembershipFactory(
        municipality=MunicipalityFactory(name="Gol", code="3324")
    ).municipality


def test_mail_goes_to_the_address_that_is_given(place):
    writer = worker(place)
    browser = Client()
    browser.force_login(writer)
    rows = {
        f"{prefix}-{name}": "0"
        for prefix in ("krav", "apent")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    given = {"title": "Brøyting", "category": CategoryFactory().pk, "budget": "UNKNOWN", **rows}

    def readers(address, email):
        seen = [needs.version_of(need) for need in Need.objects.all()]
        answer = browser.post(address, {**given, "contact_email": email, "seen": seen})
        assert answer.status_code == 302
        return [reader.email for reader in contacts_of(Need.objects.get())]

    assert readers("/behov/ny/no/3324/", "innkjop@gol.example") == ["innkjop@gol.example"]
    assert Need.objects.get().contact is None
    page = f"{Need.objects.get().get_absolute_url()}endre/"
    assert readers(page, writer.email) == [writer.email]
    assert Need.objects.get().contact == writer
    assert readers(page, "post@gol.example") == ["post@gol.example"]
