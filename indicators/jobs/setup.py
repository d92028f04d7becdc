"""What a computation needs to know besides the figures: parameters, units, areas."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from indicators.calculations.aggregates import AGGREGATION_NAMES
from indicators.calculations.parameters import Flags, Floats, Integers, Parameters, halfway
from indicators.documents import FORMAT
from indicators.enums import DashboardKind, MissingGoal
from indicators.models import Framework, FrameworkIndicator
from networks.models import (
    CountyMembership,
    Membership,
    Municipality,
    Network,
    RegionMembership,
)
from networks.models.networks import COUNTED_STATES

METHOD = 1  # raised when the calculations change, so that everything is computed again


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """One framework: its parameters and the I indicators they belong to, in order."""

    framework_id: int
    code: str
    profiles: tuple[str, ...]
    parameters: Parameters
    indicators: Integers  # primary keys
    codes: tuple[str, ...]
    aggregation: Integers  # codes of Aggregation
    min_denominator: Floats  # NaN = no limit
    min_count: Floats  # NaN = no limit
    comparable: Flags
    digest: bytes

    @property
    def limited(self) -> Flags:
        """Whether small numbers of an indicator are hidden."""
        return ~(np.isnan(self.min_denominator) & np.isnan(self.min_count))

    @property
    def more_is_better(self) -> Integers:
        """1 where more is better, -1 where less is."""
        return np.where(self.parameters.best > self.parameters.worst, 1, -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """U municipalities of one country, ordered by primary key."""

    country: str
    ids: Integers
    codes: tuple[str, ...]
    profile: Integers  # position in the framework's profiles; -1 = unknown
    group: Integers  # position in ``groups``
    groups: tuple[str, ...]
    population: Floats  # NaN = not known


@dataclass(frozen=True, slots=True)
class Area:
    """A county, region, network or sub-group with its member municipalities."""

    kind: str
    pk: int
    members: tuple[int, ...]  # primary keys, ascending
    comparable: bool = True


def load_setup(framework: Framework) -> Setup:
    """Read a framework's parameters into arrays."""
    rows = list(
        FrameworkIndicator.objects.filter(framework=framework)
        .order_by("position", "pk")
        .values_list(
            "indicator_id",
            "goal_id",
            "worst",
            "best",
            "green",
            "red",
            "middle",
            "is_scored",
            "profiles",
            "trend_profiles",
            "trend_start",
            "trend_end",
            "indicator__aggregation",
            "indicator__is_comparable",
            "indicator__min_denominator",
            "indicator__min_count",
            "indicator__code",
        )
    )
    columns = list(zip(*rows, strict=True)) if rows else [()] * 17
    profiles = tuple(framework.profiles)
    green, red, middle = (_floats(columns[place]) for place in (4, 5, 6))
    parameters = Parameters(
        goal=np.array(columns[1], dtype=np.int64),
        worst=_floats(columns[2]),
        best=_floats(columns[3]),
        green=green,
        red=red,
        middle=halfway(green=green, red=red, middle=middle),
        scored=np.array(columns[7], dtype=bool),
        rated_in=_profiles(columns[8], profiles),
        trend_in=_profiles(columns[9], profiles),
        trend_start=np.array([year or 0 for year in columns[10]], dtype=np.int64),
        trend_end=np.array([year or 0 for year in columns[11]], dtype=np.int64),
        goals=tuple(sorted(framework.goals)),
        horizon=framework.horizon,
        min_goal_share=framework.min_goal_share,
        min_rating_share=framework.min_rating_share,
        max_missing_share_ranked=framework.max_missing_share_ranked,
        group_mean=framework.missing_goal == MissingGoal.GROUP_MEAN,
    )
    setup = Setup(
        framework_id=framework.pk,
        code=framework.code,
        profiles=profiles,
        parameters=parameters,
        indicators=np.array(columns[0], dtype=np.int64),
        codes=tuple(columns[16]),
        aggregation=np.array(
            [AGGREGATION_NAMES.index(name) for name in columns[12]], dtype=np.int64
        ),
        comparable=np.array(columns[13], dtype=bool),
        min_denominator=_floats(columns[14]),
        min_count=_floats(columns[15]),
        digest=b"",
    )
    return _with_digest(setup)


