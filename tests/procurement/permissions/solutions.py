"""Who may open which page of solutions: one that is open, to a need of the municipality."""

from django.utils import timezone

from procurement.actions.solutions import snapshot
from procurement.models import SolutionVersion
from tests.permission_rows import (
    EVERYONE,
    FORBIDDEN,
    FORM,
    MISSING,
    MOVED,
    OK,
    SIGNED_IN,
    row,
)
from tests.procurement.factories import FAR, NeedFactory, SolutionFactory

_BUYERS = {
    "signed_out": MOVED,
    "contributor": OK,
    "coordinator": OK,
    "administrator": OK,
    "superuser": OK,
}
BUYERS = row(FORBIDDEN, **_BUYERS)
_FORM = {person: FORM if status == OK else status for person, status in BUYERS.items()}

TABLE = {
    "procurement:solution-list": EVERYONE,
    "procurement:solution": EVERYONE,
    "procurement:solution-version": row(MISSING, **_BUYERS),
    "procurement:solution-file": row(MISSING),  # of another solution; see test_attacks
    # Those who act for no company are led to where one signs it up.
    "procurement:solution-write": row(MOVED),
    "procurement:solution-create": row(MOVED),
    "procurement:solution-change": row(MOVED),
    "procurement:solution-withdraw": row(MOVED),
    "procurement:references": SIGNED_IN,
    "procurement:reference-answer": row(FORM, signed_out=MOVED),
    "procurement:buyer-desk": BUYERS,
    "procurement:buyer-solution": BUYERS,
    "procurement:buyer-verdict": BUYERS,
    "procurement:buyer-shortlist": _FORM,
}


def solution(world):
    """A solution to a published need of the municipality."""
    need = NeedFactory(published=True, solutions_until=FAR, municipality=world["municipality"])
    made = SolutionFactory(need=need)
    SolutionVersion.objects.create(
        solution=made, number=1, content=snapshot(made), at=timezone.now()
    )
    return made


def by_key(world):
    return {"pk": solution(world).pk}


def at_need(world):
    made = solution(world)
    return {"slug": made.need.slug, "pk": made.pk}


def of_need(world):
    return {"slug": solution(world).need.slug}


ARGUMENTS = {
    **{
        f"procurement:{page}": by_key
        for page in ("solution", "solution-change", "solution-withdraw")
    },
    "procurement:solution-version": lambda world: {**by_key(world), "number": 1},
    "procurement:solution-file": lambda world: {**by_key(world), "attachment": 1},
    "procurement:solution-write": of_need,
    "procurement:reference-answer": lambda _world: {"pk": 1},
    "procurement:buyer-desk": of_need,
    **{
        f"procurement:{page}": at_need
        for page in ("buyer-solution", "buyer-verdict", "buyer-shortlist")
    },
}
