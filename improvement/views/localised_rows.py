"""What the pages of localised indicators show: plain values with finished texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import date_in_words, moment_in_words
from common.nordic import by_name
from common.numbers import format_number
from common.translations import LocalText, localized
from improvement.models import IndicatorAdoption, LocalisedIndicator
from improvement.queries import localised as queries
from improvement.queries.localised import Revision
from improvement.queries.trail import name_of
from indicators.models import FrameworkIndicator, Indicator
from indicators.queries.own_values import Cell, bounds_of
from indicators.views.own_values import shown_value
from networks.models import Membership, Municipality, Network

TEXTS = (
    "name", "name_nb", "name_nn", "name_sv", "name_en", "language", "description", "unit",
    "decimals", "source",
)  # fmt: skip
MEMBERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One localised indicator in a list.

    Attributes:
        name: Its name.
        href: Its page.
        parent: Name of the common indicator.
        adapted: What was adapted.
        version: Number of the version: the newest, or the one that is used.
        newest: Number of a newer version than the one that is used; else none.
        origin: Name of the network that made it, if the reader may know of it.
        origin_href: That network's page.
        users: How many other networks use it.
        revised: The day when the common one was revised, if the owner has not answered.
        key: Key of the localised indicator, or of the adoption.
        adopt_href: Where another network takes it into use.
    """

    name: LocalText
    href: str
    parent: LocalText
    adapted: str
    version: int
    key: int
    lang: str = ""
    adopt_href: str = ""
    newest: int | None = None
    origin: str = ""
    origin_href: str = ""
    users: int = 0
    revised: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that an indicator says."""

    name: str
    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What the common indicator and the network's own say of one thing."""

    label: str
    parent: LocalText
    child: LocalText
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One value beside the other: texts, and where the own one is typed."""

    parent: str
    child: str
    href: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A municipality with its values of both, year by year."""

    name: str
    href: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version: when, by whom, what was new."""

    number: int
    at: str
    by: str
    text: str


def local(row: Indicator, field: str) -> LocalText:
    """A text of an indicator in the reader's language."""
    return localized(row, field)


def exact(at: datetime) -> str:
    """Write a moment so that a form reads back the same moment, to the microsecond."""
    return at.isoformat()


def address(localised: LocalisedIndicator) -> str:
    return reverse("improvement:localised-detail", kwargs={"pk": localised.pk})


def own_row(row: Any, revision: Revision | None) -> Row:
    """A row of the network's own; ``row`` has ``users``."""
    return Row(
        key=row.pk,
        name=row.indicator.local_name,
        lang=row.indicator.language,
        href=address(row),
        parent=row.parent.local_name,
        adapted=row.adapted,
        version=row.version,
        users=row.users,
        revised=date_in_words(timezone.localdate(revision.at)) if revision else "",
    )


def adopted_rows(found: Iterable[IndicatorAdoption], reader: User | AnonymousUser) -> list[Row]:
    """Rows of what the network uses of others'; one query."""
    return _others([(row.pk, row.version, row.localised) for row in found], reader)


def other_rows(page: Page[LocalisedIndicator], reader: User | AnonymousUser) -> list[Row]:
    """Rows of what the network could use; one query."""
    return _others([(row.pk, row.version, row) for row in page.object_list], reader)


def _others(
    found: list[tuple[int, int, LocalisedIndicator]], reader: User | AnonymousUser
) -> list[Row]:
    keys = {localised.network_id for _key, _version, localised in found}
    known = set(
        Network.objects.visible_to(reader).filter(pk__in=keys).values_list("pk", flat=True)
    )
    return [
        Row(
            key=key,
            name=row.indicator.local_name,
            lang=row.indicator.language,
            href=address(row),
            parent=row.parent.local_name,
            adapted=row.adapted,
            version=version,
            adopt_href=reverse("improvement:localised-adopt", kwargs={"pk": row.pk}),
            newest=row.version if row.version > version else None,
            origin=row.network.label if row.network_id in known else "",
            origin_href=row.network.get_absolute_url() if row.network_id in known else "",
        )
        for key, version, row in found
    ]


def parent_rows(page: Page[Indicator]) -> list[dict[str, Any]]:
    """Common indicators to choose from."""
    return [
        {"code": row.code, "name": row.local_name, "unit": row.local_unit}
        for row in page.object_list
    ]


def parts(indicator: Indicator) -> list[Part]:
    """What an indicator says, in the reader's language or the nearest one."""
    found = [
        (_("Name"), local(indicator, "name")),
        (_("Definition"), local(indicator, "description")),
        (_("Unit"), local(indicator, "unit")),
        (_("Source"), LocalText(indicator.source, "")),
    ]
    return [Part(name=label, text=each.text, lang=each.lang) for label, each in found]


def side(indicator: Indicator, bounds: FrameworkIndicator | None) -> dict[str, Any]:
    """One indicator alone: its texts, and where its page is."""
    return {
        "name": indicator.local_name,
        "href": indicator.get_absolute_url(),
        "parts": parts(indicator),
        "bounds": _bounds(indicator, bounds),
    }


