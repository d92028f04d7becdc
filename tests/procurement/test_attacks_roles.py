"""Who stands on both sides, has left, or is no longer what they were: refused as others."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from common.models import OutboxMessage
from networks.enums import Role
from procurement import jobs
from procurement.actions import publishing, solutions
from procurement.enums import NeedState, Openness
from procurement.models import Reference, Watch
from procurement.queries.contacts import contacts_of
from tests.factories import MunicipalityFactory, RoleAssignmentFactory, UserFactory
from tests.procurement.factories import (
    AT,
    FAR,
    NeedFactory,
    SolutionFactory,
    SupplierPersonFactory,
    worker,
    written,
)

pytestmark = pytest.mark.django_db
SECRET = "Innpris 731 204"
LONG_AGO = AT - timedelta(days=1)


@pytest.fixture
def need():
    return NeedFactory(published=True, solutions_until=FAR)


def sent_to(need):
    member = SupplierPersonFactory()
    return solutions.send(
        supplier=member.supplier,
        need=need,
        content=written(openness=Openness.BUYERS, confidential=SECRET),
        at=timezone.now(),
        by=member.person,
    )


def addresses(need, one):
    return [
        one.get_absolute_url(),
        reverse("procurement:solution-version", args=[one.pk, 1]),
        reverse("procurement:buyer-desk", args=[need.slug]),
        reverse("procurement:buyer-solution", args=[need.slug, one.pk]),
        reverse("procurement:dialogue-file", args=[need.slug]),
    ]


def test_a_coordinator_who_acts_for_a_company_reads_nothing_of_competitors(client, need):
    one = sent_to(need)
    person = worker(need.municipality, role=Role.COORDINATOR)
    client.force_login(person)
    assert {client.get(each).status_code for each in addresses(need, one)} == {200}

    SupplierPersonFactory(person=person)

    assert {client.get(each).status_code for each in addresses(need, one)} == {403, 404}
    log = client.get(reverse("procurement:dialogue-log", args=[need.slug])).content.decode()
    assert str(one.supplier) not in log


def test_nobody_confirms_the_reference_of_the_own_company(client):
    place = MunicipalityFactory()
    member = SupplierPersonFactory(person=worker(place, role=Role.COORDINATOR))
    row = Reference.objects.create(
        solution=SolutionFactory(supplier=member.supplier), municipality=place
    )
    client.force_login(member.person)

    answer = client.post(reverse("procurement:reference-answer", args=[row.pk]), {"ja": "1"})

    assert answer.status_code == 403
    row.refresh_from_db()
    assert row.confirmed_at is None


def test_who_lost_the_role_yesterday_reads_nothing_today(client, need):
    one = sent_to(need)
    yesterday = timezone.localdate() - timedelta(days=1)
    role = RoleAssignmentFactory(
        municipality=need.municipality,
        role=Role.COORDINATOR,
        valid_from=yesterday - timedelta(days=9),
        valid_to=yesterday,
    )
    client.force_login(role.person)
    need.contact, need.contact_email = role.person, role.person.email

    assert {client.get(each).status_code for each in addresses(need, one)} == {403, 404}
    colleague = worker(need.municipality, role=Role.COORDINATOR)
    assert [row.email for row in contacts_of(need)] == [colleague.email]


def test_who_left_hears_no_more_of_a_need_that_is_not_public():
    need = NeedFactory(state=NeedState.SHARED)
    here, left = worker(need.municipality), UserFactory()
    for person in (here, left):
        Watch.objects.create(person=person, need=need, told_until=LONG_AGO)
    publishing.close_need(need=need, reason="Løst.", by=here, at=AT)

    jobs.tell_news(at=AT + timedelta(hours=1))

    assert [row.recipient for row in OutboxMessage.objects.all()] == [here.email]
