"""Sentences whose pieces keep their language and the address of the row they come from."""

import re
import textwrap
from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.dates import date_in_words
from common.lists import in_words
from common.numbers import format_number
from common.translations import LocalText
from common.words import MISSING, RATINGS, TRENDS, goal_name
from improvement.calculations.content import Block, BlockKind, Part, Sentence
from improvement.models import GoalConflict, Measure, Objective
from improvement.queries.report_figures import Figure
from networks.models import Municipality, Network

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
Value = str | int | Part | LocalText | Sentence


def language() -> str:
    """Two letters of the language that is written now."""
    return (get_language() or "nb").split("-")[0]


def say(text: str, /, **values: Value) -> Sentence:
    """Fill a translated sentence; values that are parts keep their language and address.

    Args:
        text: With ``%(name)s`` where the values stand; ``%%`` is a per cent sign.
        **values: What stands there.
    """
    parts: list[Part] = []
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        parts.append(Part(text[end : match.start()].replace("%%", "%")))
        value = values[match[1]]
        parts += [part(value)] if not isinstance(value, tuple) else value
        end = match.end()
    parts.append(Part(text[end:].replace("%%", "%")))
    return tuple(one for one in parts if one.text)


def part(value: str | int | Part | LocalText) -> Part:
    """Make a piece of a sentence; a text in the language of the report needs no mark."""
    if isinstance(value, Part):
        return value
    if isinstance(value, LocalText):
        return Part(value.text, foreign(value.lang))
    return Part(str(value))


def foreign(lang: str) -> str:
    """The language of a text, where it is not the one that is written now; else ""."""
    return "" if lang.split("-")[0] == language() else lang


def written(text: str, lang: str, *, address: str = "", width: int = 0) -> Part:
    """What a person has written, in the person's language; ``width`` shortens it."""
    flat = " ".join(text.split())
    if width:
        flat = textwrap.shorten(flat, width, placeholder=" …") or f"{flat[: width - 2]} …"
    return Part(flat, foreign(lang), address)


def joined(parts: Iterable[Part]) -> Sentence:
    """Put parts into one sentence with commas and *and*."""
    every = list(parts)
    if len(every) < 2:
        return tuple(every)
    found: list[Part] = [every[0]]
    for one in every[1:-1]:
        found += [Part(", "), one]
    between = _("%(first)s and %(last)s") % {"first": "\0", "last": "\0"}
    return (*found, Part(between.replace("\0", "")), every[-1])


# ------------------------------------------------------------------ blocks


def heading(text: str | Sentence, level: int = 2) -> Block:
    """A heading of level 2 to 5."""
    sentence = (Part(text),) if isinstance(text, str) else text
    return Block(kind="heading", level=level, sentences=(sentence,))


def paragraph(*sentences: Sentence) -> Block:
    """Sentences that follow one another."""
    return Block(kind="paragraph", sentences=tuple(one for one in sentences if one))


def missing(text: str) -> Block:
    """Say what is not there yet."""
    return Block(kind="missing", sentences=((Part(text),),))


def items(rows: Iterable[Sentence]) -> Block:
    """A list with one sentence for each item."""
    return Block(kind="list", rows=tuple((row,) for row in rows))


def table(caption: str, head: Iterable[str], rows: Iterable[Iterable[Sentence]]) -> Block:
    """A table with a row of heads; the first cell of a line names it."""
    kind: BlockKind = "table"
    return Block(
        kind=kind,
        caption=caption,
        head=tuple(head),
        rows=tuple(tuple(row) for row in rows),
    )


def cell(value: Value) -> Sentence:
    """One cell."""
    return value if isinstance(value, tuple) else (part(value),)


# ------------------------------------------------------------- rows in words


def municipality_part(municipality: Municipality) -> Part:
    """Its name, with its page."""
    name = municipality.local_name
    return Part(name.text, foreign(name.lang), municipality.get_absolute_url())


def work_address(municipality: Municipality, name: str) -> str:
    """The address of a page of a municipality's work."""
    return reverse(f"improvement:{name}", kwargs=municipality.address_keys)


def indicator_part(figure: Figure, municipality: Municipality, *, width: int = 0) -> Part:
    """An indicator's name, with its page for the municipality."""
    address = reverse(
        "portal:municipality-indicator",
        kwargs={**municipality.address_keys, "indicator": figure.code},
    )
    name = figure.name
    return written(name.text, name.lang, address=address, width=width)


def measure_part(measure: Measure, *, width: int = 0) -> Part:
    """A measure's title, with its page."""
    return written(
        measure.title, measure.language, address=measure.get_absolute_url(), width=width
    )


def objective_part(objective: Objective, *, width: int = 0) -> Part:
    """An objective's title, with its page."""
    return written(
        objective.title, objective.language, address=objective.get_absolute_url(), width=width
    )


def conflict_part(conflict: GoalConflict, *, width: int = 0) -> Part:
    """The case of a goal conflict, with its page."""
    return written(
        conflict.title, conflict.language, address=conflict.get_absolute_url(), width=width
    )


def goal_words(number: int) -> str:
    """*Goal 13: Climate action*."""
    return _("Goal %(number)s: %(name)s") % {"number": number, "name": goal_name(number)}


def value_words(figure: Figure) -> Sentence:
    """A value with its unit, or why there is none."""
    if figure.value is None:
        return (Part(str(MISSING.get(figure.status, MISSING[""]))),)
    number = format_number(figure.value, decimals=figure.decimals)
    unit = figure.unit
    if not unit.text:
        return (Part(number),)
    return (Part(f"{number} "), Part(unit.text, foreign(unit.lang)))


def rating_words(code: str) -> str:
    """A rating in words."""
    return str(RATINGS[code or "grey"])


def trend_words(code: str) -> str:
    """A trend in words."""
    return str(TRENDS[code])


def day(value: date | None) -> str:
    """A day in words, or a dash."""
    return "–" if value is None else date_in_words(value)


def names(municipalities: Iterable[Municipality]) -> str:
    """Municipalities in one sentence."""
    return in_words([str(one.local_name) for one in municipalities])


def network_address(network: Network, name: str) -> str:
    """The address of a page of a network's work."""
    return reverse(f"improvement:{name}", kwargs={"slug": network.slug})
