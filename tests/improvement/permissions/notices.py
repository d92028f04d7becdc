from improvement.enums import NoticeKind
from improvement.tokens import make_token
from tests.factories import UserFactory
from tests.permission_rows import EVERYONE, SIGNED_IN

TABLE = {"improvement:notices": SIGNED_IN, "improvement:unsubscribe": EVERYONE}


def unsubscribe(_world):
    person = UserFactory()
    return {"token": make_token(person_id=person.pk, kind=NoticeKind.DIGEST)}


ARGUMENTS = {"improvement:unsubscribe": unsubscribe}
