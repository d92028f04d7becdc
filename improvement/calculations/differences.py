"""What differs between two reports, sentence by sentence and word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from improvement.calculations.content import Content, lines

ALIKE = 0.6
"""From this ratio on (0 to 1, ``SequenceMatcher.ratio``) a sentence is the same, reworded."""

ChangeKind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words; ``differs`` says that the other report does not have them here."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One sentence that differs.

    Attributes:
        kind: added, removed or changed.
        heading: The heading that it stands under.
        old: Its words in the earlier report.
        new: Its words in the later one.
    """

    kind: ChangeKind
    heading: str
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()


def differences(earlier: Content, later: Content) -> list[Change]:
    """List the sentences that differ, in the order of the later report.

    A sentence that has moved under another heading counts as removed there and added here.

    Source: Ratcliff and Obershelp's gestalt pattern matching, as in Python's ``difflib``.
    """
    before, after = list(lines(earlier)), list(lines(later))
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    found: list[Change] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            found += _within(before[i1:i2], after[j1:j2])
    return found


def _within(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[Change]:
    """Pair sentences that are alike; the others are removed and added."""
    left = list(old)
    found: list[Change] = []
    for heading, text in new:
        near = _nearest(heading, text, left)
        if near is None:
            found.append(
                Change(kind="added", heading=heading, new=(Piece(text, differs=True),))
            )
            continue
        left.remove(near)
        cut, put = _words(near[1], text)
        found.append(Change(kind="changed", heading=heading, old=cut, new=put))
    removed = [
        Change(kind="removed", heading=heading, old=(Piece(text, differs=True),))
        for heading, text in left
    ]
    return removed + found


def _nearest(
    heading: str, text: str, among: Sequence[tuple[str, str]]
) -> tuple[str, str] | None:
    """Give the sentence under the same heading that is most alike, if any is."""
    best, found = ALIKE, None
    for candidate in among:
        if candidate[0] != heading:
            continue
        ratio = SequenceMatcher(a=candidate[1], b=text, autojunk=False).ratio()
        if ratio >= best:
            best, found = ratio, candidate
    return found


def _words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    cut: list[Piece] = []
    put: list[Piece] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        differs = tag != "equal"
        if i2 > i1:
            cut.append(Piece("".join(before[i1:i2]), differs))
        if j2 > j1:
            put.append(Piece("".join(after[j1:j2]), differs))
    return tuple(cut), tuple(put)
