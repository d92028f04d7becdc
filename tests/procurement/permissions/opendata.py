"""Who may open which page of open data: everybody, what is published."""

from tests.permission_rows import EVERYONE
from tests.procurement.factories import FAR, NeedFactory

TABLE = {"procurement:ocds": EVERYONE, "procurement:need-ocds": EVERYONE}


def published(world):
    return NeedFactory(published=True, solutions_until=FAR, municipality=world["municipality"])


def some_need(world):
    """Without any need there is no package."""
    published(world)
    return {}


ARGUMENTS = {
    "procurement:ocds": some_need,
    "procurement:need-ocds": lambda world: {"slug": published(world).slug},
}
