"""What the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction

from assessments.enums import Part, VersionState
from assessments.models import (
    Assessment,
    AssessmentPerson,
    AssessmentStep,
    Condition,
    LadderStep,
    Section,
    Sheet,
    TemplateQuestion,
    TemplateVersion,
)
from tests.assessments.factories import (
    AT,
    AssessmentFactory,
    FundingProgrammeFactory,
    SheetFactory,
    TemplateQuestionFactory,
    TemplateVersionFactory,
    assessor_s,
    in_case,
    make_rules,
    make_version,
)
from tests.factories import MunicipalityFactory, RoleAssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_rules_that_are_used_never_change():
    rules = make_rules(programme=FundingProgrammeFactory())
    draft = make_rules(programme=rules.programme, used=False)

    refused(lambda: type(rules).objects.filter(pk=rules.pk).update(one_met="PARTLY"))
    refused(lambda: type(rules).objects.filter(pk=rules.pk).update(state="DRAFT"))
    refused(lambda: rules.criteria.update(name={"nb": "Annet"}))
    refused(
        lambda: Condition.objects.filter(criterion__rule_set=rules).update(text={"nb": "X"})
    )
    refused(lambda: LadderStep.objects.filter(rule_set=draft).update(rule_set=rules))
    assert draft.criteria.update(name={"nb": "Annet"}) == 3


def test_a_version_is_fixed_from_test_on():
    version = make_version(state=VersionState.TEST)
    rows = TemplateVersion.objects.filter(pk=version.pk)

    refused(lambda: rows.update(state=VersionState.REWORK))
    refused(lambda: rows.update(with_goals=False))
    refused(lambda: rows.update(rule_set=make_rules(programme=version.template.programme)))
    refused(lambda: version.sections.update(title={"nb": "Annet"}))
    refused(lambda: Section.objects.create(version=version, position=9))
    refused(
        lambda: TemplateQuestion.objects.filter(section__version=version).update(
            text={"nb": ""}
        )
    )
    elsewhere = TemplateQuestionFactory()
    section = version.sections.get()
    refused(
        lambda: TemplateQuestion.objects.filter(pk=elsewhere.pk).update(
            section=section, position=8
        )
    )
    assert rows.update(state=VersionState.IN_USE) == 1


def test_an_assessment_keeps_its_version():
    case = AssessmentFactory()
    case.version = make_version(programme=case.programme)

    refused(case.save)
    refused(lambda: type(case).objects.filter(pk=case.pk).update(is_test=True))


def test_one_version_in_use_and_one_on_the_way():
    version = make_version()
    TemplateVersionFactory(template=version.template)

    refused(lambda: TemplateVersionFactory(template=version.template, state="REWORK"))
    refused(lambda: TemplateVersionFactory(template=version.template, state="IN_USE"))


def test_nobody_judges_an_own_case():
    case = AssessmentFactory()
    applicant = in_case(case, Part.APPLICANT)
    sheet = assessor_s(case, sent=True)

    refused(lambda: in_case(case, Part.DECIDER, applicant))
    refused(
        lambda: Sheet.objects.create(
            assessment=case, side="ASSESSOR", moment="END", assessor=applicant, saved_at=AT
        )
    )
    for person in (applicant, sheet.assessor):
        refused(
            lambda person=person: AssessmentStep.objects.create(
                assessment=case, state="DECIDED", by=person, at=AT
            )
        )
    # Nor when the part is taken away first.
    AssessmentPerson.objects.filter(person=sheet.assessor).delete()
    refused(
        lambda: AssessmentStep.objects.create(
            assessment=case, state="DECIDED", by=sheet.assessor, at=AT
        )
    )


def test_nor_when_the_part_the_place_or_the_sheet_comes_last():
    place = MunicipalityFactory()
    case = AssessmentFactory(applicant_municipality=place)
    worker = RoleAssignmentFactory(municipality=place, role="CONTRIBUTOR").person
    refused(lambda: assessor_s(case, worker))

    assessor, decider = assessor_s(case, sent=True).assessor, UserFactory()
    AssessmentStep.objects.create(assessment=case, state="DECIDED", by=decider, at=AT)
    parts = AssessmentPerson.objects.filter(assessment=case)
    for part in (Part.APPLICANT, Part.DECIDER):
        refused(lambda part=part: parts.filter(person=assessor).update(part=part))
    for part in (Part.APPLICANT, Part.ASSESSOR):
        refused(lambda part=part: in_case(case, part, decider))
    refused(lambda: SheetFactory(assessment=case, side="ASSESSOR", assessor=decider))
    for person in (assessor, decider):
        theirs = RoleAssignmentFactory(
            person=person, role="COORDINATOR", municipality=MunicipalityFactory()
        )
        rows = Assessment.objects.filter(pk=case.pk)
        refused(
            lambda rows=rows, theirs=theirs: rows.update(
                applicant_municipality=theirs.municipality
            )
        )


def test_the_log_of_a_case_is_only_added_to():
    step = AssessmentStep.objects.create(assessment=AssessmentFactory(), state="SELF", at=AT)

    refused(lambda: AssessmentStep.objects.filter(pk=step.pk).update(note="Annet"))
    assert AssessmentStep.objects.filter(pk=step.pk).update(by=None) == 1


def test_a_company_is_confidential_and_a_test_decides_nothing():
    company = make_version(kind="COMPANY")
    test = make_version(state=VersionState.TEST)

    refused(lambda: AssessmentFactory(version=company, is_confidential=False))
    rows = Assessment.objects.filter(pk=AssessmentFactory(version=company).pk)
    refused(lambda: rows.update(kind="PROJECT", is_confidential=False))
    refused(lambda: AssessmentFactory(version=test, decided=True))
    refused(lambda: AssessmentFactory(state="DECIDED"))
