"""Cases on the pages of a series and of a gathering; one query each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.models import User
from gatherings.enums import CaseState, SeriesState
from gatherings.models import Gathering, Series
from gatherings.queries import cases as queries
from gatherings.views import case_rows
from gatherings.views.case_rows import CaseRow
from networks.models import Municipality

SHOWN = 6


@dataclass(frozen=True, slots=True)
class SeriesCases:
    """The cases of a series, as its page shows them.

    Attributes:
        rows: The first of them.
        count: How many there are in all.
        places: Municipalities that the reader writes for, with the address of the form.
        all_href: Address of the whole list; empty where the reader may not open it.
        loop_href: Address of what came of the cases of the network; empty as above.
    """

    rows: list[CaseRow] = field(default_factory=list)
    count: int = 0
    places: list[tuple[str, str]] = field(default_factory=list)
    all_href: str = ""
    loop_href: str = ""


def for_series(
    series: Series,
    person: User | AnonymousUser,
    *,
    places: Iterable[Municipality],
    is_inside: bool,
) -> SeriesCases | None:
    """Show the cases of a series; None where the reader has nothing to do with them.

    Args:
        series: The series.
        person: Who reads.
        places: Municipalities of the network that the person works in or is contact for.
        is_inside: The person is of the network, or one of the hosts.
    """
    if not person.is_authenticated or series.state == SeriesState.DRAFT:
        return None
    found = queries.cases_of(series, person)
    may_write = series.state == SeriesState.PUBLISHED and series.network.closed_at is None
    links = [
        (
            str(place),
            reverse(
                "gatherings:case-create", kwargs={"slug": series.slug, **place.address_keys}
            ),
        )
        for place in places
        if may_write
    ]
    if not (found or links or is_inside):
        return None
    return SeriesCases(
        rows=[case_rows.case_row(case, href=case.get_absolute_url()) for case in found[:SHOWN]],
        count=len(found),
        places=links,
        all_href=reverse("gatherings:cases", kwargs={"slug": series.slug}),
        loop_href=reverse("gatherings:loop", kwargs={"slug": series.network.slug})
        if is_inside
        else "",
    )


def loop_of(slug: str, person: User | AnonymousUser) -> str:
    """Give the address of the loop of a network, if one is named and the reader may open it."""
    if not slug or not isinstance(person, User):
        return ""
    if not queries.loop_networks(person).filter(slug=slug).exists():
        return ""
    return reverse("gatherings:loop", kwargs={"slug": slug})


def for_gathering(gathering: Gathering, person: User | AnonymousUser) -> list[CaseRow]:
    """Show the cases that are presented at a gathering, to those who may know of them."""
    if not person.is_authenticated:
        return []
    found = [
        case
        for case in queries.cases_of(gathering.series, person)
        if case.gathering_id == gathering.pk and case.state != CaseState.DRAFT
    ]
    return case_rows.programme_rows(gathering, found)
