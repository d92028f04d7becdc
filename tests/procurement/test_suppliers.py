"""Companies and their people: signing up once, inviting, leaving, being stopped."""

from datetime import timedelta
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from common.models import OutboxMessage
from procurement.actions import supplier_people, suppliers
from procurement.actions.supplier_people import (
    AnothersInvitation,
    InvitationOver,
    InvitedJustNow,
    IsColleague,
    LastPerson,
    NotTheOwner,
    SomebodyActs,
)
from procurement.actions.suppliers import (
    Company,
    CompanyIsHere,
    CompanyStopped,
    InACompany,
    ReasonMissing,
)
from procurement.enums import DialogueEvent, SolutionState, SupplierState
from procurement.forms.suppliers import NewCompanyForm, OrganisationNumber
from procurement.models import DialogueEntry, Slot, Solution, Supplier, SupplierInvitation
from procurement.queries.solutions import assessed
from procurement.views.buyer_rows import desk_row
from tests.factories import CountryFactory, UserFactory
from tests.procurement.factories import (
    AT,
    NeedFactory,
    SolutionFactory,
    SupplierPersonFactory,
    worker,
)

pytestmark = pytest.mark.django_db
NUMBER = "974760673"


def confirmed(**fields):
    person = UserFactory(**fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_up(person, number=NUMBER, name="Fjellbrøyt AS"):
    country = CountryFactory(code="NO")
    company = Company(name=name, description="Vi brøyter.")
    return suppliers.sign_up(
        person=person, country=country, number=number, company=company, at=AT
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("974 760 673", OrganisationNumber("NO", NUMBER)),
        ("NO 974760673", OrganisationNumber("NO", NUMBER)),
        ("556016-0680", OrganisationNumber("SE", "5560160680")),
    ],
)
def test_an_organisation_number_tells_its_country(typed, found):
    form = NewCompanyForm(
        {"organisation_number": typed, "company_name": "A", "description": "Vi brøyter."}
    )

    assert form.is_valid(), form.errors
    assert form.cleaned_data["organisation_number"] == found


@pytest.mark.parametrize(
    "typed", ["974760674", "5560160681", "12345", "97476067x", "९७४७६०६७३"]
)
def test_a_number_that_cannot_be_is_refused(typed):
    form = NewCompanyForm(
        {"organisation_number": typed, "company_name": "A", "description": "B"}
    )

    assert list(form.errors) == ["organisation_number"]


def test_a_company_signs_up_and_its_person_may_invite():
    person = confirmed()

    made = sign_up(person)

    assert (made.slug, made.state) == ("fjellbroyt-as", SupplierState.ACTIVE)
    assert [(row.person, row.is_owner) for row in made.people.all()] == [(person, True)]


def test_a_company_signs_up_once():
    sign_up(confirmed())

    with pytest.raises(CompanyIsHere):
        sign_up(confirmed())
    assert Supplier.objects.count() == 1


def test_a_number_that_nobody_confirmed_stands_in_nobodys_way():
    first = sign_up(UserFactory(), name="Uekte AS")
    person = confirmed()

    made = sign_up(person)

    assert (made.pk, made.name) == (first.pk, "Fjellbrøyt AS")
    assert [row.person for row in made.people.all()] == [person]


def test_a_closed_company_is_not_taken_over():
    made = sign_up(confirmed())
    suppliers.close_company(supplier=made, by=UserFactory(), at=AT)

    with pytest.raises(CompanyStopped):
        sign_up(confirmed())


def test_one_account_acts_for_one_company():
    person = confirmed()
    sign_up(person)

    with pytest.raises(InACompany):
        sign_up(person, number="914778271")


def test_those_who_may_invite_are_told_of_an_attempt_once_a_day():
    member = SupplierPersonFactory(supplier__organisation_number=NUMBER)
    for _time in range(2):
        suppliers.tell_of_attempt(
            country=member.supplier.country,
            number=NUMBER,
            name="Ola",
            email="ola@samverk.example",
            at=AT,
        )

    [mail] = OutboxMessage.objects.all()
    assert mail.recipient == member.person.email
    assert "ola@samverk.example" in mail.body_text


def invite(member, email="ny@samverk.example", at=AT):
    return supplier_people.invite(
        supplier=member.supplier, email=email, by=member.person, at=at
    )


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, False), (1, False)])
def test_an_invitation_is_open_for_14_days(seconds, is_open):
    invitation = invite(SupplierPersonFactory())
    person = confirmed(email="ny@samverk.example")
    at = AT + timedelta(days=14, seconds=seconds)

    if is_open:
        made = supplier_people.accept_invitation(invitation=invitation, person=person, at=at)
        assert (made.supplier, made.is_owner) == (invitation.supplier, False)
    else:
        with pytest.raises(InvitationOver):
            supplier_people.accept_invitation(invitation=invitation, person=person, at=at)


def test_an_invitation_is_its_address_owners_alone_and_works_once():
    invitation = invite(SupplierPersonFactory())
    with pytest.raises(AnothersInvitation):
        supplier_people.accept_invitation(invitation=invitation, person=confirmed(), at=AT)
    person = confirmed(email="ny@samverk.example")
    made = supplier_people.accept_invitation(invitation=invitation, person=person, at=AT)
    made.delete()

    with pytest.raises(InvitationOver):
        supplier_people.accept_invitation(invitation=invitation, person=person, at=AT)


