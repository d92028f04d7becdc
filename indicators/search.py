"""What the search finds here: the goals and their targets."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.search.sources import Shown, Source, Texts
from common.translations import localized
from common.words import goal_name
from indicators.models import Goal, Target

_LANGUAGES = ("nb", "nn", "sv", "en")
_GOAL_NAMES = tuple(f"name_{code}" for code in _LANGUAGES)
_TARGET_TITLES = tuple(f"title_{code}" for code in _LANGUAGES)


def _address(goal: int) -> str:
    return f"{reverse('portal:goals')}#mal-{goal}"


def _goal(row: Any) -> Shown:
    name = localized(row, "name")
    return Shown(f"{row.number} {name}", _address(row.number), name.lang)


def _target(row: Any) -> Shown:
    title = localized(row, "title")
    where = f"{row.goal_id} {goal_name(row.goal_id)}"
    return Shown(f"{row.number} {title}", _address(row.goal_id), title.lang, where)


SOURCES = (
    Source(
        kind="goals",
        name=_("The 17 goals"),
        rows=lambda _reach: Goal.objects.all(),
        names=_GOAL_NAMES,
        exact=("number",),
        texts=(Texts(_GOAL_NAMES),),
        show=_goal,
        order=lambda: ("number",),
    ),
    Source(
        kind="targets",
        name=_("Targets"),
        rows=lambda _reach: Target.objects.all(),
        names=_TARGET_TITLES,
        exact=("number",),
        texts=(Texts(_TARGET_TITLES),),
        show=_target,
        order=lambda: ("goal_id", "position"),
    ),
)
