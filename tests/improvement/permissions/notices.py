from improvement.enums import NoticeKind
from improvement.tokens import make_token
from tests.factories import UserFactory
from tests.improvement.factories import MeasureTaskFactory
from tests.permission_rows import EVERYONE, SIGNED_IN, WORK

TABLE = {
    "improvement:notices": SIGNED_IN,
    "improvement:unsubscribe": EVERYONE,
    "improvement:task-tick": WORK,
}


def unsubscribe(_world):
    person = UserFactory()
    return {"token": make_token(person_id=person.pk, kind=NoticeKind.DIGEST)}


def task(world):
    made = MeasureTaskFactory(measure__municipality=world["municipality"])
    return {"pk": made.measure_id, "task": made.pk}


ARGUMENTS = {"improvement:unsubscribe": unsubscribe, "improvement:task-tick": task}
