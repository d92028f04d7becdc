"""What a change of a need may not break: the pool behind it, its first step, its contact."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from common.models import OutboxMessage
from gatherings.enums import GatheringKind, SeriesState
from procurement import letters
from procurement.actions import needs, pool_lead, pools, publishing, stages
from procurement.actions.common_needs import make_common
from procurement.enums import JoinAnswer, NeedState, Stage
from procurement.models import Need, Pool
from procurement.queries.contacts import contacts_of
from procurement.queries.dialogue import conferences_for
from tests.factories import CountryFactory, MembershipFactory, MunicipalityFactory, UserFactory
from tests.gatherings.factories import GatheringFactory
from tests.procurement.factories import (
    AT,
    LATER,
    CategoryFactory,
    NeedFactory,
    NeedPointFactory,
    SolutionFactory,
    SupplierPersonFactory,
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

    pools.answer_pool(
        need=need,
        municipality=need.municipality,
        answer=JoinAnswer.YES,
        volume=Decimal(7),
        by=UserFactory(),
        at=AT,
    )
    need.refresh_from_db()
    assert (need.volume, need.contract_ends_on) == (Decimal(7), None)


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


def test_making_a_need_common_and_asking_are_one(place):
    """Where the asking is refused, there is no pool either."""
    need = NeedFactory(published=True, municipality=place, volume=3, unit="maskiner")
    given = {"need": need, "terms": pools.PoolTerms(), "own_needs": {}, "at": AT}

    with pytest.raises(pools.NobodyAsked):
        make_common(**given, municipalities=[place], by=UserFactory())

    assert not Pool.objects.exists()
    other = MunicipalityFactory()
    assert make_common(**given, municipalities=[other], by=UserFactory()) == 1
    assert Pool.objects.get().members.count() == 2


def test_a_conference_of_today_is_chosen_by_the_day_where_it_is_held():
    gathering = GatheringFactory(
        kind=GatheringKind.MARKET,
        series__state=SeriesState.PUBLISHED,
        series__time_zone="Europe/Oslo",
        day=date(2026, 12, 3),
        starts_at=None,
        ends_at=None,
    )
    need = NeedFactory(published=True, network=gathering.series.network)
    midnight = datetime(2026, 12, 3, 23, tzinfo=UTC)  # in Oslo

    before, after = (midnight - timedelta(seconds=1), midnight)
    assert conferences_for(need, at=before) == [gathering]
    assert conferences_for(need, at=after) == []


def test_a_deadline_is_new_to_its_last_second():
    said = needs.NeedDetails(title="Lys", category=CategoryFactory(), solutions_until=AT)
    given = {"municipality": MunicipalityFactory(), "details": said, "by": UserFactory()}

    late = AT + timedelta(milliseconds=500)
    made = needs.create_need(**given, parts=needs.NeedParts(), at=late)

    with translation.override("en"):
        assert "a deadline in the future" not in publishing.what_is_missing(made, at=late)
        later = AT + timedelta(seconds=1)
        assert "a deadline in the future" in publishing.what_is_missing(made, at=later)
    with pytest.raises(needs.DeadlinePassed):
        needs.create_need(**given, parts=needs.NeedParts(), at=AT + timedelta(seconds=1))


def test_a_mail_tells_the_deadline_on_the_clock_of_the_need():
    land = CountryFactory(code="FI", time_zone="Europe/Helsinki")
    need = NeedFactory(published=True, municipality__country=land, solutions_until=LATER)
    member = SupplierPersonFactory(person__language="en")
    solution = SolutionFactory(need=need, supplier=member.supplier)

    letters.solution_sent(solution=solution, at=AT)

    [receipt] = OutboxMessage.objects.filter(recipient=member.person.email)
    assert "13:00" in receipt.body_text  # noon in Oslo
