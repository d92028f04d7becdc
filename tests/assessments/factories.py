"""Rows of assessments for tests: the least that is valid."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from assessments.enums import (
    Kind,
    Moment,
    Part,
    QuestionKind,
    RuleState,
    SheetState,
    Side,
    VersionState,
)
from assessments.models import (
    Assessment,
    AssessmentPerson,
    Condition,
    Criterion,
    FundingProgramme,
    Initiative,
    LadderStep,
    OwnedCompany,
    RuleSet,
    Section,
    Sheet,
    Template,
    TemplateQuestion,
    TemplateVersion,
)
from networks.enums import Role
from networks.models import Decision
from tests.factories import RegionFactory, RoleAssignmentFactory, UserFactory

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
CRITERIA = ("environment", "gender-equality", "equal-opportunities")


def officer(region, role=Role.COORDINATOR):
    """Somebody who handles the cases of a region."""
    return RoleAssignmentFactory(region=region, role=role).person


class FundingProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = FundingProgramme

    region = factory.SubFactory(RegionFactory)
    slug = factory.Sequence(lambda n: f"program-{n}")
    name = factory.Sequence(lambda n: f"Program {n}")
    languages = ["nb"]


class RuleSetFactory(DjangoModelFactory):
    """A draft without criteria; ``make_rules`` gives one that is whole."""

    class Meta:
        model = RuleSet

    programme = factory.SubFactory(FundingProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    made_at = AT


def make_rules(*, programme, used=True, **fields):
    """A rule set with the three criteria, their conditions and a ladder of two steps."""
    rules = RuleSetFactory(programme=programme, **fields)
    for place, key in enumerate(CRITERIA, start=1):
        criterion = Criterion.objects.create(
            rule_set=rules, key=key, name={"nb": key}, position=place
        )
        for number in (1, 2, 3):
            Condition.objects.create(
                criterion=criterion, position=number, text={"nb": f"{key} {number}"}
            )
    for place, (name, count, level) in enumerate(
        (("Basis", rules.pass_count, rules.pass_level), ("Foregangs", 2, "ACTIVELY"))
    ):
        LadderStep.objects.create(
            rule_set=rules, position=place, name={"nb": name}, count=count, level=level
        )
    if used:
        rules.state = RuleState.USED
        rules.save()
    return rules


class TemplateFactory(DjangoModelFactory):
    class Meta:
        model = Template

    programme = factory.SubFactory(FundingProgrammeFactory)
    kind = Kind.PROJECT
    slug = factory.Sequence(lambda n: f"mal-{n}")
    name = factory.Sequence(lambda n: f"Mal {n}")


class TemplateVersionFactory(DjangoModelFactory):
    """A draft without criteria; ``make_version`` gives one that can be used."""

    class Meta:
        model = TemplateVersion

    template = factory.SubFactory(TemplateFactory)
    number = factory.Sequence(lambda n: n + 1)
    with_criteria = False
    made_at = AT


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section

    version = factory.SubFactory(TemplateVersionFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.LazyAttribute(lambda own: {"nb": f"Del {own.position}"})


class TemplateQuestionFactory(DjangoModelFactory):
    class Meta:
        model = TemplateQuestion

    section = factory.SubFactory(SectionFactory)
    position = factory.Sequence(lambda n: n + 1)
    kind = QuestionKind.TEXT
    text = factory.LazyAttribute(lambda own: {"nb": f"Spørsmål {own.position}"})


def make_version(*, programme=None, kind=Kind.PROJECT, state=VersionState.IN_USE, **fields):
    """A version with a section, a question that must be answered, and rules."""
    programme = programme or FundingProgrammeFactory()
    version = TemplateVersionFactory(
        template=TemplateFactory(programme=programme, kind=kind),
        number=1,
        rule_set=make_rules(programme=programme),
        with_criteria=True,
        **fields,
    )
    TemplateQuestionFactory(section__version=version, is_required=True)
    version.state = state
    version.save()
    return version


class AssessmentFactory(DjangoModelFactory):
    """A project of a version in use; say ``decided=True`` for one with its decision."""

    class Meta:
        model = Assessment

    class Params:
        decided = factory.Trait(
            state="DECIDED",
            decision=factory.LazyAttribute(
                lambda own: Decision.objects.create(
                    region=own.version.template.programme.region,
                    body="Regionrådet",
                    decided_on=TODAY,
                    effect="ADOPTS",
                )
            ),
        )

    version = factory.LazyFunction(make_version)
    programme = factory.LazyAttribute(lambda own: own.version.template.programme)
    kind = factory.LazyAttribute(lambda own: own.version.template.kind)
    is_confidential = factory.LazyAttribute(lambda own: own.kind == Kind.COMPANY)
    is_test = factory.LazyAttribute(lambda own: own.version.state == VersionState.TEST)
    title = factory.Sequence(lambda n: f"Søknad {n}")
    applicant_name = "Bygdelaget"
    received_at = AT


def in_case(case, part, person=None):
    """Somebody with a part in a case."""
    person = person or UserFactory()
    AssessmentPerson.objects.create(assessment=case, person=person, part=part, since=AT)
    return person


class SheetFactory(DjangoModelFactory):
    """The applicant's draft; say ``sent=True`` for what has been sent."""

    class Meta:
        model = Sheet

    class Params:
        sent = factory.Trait(state=SheetState.SENT, sent_at=AT, version=1)

    assessment = factory.SubFactory(AssessmentFactory)
    side = Side.APPLICANT
    moment = Moment.APPLICATION
    saved_at = AT


def assessor_s(case, person=None, **fields):
    """The sheet of one assessor of a case, with its part."""
    person = in_case(case, Part.ASSESSOR, person)
    return SheetFactory(assessment=case, side=Side.ASSESSOR, assessor=person, **fields)


class InitiativeFactory(DjangoModelFactory):
    class Meta:
        model = Initiative

    region = factory.SubFactory(RegionFactory)
    title = factory.Sequence(lambda n: f"Initiativ {n}")


class OwnedCompanyFactory(DjangoModelFactory):
    class Meta:
        model = OwnedCompany

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"Selskap {n}")
