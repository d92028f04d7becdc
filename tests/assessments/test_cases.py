"""The way of a case: received, asked, taken, completed, summed up, decided, followed up."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assessments.actions import cases, decisions, follow_up, people, receiving
from assessments.actions.decisions import Wording
from assessments.actions.receiving import CaseDetails
from assessments.actions.way import DuePassed, NotNow, OwnCase
from assessments.enums import AssessmentState, Kind, Moment, Part, SheetState, Side
from assessments.models import Assessment, AssessmentStep, CaseLetter, Sheet
from assessments.queries.cases import next_step, versions_for, with_progress
from common.models import OutboxMessage
from networks.enums import Role
from networks.models import Decision
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
    RegionFactory,
    RoleAssignmentFactory,
)
from tests.threads import PEOPLE, all_at_once, race

pytestmark = pytest.mark.django_db

WEEK = TODAY + timedelta(days=7)
DETAILS = CaseDetails(
    title="Fjernvarme i Ål",
    applicant_name="Ål fjernvarme",
    applicant_email="soker@samverk.example",
    amount_applied=Decimal(500_000),
)
DECIDED = Wording(
    body="Regionrådet",
    decided_on=TODAY,
    wording="Regionrådet gir tilskudd.",
    effect="ADOPTS",
    amount_granted=Decimal(400_000),
    conditions=(("Rapporter hvert år", TODAY + timedelta(days=300)),),
    halfway_on=date(2027, 6, 1),
    end_on=date(2028, 6, 1),
)


@pytest.fixture
def programme():
    return FundingProgrammeFactory()


@pytest.fixture
def leader(programme):
    return officer(programme.region)


def received(programme, leader, *, kind=Kind.PROJECT, state="IN_USE", **changed):
    version = make_version(programme=programme, kind=kind, state=state)
    return receiving.receive(
        programme=programme,
        version=version,
        details=replace(DETAILS, **changed),
        by=leader,
        at=AT,
    )


def at_overall(programme, **fields):
    """A case whose common judgement has been sent, with the sheet of its assessor."""
    version = fields.pop("version", None) or make_version(programme=programme)
    case = AssessmentFactory(version=version, state="OVERALL", **fields)
    assessor_s(case, sent=True)
    SheetFactory(assessment=case, side=Side.COMMON, moment=Moment.DECISION, sent=True)
    return case


def decide(case, by, **changed):
    return decisions.decide(case=case, decided=replace(DECIDED, **changed), by=by, at=AT)


def now(case):
    return next_step(with_progress(Assessment.objects.filter(pk=case.pk)).get())


def mails():
    return list(OutboxMessage.objects.order_by("pk"))


def test_a_case_is_received_with_its_first_step(programme, leader):
    case = received(programme, leader)

    assert (case.state, case.is_test, case.is_confidential) == ("RECEIVED", False, False)
    assert [(row.state, row.by) for row in case.steps.all()] == [("RECEIVED", leader)]
    assert now(case) == "ASK"


def test_a_company_is_confidential_and_a_version_in_test_gives_a_test(programme, leader):
    assert received(programme, leader, kind=Kind.COMPANY).is_confidential
    other = FundingProgrammeFactory(region=programme.region)
    assert received(other, leader, state="TEST").is_test


def test_only_templates_that_the_region_may_use(programme, leader):
    for version in (make_version(), make_version(programme=programme, state="REPLACED")):
        with pytest.raises(receiving.TemplateNotUsed):
            receiving.receive(
                programme=programme, version=version, details=DETAILS, by=leader, at=AT
            )
    shared = make_version()
    shared.template.shares.create(region=programme.region, at=AT)
    assert list(versions_for(programme)) == [shared]


def test_somebody_applies(programme, leader):
    with pytest.raises(receiving.NobodyApplies):
        received(programme, leader, applicant_name=" ")


def test_the_applicant_is_asked_by_mail_and_asked_again_by_another_link(programme, leader):
    case = received(programme, leader)
    cases.ask_applicant(case=case, due_on=WEEK, by=leader, at=AT)
    cases.ask_applicant(case=case, due_on=WEEK, by=leader, at=AT + timedelta(hours=1))

    case.refresh_from_db()
    assert (case.state, case.due_on, case.applicant_link.number) == ("SELF", WEEK, 2)
    first, second = mails()
    assert first.recipient == "soker@samverk.example"
    assert DETAILS.title in first.subject
    assert first.body_text != second.body_text
    assert now(case) == "ANSWER"


def test_nobody_to_ask_and_a_deadline_that_has_passed(programme, leader):
    case = received(programme, leader)
    with pytest.raises(DuePassed):
        cases.ask_applicant(case=case, due_on=TODAY - timedelta(days=1), by=leader, at=AT)
    without = AssessmentFactory(version=case.version)
    with pytest.raises(cases.NobodyToAsk):
        cases.ask_applicant(case=without, due_on=WEEK, by=leader, at=AT)


def test_an_officer_takes_a_case_once_the_applicant_has_answered(programme, leader):
    case = received(programme, leader)
    cases.ask_applicant(case=case, due_on=WEEK, by=leader, at=AT)
    with pytest.raises(cases.NotSentYet):
        cases.take(case=case, by=leader, at=AT)

    SheetFactory(assessment=case, sent=True)
    assert now(case) == "TAKE"
    cases.take(case=case, by=leader, at=AT)
    cases.take(case=case, by=leader, at=AT)

    assert [row.part for row in case.people.all()] == [Part.ASSESSOR]
    assert AssessmentStep.objects.filter(assessment=case, state="OFFICER").count() == 1
    with pytest.raises(cases.AlreadyTaken, match=str(leader)):
        cases.take(case=case, by=officer(programme.region), at=AT)


def test_nobody_takes_an_own_case(programme):
    place = MunicipalityFactory()
    case = AssessmentFactory(
        version=make_version(programme=programme), applicant_municipality=place
    )
    works_there = officer(programme.region)
    RoleAssignmentFactory(role=Role.CONTRIBUTOR, municipality=place, person=works_there)

    for own in (works_there, in_case(case, Part.APPLICANT), in_case(case, Part.DECIDER)):
        with pytest.raises(OwnCase):
            cases.take(case=case, by=own, at=AT)


def test_completion_is_asked_answered_and_gone_on_from(programme, leader):
    case = received(programme, leader)
    cases.take(case=case, by=leader, at=AT)
    own = SheetFactory(assessment=case, sent=True)
    with pytest.raises(cases.WhatIsMissing):
        cases.ask_completion(case=case, note=" ", due_on=WEEK, by=leader, at=AT)
    later = AT + timedelta(hours=1)
    cases.ask_completion(case=case, note="Regnskap", due_on=WEEK, by=leader, at=later)

    assert "Regnskap" in mails()[-1].body_text
    assert now(case) == "COMPLETE"
    Sheet.objects.filter(pk=own.pk).update(sent_at=AT + timedelta(hours=2))
    assert now(case) == "RESUME"
    cases.resume(case=case, by=leader, at=later)
    assert Assessment.objects.get().state == "OFFICER"


def test_the_overall_judgement_waits_for_all_who_are_there(programme, leader):
    case = received(programme, leader)
    cases.take(case=case, by=leader, at=AT)
    other = assessor_s(case, sent=True)
    assert now(case) == "ASSESS"
    with pytest.raises(cases.AssessorsNotIn):
        cases.sum_up(case=case, by=leader, at=AT)

    case.people.filter(person=leader).update(is_away=True)
    assert now(case) == "SUM_UP"
    cases.sum_up(case=case, by=leader, at=AT)
    assert now(case) == "JUDGE"
    cases.take_back(case=case, note="Mer å se på", by=leader, at=AT)
    assert Assessment.objects.get().state == "OFFICER"
    assert other.state == SheetState.SENT


def test_stopping_needs_a_reason_and_a_case_that_is_not_decided(programme, leader):
    case = received(programme, leader)
    with pytest.raises(cases.WhyMissing):
        cases.stop(case=case, note="", by=leader, at=AT)
    cases.stop(case=case, note="Trukket av søker", by=leader, at=AT)
    with pytest.raises(NotNow):
        cases.stop(case=case, note="Igjen", by=leader, at=AT)
    with pytest.raises(NotNow):
        receiving.change(case=case, details=DETAILS, by=leader, at=AT)


def test_a_decision_is_recorded_once_with_its_conditions(programme):
    case = at_overall(programme)
    decider = officer(programme.region, Role.ADMINISTRATOR)
    assert now(case) == "DECIDE"
    decide(case, decider)

    case.refresh_from_db()
    assert (case.state, case.amount_granted) == ("DECIDED", Decimal(400_000))
    assert [row.text for row in case.decision_conditions.all()] == ["Rapporter hvert år"]
    assert (case.decision.region, case.decision.network) == (programme.region, None)
    assert case.people.get(person=decider).part == Part.DECIDER
    assert now(case) == "LETTER"
    with pytest.raises(decisions.AlreadyDecided):
        decide(case, officer(programme.region, Role.ADMINISTRATOR))


def test_nobody_decides_an_own_case_by_rule(programme):
    place = MunicipalityFactory()
    case = at_overall(programme, applicant_municipality=place)
    neighbour = RoleAssignmentFactory(role=Role.CONTRIBUTOR, municipality=place).person
    RoleAssignmentFactory(role=Role.COUNCIL_MEMBER, region=programme.region, person=neighbour)
    applicant, assessor = in_case(case, Part.APPLICANT), case.sheets.get(side="ASSESSOR")

    for own in (applicant, assessor.assessor, neighbour):
        assert not own.has_perm("assessments.decide", case)
        with pytest.raises(OwnCase):
            decide(case, own)
    # Nor when the part has been taken away.
    case.people.all().delete()
    with pytest.raises(OwnCase):
        decide(case, assessor.assessor)
    assert not Decision.objects.exists()


def test_nobody_decides_for_the_own_municipality_by_database(programme):
    place = MunicipalityFactory()
    case = at_overall(programme, applicant_municipality=place)
    now_there = RoleAssignmentFactory(role=Role.COORDINATOR, municipality=place).person
    reader = RoleAssignmentFactory(role=Role.READER, municipality=place).person

    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentStep.objects.create(assessment=case, state="DECIDED", by=now_there, at=AT)
    AssessmentStep.objects.create(assessment=case, state="DECIDED", by=reader, at=AT)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"decided_on": TODAY + timedelta(days=1)}, decisions.DecidedAhead),
        ({"wording": " "}, decisions.WithoutWording),
        ({"effect": "REJECTS"}, decisions.RejectedGrantsNothing),
        ({"end_on": date(2027, 1, 1)}, decisions.FollowUpTooEarly),
        ({"conditions": (("x", None),) * 21}, decisions.TooManyConditions),
    ],
)
def test_a_decision_that_cannot_be_so(programme, changed, error):
    case = at_overall(programme)
    with pytest.raises(error):
        decide(case, officer(programme.region, Role.ADMINISTRATOR), **changed)


def test_a_decision_waits_for_the_judgement_and_a_test_leaves_none(programme):
    decider = officer(programme.region, Role.ADMINISTRATOR)
    case = at_overall(programme)
    case.sheets.filter(side=Side.COMMON).update(state="DRAFT")
    with pytest.raises(decisions.NotSummedUp):
        decide(case, decider)
    test = at_overall(programme, version=make_version(state="TEST"))
    decide(test, decider)
    assert Assessment.objects.get(pk=test.pk).state == "DECIDED"
    assert not Decision.objects.exists()


def test_deciders_are_named_from_the_council(programme, leader):
    case = at_overall(programme)
    council = RoleAssignmentFactory(role=Role.COUNCIL_MEMBER, region=programme.region).person
    assert not Assessment.objects.visible_to(council).exists()
    people.name_decider(case=case, person=council, by=leader, at=AT)
    people.name_decider(case=case, person=council, by=leader, at=AT)
    assert Assessment.objects.visible_to(council).get() == case
    assert council.has_perm("assessments.decide", case)
    elsewhere = RoleAssignmentFactory(role=Role.COUNCIL_MEMBER, region=RegionFactory())
    with pytest.raises(people.CannotDecide):
        people.name_decider(case=case, person=elsewhere.person, by=leader, at=AT)
    with pytest.raises(OwnCase):
        people.name_decider(
            case=case, person=case.sheets.get(side="ASSESSOR").assessor, by=leader, at=AT
        )


def test_followed_up_half_way_and_at_the_end(programme, leader):
    case = at_overall(programme, applicant_email="soker@samverk.example")
    decide(case, officer(programme.region, Role.ADMINISTRATOR))
    decisions.send_letter(case=case, subject="Vedtak", text="Til dere", by=leader, at=AT)
    assert now(case) == "FOLLOW_UP"
    follow_up.begin(case=case, moment=Moment.HALFWAY, due_on=WEEK, by=leader, at=AT)
    assert now(case) == "FOLLOWED"
    SheetFactory(assessment=case, moment=Moment.HALFWAY, sent=True)
    assert now(case) == "FOLLOW_UP"
    follow_up.begin(case=case, moment=Moment.END, due_on=WEEK, by=leader, at=AT)
    with pytest.raises(follow_up.NotFollowedUp):
        follow_up.close(case=case, note="", by=leader, at=AT)
    SheetFactory(assessment=case, moment=Moment.END, sent=True)
    assert now(case) == "CLOSE"
    condition = case.decision_conditions.get()
    with pytest.raises(follow_up.MetAhead):
        follow_up.meet_condition(condition=condition, met_on=WEEK, note="", by=leader, at=AT)
    follow_up.meet_condition(condition=condition, met_on=TODAY, note="", by=leader, at=AT)
    follow_up.close(case=case, note="", by=leader, at=AT)

    assert Assessment.objects.get().state == AssessmentState.CLOSED
    assert now(case) == ""
    with pytest.raises(NotNow):
        follow_up.meet_condition(condition=condition, met_on=None, note="", by=leader, at=AT)


def test_what_is_rejected_is_not_followed_up(programme, leader):
    case = at_overall(programme)
    rejected = {"effect": "REJECTS", "amount_granted": None, "conditions": ()}
    decide(case, officer(programme.region, Role.ADMINISTRATOR), **rejected)
    with pytest.raises(follow_up.NothingGranted):
        follow_up.begin(case=case, moment=Moment.END, due_on=WEEK, by=leader, at=AT)
    follow_up.close(case=case, note="", by=leader, at=AT)


def test_a_letter_is_kept_as_it_was_sent(programme, leader):
    case = at_overall(programme, applicant_email="soker@samverk.example")
    with pytest.raises(NotNow):
        decisions.send_letter(case=case, subject="Vedtak", text="Til dere", by=leader, at=AT)
    decide(case, officer(programme.region, Role.ADMINISTRATOR))
    with pytest.raises(decisions.LetterEmpty):
        decisions.send_letter(case=case, subject="Vedtak", text=" ", by=leader, at=AT)
    letter = decisions.send_letter(
        case=case, subject="Vedtak", text="Til dere\r\n\r\nHei", by=leader, at=AT
    )

    assert (letter.text, letter.sent_to) == ("Til dere\n\nHei", "soker@samverk.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseLetter.objects.update(text="Annet")


@race
def test_one_of_many_takes_a_case():
    case = AssessmentFactory()
    officers = [officer(case.programme.region) for _n in range(PEOPLE)]
    raised = all_at_once(lambda n: cases.take(case=case, by=officers[n], at=AT))

    assert [type(error) for error in raised] == [cases.AlreadyTaken] * (PEOPLE - 1)
    assert case.people.count() == 1


@race
def test_one_of_many_decides():
    case = at_overall(FundingProgrammeFactory())
    deciders = [officer(case.programme.region, Role.ADMINISTRATOR) for _n in range(PEOPLE)]
    raised = all_at_once(lambda n: decide(case, deciders[n]))

    assert [type(error) for error in raised] == [decisions.AlreadyDecided] * (PEOPLE - 1)
    assert Decision.objects.count() == case.people.filter(part=Part.DECIDER).count() == 1


@race
def test_nobody_assesses_and_decides_at_once():
    case = AssessmentFactory(state="OVERALL")
    both = officer(case.programme.region, Role.ADMINISTRATOR)

    def take_a_part(number):
        in_case(case, Part.DECIDER if number % 2 else Part.ASSESSOR, both)

    raised = all_at_once(take_a_part)
    assert len(raised) == PEOPLE - 1
    assert case.people.count() == 1
