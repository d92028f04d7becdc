"""The list of needs in words: rows, and the choices beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import has_passed
from common.nordic import sort_key
from common.words import goal_name
from procurement import words
from procurement.enums import CLOSED_STAGES, NeedState, Stage
from procurement.models import Category, Need
from procurement.queries import listing
from procurement.queries.listing import Choices, Counts, Extra
from procurement.queries.needs import all_names
from procurement.views.need_rows import category_name

_NEW = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need as it stands in the list.

    Attributes:
        dots: Whether each of the six stages is reached.
        mark: Who sees it, where not everybody does; or that it is new or closed.
    """

    title: str
    lang: str
    href: str
    summary: str
    goals: list[int]
    who: str
    volume: str
    stage: str
    number: int
    dots: list[bool]
    deadline: str
    left: str
    solutions: int
    mark: str


@dataclass(frozen=True, slots=True)
class Box:
    """One choice with the number of needs it would give."""

    key: str
    name: str
    number: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of choice: checkboxes, or a list to choose one from.

    Attributes:
        name: In the address.
        everything: The words for no choice, in a list.
    """

    name: str
    title: str
    boxes: list[Box]
    everything: str = ""


def need_row(need: Need, extra: Extra, *, at: datetime) -> NeedRow:
    """Lay out one need of the list."""
    number = words.place_in_way(need.stage)
    members = extra.members.get(need.pk, set())
    lead = str(need.municipality)
    day, left = _deadline(need, at=at)
    network = need.network.label if need.network and _knows_network(need) else ""
    return NeedRow(
        title=need.title,
        lang=need.language,
        href=need.get_absolute_url(),
        summary=need.summary,
        goals=extra.goals.get(need.pk, []),
        who=words.who(need.municipality, all_names(lead, members) if members else [], network),
        volume=_volume(need, extra),
        stage=str(Stage(need.stage).label),
        number=number,
        dots=[place <= number for place in range(1, len(words.STAGES) + 1)],
        deadline=day,
        left=left,
        solutions=need.solutions_sent,  # type: ignore[attr-defined]  # of the list's query
        mark=_mark(need, at=at),
    )


def _knows_network(need: Need) -> bool:
    known: bool = need.network_known  # type: ignore[attr-defined]  # of the list's query
    return known


def _volume(need: Need, extra: Extra) -> str:
    parts = (words.volume(need, extra.volumes.get(need.pk)), words.budget(need))
    return " · ".join(part for part in parts if part)


def _deadline(need: Need, *, at: datetime) -> tuple[str, str]:
    until = need.solutions_until
    if need.state == NeedState.CLOSED:
        return _("Closed"), ""
    if need.stage in CLOSED_STAGES:
        return _("The dialogue is over"), ""
    if until is None:
        return pgettext("deadline", "Open"), words.time_left(None, need, at=at)
    if has_passed(until, at=at):
        return _("The deadline has passed"), words.time_left(until, need, at=at)
    return words.day(until, need), words.time_left(until, need, at=at)


def _mark(need: Need, *, at: datetime) -> str:
    if need.state != NeedState.PUBLISHED:
        return str(NeedState(need.state).label)
    is_new = need.published_at is not None and at - need.published_at < _NEW
    return pgettext("need", "New") if is_new else ""


def groups(choices: Choices, counts: Counts, categories: Iterable[Category]) -> list[Group]:
    """Lay out the choices: those to tick off first, then those to choose one from."""
    options = counts.options
    stages = [
        _box(options["stage"], stage.value, str(stage.label), choices.stages)
        for stage in words.STAGES
    ]
    found = [
        Group("fase", _("Stage"), stages),
        Group("nettverk", _("Network"), _named(options["network"], choices.networks)),
    ]
    if {NeedState.DRAFT, NeedState.SHARED} & set(options["state"]) or choices.states:
        found.append(Group("vis", _("Who sees it"), _states(choices, counts)))
    goals = [str(number) for number in choices.goals]
    named = {one.code: category_name(one) for one in categories}
    lists = [
        Group(
            "mal",
            _("Goal"),
            [
                _box(options["goal"], str(n), f"{n} {goal_name(n)}", goals)
                for n in range(1, 18)
                if str(n) in options["goal"] or str(n) in goals
            ],
            _("All goals"),
        ),
        Group(
            "kategori",
            _("Category"),
            [
                _box(options["category"], code, name, choices.categories)
                for code, name in named.items()
                if code in options["category"] or code in choices.categories
            ],
            _("All categories"),
        ),
        Group(
            "fylke", _("County"), _named(options["county"], choices.counties), _("All counties")
        ),
        Group("frist", _("Deadline"), _deadlines(choices, counts), _("All deadlines")),
    ]
    return [*found, *(group for group in lists if group.boxes)]


def _states(choices: Choices, counts: Counts) -> list[Box]:
    return [
        _box(counts.options["state"], state.value, str(state.label), choices.states)
        for state in NeedState
        if state.value in counts.options["state"] or state.value in choices.states
    ]


def _deadlines(choices: Choices, counts: Counts) -> list[Box]:
    names = {
        listing.FORTNIGHT: _("Within 14 days"),
        listing.MONTH: _("Within 30 days"),
        listing.UNDATED: _("Without a deadline"),
        listing.PASSED: _("Over"),
    }
    return [
        _box(counts.options["deadline"], key, name, (choices.deadline,))
        for key, name in names.items()
    ]


def _named(options: dict[str, listing.Option], taken: Sequence[str]) -> list[Box]:
    """Choices by their names; a chosen one that gives nothing stays, to be taken away."""
    boxes = [
        Box(key, option.label, option.number, key in taken) for key, option in options.items()
    ]
    boxes += [Box(key, key, 0, is_chosen=True) for key in taken if key not in options]
    return sorted(boxes, key=lambda box: sort_key(box.name))


def _box(options: dict[str, listing.Option], key: str, name: str, taken: Sequence[str]) -> Box:
    number = options[key].number if key in options else 0
    return Box(key, name, number, key in taken)


def sorts() -> list[tuple[str, str]]:
    """Give the orders that the list can have."""
    return [
        (listing.DEADLINE, _("Deadline first")),
        (listing.NEWEST, _("Newest first")),
        (listing.NAME, _("By name")),
        (listing.VOLUME, _("Largest volume of each unit")),
    ]


def narrowed_to(place: str) -> str:
    """Say whose needs are shown, where they are one municipality's."""
    return _("Only needs that %(place)s has or has joined.") % {"place": place} if place else ""
