"""What is kept no longer, and what a person may take along."""

from datetime import timedelta

import pytest

from procurement import forgetting
from procurement.actions import supplier_people
from procurement.actions.solutions import send
from procurement.enums import NeedState, SolutionState, Stage
from procurement.models import (
    BuyerNote,
    Need,
    Question,
    Slot,
    Solution,
    SupplierInvitation,
    Watch,
)
from procurement.queries.contacts import contacts_of
from procurement.queries.own_data import own_data
from tests.factories import RoleAssignmentFactory, UserFactory
from tests.procurement.factories import (
    AT,
    TODAY,
    NeedFactory,
    SolutionFactory,
    SupplierPersonFactory,
    reached,
    written,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_invitations_go_thirty_days_after_they_are_over():
    member = SupplierPersonFactory()
    made = supplier_people.invite(
        supplier=member.supplier, email="ny@samverk.example", by=member.person, at=AT
    )
    end = made.expires_at + forgetting.INVITATIONS_KEPT

    assert forgetting.forget_old(at=end)["invitations"] == 0
    assert forgetting.forget_old(at=end + SECOND)["invitations"] == 1
    assert not SupplierInvitation.objects.exists()


def test_drafts_that_can_no_longer_be_sent_go_after_a_year():
    empty = {"state": SolutionState.DRAFT, "sent_at": None, "version": 0, "saved_at": AT}
    over = SolutionFactory(need__state=NeedState.CLOSED, **empty)
    kept = [SolutionFactory(**empty), SolutionFactory(need=None, **empty), SolutionFactory()]
    Need.objects.exclude(pk=over.need.pk).update(solutions_until=None)

    assert forgetting.forget_old(at=AT + forgetting.DRAFTS_KEPT)["drafts"] == 0
    assert forgetting.forget_old(at=AT + forgetting.DRAFTS_KEPT + SECOND)["drafts"] == 1
    assert set(Solution.objects.all()) == set(kept)


def test_a_need_that_is_closed_is_followed_a_month_more():
    need = NeedFactory(published=True, state=NeedState.CLOSED)
    for followed in (need, NeedFactory(published=True)):
        Watch.objects.create(person=UserFactory(), need=followed, told_until=AT)
    end = Need.objects.get(pk=need.pk).updated_at + forgetting.WATCHES_KEPT

    assert forgetting.forget_old(at=end)["watches"] == 0
    assert forgetting.forget_old(at=end + SECOND)["watches"] == 1


def test_dealings_are_forgotten_a_year_after_the_contract_and_the_answers_stay():
    rows = {}
    for stage in (Stage.COMPETITION, Stage.CONTRACT):
        need = NeedFactory(
            published=True,
            stage=stage,
            competition_url="https://doffin.example/1",
            competition_on=TODAY,
            conflict_of_interest="En ansatt er i slekt.",
        )
        reached(need, stage)
        member, start = SupplierPersonFactory(), AT + timedelta(days=3)
        fields = {"need": need, "supplier": member.supplier}
        Question.objects.create(text="Når?", asked_at=AT, **fields)
        Slot.objects.create(
            starts_at=start,
            ends_at=start + timedelta(minutes=20),
            booked_by=member.person,
            booked_at=AT,
            **fields,
        )
        solution = SolutionFactory(**fields)
        BuyerNote.objects.create(
            solution=solution, municipality=need.municipality, text="Lovende.", at=AT
        )
        rows[stage] = need
    none = {"notes": 0, "questions": 0, "talks": 0, "conflicts": 0}

    before = forgetting.forget_old(at=AT + forgetting.DEALINGS_KEPT)
    assert {name: before[name] for name in none} == none
    after = forgetting.forget_old(at=AT + forgetting.DEALINGS_KEPT + SECOND)
    assert {name: after[name] for name in none} == dict.fromkeys(none, 1)
    bought = rows[Stage.CONTRACT]
    bought.refresh_from_db()
    assert (bought.conflict_of_interest, bought.questions.get().text) == ("", "Når?")
    assert BuyerNote.objects.get().solution.need == rows[Stage.COMPETITION]
    assert "conflict_of_interest" not in {f.name for f in Need.history.model._meta.fields}


def test_who_closes_the_account_is_nobodys_contact_any_more():
    member, colleague = SupplierPersonFactory(), UserFactory()
    need = NeedFactory(published=True, contact=member.person, contact_name="Contact")
    coordinator = RoleAssignmentFactory(municipality=need.municipality, role="COORDINATOR")
    mine = SolutionFactory(contact_name="Contact", contact_email=member.person.email.upper())
    others = SolutionFactory(contact_name="Other", contact_email=colleague.email)

    supplier_people.forget_person(person=member.person, at=AT)

    need.refresh_from_db()
    assert (need.contact, need.contact_name, need.contact_email) == (None, "", "")
    assert set(Need.history.values_list("contact_name", flat=True)) == {""}
    assert [one.email for one in contacts_of(need)] == [coordinator.person.email]
    mine.refresh_from_db()
    others.refresh_from_db()
    assert (mine.contact_name, others.contact_name) == ("", "Other")


def test_no_version_keeps_the_contact():
    member = SupplierPersonFactory()
    sent = send(
        supplier=member.supplier,
        need=NeedFactory(published=True),
        content=written(contact_email="kontakt@samverk.example"),
        at=AT,
        by=member.person,
    )

    assert "kontakt@samverk.example" not in str(sent.versions.get().content)


def test_own_data_holds_what_a_person_is_and_did_at_a_company():
    member = SupplierPersonFactory()
    supplier_people.invite(
        supplier=member.supplier, email="ny@samverk.example", by=member.person, at=AT
    )
    SolutionFactory(supplier=member.supplier, contact_email=member.person.email)

    found = own_data(member.person)

    [company] = found["companies"]
    assert company["supplier__organisation_number"] == member.supplier.organisation_number
    assert [row["email"] for row in found["company_invitations_sent"]] == ["ny@samverk.example"]
    assert len(found["contact_of_solutions"]) == 1
    assert not any(own_data(UserFactory()).values())
