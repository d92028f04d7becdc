"""Who may open which page of programmes and rules: read by who follows the region."""

from tests.assessments.factories import FundingProgrammeFactory, make_rules
from tests.permission_rows import FORBIDDEN, FORM, OK, SIGNED_IN, WORK_READ

# Changed by the officers of the region, none of whom is among the people of the table.
BUILD = {
    **{person: FORBIDDEN if status == OK else status for person, status in WORK_READ.items()},
    "superuser": OK,
}
_RULES = ("rules", "rules-change", "rules-delete", "criterion-create", "ladder-create")
_PARTS = ("criterion-change", "criterion-remove", "ladder-change", "ladder-remove")
TABLE = {
    "assessments:programme-list": SIGNED_IN,
    "assessments:programme-create": BUILD,
    "assessments:programme": WORK_READ,
    "assessments:programme-change": BUILD,
    "assessments:rules-next": {**BUILD, "superuser": FORM},
    **{f"assessments:{page}": BUILD for page in (*_RULES, *_PARTS)},
}


def programme(world):
    return {"slug": FundingProgrammeFactory(region=world["region"]).slug}


def rules(world):
    made = make_rules(programme=FundingProgrammeFactory(region=world["region"]), used=False)
    return {"slug": made.programme.slug, "number": made.number}, made


def criterion(world):
    place, made = rules(world)
    return {**place, "pk": made.criteria.first().pk}


def step(world):
    place, made = rules(world)
    return {**place, "pk": made.steps.get(position=1).pk}


ARGUMENTS = {
    "assessments:programme-create": lambda world: {"slug": world["region"].slug},
    **{
        f"assessments:{page}": programme
        for page in ("programme", "programme-change", "rules-next")
    },
    **{f"assessments:{page}": lambda world: rules(world)[0] for page in _RULES},
    "assessments:criterion-change": criterion,
    "assessments:criterion-remove": criterion,
    "assessments:ladder-change": step,
    "assessments:ladder-remove": step,
}
