"""Examples in words, as the list and their pages show them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.dates import date_in_words, moment_in_words
from common.nordic import sort_key
from common.numbers import NO_BREAK_SPACE, format_number
from common.words import goal_name
from indicators.models import Indicator
from knowledge.enums import ExampleState
from knowledge.models import DidToo, Example, ExampleEvent
from knowledge.queries import examples
from knowledge.queries.figures import Figure, figures_of, then_and_now


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """One example as it stands in a list."""

    title: str
    lang: str
    href: str
    place: str
    summary: str
    goals: list[int]
    indicator: str
    done_too: str
    mark: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure with the words above it."""

    term: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The indicator of an example, then and now.

    Attributes:
        sentence: What the figures say, and that they do not say why.
    """

    name: str
    lang: str
    href: str
    is_illustrative: bool
    figures: list[FigureRow]
    sentence: str


@dataclass(frozen=True, slots=True)
class TooRow:
    """A municipality that did it too."""

    place: str
    href: str
    text: str
    lang: str
    day: str
    undo: str


@dataclass(frozen=True, slots=True)
class Select:
    """One list to choose one from."""

    name: str
    title: str
    everything: str
    choices: list[tuple[str, str, bool]]


def example_row(example: Example) -> ExampleRow:
    """Lay out one example of a list; goals and count are at hand."""
    number = getattr(example, "done_too", 0)
    indicator = example.indicator
    state = ExampleState(example.state)
    is_public = state == ExampleState.PUBLISHED
    return ExampleRow(
        title=example.title,
        lang=example.language,
        href=example.get_absolute_url(),
        place=str(example.municipality),
        summary=example.summary,
        goals=[goal.number for goal in example.goals.all()],
        indicator=str(indicator.local_name) if indicator else "",
        done_too=too_words(number) if number else "",
        mark="" if is_public else str(state.label).capitalize(),
    )


def too_words(number: int) -> str:
    """Say how many did it too."""
    text = ngettext(
        "%(n)s municipality did this too", "%(n)s municipalities did this too", number
    )
    return text % {"n": number}


def too_rows(rows: list[DidToo], *, example: Example, mine: set[int]) -> list[TooRow]:
    """Lay out who did it too; own ones can be taken back."""
    return [
        TooRow(
            str(row.municipality),
            row.municipality.get_absolute_url(),
            row.text,
            row.language,
            date_in_words(row.at),
            reverse(
                "knowledge:example-too-undo",
                kwargs={"slug": example.slug, **row.municipality.address_keys},
            )
            if row.municipality_id in mine
            else "",
        )
        for row in rows
    ]


def figure_text(figure: Figure, indicator: Indicator) -> str:
    """Write a value with its unit, or that it is hidden."""
    if figure.value is None:
        return _("hidden here, because the numbers are small")
    number = format_number(figure.value, decimals=indicator.decimals)
    unit = str(indicator.local_unit)
    return f"{number}{NO_BREAK_SPACE}{unit}" if unit else number


def moved(example: Example) -> Moved | None:
    """Read what the indicator of an example says then and now; None without one."""
    indicator = example.indicator
    if indicator is None:
        return None
    found = figures_of(example.municipality, [indicator.pk]).get(indicator.pk, [])
    then, now = then_and_now(found, example.began_in)
    terms = [(then, pgettext("figure", "Before it began")), (now, pgettext("figure", "Newest"))]
    rows = [
        FigureRow(
            term,
            figure_text(figure, indicator),
            ", ".join(filter(None, [str(figure.year), figure.source])),
        )
        for figure, term in terms
        if figure is not None
    ]
    if then is not None and now is not None:
        sentence = _(
            "The figure and the work moved in the same years. The figure does not say why."
        )
    elif now is not None:
        sentence = _("There is no figure from before it began to set beside it.")
    else:
        sentence = _("There is no figure for the municipality yet.")
    name = indicator.local_name
    keys = {**example.municipality.address_keys, "indicator": indicator.code}
    return Moved(
        name.text,
        name.lang,
        reverse("portal:municipality-indicator", kwargs=keys),
        indicator.is_illustrative,
        rows,
        sentence,
    )


def event_rows(example: Example) -> list[tuple[str, str, str]]:
    """Give what happened to an example: when, what, and the reason."""
    rows = ExampleEvent.objects.filter(example=example).order_by("-at", "-pk")
    return [(moment_in_words(row.at), row.get_kind_display(), row.text) for row in rows]


def selects(options: examples.Options, choices: examples.Choices, query: str) -> list[Select]:
    """Lay out what the list can be narrowed to; what gives nothing is left out."""
    lists = [
        Select(
            "mal",
            _("Goal"),
            _("All goals"),
            [(str(n), f"{n} {goal_name(n)}", n == choices.goal) for n in options.goals],
        ),
        Select(
            "kommune",
            _("Municipality"),
            _("All municipalities"),
            [(key, name, key == query) for key, name in _places(options)],
        ),
        Select(
            "nettverk",
            _("Network"),
            _("All networks"),
            [(row.slug, row.label, row.slug == choices.network) for row in options.networks],
        ),
        Select(
            "indikator",
            _("Indicator"),
            _("All indicators"),
            sorted(
                [
                    (row.code, str(row.local_name), row.code == choices.indicator)
                    for row in options.indicators
                ],
                key=lambda each: sort_key(each[1]),
            ),
        ),
    ]
    return [each for each in lists if each.choices]


def _places(options: examples.Options) -> list[tuple[str, str]]:
    return [
        ("{country}-{code}".format(**place.address_keys), str(place))
        for place in options.places
    ]


def sorts() -> list[tuple[str, str]]:
    """Give the orders that the list can have."""
    return [
        (examples.NEWEST, _("Newest first")),
        (examples.NAME, _("By name")),
        (examples.DONE, _("Most have done it too")),
    ]


def result_words(number: int) -> str:
    """Say how many there are."""
    return ngettext("%(n)s example", "%(n)s examples", number) % {"n": number}
