"""What the search finds here: needs, solutions, companies.

What a company has written for the buyers alone is never searched, nor is who is in conflict
of interest, or what the buyers note.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.nordic import by_name
from common.search.sources import Keys, Reach, Shown, Source, Texts
from improvement.queries.acting import workplace_keys
from networks.queries import roles_of
from procurement.enums import NeedState, SolutionState, SupplierState
from procurement.models import Need, Solution, Supplier, SupplierPerson
from procurement.models.needs import asked_to_join, readable_within

NEED_TEXTS = ("title", "summary", "description")
SOLUTION_TEXTS = ("title", "text", "effect")
SUPPLIER_TEXTS = ("name", "description")


def _public_solutions() -> QuerySet[Solution]:
    return Solution.objects.visible_to(AnonymousUser())


def _further_solutions(person: Any) -> QuerySet[Any, Any]:
    """Solutions that the person may read and not everybody: few beside those for all."""
    public = _public_solutions().values("pk")
    return Solution.objects.visible_to(person).exclude(pk__in=public).values("pk")


KEYS: dict[str, Keys] = {
    "solutions beyond the public": _further_solutions,
}


def _readable_solutions(reach: Reach) -> QuerySet[Solution]:
    """All that the reader may read, as ``visible_to`` says."""
    return _public_solutions() | Solution.objects.filter(
        pk__in=reach["solutions beyond the public"]
    )


def _own(person: Any) -> tuple[tuple[int, ...], set[int]]:
    """Municipalities whose drafts the person reads, and those that may be asked to join."""
    if not person.is_authenticated:
        return (), set()
    own = workplace_keys(person)
    return own, {*own, *roles_of(person).municipalities}


def _needs(reach: Reach) -> QuerySet[Need]:
    if reach.person.is_superuser:  # a draft is for those who write it
        rows = Need.objects.exclude(state=NeedState.DRAFT)
    else:
        own, asked = _own(reach.person)
        readable = readable_within(
            own=own,
            work=reach["work read"],
            networks=reach["networks of work"],
            asked=asked_to_join(asked).values("pk"),
        )
        rows = Need.objects.filter(readable)
    return rows.select_related("municipality__country")


def _need(row: Any) -> Shown:
    stage = row.get_state_display() if row.state != NeedState.PUBLISHED else ""
    words = (str(row.municipality), stage or row.get_stage_display())
    return Shown(row.title, row.get_absolute_url(), row.language, " · ".join(words))


def _solutions(reach: Reach) -> QuerySet[Solution]:
    rows = _readable_solutions(reach)
    if reach.person.is_superuser:
        rows = rows.exclude(state=SolutionState.DRAFT)
    return rows.select_related("supplier")


def _solution(row: Any) -> Shown:
    state = row.get_state_display() if row.state != SolutionState.SENT else ""
    where = " · ".join(word for word in (row.supplier.name, state) if word)
    return Shown(str(row), row.get_absolute_url(), row.language, where)


def _suppliers(reach: Reach) -> QuerySet[Supplier]:
    """Companies that have sent something that the reader may read, and the reader's own."""
    person = reach.person
    if person.is_superuser:
        return Supplier.objects.select_related("country")
    sent = _readable_solutions(reach).filter(state=SolutionState.SENT)
    known = Q(state=SupplierState.ACTIVE, pk__in=sent.values("supplier"))
    if person.is_authenticated:
        own = SupplierPerson.objects.filter(person=person)
        known |= Q(pk__in=own.values("supplier"))
    return Supplier.objects.filter(known).select_related("country")


def _supplier(row: Any) -> Shown:
    address = reverse("procurement:supplier", kwargs={"slug": row.slug})
    return Shown(row.name, address, where=str(row.country))


SOURCES = (
    Source(
        kind="needs",
        name=_("Needs"),
        rows=_needs,
        names=("title",),
        texts=(Texts(NEED_TEXTS),),
        show=_need,
        order=lambda: ("-published_at",),
    ),
    Source(
        kind="solutions",
        name=_("Solutions"),
        rows=_solutions,
        names=("title",),
        texts=(Texts(SOLUTION_TEXTS),),
        show=_solution,
        order=lambda: ("-sent_at",),
    ),
    Source(
        kind="suppliers",
        name=_("Companies"),
        rows=_suppliers,
        names=("name",),
        texts=(Texts(SUPPLIER_TEXTS),),
        show=_supplier,
        order=lambda: (by_name("name"),),
    ),
)
