"""Sheets are kept, sent, opened again, and never overwritten unseen."""

from datetime import timedelta

import pytest

from assessments.actions import sheets
from assessments.actions.links import renew_link
from assessments.actions.sheets import Writer
from assessments.enums import AssessmentState, Part, SheetState, Side
from assessments.forms.sheets import read_answers
from assessments.models import AssessmentStep, Sheet
from assessments.queries.sheets import case_by_token, read_outline
from assessments.tokens import make_token
from tests.assessments.contents import as_form, whole
from tests.assessments.factories import (
    AT,
    AssessmentFactory,
    TemplateQuestionFactory,
    in_case,
    make_version,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return AssessmentFactory(state=AssessmentState.SELF)


def applicant(case):
    return Writer(case=case, side=Side.APPLICANT)


def save(case, content, version=0, **kw):
    return sheets.save_draft(
        writer=kw.get("writer", applicant(case)),
        content=content,
        version=version,
        by=None,
        at=AT,
    )


def send(case, content, version=0, **kw):
    return sheets.send(
        writer=kw.get("writer", applicant(case)),
        content=content,
        version=version,
        by=None,
        at=AT,
    )


def test_a_form_is_read_into_the_shape_and_back(case):
    content = whole(
        case.version,
        goals={
            "13": {"effect": -2, "is_direct": False, "why": "Utslipp", "evidence": "STUDY"},
            "7": {"effect": "UNKNOWN"},
        },
        conflicts=[{"first": 11, "second": 15, "text": "Parkering"}],
    )
    shape = read_outline(case.version).shape

    answers = read_answers(as_form(content), shape=shape, before={})

    assert answers.content == content
    assert not answers.wrong


def test_what_cannot_be_read_stays_as_it_was_and_is_named(case):
    version = make_version(state="DRAFT")
    number = TemplateQuestionFactory(section__version=version, kind="NUMBER")
    shape = read_outline(version).shape
    before = {"answers": {str(number.pk): 12.5}}
    name = f"answers-{number.pk}"

    answers = read_answers({name: "mange"}, shape=shape, before=before)

    assert answers.content["answers"] == {str(number.pk): 12.5}
    assert [(each.place, each.code) for each in answers.wrong] == [
        (("answers", str(number.pk)), "NOT_A_NUMBER")
    ]
    assert answers.typed == {name: "mange"}
    assert read_answers({name: "12,5"}, shape=shape, before={}).content["answers"] == {
        str(number.pk): 12.5
    }


def test_the_newer_is_never_overwritten_unseen(case):
    first = save(case, {"overall": {"why": "Ett"}})
    save(case, {"overall": {"why": "To"}}, version=first.version)

    with pytest.raises(sheets.ChangedMeanwhile):
        save(case, {"overall": {"why": "Gammelt"}}, version=first.version)

    assert Sheet.objects.get().content == {"overall": {"why": "To"}}
    # The same again, as from a request that was sent twice, is no clash.
    assert save(case, {"overall": {"why": "To"}}, version=first.version).version == 2


def test_sending_needs_all_and_keeps_a_version(case):
    with pytest.raises(sheets.NotWhole) as refused:
        send(case, {"goals": {"13": {"effect": 1}}})
    places = {each.place for each in refused.value.found}
    assert {("goals", "13", "why"), ("goals", "13", "evidence"), ("goals", "1")} <= places
    assert not Sheet.objects.exists()

    sheet = send(case, whole(case.version))

    assert sheet.state == SheetState.SENT
    assert sheet.versions.get().content == sheet.content


def test_a_positive_whole_with_a_negative_dimension_needs_words(case):
    content = whole(
        case.version,
        dimensions={
            "SOCIAL": {"level": -1},
            "ECONOMIC": {"level": 1},
            "ENVIRONMENTAL": {"level": 2},
        },
    )
    with pytest.raises(sheets.NotWhole) as refused:
        send(case, content)
    assert [each.place for each in refused.value.found] == [("overall", "why")]

    content["overall"]["why"] = "Tapet er lite og kan rettes opp."
    assert send(case, content).state == SheetState.SENT


def test_what_is_sent_is_opened_before_it_is_changed(case):
    sheet = send(case, whole(case.version))
    with pytest.raises(sheets.SheetIsSent):
        save(case, whole(case.version, overall={"level": 2}), version=sheet.version)

    opened = sheets.reopen(sheet=sheet, by=None, at=AT)
    again = sheets.reopen(sheet=sheet, by=None, at=AT)
    assert (opened.state, again.version) == (SheetState.DRAFT, opened.version)

    sent = send(case, whole(case.version, overall={"level": 2}), version=opened.version)
    assert [row.content["overall"]["level"] for row in sent.versions.order_by("number")] == [
        1,
        2,
    ]


@pytest.mark.parametrize(
    ("state", "side", "is_open"),
    [
        ("SELF", Side.ASSESSOR, False),
        ("OFFICER", Side.ASSESSOR, True),
        ("OFFICER", Side.APPLICANT, False),
        ("COMPLETION", Side.APPLICANT, True),
        ("OFFICER", Side.COMMON, False),
        ("OVERALL", Side.COMMON, True),
        ("OVERALL", Side.ASSESSOR, False),
        ("STOPPED", Side.APPLICANT, False),
    ],
)
def test_each_side_writes_in_its_states(case, state, side, is_open):
    case.state = state
    case.save()
    assessor = in_case(case, Part.ASSESSOR) if side == Side.ASSESSOR else None
    writer = Writer(case=case, side=side, assessor=assessor)

    if is_open:
        assert save(case, {}, writer=writer).pk
    else:
        with pytest.raises(sheets.SheetIsClosed):
            save(case, {}, writer=writer)


def test_who_is_not_named_assesses_nothing(case):
    case.state = "OFFICER"
    case.save()
    with pytest.raises(sheets.NotNamed):
        save(case, {}, writer=Writer(case=case, side=Side.ASSESSOR, assessor=UserFactory()))


def test_what_the_template_does_not_ask_is_refused(case):
    with pytest.raises(sheets.NotTheShape):
        save(case, {"goals": {"18": {"effect": 1}}})
    with pytest.raises(sheets.NotTheShape):
        save(case, {"answers": {"0": "Noe"}})


def test_a_link_holds_until_the_decision_or_the_next_link(case):
    old = make_token(renew_link(case=case, by=None, at=AT))
    assert case_by_token(old) == case

    new = make_token(renew_link(case=case, by=None, at=AT))
    assert case_by_token(old) is None
    assert case_by_token(new) == case
    assert case_by_token(new[:-1] + "x") is None

    decided = AssessmentFactory(decided=True)
    assert case_by_token(make_token(renew_link(case=decided, by=None, at=AT))) is None


def test_a_follow_up_has_a_link_of_its_own():
    case = AssessmentFactory(decided=True, state="HALFWAY")
    AssessmentStep.objects.create(assessment=case, state="DECIDED", at=AT + timedelta(days=1))

    assert case_by_token(make_token(renew_link(case=case, by=None, at=AT))) is None
    later = renew_link(case=case, by=None, at=AT + timedelta(days=2))
    assert case_by_token(make_token(later)) == case
