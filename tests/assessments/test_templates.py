"""Templates and rules: what may be changed when, and what is refused."""

from datetime import timedelta

import pytest

from assessments.actions import programmes, questions, reviews, rulesets, templates, versions
from assessments.actions.programmes import ProgrammeDetails
from assessments.actions.questions import QuestionDetails
from assessments.actions.versions import VersionParts
from assessments.enums import Kind, RuleState, VersionState
from assessments.models import Assessment, Template, TemplateComment, TemplateVersion
from assessments.queries.templates import Lack, lacks_of
from common.models import OutboxMessage
from tests.assessments.factories import (
    AT,
    AssessmentFactory,
    FundingProgrammeFactory,
    TemplateFactory,
    make_rules,
    make_version,
    officer,
)
from tests.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.django_db
TWO = {"nb": "Ja", "sv": "Ja"}


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def person(region):
    return officer(region)


@pytest.fixture
def programme(region, person):
    details = ProgrammeDetails(name="ERUF Øvre Nordland", languages=("nb", "sv"))
    return programmes.create_programme(region=region, details=details, by=person, at=AT)


@pytest.fixture
def version(programme, person):
    """A draft with one question, whole in both languages."""
    template = templates.create_template(
        programme=programme, kind=Kind.PROJECT, name="Prosjektstøtte", by=person, at=AT
    )
    version = template.versions.get()
    section = questions.add_section(version=version, title=TWO, guidance={})
    questions.add_question(section=section, details=QuestionDetails("TEXT", TWO, {}))
    return version


def to(version, state, person, note=""):
    return versions.move_version(
        version=version, state=state, note=note, by=person, at=AT + timedelta(days=1)
    )


def test_a_programme_begins_with_three_criteria_of_three_conditions(programme):
    rules = programme.rule_sets.get()

    assert programme.slug == "eruf-ovre-nordland"
    assert [row.key for row in rules.criteria.order_by("position")] == [
        "environment",
        "gender-equality",
        "equal-opportunities",
    ]
    for criterion in rules.criteria.all():
        assert set(criterion.name) == {"nb", "sv"}
        assert criterion.conditions.count() == 3
    assert (rules.one_met, rules.pass_count, rules.pass_level) == ("NOT", 2, "PARTLY")
    assert [(row.position, row.count) for row in rules.steps.all()] == [(0, 2)]


def test_the_first_language_stays_once_there_are_templates(programme, version, person):
    details = ProgrammeDetails(name="X", languages=("sv", "nb"))

    with pytest.raises(programmes.LanguageUsed):
        programmes.change_programme(programme=programme, details=details, by=person)
    with pytest.raises(programmes.GroupTooSmall):
        programmes.change_programme(
            programme=programme, details=ProgrammeDetails(name="X", group_minimum=2), by=person
        )


def test_draft_test_use_and_the_next_version_replaces(version, person):
    to(version, VersionState.TEST, person)
    version.refresh_from_db()
    assert version.rule_set.state == RuleState.USED
    case = AssessmentFactory(version=version)
    assert case.is_test

    to(version, VersionState.IN_USE, person)
    old_case = AssessmentFactory(version=TemplateVersion.objects.get(pk=version.pk))
    following = templates.next_version(template=version.template, by=person, at=AT)
    assert following.sections.get().questions.get().text == TWO
    to(following, VersionState.TEST, person)
    to(following, VersionState.IN_USE, person)

    states = version.template.versions.order_by("number").values_list("state", flat=True)
    assert list(states) == ["REPLACED", "IN_USE"]
    assert Assessment.objects.get(pk=old_case.pk).version_id == version.pk
    assert list(Assessment.objects.counted()) == [old_case]
    assert [event.state for event in version.events.order_by("pk")] == [
        "DRAFT",
        "TEST",
        "IN_USE",
        "REPLACED",
    ]


@pytest.mark.parametrize(
    ("state", "wanted"),
    [("DRAFT", "IN_USE"), ("TEST", "REWORK"), ("IN_USE", "TEST"), ("REPLACED", "IN_USE")],
)
def test_steps_that_do_not_follow_are_refused(state, wanted, person):
    version = make_version(state=state)

    with pytest.raises(versions.StepImpossible):
        to(version, VersionState(wanted), person)


def test_nothing_changes_from_test_on(version, person):
    section = version.sections.get()
    question = section.questions.get()
    to(version, VersionState.TEST, person)
    parts = VersionParts(
        with_goals=False,
        with_dimensions=True,
        with_perspectives=True,
        with_criteria=False,
        rule_set=None,
    )

    for change in (
        lambda: questions.add_section(version=version, title=TWO, guidance={}),
        lambda: questions.change_section(section=section, title=TWO, guidance={}),
        lambda: questions.remove_section(section=section),
        lambda: questions.move_section(section=section, is_up=True),
        lambda: questions.add_question(
            section=section, details=QuestionDetails("TEXT", TWO, {})
        ),
        lambda: questions.remove_question(question=question),
        lambda: versions.choose_parts(version=version, parts=parts),
    ):
        with pytest.raises(versions.VersionFixed):
            change()
    with pytest.raises(rulesets.RulesUsed):
        rulesets.remove_criterion(criterion=version.rule_set.criteria.first())


