"""The pages of cases: registered, asked, taken, decided, followed up, in the browser."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from assessments import todo
from assessments.actions.links import renew_link
from assessments.actions.measures import MeasureElsewhere, link_measure
from assessments.enums import Kind, Part, Side
from assessments.jobs import remind
from assessments.letters import draft_letter, letter_address
from assessments.models import Assessment, CaseLetter, Sheet
from assessments.queries.reach import forget_reach
from common.models import OutboxMessage
from networks.enums import Role
from tests.assessments.factories import (
    AT,
    TODAY,
    AssessmentFactory,
    FundingProgrammeFactory,
    SheetFactory,
    assessor_s,
    in_case,
    make_version,
    officer,
)
from tests.factories import (
    MunicipalityFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
)
from tests.improvement.factories import MeasureFactory

pytestmark = pytest.mark.django_db

PAST = TODAY - timedelta(days=9)
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def programme():
    return FundingProgrammeFactory()


@pytest.fixture
def leader(client, programme):
    person = officer(programme.region)
    client.force_login(person)
    return person


def page(client, name, case, **keys):
    return client.get(address(name, case, **keys), **ENGLISH).content.decode()


def send(client, name, case, data=(), **keys):
    answer = client.post(address(name, case, **keys), dict(data), **ENGLISH)
    case.refresh_from_db()
    return answer


def address(name, case, **keys):
    return reverse(f"assessments:{name}", kwargs={"pk": case.pk, **keys})


def soon():
    return timezone.localdate() + timedelta(days=7)


def fill_in(client, programme, version, **changed):
    data = {
        "version": version.pk,
        "title": "Fjernvarme",
        "applicant_name": "Ål fjernvarme",
        "applicant_email": "soker@samverk.example",
        "amount_applied": "250 000,50",
        "currency": "NOK",
        "language": "nb",
        **changed,
    }
    where = reverse("assessments:case-create", kwargs={"slug": programme.slug})
    return client.post(where, data, **ENGLISH)


def refuse_rows(client, case, decided):
    """A day without its condition and a day that does not exist; what was typed stays."""
    wrong = {
        "vilkar-1-due_on": "2027-06-01",
        "vilkar-2-text": "Bruk lokal flis",
        "vilkar-2-due_on": "2027-02-30",
    }
    answer = send(client, "case-decide", case, {**decided, **wrong})
    rows = answer.context["form"].rows
    assert [list(row.errors) for row in rows] == [[], ["text"], ["due_on"]]
    shown = answer.content.decode()
    for name, label, words in (
        ("1-text", "Condition 2", "This field is required."),
        ("2-due_on", "Deadline 3", "Write the day as 2026-12-31"),
    ):
        assert f'<a href="#id_vilkar-{name}">{label}</a>: {words}' in shown
        assert shown.count(words) == 2  # in the summary, and beside its row
    assert 'value="2027-02-30"' in shown
    more = send(client, "case-decide", case, {**decided, **wrong, "flere": "vilkar"})
    rows = more.context["form"].rows
    assert [row["text"].value() or "" for row in rows] == [
        "Rapporter", "", "Bruk lokal flis", "", "", "",
    ]  # fmt: skip
    assert more.context["form"]["amount_granted"].value() == "200 000"
    assert case.state == "OVERALL"


def test_from_received_to_followed_up(client, programme, leader):
    version = make_version(programme=programme)
    fill_in(client, programme, version)
    case = Assessment.objects.get()
    assert str(case.amount_applied) == "250000.50"

    alone = client.get(address("case-ask", case), HTTP_HX_REQUEST="true").content.decode()
    assert "<form" in alone
    assert "<!doctype" not in alone.lower()
    send(client, "case-ask", case, {"due_on": soon()})
    SheetFactory(assessment=case, sent=True)
    assert "Officer: take the case" in page(client, "case", case)
    send(client, "case-take", case)
    assert case.people.get().person == leader
    send(client, "case-completion", case, {"note": "Regnskap", "due_on": soon()})
    send(client, "case-resume", case)
    Sheet.objects.create(
        assessment=case, side=Side.ASSESSOR, moment="APPLICATION", assessor=leader,
        state="SENT", saved_at=AT, sent_at=AT,
    )  # fmt: skip
    send(client, "case-sum-up", case)
    SheetFactory(assessment=case, side=Side.COMMON, moment="DECISION", sent=True)
    council = RoleAssignmentFactory(role=Role.COUNCIL_MEMBER, region=programme.region).person
    send(client, "case-decider", case, {"person": council.pk})
    decided = {
        "effect": "ADOPTS",
        "body": "Regionrådet",
        "decided_on": timezone.localdate(),
        "wording": "Tilskudd gis.",
        "amount_granted": "200 000",
        "vilkar-TOTAL_FORMS": 3,
        "vilkar-INITIAL_FORMS": 0,
        "vilkar-0-text": "Rapporter",
        "vilkar-0-due_on": "2027-06-01",
        "vilkar-2-text": "Bruk lokal flis",
    }
    assert client.post(address("case-decide", case), decided).status_code == 403
    client.force_login(council)
    refuse_rows(client, case, decided)
    send(client, "case-decide", case, decided)
    rows = list(case.decision_conditions.values_list("text", "due_on"))
    assert [text for text, _day in rows] == ["Rapporter", "Bruk lokal flis"]
    assert [str(day) for _text, day in rows] == ["2027-06-01", "None"]

    client.force_login(leader)
    shown = client.get(address("case-letter", case)).context["form"].initial
    send(client, "case-letter", case, shown)
    letter = CaseLetter.objects.get()
    assert "Tilskudd gis." in letter.text
    assert "200 000".replace(" ", "\u202f") in letter.text
    condition = case.decision_conditions.first()
    data = {"met_on": timezone.localdate(), "note": ""}
    send(client, "case-condition", case, data, condition=condition.pk)
    assert "1 condition is not met" in page(client, "case", case)
    send(client, "case-follow-up", case, {"moment": "HALFWAY", "due_on": soon()})
    send(client, "case-close", case, {"note": "Prosjektet ble avsluttet"})
    assert case.state == "CLOSED"
    states = [row.state for row in case.steps.order_by("pk")]
    assert states == [
        "RECEIVED", "SELF", "OFFICER", "COMPLETION", "OFFICER", "OVERALL", "DECIDED",
        "HALFWAY", "CLOSED",
    ]  # fmt: skip


def test_a_case_is_linked_to_a_measure_of_its_municipalities(client, programme, leader):
    """And the link stays when the case is changed; nobody else's measure is offered."""
    case = AssessmentFactory(
        version=make_version(programme=programme),
        applicant_municipality=RegionMembershipFactory(region=programme.region).municipality,
    )
    own = MeasureFactory(municipality=case.applicant_municipality, title="Flisfyring")
    other = MeasureFactory(title="Sykkelveg")

    refused = client.post(address("case-measure", case), {"measure": other.pk})
    assert refused.context["form"].errors["measure"]
    assert "Sykkelveg" not in refused.content.decode()
    with pytest.raises(MeasureElsewhere):
        link_measure(case=case, measure=other, by=leader, at=AT)
    send(client, "case-measure", case, {"measure": own.pk})
    assert f'href="{own.get_absolute_url()}"' in page(client, "case", case)
    send(client, "case-change", case, {"title": "Flis", "applicant_name": "Gol",
        "language": "nb", "currency": "NOK"})  # fmt: skip
    assert case.measure == own
    send(client, "case-measure", case, {"measure": ""})
    assert case.measure is None


