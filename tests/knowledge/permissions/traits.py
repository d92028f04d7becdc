"""Who may open which page of the characteristics."""

from knowledge.actions.traits import TraitDetails, propose
from knowledge.models import Edition, Publication
from tests.factories import UserFactory
from tests.knowledge.factories import AT, answering, began, merging, published
from tests.permission_rows import FORM, MEMBERS, STEER, WORK, WORK_READ

# Those who read the network's work; its leader alone leads it.
_LEADER = {
    person: 403 if status == 200 and person not in {"network leader", "superuser"} else status
    for person, status in WORK_READ.items()
}
_LEADER_FORM = {person: FORM if status == 200 else status for person, status in _LEADER.items()}

TABLE = {
    "knowledge:traits": MEMBERS,
    "knowledge:traits-start": _LEADER,
    "knowledge:traits-deadline": _LEADER,
    "knowledge:traits-merging": _LEADER,
    "knowledge:traits-open": _LEADER,
    "knowledge:traits-back": _LEADER,
    "knowledge:traits-publish": _LEADER,
    "knowledge:trait-merge": _LEADER,
    "knowledge:trait-change": _LEADER,
    "knowledge:trait-remove": _LEADER,
    "knowledge:trait-move": _LEADER_FORM,
    "knowledge:trait-propose": WORK,
    "knowledge:proposal-withdraw": WORK,
    "knowledge:proposal-leave-out": _LEADER,
    "knowledge:traits-answer": STEER,
    "knowledge:publication": MEMBERS,
    "knowledge:profile": MEMBERS,
    "knowledge:profile-change": WORK,
}


def _going_on(world, make):
    found = Edition.objects.filter(network=world["network"]).exclude(state="PUBLISHED")
    return found.first() or make(world["network"])


def _slug(make):
    def arguments(world):
        _going_on(world, make)
        return {"slug": "network"}

    return arguments


def _trait(world):
    edition = _going_on(world, merging)
    return {"slug": "network", "pk": edition.traits.first().pk}


def _proposal(world):
    row = propose(
        edition=_going_on(world, began),
        municipality=world["municipality"],
        details=TraitDetails(title="Vann", text="Fordi."),
        language="nb",
        by=UserFactory(),
        at=AT,
    )
    return {"slug": "network", "pk": row.pk}


def _published(world):
    known = Publication.objects.filter(edition__network=world["network"]).first()
    return known or published(world["network"])


ARGUMENTS = {
    "knowledge:traits-deadline": _slug(began),
    "knowledge:traits-merging": _slug(began),
    "knowledge:traits-open": _slug(merging),
    "knowledge:traits-back": _slug(answering),
    "knowledge:traits-publish": _slug(answering),
    "knowledge:trait-merge": _slug(merging),
    "knowledge:trait-change": _trait,
    "knowledge:trait-remove": _trait,
    "knowledge:trait-move": _trait,
    "knowledge:trait-propose": lambda world: {**_slug(began)(world), **world["place"]},
    "knowledge:proposal-withdraw": _proposal,
    "knowledge:proposal-leave-out": _proposal,
    "knowledge:traits-answer": lambda world: {**_slug(answering)(world), **world["place"]},
    "knowledge:publication": lambda world: {
        "slug": "network",
        "number": _published(world).edition.number,
    },
    "knowledge:profile": lambda world: _published(world) and world["place"],
    "knowledge:profile-change": lambda world: (
        _published(world) and {"slug": "network", **world["place"]}
    ),
}