def _bounds(indicator: Indicator, place: FrameworkIndicator | None) -> str:
    if place is None:
        return ""
    worst, best = (
        format_number(value, decimals=indicator.decimals) for value in (place.worst, place.best)
    )
    return _("%(worst)s gives 0 points, %(best)s gives 100.") % {"worst": worst, "best": best}


def sides(localised: LocalisedIndicator) -> list[Pair]:
    """What the common one and the own one say, side by side."""
    parent, child = localised.parent, localised.indicator
    left, right = parts(parent), parts(child)
    pairs = [
        Pair(
            label=one.name,
            parent=LocalText(one.text, one.lang),
            child=LocalText(other.text, other.lang),
            differs=one.text != other.text,
        )
        for one, other in zip(left, right, strict=True)
    ]
    code = Pair(
        label=_("Code"),
        parent=LocalText(parent.code, ""),
        child=LocalText(child.code, ""),
        differs=False,  # it always does
    )
    pairs.append(code)
    for label, texts in (
        (_("Decimals"), (str(parent.decimals), str(child.decimals))),
        (
            _("Bounds"),
            (_bounds(parent, bounds_of(parent)), _bounds(child, bounds_of(child))),
        ),
    ):
        pairs.append(
            Pair(
                label=label,
                parent=LocalText(texts[0] or _("None: it stands in no framework."), ""),
                child=LocalText(texts[1] or _("None: it stands in no framework."), ""),
                differs=texts[0] != texts[1],
            )
        )
    return pairs


def members_page(
    localised: LocalisedIndicator, reader: User, side: str | None, *, owner: bool
) -> dict[str, Any]:
    """Values of both in the municipalities of the networks that use it; five queries.

    Only networks that the reader may know of are counted, and the owner with ``owner``.
    """
    users = localised.adoptions.filter(network__in=Network.objects.visible_to(reader))
    networks = Q(network__in=users.values("network"))
    if owner:
        networks |= Q(network=localised.network_id)
    places = (
        Municipality.objects.filter(
            pk__in=Membership.objects.counted().filter(networks).values("municipality")
        )
        .select_related("country")
        .order_by(by_name(), "pk")
    )
    page = Paginator(places, MEMBERS).get_page(side)
    keys = [place.pk for place in page.object_list]
    indicators = (localised.parent_id, localised.indicator_id)
    years = queries.latest_years(indicators, keys)
    cells = queries.cells_of(indicators, keys, years)
    today = timezone.localdate().year
    rows = [
        Member(
            name=str(place),
            href=place.get_absolute_url(),
            figures=tuple(
                Figure(
                    year=year,
                    parent=_text(
                        cells.get((place.pk, localised.parent_id, year)), localised.parent
                    ),
                    child=_text(
                        cells.get((place.pk, localised.indicator_id, year)),
                        localised.indicator,
                    ),
                    href=value_address(localised, place, year)
                    if reader.has_perm("indicators.type_value", place)
                    else "",
                )
                for year in years
            ),
        )
        for place in page.object_list
    ]
    typing = [
        (str(place), value_address(localised, place, today - 1))
        for place in page.object_list
        if reader.has_perm("indicators.type_value", place)
    ]
    return {"page": page, "years": years, "rows": rows, "typing": typing, "year": today - 1}


def value_address(
    localised: LocalisedIndicator, place: Municipality, year: int, *, back: str = ""
) -> str:
    """Where a municipality types its value, and comes back from."""
    typed = reverse(
        "indicators:own-value",
        kwargs={
            **place.address_keys,
            "indicator": localised.indicator.code,
            "year": year,
        },
    )
    return f"{typed}?next={back or address(localised)}"


def _text(cell: Cell | None, indicator: Indicator) -> str:
    if cell is None:
        return ""
    return shown_value(cell.value, cell.status, indicator, hidden=cell.is_hidden)


def versions(localised: LocalisedIndicator) -> list[Version]:
    """The versions there have been, newest first; one query."""
    found: dict[int, Version] = {}
    kept = localised.history.select_related("history_user")
    for row in kept.order_by("history_date", "history_id"):
        if row.version in found:
            continue
        text = row.history_change_reason or ""
        if row.version == 1:
            text = _("The first version.")
        found[row.version] = Version(
            number=row.version,
            at=moment_in_words(row.history_date),
            by=name_of(row.history_user),
            text=text,
        )
    return sorted(found.values(), key=lambda one: -one.number)


def users(localised: LocalisedIndicator, reader: User) -> dict[str, Any]:
    """Networks that use it: those the reader may know of by name, the others counted."""
    adoptions = list(localised.adoptions.select_related("network").order_by("pk"))
    keys = [row.network_id for row in adoptions]
    known = set(
        Network.objects.visible_to(reader).filter(pk__in=keys).values_list("pk", flat=True)
    )
    return {
        "named": [
            {
                "name": row.network.label,
                "href": row.network.get_absolute_url(),
                "version": row.version,
                "is_old": row.version < localised.version,
            }
            for row in adoptions
            if row.network_id in known
        ],
        "closed": sum(row.network_id not in known for row in adoptions),
    }