def test_what_is_refused_stands_at_its_field(client, programme, leader):
    version = make_version(programme=programme)
    answer = fill_in(client, programme, version, applicant_name="", amount_applied="mye")
    text = answer.content.decode()
    assert "Write an amount" in text
    answer = fill_in(client, programme, version, applicant_name="")
    assert "Say who applies" in answer.content.decode()
    assert not Assessment.objects.exists()
    case = AssessmentFactory(version=version)
    answer = send(client, "case-ask", case, {"due_on": soon()})
    assert "nobody to write to" in answer.content.decode()


def test_tests_stand_apart_in_the_list_and_filters_narrow_it(client, programme, leader):
    version = make_version(programme=programme)
    AssessmentFactory(version=version, title="Bru over elva", due_on=PAST)
    AssessmentFactory(version=version, title="Den bærende bjelken", state="STOPPED")
    other = FundingProgrammeFactory(region=programme.region)
    AssessmentFactory(version=make_version(programme=other, state="TEST"), title="Prøve")

    def titles(query=""):
        found = client.get(reverse("assessments:case-list") + query, **ENGLISH)
        return [row.title for row in found.context["rows"]]

    assert titles() == ["Bru over elva", "Den bærende bjelken"]
    assert titles("?test=1") == ["Prøve"]
    assert titles("?q=bärende") == ["Den bærende bjelken"]
    assert titles("?status=aapne&frist=over") == ["Bru over elva"]
    assert titles(f"?program={other.pk}") == []
    assert titles("?sorter=navn&status=hva&frist=hva&program=x") == titles("?sorter=navn")


@pytest.mark.parametrize("count", [1, 4])
def test_pages_take_as_many_queries_however_much_there_is(
    client, programme, leader, count, django_assert_max_num_queries
):
    version = make_version(programme=programme)
    case = AssessmentFactory(version=version, decided=True)
    for _n in range(count):
        assessor_s(AssessmentFactory(version=version, decided=True), sent=True)
        assessor_s(case, sent=True)
    pages = {
        reverse("assessments:case-list"): 14,
        case.get_absolute_url(): 14,
        address("sheet-compare", case): 18,
        address("result", case): 16,
    }
    client.get(reverse("assessments:case-list"))  # counts what waits, for the menu
    for page, most in pages.items():
        with django_assert_max_num_queries(most):
            assert client.get(page).status_code == 200


