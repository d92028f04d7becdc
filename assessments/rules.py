"""Who may do what in assessments; found by rules' autodiscovery.

Reading is decided by ``visible_to`` of the models: what one may not read is not found.
"""

import rules
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from assessments.enums import Part
from assessments.models import (
    Assessment,
    AssessmentPerson,
    FundingProgramme,
    Initiative,
    OwnedCompany,
    Template,
    TemplateVersion,
    Training,
)
from assessments.models.scope import DECIDERS, OFFICERS, WORKERS
from networks.enums import Role
from networks.models import Region
from networks.queries import roles_of

Person = User | AnonymousUser


def _region_roles(person: Person, region_id: int) -> set[str]:
    return roles_of(person).regions.get(region_id, set())


@rules.predicate
def handles_region(person: Person, region: Region | None) -> bool:
    """Whether the person is an officer of the region: coordinator or administrator of it."""
    return region is not None and bool(_region_roles(person, region.pk) & set(OFFICERS))


@rules.predicate
def builds_templates(
    person: Person, thing: FundingProgramme | Template | TemplateVersion | None
) -> bool:
    """Whether the person is an officer of the region of the programme."""
    if isinstance(thing, TemplateVersion):
        thing = thing.template
    if isinstance(thing, Template):
        thing = thing.programme
    return thing is not None and bool(handles_region(person, thing.region))


@rules.predicate
def reviews(person: Person, version: TemplateVersion | None) -> bool:
    """Whether the person is asked to review the version."""
    return version is not None and person.pk is not None and version.reviewer_id == person.pk


@rules.predicate
def handles(person: Person, case: Assessment | None) -> bool:
    """Whether the person leads the case: an officer who has no part in asking for it."""
    if case is None or not handles_region(person, case.programme.region):
        return False
    return not is_applicant(person, case)


@rules.predicate
def is_applicant(person: Person, case: Assessment | None) -> bool:
    """Whether the person stands on the applicant's side, or works in its municipality."""
    if case is None or not isinstance(person, User):
        return False
    if part_of(person, case) == Part.APPLICANT:
        return True
    held = roles_of(person).municipalities.get(case.applicant_municipality_id or 0, set())
    return bool(held & set(WORKERS))


@rules.predicate
def applies(person: Person, case: Assessment | None) -> bool:
    """Whether the person answers for the applicant: named, or steering its municipality."""
    if case is None or not isinstance(person, User):
        return False
    if (part := part_of(person, case)) is not None:
        return part == Part.APPLICANT
    held = roles_of(person).municipalities.get(case.applicant_municipality_id or 0, set())
    return bool(held & {Role.COORDINATOR, Role.ADMINISTRATOR})


@rules.predicate
def assesses(person: Person, case: Assessment | None) -> bool:
    """Whether the person is named as assessor; never in an own case."""
    if case is None or not isinstance(person, User):
        return False
    return part_of(person, case) == Part.ASSESSOR and not is_applicant(person, case)


@rules.predicate
def judges(person: Person, case: Assessment | None) -> bool:
    """Whether the person reads what the sides have answered: leads, assesses or decides."""
    if case is None or not isinstance(person, User):
        return False
    if handles(person, case):
        return True
    has_part = part_of(person, case) in (Part.ASSESSOR, Part.DECIDER)
    return has_part and not is_applicant(person, case)


@rules.predicate
def decides(person: Person, case: Assessment | None) -> bool:
    """Whether the person may decide the case: of the region's council, or its administrator.

    Never who applies, who has assessed it, or works in the municipality that applies.
    """
    if case is None or not isinstance(person, User):
        return False
    held = _region_roles(person, case.programme.region_id)
    if not held & set(DECIDERS):
        return False
    if part_of(person, case) not in (None, Part.DECIDER) or is_applicant(person, case):
        return False
    return not case.sheets.filter(assessor=person).exists()


def part_of(person: User, case: Assessment) -> Part | None:
    """What the person does in the case, kept on the case that was read for the request."""
    kept: dict[int, Part | None] = case.__dict__.setdefault("_parts", {})
    if person.pk not in kept:
        found = AssessmentPerson.objects.filter(person=person, assessment=case)
        part = found.values_list("part", flat=True).first()
        kept[person.pk] = None if part is None else Part(part)
    return kept[person.pk]


@rules.predicate
def keeps(person: Person, thing: Initiative | OwnedCompany | Training | None) -> bool:
    """Whether the person is an officer of the region that a thing belongs to."""
    return thing is not None and bool(handles_region(person, thing.region))


# Make programmes, initiatives, owned companies, trainings of a region.
rules.add_perm("assessments.handle_region", handles_region)
# Programmes, rule sets, templates: change and put in use.
rules.add_perm("assessments.build_templates", builds_templates)
# Comment on a version.
rules.add_perm("assessments.review_template", reviews | builds_templates)
# Receive a case, name its people, ask for completion, write the common sheet.
rules.add_perm("assessments.handle", handles)
# Answer for the applicant.
rules.add_perm("assessments.apply", applies)
# Write an assessor's sheet.
rules.add_perm("assessments.assess", assesses)
# See the sheets side by side.
rules.add_perm("assessments.compare", judges)
# Decide.
rules.add_perm("assessments.decide", decides)
# Change an initiative, an owned company, a training.
rules.add_perm("assessments.keep", keeps)
