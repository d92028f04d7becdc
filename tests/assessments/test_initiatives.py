"""What a region has begun: initiatives with their log, companies, strategy, training."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.actions import initiatives, training
from assessments.actions.initiatives import CompanyDetails
from assessments.enums import Group
from assessments.models import Initiative, InitiativeEntry, OwnedCompany, Training
from assessments.queries.training import came_to, shares_of
from gatherings.actions.seats import sign_up
from gatherings.models import Participation
from networks.enums import Role
from tests.assessments.factories import (
    AT,
    TODAY,
    FundingProgrammeFactory,
    InitiativeFactory,
    OwnedCompanyFactory,
    officer,
)
from tests.factories import NetworkFactory, RegionFactory, RoleAssignmentFactory
from tests.gatherings.factories import GatheringFactory, SeriesFactory, member_of, someone

pytestmark = pytest.mark.django_db

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def leader(client, region):
    person = officer(region)
    client.force_login(person)
    return person


def test_areas_have_an_order_and_their_log_stays(region, leader):
    own = InitiativeFactory(region=region)
    area, second = (
        initiatives.save_area(initiative=own, name=name, contact_role="", contact_email="")
        for name in ("Transport", "Bygg")
    )
    assert (area.position, second.position) == (1, 2)
    words = {"area": area, "on": TODAY, "text": "Kartlagt", "by": leader, "at": AT}
    first = initiatives.add_entry(**words)
    assert initiatives.add_entry(**words) == first
    with pytest.raises(initiatives.EntryAhead):
        initiatives.add_entry(**{**words, "on": TODAY + timedelta(days=1)})
    with pytest.raises(initiatives.NextWithoutStep):
        initiatives.add_entry(**words, next_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        InitiativeEntry.objects.update(text="Annet")


def test_an_officer_makes_it_all_in_the_browser(client, region, leader):
    where = {"slug": region.slug}
    client.post(
        reverse("assessments:initiative-create", kwargs=where),
        {"title": "Klimaløftet", "text": "", "language": "nb", "is_public": "on"},
    )
    own = Initiative.objects.get()
    client.post(
        reverse("assessments:area-create", kwargs={"pk": own.pk}),
        {"name": "Transport", "contact_role": "Rådgiver", "contact_email": ""},
    )
    area = own.areas.get()
    entry = {
        "on": timezone.localdate(),
        "text": "I gang",
        "next_step": "Innkjøp",
        "next_on": "",
    }
    client.post(reverse("assessments:entry-add", kwargs={"pk": own.pk, "area": area.pk}), entry)
    company = {"name": "Fjellkraft", "share_percent": "33.5", "plan": "", "contact_role": ""}
    client.post(reverse("assessments:owned-create", kwargs=where), company, **ENGLISH)
    assert OwnedCompany.objects.get().share_percent == Decimal("33.5")
    answer = client.post(
        reverse("assessments:owned-create", kwargs=where), {**company, "share_percent": "101"}
    )
    assert answer.status_code == 200
    client.logout()
    page = client.get(own.get_absolute_url(), **ENGLISH).content.decode()
    assert "Innkjøp" in page
    assert "New status" not in page


def test_who_reads_what_of_a_region(client, region):
    InitiativeFactory(region=region, title="Åpent", is_public=True)
    InitiativeFactory(region=region, title="Lukket")
    OwnedCompanyFactory(region=region, name="Selskapet")
    address = reverse("assessments:initiative-list", kwargs={"slug": region.slug})

    def shown():
        page = client.get(address, **ENGLISH).content.decode()
        return [word for word in ("Åpent", "Lukket", "Selskapet") if word in page]

    assert shown() == ["Åpent"]
    client.force_login(officer(RegionFactory()))
    assert shown() == ["Åpent"]
    reader = RoleAssignmentFactory(role=Role.READER, region=region).person
    client.force_login(reader)
    assert shown() == ["Åpent", "Lukket", "Selskapet"]


def test_the_strategy_is_a_decision_with_tasks(client, region, leader):
    programme = FundingProgrammeFactory(region=region)
    words = {"programme": programme, "body": "Rådet", "wording": "4 mill.", "by": leader}
    with pytest.raises(initiatives.StrategyAhead):
        initiatives.record_strategy(**words, decided_on=TODAY + timedelta(days=1), at=AT)
    first = initiatives.record_strategy(**words, decided_on=TODAY, at=AT)
    second = initiatives.record_strategy(**words, decided_on=TODAY, at=AT)
    programme.refresh_from_db()
    assert programme.finance_strategy == second
    assert type(first).objects.count() == 2
    where = {"slug": programme.slug}
    task = {"text": "Finn midler", "responsible": "", "due_on": "2026-01-01", "done_on": ""}
    client.post(reverse("assessments:strategy-task-new", kwargs=where), task)
    page = client.get(reverse("assessments:strategy", kwargs=where), **ENGLISH)
    assert "Passed" in page.content.decode()
    one = programme.strategy_tasks.get()
    client.post(
        reverse("assessments:strategy-task", kwargs={**where, "pk": one.pk}),
        {**task, "done_on": "2026-02-01"},
    )
    one.refresh_from_db()
    assert one.done_on == date(2026, 2, 1)


@pytest.fixture
def gathering(region):
    """A gathering that three had a seat at."""
    series = SeriesFactory(network=NetworkFactory(region=region))
    row = GatheringFactory(series=series, number=1, day=date(2099, 1, 1))
    people = [someone(f"Person {n}") for n in range(3)]
    sign_up(series=series, municipality=member_of(series), people=people, by=None, at=AT)
    return row


def test_training_counts_who_came_and_the_share_of_each_group(
    client, region, leader, gathering
):
    assert came_to(gathering) == 3
    Participation.objects.filter(pk=Participation.objects.order_by("pk").first().pk).update(
        attendance="PRESENT"
    )
    assert came_to(gathering) == 1
    where = {"slug": region.slug, "gathering": gathering.pk}
    address = reverse("assessments:training-create", kwargs=where)
    assert client.get(address).context["form"].initial == {"MUNICIPAL": 1}
    client.post(address, {"about": "Malen", "MUNICIPAL": "1", "OFFICERS": "3"})
    training.set_targets(region=region, people={Group.OFFICERS: 12, Group.MUNICIPAL: 1})

    shares = {share.group: (share.trained, share.percent) for share in shares_of(region)}
    assert shares == {
        Group.OFFICERS: (3, 25),
        Group.STRATEGISTS: (0, None),
        Group.DECISION_MAKERS: (0, None),
        Group.MUNICIPAL: (1, 100),
    }
    one = Training.objects.get()
    page = reverse("assessments:training-change", kwargs={"slug": region.slug, "pk": one.pk})
    client.post(page, {"about": "Malen", "MUNICIPAL": "", "OFFICERS": "14"})
    trained = dict(one.groups.values_list("group", "trained"))
    assert trained == {"OFFICERS": 14}
    assert shares_of(region)[0].percent == 100


def test_a_session_is_a_gathering_of_the_region_and_of_one_training(region, leader, gathering):
    other = RegionFactory()
    with pytest.raises(training.GatheringNotHere):
        training.save_training(region=other, gathering=gathering, about="", trained={})
    training.save_training(region=region, gathering=gathering, about="", trained={})
    with pytest.raises(training.GatheringNotHere):
        training.save_training(region=region, gathering=gathering, about="", trained={})


def test_a_company_keeps_its_history(region, leader):
    made = initiatives.save_company(
        region=region, details=CompanyDetails(name="Fjellkraft"), by=leader
    )
    initiatives.save_company(
        region=region, details=CompanyDetails(name="Fjellkraft IKS"), by=leader, company=made
    )
    names = list(made.history.order_by("history_id").values_list("name", "history_user"))
    assert names == [("Fjellkraft", leader.pk), ("Fjellkraft IKS", leader.pk)]