def test_the_letter_is_in_the_language_of_the_applicant_and_word_opens(client, leader):
    case = AssessmentFactory(
        version=make_version(programme=FundingProgrammeFactory(region=leader_region(leader))),
        decided=True,
        language="en",
        title="<b>Bridge</b>",
    )
    draft = draft_letter(case)
    assert draft.subject == "Decision: <b>Bridge</b>"
    letter = CaseLetter.objects.create(
        assessment=case, language="en", subject=draft.subject, at=timezone.now(),
        text='=HYPERLINK("x")\n\n<script>alert(1)</script>\n1. One\n2. Two',
    )  # fmt: skip
    client.logout()
    where = letter_address(letter)
    shown = client.get(where).content.decode()
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown
    file = client.get(f"{where}?fil=word")
    texts = [part.text for part in Document(BytesIO(file.content)).paragraphs if part.text]
    assert texts[-4:] == ['=HYPERLINK("x")', "<script>alert(1)</script>", "1. One", "2. Two"]
    assert "bridge" not in file.headers["Content-Disposition"].lower()


def leader_region(person):
    return person.role_assignments.get().region


def test_the_whole_case_as_word_has_what_the_reader_may_read(client, programme, leader):
    case = AssessmentFactory(version=make_version(programme=programme), decided=True)
    content = {"overall": {"level": 1, "why": "Felles ord"}}
    SheetFactory(
        assessment=case, side=Side.COMMON, moment="DECISION", content=content, sent=True
    )
    hidden = {"overall": {"level": 1, "why": "Bare for oss"}}
    assessor_s(case, content=hidden, sent=True)

    def text_for(person):
        client.force_login(person)
        whole = Document(BytesIO(client.get(address("case-file", case)).content))
        rows = [row for table in whole.tables for row in table.rows]
        cells = [cell.text for row in rows for cell in row.cells]
        return " ".join(cells)

    inside = text_for(leader)
    assert "Felles ord" in inside
    assert "Bare for oss" in inside
    council = RoleAssignmentFactory(role=Role.COUNCIL_MEMBER, region=programme.region).person
    outside = text_for(council)
    assert "Felles ord" in outside
    assert "Bare for oss" not in outside


def test_what_waits_for_whom(programme, django_assert_max_num_queries):
    place = MunicipalityFactory()
    version = make_version(programme=programme)
    leader = officer(programme.region)
    applicant = RoleAssignmentFactory(role=Role.COORDINATOR, municipality=place).person
    own = AssessmentFactory(
        version=version, state="SELF", applicant_municipality=place, due_on=TODAY
    )
    judged = AssessmentFactory(version=version, state="OVERALL")
    SheetFactory(assessment=judged, side=Side.COMMON, moment="DECISION", sent=True)
    decider = in_case(judged, Part.DECIDER)
    assessed = AssessmentFactory(version=version, state="OFFICER")
    assessor = in_case(assessed, Part.ASSESSOR)

    def waits(person):
        return {thing.key.split(":", 1)[1] for thing in todo.things_for(person, AT)}

    assert waits(applicant) == {f"{own.pk}:sheet-own"}
    assert waits(decider) == {f"{judged.pk}:case-decide"}
    assert waits(assessor) == {f"{assessed.pk}:sheet-assess"}
    assert waits(leader) == set()
    AssessmentFactory(version=version)
    forget_reach()
    assert {key.split(":")[1] for key in waits(leader)} == {"case-ask"}
    another = officer(programme.region)
    with django_assert_max_num_queries(4):
        todo.things_for(another, AT)
    nobody = RoleAssignmentFactory(
        role=Role.COORDINATOR, municipality=MunicipalityFactory()
    ).person
    with django_assert_max_num_queries(1):  # the roles alone
        assert todo.things_for(nobody, AT) == []


def test_deadlines_are_reminded_of_once(programme):
    version = make_version(programme=programme)
    case = AssessmentFactory(
        version=version,
        state="SELF",
        applicant_email="soker@samverk.example",
        due_on=TODAY + timedelta(days=2),
    )
    assert remind(at=AT) == 0  # without a link nobody can answer
    renew_link(case=case, by=None, at=AT)
    decided = AssessmentFactory(
        version=version, decided=True, applicant_email="to@samverk.example"
    )
    decided.decision_conditions.create(position=1, text="Rapporter", due_on=TODAY)

    assert [remind(at=AT), remind(at=AT)] == [2, 0]
    assert OutboxMessage.objects.count() == 2
    SheetFactory(assessment=case, sent=True)
    assert remind(at=AT + timedelta(days=1)) == 0


def test_a_company_s_case_cannot_be_opened_by_a_form(client, programme, leader):
    case = AssessmentFactory(version=make_version(programme=programme, kind=Kind.COMPANY))
    data = {
        "title": "Nytt navn",
        "applicant_name": "AS",
        "currency": "NOK",
        "language": "nb",
        "is_confidential": "",
    }
    send(client, "case-change", case, data)
    assert (case.title, case.is_confidential) == ("Nytt navn", True)
