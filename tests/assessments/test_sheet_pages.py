"""Pages of sheets: autosave, two windows, sending, versions, the secret link."""

import json

import pytest
from django.urls import reverse

from assessments.actions.links import renew_link
from assessments.enums import AssessmentState, Part, SheetState, Side
from assessments.models import Sheet
from assessments.queries.beside import figures_beside
from assessments.queries.reach import reach
from assessments.tokens import make_token
from common.models import OutboxMessage
from indicators.documents import pack
from indicators.models import Dashboard
from networks.enums import Role
from tests.assessments.contents import as_form, whole
from tests.assessments.factories import (
    AT,
    AssessmentFactory,
    SheetFactory,
    assessor_s,
    officer,
)
from tests.factories import (
    FrameworkFactory,
    FrameworkIndicatorFactory,
    MunicipalityFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
HTMX = {"HTTP_HX_REQUEST": "true"}


def address(name, **keys):
    return reverse(f"assessments:{name}", kwargs=keys)


@pytest.fixture
def case():
    return AssessmentFactory(
        state=AssessmentState.SELF, applicant_municipality=MunicipalityFactory()
    )


@pytest.fixture
def own(client, case):
    """The page of the applicant's sheet, and its coordinator signed in."""
    role = RoleAssignmentFactory(
        municipality=case.applicant_municipality, role=Role.COORDINATOR
    )
    client.force_login(role.person)
    return address("sheet-own", pk=case.pk)


def test_the_form_asks_all_that_the_template_asks(client, case, own):
    page = client.get(own, **ENGLISH).content.decode()

    for words in ("Climate and nature", "0 of 35 answered", "Overall judgement", "Coming"):
        assert words in page
    assert page.count("<fieldset") == 17 + 3 + 1 + 4 + 9
    assert page.count('type="radio"') == (17 + 3 + 1 + 4) * 6 + 9 * 2
    assert 'hx-post="' in page
    assert "<strong>Application:</strong>" not in page


def test_it_is_kept_while_one_writes_and_says_how_far_it_has_come(client, case, own):
    answer = client.post(
        own, as_form({"goals": {"13": {"effect": 1}, "15": {"effect": -1}}}), **HTMX, **ENGLISH
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="version" id="sheet-version" value="1"' in page
    assert "2 of 35 answered" in page
    assert 'value="13-15"' in page  # proposed as a conflict
    assert Sheet.objects.get().content["goals"] == {"13": {"effect": 1}, "15": {"effect": -1}}


def test_an_older_window_is_told_and_may_choose_field_by_field(client, case, own):
    client.post(own, as_form({"overall": {"why": "Ny"}}, lagre=""))
    old = {
        "overall": {"why": "Gammel", "level": 1},
        "perspectives": {"GENERATIONS": {"level": 2}},
    }

    typed = client.post(own, as_form(old), **HTMX, **ENGLISH)
    page = client.post(own, as_form(old, lagre=""), **ENGLISH)

    assert typed.status_code == page.status_code == 409
    assert "another window" in typed.content.decode()
    text = page.content.decode()
    assert "Gammel" in text
    assert "Ny" in text
    assert Sheet.objects.get().content["overall"] == {"why": "Ny"}

    mine = page.context["mine"]
    names = {row.label: row.name for row in page.context["choices"]}
    chosen = dict.fromkeys(names.values(), "mine")
    chosen[names["Overall judgement · Reason"]] = "saved"
    done = client.post(own, {"velg": "1", "version": "1", "mine": mine, **chosen})

    assert done.status_code == 302
    kept = Sheet.objects.get().content
    assert kept["overall"] == {"why": "Ny", "level": 1}
    assert kept["perspectives"] == {"GENERATIONS": {"level": 2}}


def test_a_follow_up_shows_what_was_answered_before(client):
    """The applicant what it said itself, the officers what they judged together."""
    place = MunicipalityFactory()
    case = AssessmentFactory(decided=True, state="HALFWAY", applicant_municipality=place)
    reasons = {"APPLICANT": "Bussen går oftere.", "COMMON": "Bilen brukes likevel."}
    for side, moment in (("APPLICANT", "APPLICATION"), ("COMMON", "DECISION")):
        said = {"13": {"effect": 1, "is_direct": True, "why": reasons[side]}}
        content = whole(case.version, goals=said)
        SheetFactory(assessment=case, side=side, moment=moment, sent=True, content=content)
    own = RoleAssignmentFactory(municipality=place, role=Role.COORDINATOR).person
    for person, page, shown in (
        (own, "sheet-own", "APPLICANT"),
        (officer(case.programme.region), "sheet-common", "COMMON"),
    ):
        client.force_login(person)
        found = client.get(address(page, pk=case.pk), **ENGLISH).content.decode()

        assert ("<strong>Application:</strong>" in found) == (shown == "APPLICANT")
        assert ("<strong>Decision:</strong>" in found) == (shown == "COMMON")
        assert "+1 Some positive effect" in found
        assert [side for side, text in reasons.items() if text in found] == [shown]


def test_what_is_chosen_must_have_the_shape(client, case, own):
    client.post(own, as_form({"overall": {"why": "Ny"}}, lagre=""))
    for mine in ("[", json.dumps({"goals": {"18": {}}})):
        sent = {"velg": "1", "version": "1", "mine": mine}
        assert client.post(own, sent).status_code == 400


def test_a_sheet_that_is_not_whole_is_kept_and_says_where(client, case, own):
    page = client.post(own, as_form({"goals": {"13": {"effect": 2}}}), **ENGLISH)

    text = page.content.decode()
    assert 'href="#goals-13-why"' in text
    assert 'id="goals-13-why"' in text
    assert "The answers have not been sent yet" in text
    sheet = Sheet.objects.get()
    assert (sheet.state, sheet.content["goals"]["13"]) == (SheetState.DRAFT, {"effect": 2})


def test_sending_opening_and_the_versions(client, case, own):
    sent = client.post(own, as_form(whole(case.version)))
    assert sent.status_code == 302
    assert Sheet.objects.get().state == SheetState.SENT
    assert "The answers are sent." in client.get(own, **ENGLISH).content.decode()

    client.post(own, {"apne": "1"})
    sheet = Sheet.objects.get()
    changed = whole(case.version, overall={"level": 2, "why": "Mye bedre"})
    client.post(own, as_form(changed, version=str(sheet.version)))

    page = client.get(address("sheet-version", pk=sheet.pk, number=2), **ENGLISH)
    changes = [(row.label, row.after) for row in page.context["changes"]]
    assert ("Overall judgement · Reason", "Mye bedre") in changes
    assert ("Overall judgement · Judgement", "+2 Large positive effect") in changes


def test_a_proposed_conflict_is_added_and_can_be_removed(client, case, own):
    content = {"goals": {"11": {"effect": 2}, "15": {"effect": -1}}}
    client.post(own, as_form(content, forslag="11-15"))
    kept = Sheet.objects.get()
    assert kept.content["conflicts"] == [{"first": 11, "second": 15}]

    sent = as_form(kept.content, version="1", lagre="")
    client.post(own, {**sent, "conflicts-0-remove": "1"})
    assert Sheet.objects.get().content["conflicts"] == []
    assert client.post(own, as_form(content, forslag="11-99")).status_code == 400


def test_criteria_say_why_at_once(client, case, own):
    content = {"conditions": whole(case.version)["conditions"]}
    answer = client.post(own, as_form(content), **HTMX, **ENGLISH)

    text = " ".join(answer.content.decode().split())
    assert "The rule is met" in text
    assert "3 of 3 conditions are met." in text


def test_the_link_opens_the_own_sheet_and_nothing_else(client, case):
    link = renew_link(case=case, by=None, at=AT)
    own = address("sheet-link", token=make_token(link))
    assessor_s(
        case, sent=True, content=whole(case.version, overall={"level": -2, "why": "Hemmelig"})
    )

    page = client.get(own, **ENGLISH)
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert "Hemmelig" not in page.content.decode()
    assert client.post(own, as_form(whole(case.version))).status_code == 302
    assert Sheet.objects.get(side=Side.APPLICANT).versions.get().by is None
    version = address("sheet-link-version", token=make_token(link), number=1)
    assert client.get(version).status_code == 200

    renew_link(case=case, by=None, at=AT)
    assert client.get(own).status_code == 404
    assert client.get(version).status_code == 404
    assert client.post(own, as_form({})).status_code == 404


def test_the_form_costs_the_same_whatever_the_case_has(
    client, case, own, django_assert_max_num_queries
):
    client.post(own, as_form({"overall": {"why": "Ett"}}, lagre=""))
    case.places.add(*MunicipalityFactory.create_batch(3))
    with django_assert_max_num_queries(32):
        client.get(own)


# ------------------------------------------------------------- the officers' side
def test_inviting_assessors(client, case):
    client.force_login(officer(case.programme.region))
    page = address("assessors", pk=case.pk)
    person = UserFactory()

    assert client.post(page, {"email": person.email}).status_code == 302
    assert client.post(page, {"email": person.email}).status_code == 302
    row = case.people.get(part=Part.ASSESSOR)
    assert row.person == person
    assert person.pk in reach().people
    mail = OutboxMessage.objects.get(recipient=person.email)
    assert address("sheet-assess", pk=case.pk) in mail.body_text
    assert case.title not in f"{mail.subject} {mail.body_text}"

    applies = RoleAssignmentFactory(
        municipality=case.applicant_municipality, role=Role.CONTRIBUTOR
    ).person
    for email, words in (
        ("ingen@example.no", "Nobody with this e-mail address"),
        (applies.email, "Nobody assesses an own case"),
    ):
        assert words in client.post(page, {"email": email}, **ENGLISH).content.decode()

    change = address("assessor-change", pk=case.pk, row=row.pk)
    client.post(change, {"borte": "1"})
    row.refresh_from_db()
    assert row.is_away
    client.post(change, {"fjern": "1"})
    assert not case.people.exists()
    assert person.pk not in reach().people


def test_while_the_applicant_changes_its_answers_the_officers_read_what_was_sent(
    client, case, own
):
    content = whole(case.version, overall={"level": 1, "why": "Sendt før"})
    client.post(own, as_form(content))
    client.post(own, {"apne": "1"})
    sheet = Sheet.objects.get()
    changed = whole(case.version, overall={"level": 1, "why": "Ikke sendt ennå"})
    client.post(own, as_form(changed, version=str(sheet.version), lagre=""))
    lead = officer(case.programme.region)
    client.force_login(lead)

    page = client.get(address("sheet-compare", pk=case.pk), **ENGLISH).content.decode()
    version = address("sheet-version", pk=sheet.pk, number=1)

    assert "Sendt før" in page
    assert "Ikke sendt" not in page
    assert version in page
    assert "Sendt før" in client.get(version).content.decode()
    assert client.get(address("sheet", pk=sheet.pk)).status_code == 404
    client.force_login(UserFactory())
    assert client.get(version).status_code == 404


# ------------------------------------------------------------------- figures beside
def board(place, framework, found):
    """Store a dashboard with the value, year and rating of some indicators."""
    Dashboard.objects.create(
        framework=framework,
        kind="municipality",
        object_id=place.pk,
        version=1,
        input_digest="",
        vintage=None,
        computed_at=AT,
        document=pack(
            {
                "indicator": [row.indicator_id for row, *_rest in found],
                "value": [value for _row, value, _rating in found],
                "year": [2025 for _row in found],
                "rating": [rating for _row, _value, rating in found],
            }
        ),
    )


def test_the_figures_of_the_places_stand_beside_the_goals(
    client, case, own, django_assert_num_queries
):
    framework = FrameworkFactory(is_default=True)
    rows = [FrameworkIndicatorFactory(framework=framework) for _number in range(4)]
    values = [1.5, None, 3.0, 4.0]
    ratings = ["green", "", "red", "yellow"]
    board(case.applicant_municipality, framework, list(zip(rows, values, ratings, strict=True)))

    beside = figures_beside(case, [rows[0].goal_id])

    shown = [row.indicator.pk for row in beside.rows[rows[0].goal_id]]
    assert shown == [rows[2].indicator_id, rows[3].indicator_id, rows[0].indicator_id]
    figure = beside.rows[rows[0].goal_id][0].figures[0]
    assert (figure.value, figure.year, figure.rating) == (3.0, 2025, "red")
    with django_assert_num_queries(5):
        figures_beside(case, range(1, 18))
    page = client.get(own, **ENGLISH).content.decode()
    assert "What the figures say" in page
    assert rows[2].indicator.code in page  # in the address of its page