def test_a_test_that_showed_faults_gives_a_copy_to_rework(version, person):
    to(version, VersionState.TEST, person)
    with pytest.raises(versions.ReasonMissing):
        versions.take_back(version=version, note=" ", by=person, at=AT)

    copy = versions.take_back(version=version, note="Uklart spørsmål", by=person, at=AT)

    version.refresh_from_db()
    assert (version.state, copy.state, copy.number) == ("REPLACED", "REWORK", 2)
    assert copy.sections.get().questions.get().text == TWO
    questions.add_section(version=copy, title=TWO, guidance={})


def test_what_is_missing_is_said_before_the_test(programme, version, person):
    section = questions.add_section(version=version, title={"nb": "Tom"}, guidance=TWO)
    question = version.sections.first().questions.get()
    choices = [{"nb": "En", "sv": "En"}, {"nb": "To"}]
    questions.change_question(
        question=question,
        details=QuestionDetails("CHOICE", TWO, {"nb": "Hjelp"}, choices=choices),
    )

    first = version.sections.first().pk
    assert lacks_of(version) == [
        Lack("TEXT", "Hjelp", "sv", first),
        Lack("TEXT", "To", "sv", first),
        Lack("TEXT", "Tom", "sv", section.pk),
        Lack("NO_QUESTIONS", "Tom", "", section.pk),
    ]
    with pytest.raises(versions.VersionUnfinished):
        to(version, VersionState.TEST, person)


def test_one_new_version_at_a_time(version, person):
    with pytest.raises(templates.AnotherComing):
        templates.next_version(template=version.template, by=person, at=AT)


def test_a_version_is_deleted_until_somebody_has_tested_it(version, person):
    to(version, VersionState.TEST, person)
    with pytest.raises(versions.VersionFixed):
        versions.delete_version(version=version)
    draft = versions.take_back(version=version, note="Uklart", by=person, at=AT)
    reviews.comment(
        version=draft, question=None, text="Hei", by=person, is_reviewer=False, at=AT
    )
    versions.delete_version(version=draft)

    assert list(version.template.versions.all()) == [version]
    assert version.sections.exists()
    assert version.events.count() == 3
    assert not TemplateComment.objects.exists()


def test_questions_move_within_and_over_sections(version):
    first = version.sections.get()
    second = questions.add_section(version=version, title=TWO, guidance={})
    one = first.questions.get()
    two = questions.add_question(section=first, details=QuestionDetails("SCALE", TWO, {}))

    def order():
        return [
            [row.pk for row in part.questions.order_by("position")]
            for part in version.sections.order_by("position")
        ]

    questions.move_question(question=two, is_up=True)
    assert order() == [[two.pk, one.pk], []]
    questions.move_question(question=one, is_up=False)
    questions.move_question(question=two, is_up=False)
    assert order() == [[], [two.pk, one.pk]]
    questions.move_question(question=one, is_up=False)  # at the very end it stays
    assert order() == [[], [two.pk, one.pk]]
    questions.move_section(section=second, is_up=True)
    assert order() == [[two.pk, one.pk], []]
    questions.remove_question(question=two)
    questions.remove_question(question=two)
    assert order() == [[one.pk], []]


def test_a_rule_change_makes_a_new_number_and_old_cases_keep_theirs(version, person):
    to(version, VersionState.TEST, person)
    to(version, VersionState.IN_USE, person)
    old = version.rule_set
    draft = rulesets.next_rules(programme=old.programme, by=person, at=AT)
    assert rulesets.next_rules(programme=old.programme, by=person, at=AT) == draft

    rulesets.change_rules(
        rules=draft, one_met="PARTLY", pass_count=3, pass_level="PARTLY", basic_name=TWO
    )

    old.refresh_from_db()
    assert (old.number, old.one_met, old.pass_count) == (1, "NOT", 2)
    assert (draft.number, draft.criteria.count()) == (2, 3)
    assert version.template.versions.get().rule_set_id == old.pk


