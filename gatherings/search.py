"""What the search finds here: series, gatherings, cases, materials.

Themes, minutes and materials have readers of their own; for others they are not there.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.search.sources import Keys, Reach, Shown, Source, Texts
from gatherings import words
from gatherings.enums import Access, CaseState, SeatState
from gatherings.models import Case, Gathering, HostPerson, Material, Registration, Series
from networks.enums import Role
from networks.models import MainContact

SERIES_TEXTS = ("name", "summary", "description", "target_group")
GATHERING_TEXTS = ("title", "description", "place", "bring")
CASE_TEXTS = ("title", "question", "background")


def _held(person: Any) -> QuerySet[Any, Any]:
    """Series that the person holds, or whose network the person leads."""
    if person.is_superuser:
        return Series.objects.values("pk")
    if not person.is_authenticated:
        return Series.objects.none().values("pk")
    leading = person.role_assignments.current().filter(role=Role.NETWORK_LEADER)
    hosting = HostPerson.objects.filter(person=person)
    return Series.objects.filter(
        Q(network__in=leading.values("network"))
        | Q(network__programme__in=leading.values("programme"))
        | Q(pk__in=hosting.values("series"))
    ).values("pk")


def _seats(person: Any) -> QuerySet[Any, Any]:
    """Series that the person has a seat in."""
    if not person.is_authenticated:
        return Registration.objects.none().values("series")
    mine = Registration.objects.filter(person=person, state=SeatState.CONFIRMED)
    return mine.values("series")


def _contacts(person: Any) -> QuerySet[Any, Any]:
    """Networks in which the person is a main contact, also without a role."""
    if not person.is_authenticated:
        return MainContact.objects.none().values("membership__network")
    mine = MainContact.objects.filter(person=person, valid_to__isnull=True)
    return mine.values("membership__network")


KEYS: dict[str, Keys] = {
    "series known": lambda person: Series.objects.visible_to(person).values("pk"),
    "series held": _held,
    "series with a seat": _seats,
    "networks of contact": _contacts,
    "cases known": lambda person: Case.objects.visible_to(person).values("pk"),
}


def _seated(reach: Reach) -> Q:
    """Rows of series that the reader holds or has a seat in."""
    return Q(series__in=(*reach["series held"], *reach["series with a seat"]))


def _inside(reach: Reach) -> Q:
    """Those, and rows of series of networks that the reader works in or is a contact of."""
    networks = (*reach["networks of work"], *reach["networks of contact"])
    return _seated(reach) | Q(series__network__in=networks)


def _opened(reach: Reach, access: str) -> Q:
    """Rows that the reader reads by who may: everybody, the network, participants, hosts."""
    return (
        Q(**{access: Access.PUBLIC})
        | Q(**{access: Access.NETWORK}) & _inside(reach)
        | Q(**{access: Access.PARTICIPANTS}) & _seated(reach)
        | Q(**{access: Access.HOSTS}, series__in=reach["series held"])
    )


def _reads_theme(reach: Reach) -> Q:
    return Q(series__shows_programme=True) | _inside(reach)


def _reads_minutes(reach: Reach) -> Q:
    return _opened(reach, "minutes_access")


def _series(reach: Reach) -> QuerySet[Series]:
    return Series.objects.filter(pk__in=reach["series known"]).select_related("network")


def _one_series(row: Any) -> Shown:
    return Shown(row.name, row.get_absolute_url(), row.language, row.network.label)


def _gatherings(reach: Reach) -> QuerySet[Gathering]:
    rows = Gathering.objects.filter(series__in=reach["series known"])
    return rows.select_related("series")


def _gathering(row: Any) -> Shown:
    where = f"{row.series.name} · {words.day_of(row)}"
    return Shown(words.gathering_name(row), row.get_absolute_url(), row.series.language, where)


def _cases(reach: Reach) -> QuerySet[Case]:
    rows = Case.objects.filter(pk__in=reach["cases known"])
    if reach.person.is_superuser:  # a draft is for those who write it
        rows = rows.exclude(state=CaseState.DRAFT)
    return rows.select_related("series", "municipality__country")


def _case(row: Any) -> Shown:
    where = f"{row.municipality} · {row.series.name} · {row.get_state_display()}"
    return Shown(row.title, row.get_absolute_url(), row.language, where)


def _materials(reach: Reach) -> QuerySet[Material]:
    rows = Material.objects.filter(_opened(reach, "access"), series__in=reach["series known"])
    return rows.select_related("series", "gathering")


def _material(row: Any) -> Shown:
    series, gathering = row.series, row.gathering
    where = series.name
    if gathering is not None:
        where = f"{where} · {words.gathering_name(gathering)}"
    page = (gathering or series).get_absolute_url()
    return Shown(row.title, page, series.language, where)


SOURCES = (
    Source(
        kind="series",
        name=_("Series"),
        rows=_series,
        within="series known",
        names=("name",),
        texts=(Texts(SERIES_TEXTS),),
        show=_one_series,
        order=lambda: ("-pk",),
    ),
    Source(
        kind="gatherings",
        name=_("Gatherings"),
        rows=_gatherings,
        within="series known",
        names=("title",),
        texts=(
            Texts(GATHERING_TEXTS),
            Texts(("theme",), when=_reads_theme),
            Texts(("minutes",), when=_reads_minutes),
        ),
        language="series__language",
        show=_gathering,
        order=lambda: ("-day",),
    ),
    Source(
        kind="cases",
        name=_("Cases"),
        rows=_cases,
        within="cases known",
        names=("title",),
        texts=(Texts(CASE_TEXTS),),
        show=_case,
        order=lambda: ("-updated_at",),
    ),
    Source(
        kind="materials",
        name=_("Materials"),
        rows=_materials,
        within="series known",
        names=("title",),
        show=_material,
        order=lambda: ("-updated_at",),
    ),
)
