"""Who may open which page of sheets: of a case that the municipality applies in."""

from assessments.actions.links import renew_link
from assessments.tokens import make_token
from tests.assessments.factories import (
    AT,
    AssessmentFactory,
    FundingProgrammeFactory,
    SheetFactory,
    make_version,
)
from tests.permission_rows import EVERYONE, FORBIDDEN, FORM, MISSING, MOVED, OK, row

# The case is not decided: who only follows the region does not know of it.
_INSIDE = {"signed_out": MOVED, "coordinator": OK, "administrator": OK, "superuser": OK}
INSIDE = row(MISSING, **_INSIDE)
# The officers of the region are none of the people of the table.
OFFICERS = row(MISSING, **{**_INSIDE, "coordinator": FORBIDDEN, "administrator": FORBIDDEN})

TABLE = {
    "assessments:sheet-own": INSIDE,
    "assessments:sheet-assess": OFFICERS,  # to write in it one must be named
    "assessments:sheet-common": OFFICERS,
    "assessments:sheet-compare": OFFICERS,
    "assessments:assessors": OFFICERS,
    "assessments:assessor-change": {**OFFICERS, "superuser": FORM},
    "assessments:applicant-link": OFFICERS,
    "assessments:result": INSIDE,
    "assessments:result-conflicts": {**OFFICERS, "superuser": MISSING},  # not decided
    "assessments:sheet": INSIDE,
    "assessments:sheet-version": INSIDE,
    "assessments:sheet-link": EVERYONE,
    "assessments:sheet-link-version": EVERYONE,
}


def case(world):
    programme = FundingProgrammeFactory(region=world["region"])
    return AssessmentFactory(
        version=make_version(programme=programme),
        applicant_municipality=world["municipality"],
        state="SELF",
    )


def of_case(world):
    return {"pk": case(world).pk}


def sheet(world):
    made = SheetFactory(assessment=case(world), sent=True)
    made.versions.create(number=1, content={}, at=AT)
    return made


def by_link(world):
    made = sheet(world)
    return {"token": make_token(renew_link(case=made.assessment, by=None, at=AT))}


ARGUMENTS = {
    **{
        f"assessments:{page}": of_case
        for page in (
            "sheet-own",
            "sheet-assess",
            "sheet-common",
            "sheet-compare",
            "assessors",
            "applicant-link",
            "result",
            "result-conflicts",
        )
    },
    "assessments:assessor-change": lambda world: {**of_case(world), "row": 0},
    "assessments:sheet": lambda world: {"pk": sheet(world).pk},
    "assessments:sheet-version": lambda world: {"pk": sheet(world).pk, "number": 1},
    "assessments:sheet-link": by_link,
    "assessments:sheet-link-version": lambda world: {**by_link(world), "number": 1},
}