def test_rules_that_cannot_be_met_are_refused(programme):
    rules = programme.rule_sets.get()
    change = {"rules": rules, "one_met": "NOT", "basic_name": TWO}

    with pytest.raises(rulesets.RuleImpossible):
        rulesets.change_rules(**change, pass_count=4, pass_level="PARTLY")
    with pytest.raises(rulesets.StepTooLow):
        rulesets.save_step(rules=rules, name=TWO, count=2, level="PARTLY")
    step = rulesets.save_step(rules=rules, name=TWO, count=3, level="PARTLY")
    with pytest.raises(rulesets.StepTooLow):
        rulesets.change_rules(**change, pass_count=3, pass_level="PARTLY")
    with pytest.raises(rulesets.RuleImpossible):
        rulesets.remove_criterion(criterion=rules.criteria.first())
    rulesets.remove_step(step=step)
    rulesets.remove_criterion(criterion=rules.criteria.order_by("position").first())
    assert [row.position for row in rules.criteria.order_by("position")] == [1, 2]
    with pytest.raises(rulesets.ThreeConditions):
        rulesets.save_criterion(rules=rules, name=TWO, conditions=[TWO, TWO])
    made = rulesets.save_criterion(rules=rules, name=TWO, conditions=[TWO] * 3)
    assert (made.position, made.key) == (3, "ja")


def test_sharing_gives_the_template_and_never_its_cases(region, person):
    version = make_version(programme=FundingProgrammeFactory(region=region))
    AssessmentFactory(version=version, decided=True)
    other = RegionFactory()
    neighbour = officer(other)
    template = version.template
    assert not Template.objects.visible_to(neighbour).exists()

    with pytest.raises(templates.OwnRegion):
        templates.share_template(template=template, region=region, by=person, at=AT)
    share = templates.share_template(template=template, region=other, by=person, at=AT)
    assert share == templates.share_template(template=template, region=other, by=person, at=AT)
    TemplateVersion.objects.create(template=template, number=2, with_criteria=False, made_at=AT)

    assert list(Template.objects.visible_to(neighbour)) == [template]
    assert list(TemplateVersion.objects.visible_to(neighbour)) == [version]
    assert not Assessment.objects.visible_to(neighbour).exists()

    own = FundingProgrammeFactory(region=other)
    copy = templates.copy_template(
        template=template, programme=own, name="Vår", by=neighbour, at=AT
    )
    made = copy.versions.get()
    assert made.state == "DRAFT"
    assert made.rule_set.programme == own
    assert made.rule_set.criteria.count() == 3
    assert made.sections.get().questions.count() == 1
    templates.end_share(share=share)
    assert list(Template.objects.visible_to(neighbour)) == [copy]


def test_a_copy_needs_a_version_in_use_and_the_language(person):
    draft = TemplateFactory()
    with pytest.raises(templates.NothingToCopy):
        templates.copy_template(
            template=draft, programme=draft.programme, name="X", by=person, at=AT
        )
    version = make_version()
    with pytest.raises(templates.LanguageDiffers):
        templates.copy_template(
            template=version.template,
            programme=FundingProgrammeFactory(languages=["sv"]),
            name="X",
            by=person,
            at=AT,
        )


def test_a_reviewer_comments_while_something_can_come_of_it(version, person):
    reviewer = UserFactory(email="gransker@samverk.example")
    with pytest.raises(reviews.NoSuchAccount):
        reviews.name_reviewer(
            version=version,
            organisation="Länsstyrelsen",
            email="ingen@samverk.example",
            at=AT,
        )
    for _time in range(2):
        reviews.name_reviewer(
            version=version,
            organisation="Länsstyrelsen",
            email="Gransker@samverk.example",
            at=AT,
        )
    mail = OutboxMessage.objects.get(recipient=reviewer.email)
    assert f"/vurderinger/maler/{version.template.slug}/1/kommentarer/" in mail.body_text
    question = version.sections.get().questions.get()
    said = {"version": version, "by": reviewer, "is_reviewer": True, "at": AT}
    made = reviews.comment(question=question, text="Uklart", **said)
    with pytest.raises(reviews.NothingWritten):
        reviews.comment(question=None, text=" ", **said)

    questions.remove_question(question=question)
    made.refresh_from_db()
    assert (made.question, made.about) == (None, "Ja")
    assert list(TemplateVersion.objects.visible_to(reviewer)) == [version]
    used = make_version()
    with pytest.raises(reviews.ReviewOver):
        reviews.comment(question=None, text="For sent", **{**said, "version": used})


def test_parts_stand_on_rules_of_the_own_programme(version):
    parts = {"with_goals": True, "with_dimensions": True, "with_perspectives": True}
    elsewhere = make_rules(programme=FundingProgrammeFactory())

    with pytest.raises(versions.RulesElsewhere):
        versions.choose_parts(
            version=version, parts=VersionParts(**parts, with_criteria=True, rule_set=elsewhere)
        )
    with pytest.raises(versions.RulesUnsaid):
        versions.choose_parts(
            version=version, parts=VersionParts(**parts, with_criteria=True, rule_set=None)
        )
