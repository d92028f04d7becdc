"""Who may open which page of talks."""

from datetime import UTC, datetime

from gatherings.actions.talks import add_note, book_talk, offer_talks
from gatherings.enums import TalkSide
from gatherings.models import HostPerson
from gatherings.tokens import make_talk_token
from tests.factories import UserFactory
from tests.gatherings.factories import AT
from tests.permission_rows import EVERYONE, FORBIDDEN, LEADER, MISSING, MOVED, OK, row

_STARTS, _ENDS = (datetime(2099, 1, 2, hour, tzinfo=UTC) for hour in (9, 10))
_NONE = {"signed_out": MOVED, "no_role": MISSING, "coordinator_elsewhere": MISSING}
# Whoever signs colleagues up books, gives back and changes.
_BOOKS = row(OK, **_NONE, reader=FORBIDDEN, council_member=FORBIDDEN, network_leader=FORBIDDEN)
# The hosts, and all the municipality's own people.
_READS = row(OK, **_NONE, council_member=MISSING)

TABLE = {
    "gatherings:talks": row(OK, **_NONE, council_member=FORBIDDEN, network_leader=FORBIDDEN),
    "gatherings:talk": _READS,
    "gatherings:talk-book": _BOOKS,
    "gatherings:talk-rebook": {**_BOOKS, "council member": MISSING},
    "gatherings:talk-give-back": {**_BOOKS, "council member": MISSING},
    # Notes of the municipality: neither the hosts nor those who run the platform.
    "gatherings:talk-note": row(
        OK, **_NONE, council_member=MISSING, network_leader=MISSING, superuser=MISSING
    ),
    "gatherings:talk-note-remove": row(MISSING, signed_out=MOVED),  # somebody else's
    "gatherings:host-talks": LEADER,
    "gatherings:talk-offer": LEADER,
    "gatherings:talk-change": LEADER,
    "gatherings:talk-host-book": LEADER,
    "gatherings:talk-cancel": LEADER,
    "gatherings:talk-held": LEADER,
    "gatherings:talk-file": EVERYONE,  # with the secret of the mail
}


def free(world):
    guide = UserFactory()
    HostPerson.objects.create(series=world["series"], person=guide, added_by=None, added_at=AT)
    [talk] = offer_talks(
        series=world["series"], guide=guide, times=[(_STARTS, _ENDS)], link="", at=AT
    )
    return talk


def booked(world):
    return book_talk(
        talk=free(world),
        municipality=world["municipality"],
        question="",
        by=UserFactory(),
        at=AT,
    )


def _key(talk):
    return {"slug": "series", "talk": talk.pk}


def note(world):
    talk = booked(world)
    by = UserFactory()
    made = add_note(talk=talk, side=TalkSide.MUNICIPALITY, text="Note", by=by, at=AT)
    return {**_key(talk), "note": made.pk}


def token(world):
    talk = booked(world)
    return {"token": make_talk_token(talk=talk, person=talk.guide)}


_FREE = ("change", "host-book", "cancel", "held")
ARGUMENTS = {
    "gatherings:talks": lambda _world: {"slug": "series"},
    "gatherings:host-talks": lambda _world: {"slug": "series"},
    "gatherings:talk-offer": lambda _world: {"slug": "series"},
    "gatherings:talk": lambda world: _key(booked(world)),
    "gatherings:talk-book": lambda world: {**_key(free(world)), **world["place"]},
    "gatherings:talk-rebook": lambda world: _key(booked(world)),
    "gatherings:talk-give-back": lambda world: _key(booked(world)),
    "gatherings:talk-note": lambda world: {**_key(booked(world)), "side": "municipality"},
    "gatherings:talk-note-remove": note,
    **{f"gatherings:talk-{page}": lambda world: _key(free(world)) for page in _FREE},
    "gatherings:talk-file": token,
}
