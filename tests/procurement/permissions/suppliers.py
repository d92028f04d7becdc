"""Who may open which page of companies; nobody of the table acts for one."""

from tests.permission_rows import EVERYONE, FORM, MISSING, MOVED, SIGNED_IN, SUPERUSER, row
from tests.procurement.factories import FAR, NeedFactory, SolutionFactory, SupplierPersonFactory

# Those who act for no company are led to where one signs it up; see test_supplier_pages.
_OWN = ("desk", "supplier-change", "supplier-close", "supplier-people")
_FORM = row(FORM, signed_out=MOVED)

TABLE = {
    **{f"procurement:{page}": row(MOVED) for page in _OWN},
    "procurement:supplier-person-remove": row(MOVED),
    "procurement:supplier-invitation-withdraw": row(MOVED),
    "procurement:supplier-sign-up": EVERYONE,
    "procurement:supplier-invitation": row(MISSING),  # with a secret that does not exist
    "procurement:supplier": EVERYONE,
    "procurement:supplier-report": SIGNED_IN,
    "procurement:supplier-suspend": SUPERUSER,
    "procurement:supplier-restore": SUPERUSER,
    "procurement:supplier-name": SUPERUSER,
    "procurement:watches": SIGNED_IN,
    "procurement:watch-stop": _FORM,
    "procurement:watch-end": row(MISSING),  # with a link that was not made here
    "procurement:need-follow": _FORM,
}


def company(_world):
    """A company with a solution that everybody sees."""
    return {"slug": SolutionFactory(need__solutions_until=FAR).supplier.slug}


ARGUMENTS = {
    **{
        f"procurement:{page}": company
        for page in (
            "supplier",
            "supplier-report",
            "supplier-suspend",
            "supplier-restore",
            "supplier-name",
        )
    },
    "procurement:supplier-person-remove": lambda _world: {"pk": SupplierPersonFactory().pk},
    "procurement:supplier-invitation-withdraw": lambda _world: {"pk": 1},
    "procurement:supplier-invitation": lambda _world: {"token": "no-such-token"},
    "procurement:watch-stop": lambda _world: {"pk": 1},
    "procurement:watch-end": lambda _world: {"token": "no-such-token"},
    "procurement:need-follow": lambda _world: {
        "slug": NeedFactory(published=True, solutions_until=FAR).slug
    },
}
