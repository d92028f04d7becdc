"""Localised indicators: who may read them, what was revised, values side by side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst

from accounts.models import User
from common.nordic import by_shown_name, matches
from improvement.models import IndicatorAdoption, LocalisedIndicator, workplace_networks
from improvement.queries.choices import networks_of
from indicators.enums import Gender, ImportKind
from indicators.models import Indicator, Observation
from indicators.queries.own_values import Cell
from networks.models import Municipality, Network

YEARS: Final = 3
"""How many years stand side by side."""

# A revision is a change of what the indicator is; its code, licence and bounds are not.
MEANING: Final = [
    *(
        f"{field}{ending}"
        for field in ("name", "description", "unit")
        for ending in ("", "_nb", "_nn", "_sv", "_en")
    ),
    "source",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A text of the common indicator that was changed."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What was changed in a common indicator since its owner last took a stand.

    Attributes:
        at: When the last change was made.
        differences: Old and new text, field by field; at least one.
    """

    at: datetime
    differences: tuple[Difference, ...]


def visible_localised(person: User | AnonymousUser) -> QuerySet[LocalisedIndicator]:
    """Localised indicators of networks one may know of, and those one's own networks use."""
    if not person.is_authenticated:
        return LocalisedIndicator.objects.none()
    used = IndicatorAdoption.objects.filter(network__in=workplace_networks(person))
    return LocalisedIndicator.objects.filter(
        Q(network__in=Network.objects.visible_to(person)) | Q(pk__in=used.values("localised"))
    )


def of_network(network: Network) -> QuerySet[LocalisedIndicator]:
    """The network's own, with ``users`` (how many others use it), by name."""
    return (
        LocalisedIndicator.objects.filter(network=network)
        .select_related("indicator", "parent")
        .annotate(users=Count("adoptions"))
        .order_by(by_shown_name("indicator__name"), "pk")
    )


def adopted_by(network: Network) -> QuerySet[IndicatorAdoption]:
    """What the network uses of others', by name."""
    return (
        IndicatorAdoption.objects.filter(network=network)
        .select_related("localised__indicator", "localised__parent", "localised__network")
        .order_by(by_shown_name("localised__indicator__name"), "pk")
    )


def to_adopt(
    person: User | AnonymousUser, network: Network, *, text: str = ""
) -> QuerySet[LocalisedIndicator]:
    """Others' indicators that the network does not use yet, by name."""
    used = IndicatorAdoption.objects.filter(network=network, localised=OuterRef("pk"))
    fields = tuple(
        f"{side}__{name}"
        for side in ("indicator", "parent")
        for name in ("name", "name_nb", "name_nn", "name_sv", "name_en")
    )
    return (
        visible_localised(person)
        .exclude(network=network)
        .exclude(Exists(used))
        .filter(matches(text, fields=(*fields, "indicator__code", "adapted")))
        .select_related("indicator", "parent", "network")
        .order_by(by_shown_name("indicator__name"), "pk")
    )


def to_localise(*, text: str = "") -> QuerySet[Indicator]:
    """Common indicators that something can be adapted from, by name."""
    names = ("name", "name_nb", "name_nn", "name_sv", "name_en", "code")
    return (
        Indicator.objects.filter(localisation__isnull=True)
        .filter(matches(text, fields=names))
        .order_by(by_shown_name(), "pk")
    )


def revisions_of(rows: Iterable[LocalisedIndicator]) -> dict[int, Revision]:
    """What was revised in the parents since the owners last took a stand; one query.

    The parent as it is now is compared with the newest row of its history at that time;
    a change that was taken back is none. ``rows`` come with their ``parent``.

    Returns:
        Key of a localised indicator → the revision; without those where there is none.
    """
    wanted = list(rows)
    if not wanted:
        return {}
    history: dict[int, list[Any]] = defaultdict(list)
    kept = Indicator.history.filter(id__in={row.parent_id for row in wanted})
    for each in kept.order_by("history_date", "history_id"):
        history[each.id].append(each)
    found = {}
    for row in wanted:
        revision = _revision(row, history[row.parent_id])
        if revision is not None:
            found[row.pk] = revision
    return found


def revision_of(localised: LocalisedIndicator) -> Revision | None:
    """What was revised in the parent since the owner last took a stand."""
    return revisions_of([localised]).get(localised.pk)


def _revision(localised: LocalisedIndicator, history: list[Any]) -> Revision | None:
    seen_at = localised.parent_seen_at
    later = [each for each in history if each.history_date > seen_at]
    if not later:
        return None
    earlier = [each for each in history if each.history_date <= seen_at]
    then = earlier[-1] if earlier else history[0]
    parent = localised.parent
    differences = tuple(
        Difference(
            label=capfirst(str(Indicator._meta.get_field(name).verbose_name)),  # type: ignore[union-attr]
            old=getattr(then, name),
            new=getattr(parent, name),
        )
        for name in MEANING
        if getattr(then, name) != getattr(parent, name)
    )
    if not differences:
        return None
    return Revision(at=later[-1].history_date, differences=differences)


def waiting_for(networks: QuerySet[Network]) -> list[tuple[LocalisedIndicator, Revision]]:
    """Localised indicators of the networks whose parents were revised; two queries."""
    rows = list(
        LocalisedIndicator.objects.filter(network__in=networks)
        .select_related("indicator", "parent", "network")
        .order_by("pk")
    )
    revisions = revisions_of(rows)
    return [(row, revisions[row.pk]) for row in rows if row.pk in revisions]


def used_in(municipality: Municipality) -> QuerySet[LocalisedIndicator]:
    """Localised indicators that the municipality's open networks own or use, by name."""
    networks = networks_of(municipality)
    return (
        LocalisedIndicator.objects.filter(
            Q(network__in=networks)
            | Q(
                pk__in=IndicatorAdoption.objects.filter(network__in=networks).values(
                    "localised"
                )
            )
        )
        .select_related("indicator", "parent", "network")
        .order_by(by_shown_name("indicator__name"), "pk")
    )


def latest_years(indicators: Iterable[int], municipalities: Iterable[int]) -> list[int]:
    """The latest years for which any of them has a value or a reason, oldest first."""
    years = (
        Observation.objects.filter(
            indicator__in=list(indicators),
            municipality__in=list(municipalities),
            gender=Gender.TOTAL,
            period__gt=0,
        )
        .values_list("period", flat=True)
        .distinct()
        .order_by("-period")[:YEARS]
    )
    return sorted(years)


def cells_of(
    indicators: Iterable[int], municipalities: Iterable[int], years: Iterable[int]
) -> Mapping[tuple[int, int, int], Cell]:
    """Values by municipality, indicator and year; one query."""
    rows = Observation.objects.filter(
        indicator__in=list(indicators),
        municipality__in=list(municipalities),
        period__in=list(years),
        gender=Gender.TOTAL,
    ).values_list(
        "municipality_id", "indicator_id", "period", "value", "status", "batch__kind",
        "is_hidden",
    )  # fmt: skip
    return {
        (place, indicator, period): Cell(
            period, value, status, kind == ImportKind.TYPED, is_hidden
        )
        for place, indicator, period, value, status, kind, is_hidden in rows
    }
