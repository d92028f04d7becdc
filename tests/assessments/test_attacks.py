"""A company's case is known to those who handle it alone: each way that could tell of it."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import User
from assessments.actions import (
    assessors,
    cases,
    decisions,
    follow_up,
    questions,
    rulesets,
)
from assessments.actions.decisions import Wording
from assessments.actions.links import renew_link
from assessments.calculations.sheets import MOST_CONFLICTS
from assessments.enums import Kind, Moment, Side
from assessments.jobs import remind
from assessments.models import Assessment
from assessments.queries.own_data import own_data
from assessments.tokens import address
from common.models import OutboxMessage
from networks.enums import Role
from tests.assessments.factories import (
    AT,
    TODAY,
    AssessmentFactory,
    FundingProgrammeFactory,
    SheetFactory,
    assessor_s,
    make_version,
    officer,
)
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NEEDLE, PLACE = "Kvikksølvgruva", "Ørnefjell"
WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def place():
    return MunicipalityFactory()


@pytest.fixture
def region(place):
    found = RegionMembershipFactory(municipality=place).region
    MembershipFactory(network=NetworkFactory(region=found, is_public=True), municipality=place)
    return found


@pytest.fixture
def secret(region, place):
    """A decided case of a company; its needle stands in every text of it."""
    programme = FundingProgrammeFactory(region=region)
    case = AssessmentFactory(
        version=make_version(programme=programme, kind=Kind.COMPANY),
        title=f"{NEEDLE} {PLACE}",
        summary=f"{NEEDLE} {PLACE}",
        applicant_name=f"{NEEDLE} {PLACE}",
        applicant_email="gruva@samverk.example",
        state="OVERALL",
    )
    case.places.add(place)
    assessor_s(case, sent=True)
    words = {"overall": {"level": -1, "why": NEEDLE}, "goals": {"15": {"effect": -2}}}
    for side, moment in ((Side.APPLICANT, "APPLICATION"), (Side.COMMON, "DECISION")):
        SheetFactory(assessment=case, side=side, moment=moment, content=words, sent=True)
    decisions.decide(
        case=case,
        decided=Wording(
            body=NEEDLE,
            decided_on=TODAY,
            wording=NEEDLE,
            effect="ADOPTS",
            amount_granted=Decimal(777_777),
            conditions=((NEEDLE, WEEK),),
        ),
        by=officer(region, Role.ADMINISTRATOR),
        at=AT,
    )
    case.refresh_from_db()
    return case


@pytest.fixture
def outsiders(region, place):
    """All who follow the region, and those who do not, by name."""

    def at(role, **where):
        return RoleAssignmentFactory(role=role, **where).person

    return {
        "council": at(Role.COUNCIL_MEMBER, region=region),
        "reader of the region": at(Role.READER, region=region),
        "coordinator of its place": at(Role.COORDINATOR, municipality=place),
        "neighbour region": officer(RegionFactory(), Role.ADMINISTRATOR),
        "nobody": UserFactory(),
    }


def reads(client, person, address):
    if person is not None:
        client.force_login(person)
    answer = client.get(address, follow=True)
    return answer.content.decode(errors="replace") if answer.status_code == 200 else ""


def test_no_page_of_the_case_is_found(client, secret, outsiders):
    letter = decisions.send_letter(case=secret, subject="V", text=NEEDLE, by=None, at=AT)
    keys = {"pk": secret.pk}
    pages = [
        reverse("assessments:case", kwargs=keys),
        reverse("assessments:case-file", kwargs=keys),
        reverse("assessments:case-decide", kwargs=keys),
        reverse("assessments:case-letter-file", kwargs={**keys, "letter": letter.pk}),
        reverse(
            "assessments:case-condition",
            kwargs={**keys, "condition": secret.decision_conditions.get().pk},
        ),
        *(
            reverse("assessments:sheet", kwargs={"pk": sheet.pk})
            for sheet in secret.sheets.all()
        ),
        reverse("assessments:result", kwargs=keys),
        reverse("assessments:sheet-compare", kwargs=keys),
    ]
    for person in outsiders.values():
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} == {404}


def test_no_list_search_export_or_public_page_tells_of_it(client, secret, outsiders, place):
    keys = place.address_keys
    slug = secret.programme.slug
    pages = [
        reverse("assessments:case-list") + f"?q={NEEDLE}",
        reverse("assessments:programme", kwargs={"slug": slug}),
        reverse("assessments:portfolio", kwargs={"slug": slug}),
        *(
            reverse("assessments:portfolio-file", kwargs={"slug": slug, "ending": ending})
            for ending in ("csv",)
        ),
        reverse("assessments:initiative-list", args=[secret.programme.region.slug]),
        reverse("portal:search") + f"?q={NEEDLE}",
        reverse("portal:front"),
        reverse("portal:mine"),
        reverse("portal:municipality", kwargs=keys),
        reverse("networks:decision-list", kwargs=keys),
        reverse("portal:region", args=[secret.programme.region.slug]),
        reverse("portal:network", args=[secret.programme.region.networks.get().slug]),
    ]
    for name, person in {**outsiders, "signed out": None}.items():
        client.logout()
        for page in pages:
            body = reads(client, person, page)
            assert PLACE not in body, (name, page)
            assert "?q=" in page or NEEDLE not in body, (name, page)
            assert "777" not in body or "portefolje" not in page, (name, page)


def test_officers_see_it_and_a_file_for_others_has_none_of_its_figures(client, secret, region):
    client.force_login(officer(region))
    page = reads(client, None, reverse("assessments:case", kwargs={"pk": secret.pk}))
    assert NEEDLE in page
    keys = {"slug": secret.programme.slug, "ending": "xlsx"}
    address = reverse("assessments:portfolio-file", kwargs=keys)
    inside = client.get(address).content
    council = RoleAssignmentFactory(role=Role.COUNCIL_MEMBER, region=region).person
    client.force_login(council)
    outside = client.get(address).content

    assert "777777" in sheet_of(inside)
    assert "777777" not in sheet_of(outside)


def sheet_of(book):
    with zipfile.ZipFile(io.BytesIO(book)) as whole:
        return whole.read("xl/worksheets/sheet1.xml").decode()


def test_no_mail_says_what_it_is(secret, region):
    leader = officer(region)
    decisions.send_letter(case=secret, subject=NEEDLE, text=NEEDLE, by=leader, at=AT)
    follow_up.begin(case=secret, moment=Moment.END, due_on=WEEK, by=leader, at=AT)
    remind(at=AT + timedelta(days=5))
    again = AssessmentFactory(
        version=secret.version, title=NEEDLE, applicant_email="gruva@samverk.example"
    )
    cases.ask_applicant(case=again, due_on=WEEK, by=leader, at=AT)
    cases.take(
        case=again, by=leader, at=AT + timedelta(days=9)
    )  # after the deadline of the applicant
    assessors.invite(case=again, email=UserFactory().email, by=leader, at=AT)
    cases.ask_completion(
        case=again, note=NEEDLE, due_on=WEEK + timedelta(days=9), by=leader, at=AT
    )

    mails = list(OutboxMessage.objects.all())
    assert len(mails) >= 6
    for mail in mails:
        text = f"{mail.subject} {mail.body_text} {mail.body_html} {mail.about} {mail.occasion}"
        assert NEEDLE not in text


def test_own_data_of_who_has_left_does_not_name_it(secret, region):
    leader = officer(region)
    secret.people.create(person=leader, part="APPLICANT", since=AT)
    assert own_data(leader)["parts_in_cases"][0]["case"] == secret.title
    secret.people.filter(person=leader).delete()
    decisions.send_letter(case=secret, subject="V", text="Hei", by=leader, at=AT)
    leader.role_assignments.update(valid_to=TODAY - timedelta(days=1))

    assert own_data(leader)["letters_sent"] == [{"case": "", "at": AT}]
    version = secret.version
    version.comments.create(text="Uklart", about="Hvor?", by=leader, by_reviewer=True, at=AT)
    assert own_data(leader)["comments_on_templates"] == [
        {
            "version__template__name": version.template.name,
            "version__number": 1,
            "about": "Hvor?",
            "text": "Uklart",
            "at": AT,
        }
    ]


def test_history_is_for_those_who_run_the_site_alone(client, secret, region):
    staff = UserFactory(is_staff=True)
    apps = ["assessments", "networks"]
    staff.user_permissions.set(Permission.objects.filter(content_type__app_label__in=apps))
    client.force_login(staff)
    decisions.send_letter(case=secret, subject=NEEDLE, text=NEEDLE, by=None, at=AT)
    lists = ("assessments_assessment", "assessments_assessmentstep", "assessments_caseletter")
    pages = [reverse(f"admin:{name}_changelist") for name in (*lists, "networks_decision")]
    for name, key in (
        ("assessments_assessment", secret.pk),
        ("networks_decision", secret.decision_id),
    ):
        pages += [reverse(f"admin:{name}_{page}", args=[key]) for page in ("history", "change")]
    for page in pages:
        assert NEEDLE not in client.get(page, follow=True).content.decode(), page


def test_the_largest_template_is_one_form(settings):
    own = questions.MOST_SECTIONS * questions.MOST_QUESTIONS * 2
    of_goals = 17 * 4 + MOST_CONFLICTS * 6
    of_rules = rulesets.MOST_CRITERIA * 3 * 2
    assert own + of_goals + of_rules + 50 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def post_chosen(client, link, mine):
    return client.post(link, {"velg": "1", "version": "1", "mine": mine, "valg-0": "mine"})


def test_nothing_that_a_browser_can_send_breaks_the_choice_between_two_windows(client):
    case = AssessmentFactory(state="SELF")
    SheetFactory(assessment=case, version=1, content={"overall": {"why": "Lagret"}})
    link = address(renew_link(case=case, by=None, at=AT))
    for mine in (
        "[" * 200_000,
        "NaN",
        '{"overall": {"why": "a\\u0000"}}',
        '{"overall": {"why": "\\ud800"}}',
        '{"overall": {"level": 1e999}}',
        '{"answers": {"1": 1}, "answers": {"2": 2}}',
        '{"goals": {"13": {"effect": true}}}',
    ):
        assert post_chosen(client, link, mine).status_code == 400, mine[:40]
    assert post_chosen(client, link, '{"overall": {"why": "Mitt"}}').status_code == 302
    assert case.sheets.get().content["overall"]["why"] == "Mitt"


def test_another_region_that_a_template_is_shared_with_reads_no_case(client, secret):
    other = RegionFactory()
    secret.version.template.shares.create(region=other, at=AT)
    neighbour = officer(other, Role.ADMINISTRATOR)
    assert not Assessment.objects.visible_to(neighbour).exists()


def test_nobody_reads_the_name_of_an_officer_from_outside_nor_what_was_taken_out(
    client, region
):
    case = AssessmentFactory(
        version=make_version(programme=FundingProgrammeFactory(region=region)), decided=True
    )
    assessor = assessor_s(case, sent=True).assessor
    User.objects.filter(pk=assessor.pk).update(name="Saksbehandler Skjult")
    common = SheetFactory(assessment=case, side=Side.COMMON, moment="DECISION", sent=True)
    for number, why in ((1, "Helseopplysning"), (2, "Rettet")):
        common.content = {"overall": {"why": why}}
        common.versions.create(number=number, content=common.content, by=assessor, at=AT)
    common.save()
    sheet = reverse("assessments:sheet", args=[common.pk])
    before = reverse("assessments:sheet-version", args=[common.pk, 1])
    council = RoleAssignmentFactory(role=Role.COUNCIL_MEMBER, region=region).person
    client.force_login(council)

    page = client.get(case.get_absolute_url()).content.decode()
    assert case.title in page
    assert "Skjult" not in page
    page = client.get(sheet).content.decode()
    assert "Rettet" in page
    assert "Skjult" not in page
    assert client.get(before).status_code == 404
    client.force_login(officer(region))
    assert before in client.get(sheet).content.decode()
    assert "Helseopplysning" in client.get(before).content.decode()