def _with_digest(setup: Setup) -> Setup:
    """Sum up everything that is not a figure, so that a change of it is seen."""
    digest = hashlib.blake2b(f"{FORMAT} {METHOD}".encode(), digest_size=16)
    values = {field.name: getattr(setup, field.name) for field in fields(setup)}
    for part in (
        values,
        {f.name: getattr(setup.parameters, f.name) for f in fields(Parameters)},
    ):
        for name, value in part.items():
            digest.update(name.encode())
            if isinstance(value, np.ndarray):
                digest.update(np.ascontiguousarray(value).tobytes())
            elif not isinstance(value, Parameters):
                digest.update(repr(value).encode())
    return Setup(**{**values, "digest": digest.digest()})


def _floats(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _profiles(lists: Sequence[list[str]], names: Sequence[str]) -> Flags:
    """Say which profile is named in each list; an empty list names all."""
    rows = [[not named or name in named for name in names] for named in lists]
    return np.array(rows, dtype=bool).reshape(len(lists), len(names))


def load_units(setup: Setup, *, country: str, on: date, ids: Sequence[int] = ()) -> Units:
    """Read the municipalities of a country that exist on a day, or those of ``ids``."""
    found = Municipality.objects.in_force(on=on).filter(country=country)
    if ids:
        found = found.filter(pk__in=ids)
    rows = list(
        found.order_by("pk").values_list("pk", "code", "profile", "group", "population")
    )
    groups = tuple(sorted({row[3] for row in rows}))
    position = {name: place for place, name in enumerate(setup.profiles)}
    # a profile that the framework does not know is its default one
    otherwise = position.get("default", -1)
    return Units(
        country=country,
        ids=np.array([row[0] for row in rows], dtype=np.int64),
        codes=tuple(row[1] for row in rows),
        profile=np.array([position.get(row[2], otherwise) for row in rows], dtype=np.int64),
        group=np.array([groups.index(row[3]) for row in rows], dtype=np.int64),
        groups=groups,
        population=_floats(row[4] for row in rows),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInfo:
    """What the aggregates need to know of some municipalities."""

    profile: Integers
    population: Floats
    countries: tuple[str, ...]


def load_members(setup: Setup, ids: Sequence[int]) -> MemberInfo:
    """Read municipalities of any country, in the order of their primary keys."""
    rows = list(
        Municipality.objects.filter(pk__in=ids)
        .order_by("pk")
        .values_list("profile", "population", "country_id")
    )
    position = {name: place for place, name in enumerate(setup.profiles)}
    return MemberInfo(
        profile=np.array([position.get(row[0], -1) for row in rows], dtype=np.int64),
        population=_floats(row[1] for row in rows),
        countries=tuple(row[2] for row in rows),
    )


def load_areas(*, touching: Sequence[int] | None = None, on: date) -> list[Area]:
    """Read counties, regions, networks and sub-groups with members that exist on a day.

    Closed networks are left out: their figures stay as they were.

    Args:
        touching: Only areas with at least one of these municipalities as a
            member; empty = all.
        on: The day.

    Returns:
        The areas, ordered by kind and primary key.
    """
    inside = Q(municipality__in=Municipality.objects.in_force(on=on).values("pk"))
    counted = inside & Q(state__in=COUNTED_STATES, network__closed_at__isnull=True)
    today = inside & Q(valid_to__isnull=True)
    uncomparable = set(Network.objects.filter(is_comparable=False).values_list("pk", flat=True))
    found = [
        *_areas(
            DashboardKind.COUNTY, CountyMembership.objects.filter(today), "county", touching
        ),
        *_areas(DashboardKind.NETWORK, Membership.objects.filter(counted), "network", touching),
        *_areas(
            DashboardKind.REGION, RegionMembership.objects.filter(today), "region", touching
        ),
        *_areas(
            DashboardKind.SUBGROUP,
            Membership.objects.filter(counted, group__isnull=False),
            "group",
            touching,
        ),
    ]
    return [
        Area(kind, pk, members, not (kind == DashboardKind.NETWORK and pk in uncomparable))
        for kind, pk, members in found
    ]


def _areas(
    kind: str, memberships: QuerySet[Any], key: str, touching: Sequence[int] | None
) -> list[tuple[str, int, tuple[int, ...]]]:
    if touching is not None:
        own = memberships.filter(municipality__in=touching).values(f"{key}_id")
        memberships = memberships.filter(**{f"{key}__in": own})
    members: dict[int, set[int]] = {}
    for area, municipality in memberships.values_list(f"{key}_id", "municipality_id"):
        members.setdefault(area, set()).add(municipality)
    return [(str(kind), pk, tuple(sorted(found))) for pk, found in sorted(members.items())]
