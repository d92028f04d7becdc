"""Who may open which page of needs: a published one, and one that is shared in the network."""

from tests.permission_rows import EVERYONE, MEMBERS, MOVED, SIGNED_IN, WORK
from tests.procurement.factories import NeedFactory

# A need that is shared: its own people, the network's, the council; nobody else knows of it.
_ONE = (
    "need-change",
    "need-share",
    "need-publish",
    "need-close",
    "need-delete",
    "need-stages",
    "need-stage-on",
    "need-stage-back",
    "need-stage-plan",
    "need-file",
    "need-climate",
    "need-conflicts",
)
TABLE = {
    "procurement:need-list": EVERYONE,
    "procurement:need-start": {**SIGNED_IN, "contributor": MOVED, "coordinator": MOVED,
        "administrator": MOVED, "coordinator elsewhere": MOVED},
    "procurement:need-create": WORK,
    "procurement:need": MEMBERS,
    **{f"procurement:{page}": WORK for page in _ONE},
}  # fmt: skip


def shared(world):
    """A need of the municipality that its network reads."""
    need = NeedFactory(
        municipality=world["municipality"], network=world["network"], state="SHARED"
    )
    return {"slug": need.slug}


ARGUMENTS = {f"procurement:{page}": shared for page in ("need", *_ONE)}