def test_inviting_again_ends_the_old_link():
    member = SupplierPersonFactory()
    old = invite(member)
    new = invite(member, at=AT + timedelta(hours=1))

    assert list(SupplierInvitation.objects.all()) == [new]
    assert old.token_digest != new.token_digest
    with pytest.raises(IsColleague):
        invite(member, email=member.person.email)
    with pytest.raises(NotTheOwner):
        invite(SupplierPersonFactory(supplier=member.supplier, is_owner=False))


def test_an_address_gets_one_invitation_an_hour():
    member = SupplierPersonFactory()
    first = invite(member)
    with pytest.raises(InvitedJustNow):
        invite(member, email="Ny@samverk.example", at=AT + timedelta(minutes=59, seconds=59))
    supplier_people.withdraw_invitation(invitation=first, by=member.person)
    with pytest.raises(InvitedJustNow):
        invite(member, at=AT + timedelta(minutes=1))
    assert not member.supplier.invitations.exists()
    assert invite(member, email="annen@samverk.example")
    assert invite(member, at=AT + timedelta(hours=1))
    assert OutboxMessage.objects.count() == 3


def test_the_platform_names_somebody_where_nobody_is_left():
    made = sign_up(confirmed())
    platform = UserFactory(is_superuser=True)
    naming = partial(supplier_people.name_person, supplier=made, by=platform, at=AT)
    with pytest.raises(SomebodyActs):
        naming(email="ny@samverk.example")
    suppliers.close_company(supplier=made, by=platform, at=AT)
    with pytest.raises(CompanyStopped):
        naming(email="ny@samverk.example")
    suppliers.restore(supplier=made, by=platform, at=AT)

    invitation = naming(email="ny@samverk.example")
    person = confirmed(email="ny@samverk.example")
    named = supplier_people.accept_invitation(invitation=invitation, person=person, at=AT)

    assert (named.supplier, named.is_owner) == (made, True)


def test_the_last_one_closes_and_another_may_invite_when_the_owner_leaves():
    owner = SupplierPersonFactory()
    with pytest.raises(LastPerson):
        supplier_people.remove_person(member=owner, by=owner.person)
    colleague = SupplierPersonFactory(supplier=owner.supplier, is_owner=False)
    with pytest.raises(NotTheOwner):
        supplier_people.remove_person(member=owner, by=colleague.person)

    supplier_people.remove_person(member=owner, by=owner.person)

    colleague.refresh_from_db()
    assert colleague.is_owner


def test_a_closed_company_leaves_what_it_sent_to_the_buyers_alone():
    member = SupplierPersonFactory()
    sent = SolutionFactory(supplier=member.supplier)
    SolutionFactory(
        supplier=member.supplier, state=SolutionState.DRAFT, sent_at=None, version=0
    )
    buyer = worker(sent.need.municipality)

    suppliers.close_company(supplier=member.supplier, by=member.person, at=AT)

    assert [row.pk for row in Solution.objects.visible_to(buyer)] == [sent.pk]
    for reader in (UserFactory(), member.person, AnonymousUser()):
        assert not Solution.objects.visible_to(reader).exists()
    [one] = assessed(sent.need)
    with translation.override("en"):
        assert desk_row(one, need=sent.need).company.endswith("· the company is closed")
    assert not member.supplier.people.exists()


@pytest.mark.parametrize(
    ("stop", "why"),
    [
        (suppliers.close_company, "The account of the company is closed."),
        (partial(suppliers.suspend, reason="Reklame."), "The account of the company is susp"),
    ],
)
def test_a_company_that_is_stopped_frees_what_it_has_booked(stop, why):
    member = SupplierPersonFactory(person__language="en")
    need = NeedFactory(published=True, language="en")
    talks = [
        Slot.objects.create(
            need=need,
            starts_at=start,
            ends_at=start + timedelta(minutes=20),
            supplier=supplier,
            booked_at=AT,
        )
        for start, supplier in (
            (AT - timedelta(hours=1), SupplierPersonFactory().supplier),
            (AT + timedelta(hours=1), member.supplier),
        )
    ]

    stop(supplier=member.supplier, by=UserFactory(), at=AT)

    assert [Slot.objects.get(pk=talk.pk).supplier for talk in talks] == [
        talks[0].supplier,
        None,
    ]
    entry = DialogueEntry.objects.get(kind=DialogueEvent.UNBOOKED)
    assert entry.supplier == member.supplier
    [mail] = OutboxMessage.objects.filter(recipient=need.contact_email)
    assert why in mail.body_text
    assert mail.file.startswith("procurement.gone:")


def test_a_suspended_company_is_told_why_and_does_nothing():
    member = SupplierPersonFactory()
    platform = UserFactory(is_superuser=True)
    with pytest.raises(ReasonMissing):
        suppliers.suspend(supplier=member.supplier, reason=" ", by=platform, at=AT)

    suppliers.suspend(supplier=member.supplier, reason="Reklame.", by=platform, at=AT)

    assert "Reklame." in OutboxMessage.objects.get().body_text
    with pytest.raises(CompanyStopped):
        invite(member)
    suppliers.restore(supplier=member.supplier, by=platform, at=AT)
    assert invite(member)


def test_forgetting_a_person_leaves_the_company_and_a_colleague_who_may_invite():
    owner = SupplierPersonFactory()
    colleague = SupplierPersonFactory(supplier=owner.supplier, is_owner=False)
    NeedFactory()

    supplier_people.forget_person(person=owner.person, at=AT)

    colleague.refresh_from_db()
    assert colleague.is_owner
    assert owner.supplier.people.count() == 1
