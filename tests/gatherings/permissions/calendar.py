from gatherings.actions.feeds import make_feed
from gatherings.sealed import unseal
from tests.factories import UserFactory
from tests.gatherings.factories import AT
from tests.permission_rows import (
    EVERYONE,
    FORM,
    LEADER,
    MEMBERS,
    MISSING,
    MOVED,
    SIGNED_IN,
    row,
)

TABLE = {
    "gatherings:calendar": SIGNED_IN,
    "gatherings:calendar-make": row(FORM, signed_out=MOVED),
    "gatherings:calendar-renew": SIGNED_IN,
    "gatherings:network-calendar-make": row(
        FORM, signed_out=MOVED, no_role=MISSING, coordinator_elsewhere=MISSING
    ),
    "gatherings:network-calendar-renew": LEADER,
    # These have their secret in the address.
    "gatherings:feed": EVERYONE,
    "gatherings:seat-calendar": EVERYONE,
    "gatherings:gathering-file": MEMBERS,
}


def feed(_world):
    return {"token": unseal(make_feed(owner=UserFactory(), at=AT).token_sealed)}


ARGUMENTS = {
    "gatherings:feed": feed,
    "gatherings:seat-calendar": lambda world: {"token": world["seat_token"]},
    "gatherings:gathering-file": lambda _world: {"slug": "series", "number": 1},
}
