"""Frameworks from a file: the indicators with their bounds, and the settings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from common.tabular.problems import LoadRefused, ProblemLog
from indicators.actions.hiding import hide_small_numbers
from indicators.models import Framework, FrameworkIndicator, Goal, Indicator, Target
from indicators.tasks import start_for_framework

if TYPE_CHECKING:
    import pandas as pd

    from accounts.models import User

# Column of the file → field of the model, where they differ.
_INDICATOR = {
    "name": "name", "name_nb": "name_nb", "name_nn": "name_nn", "name_sv": "name_sv",
    "unit": "unit", "decimals": "decimals", "source": "source", "source_url": "source_url",
    "licence": "licence", "aggregation": "aggregation", "comparable": "is_comparable",
    "min_denominator": "min_denominator", "min_count": "min_count",
}  # fmt: skip
_DEFAULTS: dict[str, Any] = {"decimals": 1, "aggregation": "none"}
_BOUNDS = ("worst", "best", "green", "middle", "red", "trend_start", "trend_end")
_LIMITS = ("min_denominator", "min_count", "aggregation")
_UPDATED = "updated_at"
# In a list of profiles: meant for none. No profile may be called so.
NO_PROFILE = "none"


@dataclass(frozen=True, slots=True)
class FrameworkLoaded:
    """What a load did to a framework's indicators, and whether to its settings."""

    framework: str
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    settings: bool = False

    @property
    def nothing(self) -> bool:
        """Whether everything is as it was."""
        return not (self.added or self.changed or self.removed or self.settings)


@transaction.atomic
def load_framework(
    *,
    code: str,
    frame: pd.DataFrame,
    given: Collection[str],
    settings: Mapping[str, Any],
    at: datetime,
    name: str = "",
    by: User | None = None,
    dry_run: bool = False,
) -> FrameworkLoaded:
    """Make the framework ``code`` what the file says.

    The file is the whole framework: an indicator that it does not name leaves
    the framework (the indicator and its values stay). Columns that the file
    lacks leave what is stored about an indicator. A framework whose results
    may change is computed again after commit.

    Args:
        code: The framework's code.
        frame: As ``indicators.sources.framework.read`` gives it, without problems.
        given: The columns that the file has.
        settings: As ``read_settings`` gives them; what is left out stays.
        at: When it happens.
        name: The framework's name; empty keeps it, or takes the code.
        by: Who does it; None for the program itself.
        dry_run: Find out what would change, and change nothing.

    A profile, goal or target that is not there is refused (``LoadRefused``).
    """
    _goals()
    rows: list[Any] = list(frame.itertuples(index=False))
    framework, settings_changed = _framework(code, name, settings, profiles=_named(rows))
    _check(rows, framework)
    indicators, texts_changed, limits_changed = _indicators(rows, given, at=at, by=by)
    places, counts = _places(rows, framework, indicators, at=at, by=by)
    changed = counts["changed"] | (texts_changed & places - counts["added"])
    loaded = FrameworkLoaded(
        framework=code,
        added=len(counts["added"]),
        changed=len(changed),
        removed=len(counts["removed"]),
        unchanged=len(rows) - len(counts["added"]) - len(changed),
        settings=settings_changed,
    )
    if limits_changed:
        hide_small_numbers(indicator_ids=limits_changed)
    if dry_run:
        transaction.set_rollback(True)
    elif not loaded.nothing:
        start_for_framework(
            framework=framework, at=at, started_by_id=None if by is None else by.pk
        )
    return loaded


def _goals() -> None:
    """Make sure the goals are there: a framework may be the first thing that is loaded."""
    from indicators.actions.goals import load_goals  # noqa: PLC0415 -- rarely needed

    if not Goal.objects.exists():
        load_goals()


def _named(rows: list[Any]) -> list[str]:
    """List the profiles that the rows name, in the order they come."""
    return list(
        dict.fromkeys(
            name for row in rows for names in (row.profiles, row.trend_profiles)
            for name in names or ()
        )
    )  # fmt: skip


def _framework(
    code: str, name: str, settings: Mapping[str, Any], *, profiles: list[str]
) -> tuple[Framework, bool]:
    """Find or add the framework and give it its settings.

    Without a list of profiles in the settings, those that the rows name are added.
    """
    framework = Framework.objects.select_for_update().filter(code=code).first()
    wanted: dict[str, Any] = dict(settings)
    if name:
        wanted["name"] = name
    if "profiles" not in wanted:
        have = framework.profiles if framework else ["default"]
        wanted["profiles"] = list(dict.fromkeys([*have, *profiles]))
    if framework is None:
        wanted.setdefault("name", code)
        framework = Framework(code=code, **wanted)
        framework.save()
        return framework, True
    changed = {key: value for key, value in wanted.items() if getattr(framework, key) != value}
    for key, value in changed.items():
        setattr(framework, key, value)
    if changed:
        framework.save()
    return framework, bool(changed)


