"""What a hit shows: its words with the found ones marked, and the place in a long text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from common.nordic import as_swedish

LONGEST = 220
_BEFORE = 60
_LONGEST_ENDING = 4
_WORD = re.compile(r"\w+(?:-\w+)*")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text."""

    text: str
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """Knows the words that are looked for.

    Attributes:
        typed: Words as they were typed; found inside words, too.
        stems: Words without their endings; found at the beginning of words.
    """

    typed: tuple[str, ...]
    stems: tuple[str, ...]

    @classmethod
    def of(cls, typed: Sequence[str], stems: Sequence[str]) -> "Marker":
        """Fold the words, so that letters of the same sound are one."""
        return cls(
            tuple(sorted({_folded(word) for part in typed for word in _WORD.findall(part)})),
            tuple(sorted(_folded(stem) for stem in stems)),
        )

    def marked(self, text: str) -> list[Part]:
        """Give a whole text in pieces, with those marked that were looked for."""
        parts: list[Part] = []
        last = 0
        for word in _WORD.finditer(text):
            if self._is_found(word.group()):
                if word.start() > last:
                    parts.append(Part(text[last : word.start()]))
                parts.append(Part(word.group(), is_found=True))
                last = word.end()
        if last < len(text):
            parts.append(Part(text[last:]))
        return parts

    def is_in(self, text: str) -> bool:
        """Whether something in the text is looked for."""
        return self._first(text) is not None

    def excerpt(self, text: str) -> list[Part]:
        """Cut the place where the first word is found, else the beginning, and mark it."""
        flat = _SPACE.sub(" ", text).strip()
        if len(flat) <= LONGEST:
            return self.marked(flat)
        first = self._first(flat) or 0
        begin = 0 if first <= _BEFORE else _next_word(flat, first - _BEFORE)
        end = begin + LONGEST
        cut = flat[begin:end]
        if end < len(flat):
            cut = f"{cut.rpartition(' ')[0] or cut} …"
        return self.marked(f"… {cut}" if begin else cut)

    def _first(self, text: str) -> int | None:
        return next(
            (word.start() for word in _WORD.finditer(text) if self._is_found(word.group())),
            None,
        )

    def _is_found(self, word: str) -> bool:
        folded = _folded(word)
        return any(typed in folded for typed in self.typed) or any(
            folded.startswith(stem) and len(folded) - len(stem) <= _LONGEST_ENDING
            for stem in self.stems
        )


def _folded(word: str) -> str:
    return as_swedish(word.casefold())


def _next_word(text: str, begin: int) -> int:
    space = text.find(" ", begin)
    return begin if space < 0 else space + 1
