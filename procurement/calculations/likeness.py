"""How alike two needs are, line by line; only what is written is compared.

The points order proposals for reading. They decide nothing.

Endings are taken off by the Snowball stemmer of the text's language: *brøytingen* meets
*brøyting* as *skolvägarna* meets *skolvägar*.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import snowballstemmer  # type: ignore[import-untyped]  # it has no types

# Points of the total, 100 together; ours.
CATEGORY, GOALS, TARGETS, TIME, WORDS = 30, 15, 10, 15, 30
WINDOW_DAYS: Final = 548  # a year and a half; needs farther apart are not bought together
LEAST: Final = 40  # points of a proposal
_SHORTEST = 3  # letters of a word
_WORD = re.compile(r"[^\W\d_]+")
_PAIRS = str.maketrans("äö", "æø")
# Norwegian (Bokmål, Nynorsk) and Swedish words that say nothing of what is needed.
_SAYS_NOTHING = """
alle allt alt andre annan annen annet at att av bara bare bli blir bruk bruke brukar både
da de dei deira dem den dere deras deres det dette din du där eg ein eit eitt eller ei en
enn er ett etter for fra frå få får før för god gode gjennom gjere gjør gjøre gör göra ha
har han hva hvilke hvor ikke ikkje inn inom innen innan i jeg kan kom kommer kommun
kommune kommuna kommunal kommunala kommunale kommunen kommunene kommuner kommunar
kommunerna kommunane kommunens kunne løsning løsninger løysing lösning lösningar man med
meir mellom mellan mer mindre mot mye må måste når nå og också også om oss over på samt
seg sig sin sine sitt skal ska som så the til till trenger treng under uten utan ut vara
var ved vi vid vil vill vår våra våre være vere ville å år åt än är över ønsker önskar
behov behöver behøv ny nye nya nytt flere fler fleire stor store stora
"""
_STOP = frozenset(_SAYS_NOTHING.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is compared of a need.

    Attributes:
        goals: Numbers, 1 to 17.
        targets: Keys of targets.
        category: Code of the category.
        day: When it is wanted, or the present contract ends; None if not said.
        words: Stems of title and summary.
    """

    goals: frozenset[int]
    targets: frozenset[str]
    category: str
    day: date | None
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike, and why.

    Attributes:
        points: 0 to 100.
        goals: Numbers of the goals that both have, in order.
        targets: Keys of the targets that both have, in order.
        same_category: Both are of one kind.
        days_apart: Days between the days, at most ``WINDOW_DAYS``; None if farther or not said.
        words: Stems that both have, in order.
    """

    points: int
    goals: tuple[int, ...]
    targets: tuple[str, ...]
    same_category: bool
    days_apart: int | None
    words: tuple[str, ...]


def likeness(one: Described, other: Described) -> Likeness:
    """Compare two needs; the order of the two does not matter.

    Goals, targets and words count by what both have of the shorter list. Words count in
    full from half of it on: two who mean the same seldom choose all words alike.
    """
    goals, targets = one.goals & other.goals, one.targets & other.targets
    words = one.words & other.words
    same = bool(one.category) and one.category == other.category
    apart = _apart(one.day, other.day)
    points = (
        CATEGORY * same
        + GOALS * _share(len(goals), one.goals, other.goals)
        + TARGETS * _share(len(targets), one.targets, other.targets)
        + (0 if apart is None else TIME * (1 - apart / (WINDOW_DAYS + 1)))
        + WORDS * min(1.0, 2 * _share(len(words), one.words, other.words))
    )
    return Likeness(
        points=round(points),
        goals=tuple(sorted(goals)),
        targets=tuple(sorted(targets)),
        same_category=same,
        days_apart=apart,
        words=tuple(sorted(words)),
    )


@lru_cache(maxsize=4_096)
def stems(text: str, language: str) -> frozenset[str]:
    """Give the stems of the words of a text, without those that say nothing."""
    return frozenset(stemmed(text, language))


def stemmed(text: str, language: str) -> dict[str, str]:
    """Give stem → the first word of a text that has it.

    Args:
        text: Any.
        language: Its code; all but ``sv`` is taken for Norwegian.
    """
    found: dict[str, str] = {}
    for word in _WORD.findall(text.lower()):
        if len(word) >= _SHORTEST and word not in _STOP:
            found.setdefault(stem(word, language), word)
    return found


@lru_cache(maxsize=32_768)
def stem(word: str, language: str) -> str:
    """Take the ending of inflection off a word in small letters; ä and ö become æ and ø."""
    # One for each word: a stemmer holds the word it is at, and threads may not share it.
    stemmer = snowballstemmer.stemmer("swedish" if language == "sv" else "norwegian")
    return str(stemmer.stemWord(word)).translate(_PAIRS)


def _share(
    shared: int, one: frozenset[int] | frozenset[str], other: frozenset[int] | frozenset[str]
) -> float:
    shorter = min(len(one), len(other))
    return shared / shorter if shorter else 0.0


def _apart(one: date | None, other: date | None) -> int | None:
    if one is None or other is None:
        return None
    days = abs((one - other).days)
    return days if days <= WINDOW_DAYS else None
