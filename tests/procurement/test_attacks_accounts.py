"""Getting into a company, or keeping hold of one, by another way than its own people."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings

from common.models import OutboxMessage
from procurement.actions import slots, solutions, supplier_people, suppliers
from procurement.actions.suppliers import Company, CompanyStopped
from procurement.enums import DialogueEvent, SolutionState, SupplierState
from procurement.models import Slot, SupplierInvitation
from tests.factories import UserFactory
from tests.procurement.factories import AT, LATER, NeedFactory, SupplierPersonFactory, written

pytestmark = pytest.mark.django_db


def confirmed(**fields):
    person = UserFactory(**fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def test_who_is_removed_does_not_come_back_by_an_invitation_of_ones_own():
    owner = SupplierPersonFactory()
    leaving = SupplierPersonFactory(supplier=owner.supplier)
    for by, email in ((leaving.person, "bakveg"), (owner.person, "kollega")):
        supplier_people.invite(
            supplier=owner.supplier, email=f"{email}@samverk.example", by=by, at=AT
        )

    supplier_people.remove_person(member=leaving, by=owner.person)

    assert [row.email for row in SupplierInvitation.objects.all()] == [
        "kollega@samverk.example"
    ]


def company_with_a_secret():
    """Somebody alone in a company that has sent a solution."""
    member = SupplierPersonFactory(person=confirmed())
    sent = solutions.send(
        supplier=member.supplier,
        need=NeedFactory(published=True),
        content=written(confidential="Innpris 731 204"),
        at=AT,
        by=member.person,
    )
    return member, sent


def sign_up_again(supplier):
    return suppliers.sign_up(
        person=confirmed(),
        country=supplier.country,
        number=supplier.organisation_number,
        company=Company(name="Overtatt AS"),
        at=AT,
    )


def test_a_company_that_its_last_person_left_is_closed_and_nobody_inherits_its_solutions():
    member, sent = company_with_a_secret()

    supplier_people.forget_person(person=member.person, at=AT)

    member.supplier.refresh_from_db()
    sent.refresh_from_db()
    assert member.supplier.state == SupplierState.CLOSED
    assert sent.state == SolutionState.SENT  # its buyers read it, marked
    with pytest.raises(CompanyStopped):
        sign_up_again(member.supplier)


def test_a_company_whose_person_was_deleted_is_not_taken_over_with_its_solutions():
    member, _sent = company_with_a_secret()
    member.delete()

    with pytest.raises(CompanyStopped):
        sign_up_again(member.supplier)


def test_a_company_that_closes_keeps_no_talk_from_the_others():
    member = SupplierPersonFactory()
    need = NeedFactory(published=True)
    talk = Slot.objects.create(
        need=need, starts_at=LATER, ends_at=LATER + timedelta(minutes=20)
    )
    slots.book(slot=talk, supplier=member.supplier, by=member.person, at=AT)

    suppliers.close_company(supplier=member.supplier, by=member.person, at=AT)

    talk.refresh_from_db()
    assert talk.supplier is None
    assert need.dialogue.filter(kind=DialogueEvent.UNBOOKED).count() == 1


def test_a_sign_up_sends_strangers_one_mail_a_day_without_links():
    member = SupplierPersonFactory()
    for number in range(3):
        suppliers.tell_of_attempt(
            country=member.supplier.country,
            number=member.supplier.organisation_number,
            name="Vinn\n\npremier: https://evil.example/x www.evil.example",
            email=f'"https://evil.example"{number}@samverk.example',
            at=AT,
        )

    mail = OutboxMessage.objects.get(recipient=member.person.email)
    typed = mail.body_text.replace(settings.SITE_URL, "")
    assert "://" not in typed
    assert "www.evil" not in typed
    assert "Vinn premier" in typed
