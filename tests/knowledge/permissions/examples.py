"""Who may open which page of good examples."""

from knowledge.models import Example
from tests.knowledge.factories import ExampleFactory
from tests.permission_rows import (
    ANY_LEADER,
    EVERYONE,
    FORBIDDEN,
    MISSING,
    MOVED,
    OK,
    WORK,
    row,
)

# What a municipality publishes is known to all; its own people change it.
_OWN = row(
    FORBIDDEN, signed_out=MOVED, contributor=OK, coordinator=OK, administrator=OK, superuser=OK
)
# What is sent in from outside is read by those who may take it in, and by the municipality.
_WAITING = row(
    MISSING,
    signed_out=MOVED,
    contributor=FORBIDDEN,
    coordinator=FORBIDDEN,
    administrator=FORBIDDEN,
    network_leader=OK,
    superuser=OK,
)
# With a municipality one is led to its own form.
_FORMS = row(OK, signed_out=MOVED)
_WORKERS = {"contributor", "coordinator", "administrator", "coordinator elsewhere"}

TABLE = {
    "knowledge:home": EVERYONE,
    "knowledge:example-list": EVERYONE,
    "knowledge:example": EVERYONE,
    "knowledge:example-start": row(MOVED),  # on to the form of one's own municipality
    "knowledge:example-create": WORK,
    "knowledge:example-send": {
        person: MOVED if person in _WORKERS else status for person, status in _FORMS.items()
    },
    "knowledge:example-queue": ANY_LEADER,
    "knowledge:example-change": _OWN,
    "knowledge:example-publish": _OWN,
    "knowledge:example-withdraw": _OWN,
    "knowledge:example-verdict": _WAITING,
    "knowledge:example-too": _OWN,
    "knowledge:example-too-undo": _OWN,
    "knowledge:history": {
        **_OWN,
        **{person: MISSING for person, status in _OWN.items() if status == FORBIDDEN},
    },
}


def _public(world):
    known = Example.objects.filter(slug="kjent").first()
    return known or ExampleFactory(
        slug="kjent", municipality=world["municipality"], published=True
    )


def _one(world):
    return {"slug": _public(world).slug}


def _sent(world):
    return {"slug": ExampleFactory(municipality=world["municipality"], sent=True).slug}


def _too(world):
    slug = ExampleFactory(published=True).slug
    return {"slug": slug, **world["place"]}


ARGUMENTS = {
    **{
        f"knowledge:example{ending}": _one
        for ending in ("", "-change", "-publish", "-withdraw")
    },
    "knowledge:example-create": lambda world: world["place"],
    "knowledge:example-verdict": _sent,
    "knowledge:example-too": _too,
    "knowledge:example-too-undo": _too,
    "knowledge:history": lambda world: {"model": "example", "pk": _public(world).pk},
}
