"""Links for applicants without an account: who has them, and how long they open something."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.actions import assessors, cases, decisions, receiving
from assessments.letters import LINK_LASTS, letter_address, letter_by_token
from assessments.tokens import address
from common.models import OutboxMessage
from networks.enums import Role
from tests.assessments.factories import (
    AT,
    TODAY,
    AssessmentFactory,
    FundingProgrammeFactory,
    make_version,
    officer,
)
from tests.factories import (
    MunicipalityFactory,
    RegionFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WEEK = TODAY + timedelta(days=7)


def test_the_link_to_a_letter_is_guessed_by_nobody(client, letter):
    for token in ("1", f"{letter.pk}", "WzFd:abc"):
        address = reverse("assessments:letter-link", kwargs={"token": token})
        assert client.get(address).status_code == 404


def test_a_link_sent_to_a_wrong_address_ends_when_the_address_is_put_right(client):
    region, place = RegionFactory(), MunicipalityFactory()
    case = AssessmentFactory(
        version=make_version(programme=FundingProgrammeFactory(region=region)),
        applicant_email="feil@samverk.example",
    )
    leader = officer(region)
    cases.ask_applicant(case=case, due_on=WEEK, by=leader, at=AT)
    link = address(case.applicant_link)
    assert client.get(link).status_code == 200

    details = receiving.CaseDetails(
        title="Bro", applicant_name="Laget", applicant_email="rett@samverk.example"
    )
    receiving.change(case=case, details=details, by=leader, at=AT)
    assert client.get(link).status_code == 404

    # Nor does a case become one of the municipality that its assessor works in.
    assessor = assessors.invite(case=case, email=UserFactory().email, by=leader, at=AT).person
    RoleAssignmentFactory(person=assessor, role=Role.CONTRIBUTOR, municipality=place)
    with pytest.raises(receiving.JudgedThere):
        receiving.change(
            case=case,
            details=replace(details, applicant_municipality=place),
            by=leader,
            at=AT,
        )


@pytest.fixture
def letter():
    case = AssessmentFactory(decided=True, applicant_email="laget@samverk.example")
    return decisions.send_letter(
        case=case, subject="Vedtak", text="Hei", by=UserFactory(), at=timezone.now()
    )


def test_the_link_to_a_letter_works_for_a_year(letter):
    token = letter_address(letter).split("/")[-2]
    end = letter.at + LINK_LASTS

    assert letter_by_token(token, at=end - timedelta(seconds=1)) == letter
    assert letter_by_token(token, at=end) is None
    assert letter_by_token(token, at=end + timedelta(seconds=1)) is None
    assert "Lenken virker til" in OutboxMessage.objects.get().body_text


def test_the_link_to_a_letter_ends_when_the_address_is_put_right(client, letter):
    page, case = letter_address(letter), letter.assessment
    assert "Hei" in client.get(page).content.decode()

    case.applicant_email = "rett@samverk.example"
    case.save()

    assert client.get(page).status_code == 404
    assert client.get(f"{page}?fil=word").status_code == 404
    again = decisions.send_letter(
        case=case, subject="Vedtak", text="Hei", by=UserFactory(), at=timezone.now()
    )
    assert client.get(letter_address(again)).status_code == 200
