"""Who may open which page of a case: a decided one that is open, of a municipality's own."""

from django.utils import timezone

from assessments.letters import letter_address
from assessments.models import CaseLetter
from tests.assessments.factories import AssessmentFactory, FundingProgrammeFactory, make_version
from tests.permission_rows import EVERYONE, FORBIDDEN, OK, SIGNED_IN, WORK_READ

# The officers of the region are none of the people of the table.
HANDLE = {
    **{person: FORBIDDEN if status == OK else status for person, status in WORK_READ.items()},
    "superuser": OK,
}
_HANDLED = (
    "case-change",
    "case-ask",
    "case-take",
    "case-completion",
    "case-resume",
    "case-sum-up",
    "case-back",
    "case-stop",
    "case-measure",
    "case-decider",
    "case-letter",
    "case-follow-up",
    "case-close",
)
TABLE = {
    "assessments:case-list": SIGNED_IN,
    "assessments:case-start": SIGNED_IN,
    "assessments:case-create": HANDLE,
    "assessments:case": WORK_READ,
    "assessments:case-file": WORK_READ,
    **{f"assessments:{page}": HANDLE for page in _HANDLED},
    "assessments:case-condition": HANDLE,
    # Who sits in the council of the region decides, without another part in the case.
    "assessments:case-decide": {**HANDLE, "council member": OK},
    # A letter is of those inside: the applicant's people, and the officers.
    "assessments:case-letter-file": {
        person: 404 if status == OK and person not in {"coordinator", "administrator",
            "superuser"} else status
        for person, status in WORK_READ.items()
    },
    "assessments:letter-link": EVERYONE,
    "assessments:portfolio": WORK_READ,
    "assessments:portfolio-file": WORK_READ,
}  # fmt: skip


def case(world):
    programme = FundingProgrammeFactory(region=world["region"])
    made = AssessmentFactory(
        version=make_version(programme=programme),
        applicant_municipality=world["municipality"],
        decided=True,
    )
    return {"pk": made.pk}, made


def condition(world):
    place, made = case(world)
    row = made.decision_conditions.create(position=1, text="Rapporter")
    return {**place, "condition": row.pk}


def letter(world):
    place, made = case(world)
    return {**place, "letter": sent(made).pk}


def sent(made):
    return CaseLetter.objects.create(
        assessment=made, language="nb", subject="Vedtak", text="Hei", at=timezone.now()
    )  # fmt: skip


def link(world):
    return {"token": letter_address(sent(case(world)[1])).split("/")[-2]}


def programme(world):
    return {"slug": FundingProgrammeFactory(region=world["region"]).slug}


ARGUMENTS = {
    **{
        f"assessments:{page}": lambda world: case(world)[0]
        for page in ("case", "case-file", "case-decide", *_HANDLED)
    },
    "assessments:case-create": programme,
    "assessments:portfolio": programme,
    "assessments:portfolio-file": lambda world: {**programme(world), "ending": "csv"},
    "assessments:case-condition": condition,
    "assessments:case-letter-file": letter,
    "assessments:letter-link": link,
}
