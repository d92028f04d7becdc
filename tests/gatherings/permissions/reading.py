from gatherings.actions.substitutes import name_substitute
from gatherings.models import Gathering, Registration
from tests.gatherings.factories import AT
from tests.permission_rows import EVERYONE, FORBIDDEN, MEMBERS, MISSING, MOVED, OK, row

# The series is in a private network: others than its people find nothing.
_SEES = {"signed_out": MOVED, "no_role": MISSING, "coordinator_elsewhere": MISSING}

TABLE = {
    "gatherings:series-list": EVERYONE,
    "gatherings:series": MEMBERS,
    "gatherings:gathering": MEMBERS,
    # A reader signs up nobody but herself.
    "gatherings:sign-up": row(OK, **_SEES, council_member=FORBIDDEN, network_leader=FORBIDDEN),
    "gatherings:withdraw": row(
        OK, **_SEES, reader=FORBIDDEN, council_member=FORBIDDEN, network_leader=FORBIDDEN
    ),
    # Whoever has the secret link.
    "gatherings:seat": EVERYONE,
    "gatherings:seat-answer": EVERYONE,
    "gatherings:seat-change": EVERYONE,
    "gatherings:seat-withdraw": EVERYONE,
    "gatherings:seat-substitute": EVERYONE,
    "gatherings:seat-check-in": EVERYONE,
    "gatherings:seat-return": EVERYONE,
}


def token(world):
    return {"token": world["seat_token"]}


def substituted(world):
    [row] = Registration.objects.get().participations.all()
    name_substitute(participation=row, name="Two", email="two@samverk.example", by=None, at=AT)
    return {**token(world), "number": 1}


ARGUMENTS = {
    "gatherings:series": lambda _world: {"slug": "series"},
    "gatherings:gathering": lambda _world: {"pk": Gathering.objects.get().pk},
    "gatherings:sign-up": lambda world: {"slug": "series", **world["place"]},
    "gatherings:withdraw": lambda _world: {
        "slug": "series",
        "pk": Registration.objects.get().pk,
    },
    **{f"gatherings:seat{page}": token for page in ("", "-answer", "-change", "-withdraw")},
    "gatherings:seat-substitute": lambda world: {**token(world), "number": 1},
    "gatherings:seat-check-in": lambda world: {**token(world), "number": 1},
    "gatherings:seat-return": substituted,
}