def _check(rows: list[Any], framework: Framework) -> None:
    """Hold the rows against the framework's goals and profiles and the targets.

    Raises:
        LoadRefused: They do not fit.
    """
    log = ProblemLog()
    targets = set(Target.objects.values_list("number", flat=True))
    profiles = set(framework.profiles)
    for row in rows:
        if row.goal not in framework.goals:
            log.add(row.row, "goal", "goal_not_in_framework", goal=row.goal)
        if row.target and targets and row.target not in targets:
            log.add(row.row, "target", "unknown_target", text=row.target)
        for column in ("profiles", "trend_profiles"):
            for profile in getattr(row, column) or ():
                if profile not in profiles:
                    log.add(row.row, column, "unknown_profile", text=profile,
                            allowed=", ".join(framework.profiles))  # fmt: skip
    if log.count:
        raise LoadRefused(log)


def _indicators(
    rows: list[Any], given: Collection[str], *, at: datetime, by: User | None
) -> tuple[dict[str, Indicator], set[int], set[int]]:
    """Add and update the indicators.

    Returns:
        All by code; the keys of those changed; of those whose limits for
        small numbers, or what counts as a count, changed.
    """
    stored = {
        each.code: each
        for each in Indicator.objects.filter(code__in=[row.indicator for row in rows])
    }
    added: list[Indicator] = []
    changed: list[Indicator] = []
    limits: set[int] = set()
    for row in rows:
        values = {
            field: _value(row, column)
            for column, field in _INDICATOR.items()
            if column in given
        }
        indicator = stored.get(row.indicator)
        if indicator is None:
            indicator = Indicator(code=row.indicator, **values)
            stored[row.indicator] = indicator
            added.append(indicator)
            continue
        differing = {
            field for field, value in values.items() if getattr(indicator, field) != value
        }
        if differing:
            for field in differing:
                setattr(indicator, field, values[field])
            indicator.updated_at = at
            changed.append(indicator)
        if differing & set(_LIMITS):
            limits.add(indicator.pk)
    bulk_create_with_history(added, Indicator, default_user=by, default_date=at)
    bulk_update_with_history(
        changed, Indicator, [*_INDICATOR.values(), _UPDATED], default_user=by, default_date=at
    )
    return stored, {indicator.pk for indicator in changed}, limits


def _value(row: Any, column: str) -> Any:
    value = getattr(row, column)
    return _DEFAULTS.get(column) if value is None else value


def _places(
    rows: list[Any],
    framework: Framework,
    indicators: Mapping[str, Indicator],
    *,
    at: datetime,
    by: User | None,
) -> tuple[set[int], dict[str, set[int]]]:
    """Give the indicators their places in the framework.

    Returns:
        Keys of all indicators in it, and those added, changed and removed.
    """
    stored = {
        each.indicator_id: each
        for each in FrameworkIndicator.objects.filter(framework=framework)
    }
    added: list[FrameworkIndicator] = []
    changed: list[FrameworkIndicator] = []
    for position, row in enumerate(rows, start=1):
        indicator = indicators[row.indicator]
        values = _place(row, position)
        place = stored.get(indicator.pk)
        if place is None:
            added.append(FrameworkIndicator(framework=framework, indicator=indicator, **values))
        elif any(getattr(place, field) != value for field, value in values.items()):
            for field, value in values.items():
                setattr(place, field, value)
            place.updated_at = at
            changed.append(place)
    all_pks = {indicators[row.indicator].pk for row in rows}
    removed = set(stored) - all_pks
    FrameworkIndicator.objects.filter(framework=framework, indicator__in=removed).delete()
    bulk_create_with_history(added, FrameworkIndicator, default_user=by, default_date=at)
    if changed:
        fields = [*_place(rows[0], 1), _UPDATED]
        bulk_update_with_history(
            changed, FrameworkIndicator, fields, default_user=by, default_date=at
        )
    return all_pks, {
        "added": {place.indicator_id for place in added},
        "changed": {place.indicator_id for place in changed},
        "removed": removed,
    }


def _place(row: Any, position: int) -> dict[str, Any]:
    values: dict[str, Any] = {
        "position": position,
        "goal_id": row.goal,
        "target_id": row.target or None,
        "is_scored": row.scored,
        "profiles": _listed(row.profiles),
        "trend_profiles": _listed(row.trend_profiles),
    }
    for name in _BOUNDS:
        value = getattr(row, name)
        # NaN is not equal to itself
        values[name] = None if value is None or value != value else value
    return values


def _listed(names: Collection[str] | None) -> list[str]:
    """Write profiles as the model keeps them: an empty list is all, ``none`` is no profile."""
    if names is None:
        return []
    return list(names) or [NO_PROFILE]
