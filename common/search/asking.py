"""What somebody typed into the search, taken apart; any text is understood, none fails."""

import re
import unicodedata
from dataclasses import dataclass, field

MOST_LETTERS = 100
MOST_WORDS = 8

_OR = {"or", "eller"}
_PART = re.compile(r"(-?)\"([^\"]*)\"?|(\S+)")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Terms:
    """Words that must all be there.

    Attributes:
        words: As typed, with at least one letter or digit each.
        phrases: Words in a row, that stood between quotes.
        without: Words and phrases that must not be there.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[str, ...]:
        """Words and phrases that must be there."""
        return (*self.words, *self.phrases)


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: one of the alternatives has to fit."""

    text: str = ""
    alternatives: tuple[Terms, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.alternatives

    @property
    def wanted(self) -> tuple[str, ...]:
        """All words and phrases that are looked for."""
        return tuple(part for terms in self.alternatives for part in terms.wanted)


@dataclass(slots=True)
class _Draft:
    words: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)

    def finished(self) -> Terms:
        return Terms(tuple(self.words), tuple(self.phrases), tuple(self.without))


def read_asked(text: str) -> Asked:
    """Take a search apart as search engines do.

    ``"two words"`` have to stand in a row, ``-word`` must not be there, ``or`` gives a choice.
    All other signs say nothing. What is longer than ``MOST_LETTERS`` or has more than
    ``MOST_WORDS`` words is cut.
    """
    shown = " ".join(_printable(text).split())[:MOST_LETTERS].strip()
    drafts = [_Draft()]
    left = MOST_WORDS
    for minus, quoted, bare in _PART.findall(shown.translate(_QUOTES)):
        if bare.casefold() in _OR:
            drafts.append(_Draft())
            continue
        part = (quoted or bare.lstrip("-")).strip()
        if not cleaned(part) or not left:
            continue
        left -= 1
        if minus or bare.startswith("-"):
            drafts[-1].without.append(part)
        elif quoted:
            drafts[-1].phrases.append(part)
        else:
            drafts[-1].words.append(part)
    terms = tuple(one for draft in drafts if (one := draft.finished()).wanted)
    return Asked(shown, terms)


def cleaned(text: str) -> str:
    """Keep letters, digits and hyphens inside words; empty where there are none."""
    return " ".join(_WORD.findall(text.replace("_", " ")))


def _printable(text: str) -> str:
    # å typed as a and a ring is the one letter that is stored.
    whole = unicodedata.normalize("NFC", text)
    return "".join(" " if unicodedata.category(one)[0] == "C" else one for one in whole)
