"""Who may open which page of open data: everybody, what is published."""

from tests.permission_rows import EVERYONE
from tests.procurement.factories import FAR, NeedFactory

TABLE = {"procurement:ocds": EVERYONE, "procurement:need-ocds": EVERYONE}
ARGUMENTS = {
    "procurement:need-ocds": lambda world: {
        "slug": NeedFactory(
            published=True, solutions_until=FAR, municipality=world["municipality"]
        ).slug
    }
}
