"""Who may open which page of questions to the network: its people, nobody else."""

from knowledge.tokens import make_token
from tests.factories import UserFactory
from tests.knowledge.factories import QuestionFactory
from tests.permission_rows import EVERYONE, FORBIDDEN, FORM, OK, WORK_READ

_FORM = {person: FORM if status == OK else status for person, status in WORK_READ.items()}
# The asker alone marks an answer; here that is somebody else.
_ASKER = {
    person: FORBIDDEN if status == OK and person != "superuser" else status
    for person, status in WORK_READ.items()
}

TABLE = {
    "knowledge:question-list": WORK_READ,
    "knowledge:question-ask": WORK_READ,
    "knowledge:question": WORK_READ,
    "knowledge:question-mark": {**_ASKER, "superuser": FORM},
    "knowledge:question-follow": _FORM,
    "knowledge:follows-end": EVERYONE,
}


def _question(world):
    return {"slug": "network", "pk": QuestionFactory(network=world["network"]).pk}


ARGUMENTS = {
    **{f"knowledge:question{ending}": _question for ending in ("", "-mark", "-follow")},
    "knowledge:follows-end": lambda world: {"token": make_token(UserFactory())},
}
