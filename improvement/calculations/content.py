"""What a report says: blocks of sentences, where each part knows its language and source.

The same content is shown as a page, printed, written as a Word file, frozen and compared.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

FORMAT = 1

BlockKind = Literal["heading", "paragraph", "list", "table", "missing"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence.

    Attributes:
        text: What it says.
        lang: Its language where that is not the report's own, else "".
        address: The page of the row that it comes from, else "".
    """

    text: str
    lang: str = ""
    address: str = ""


Sentence = tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a report.

    Attributes:
        kind: heading, paragraph, list, table, or missing (says what is not there yet).
        level: Of a heading, 2 to 5.
        sentences: Of a heading (one), a paragraph or what is missing.
        rows: Of a list one row for each item, of a table one for each line, cell by cell.
        head: The heads of a table's columns.
        caption: What a table shows.
    """

    kind: BlockKind
    level: int = 0
    sentences: tuple[Sentence, ...] = ()
    rows: tuple[tuple[Sentence, ...], ...] = ()
    head: tuple[str, ...] = ()
    caption: str = ""

    @property
    def cells(self) -> list[list[tuple[str, Sentence]]]:
        """The lines of a table, each cell with the head of its column."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A whole report.

    Attributes:
        kind: Code of the kind of report.
        title: Its title.
        language: The language that it is written in.
        blocks: What it says.
        data: What the next report of its kind compares with; plain values.
    """

    kind: str
    title: str
    language: str
    blocks: tuple[Block, ...]
    data: dict[str, Any] = field(default_factory=dict)


def plain(sentence: Iterable[Part]) -> str:
    """Give a sentence as text alone."""
    return "".join(part.text for part in sentence)


def lines(content: Content) -> Iterator[tuple[str, str]]:
    """Give every sentence as text with the heading it stands under; a table's line is one."""
    heading = ""
    for block in content.blocks:
        if block.kind == "heading":
            heading = " ".join(plain(one) for one in block.sentences)
            continue
        for sentence in block.sentences:
            yield heading, plain(sentence)
        separator = " · " if block.kind == "table" else " "
        for row in block.rows:
            yield heading, separator.join(text for one in row if (text := plain(one)))


def as_json(content: Content) -> dict[str, Any]:
    """Write a report as plain values."""
    return {
        "format": FORMAT,
        "kind": content.kind,
        "title": content.title,
        "language": content.language,
        "blocks": [_block_out(block) for block in content.blocks],
        "data": content.data,
    }


def from_json(stored: dict[str, Any]) -> Content:
    """Read a report that ``as_json`` wrote."""
    return Content(
        kind=stored["kind"],
        title=stored["title"],
        language=stored["language"],
        blocks=tuple(_block_in(block) for block in stored["blocks"]),
        data=stored.get("data", {}),
    )


def checksum(stored: Any) -> str:
    """Give the SHA-256 of plain values, the same however a database has kept them.

    Keys are sorted, there is no white space, text is UTF-8, and a number without
    decimals is written without them.

    Source: FIPS 180-4 (SHA-256); RFC 8259 (JSON).
    """
    text = json.dumps(_level(stored), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _level(value: Any) -> Any:
    """Write whole floats as integers: databases do not tell 50.0 from 50."""
    if isinstance(value, dict):
        return {key: _level(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_level(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _block_out(block: Block) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": block.kind}
    if block.level:
        found["level"] = block.level
    if block.sentences:
        found["sentences"] = [_sentence_out(one) for one in block.sentences]
    if block.rows:
        found["rows"] = [[_sentence_out(one) for one in row] for row in block.rows]
    if block.head:
        found["head"] = list(block.head)
    if block.caption:
        found["caption"] = block.caption
    return found


def _block_in(stored: dict[str, Any]) -> Block:
    return Block(
        kind=stored["kind"],
        level=stored.get("level", 0),
        sentences=tuple(_sentence_in(one) for one in stored.get("sentences", ())),
        rows=tuple(tuple(_sentence_in(one) for one in row) for row in stored.get("rows", ())),
        head=tuple(stored.get("head", ())),
        caption=stored.get("caption", ""),
    )


def _sentence_out(sentence: Sentence) -> list[dict[str, str]]:
    found = []
    for part in sentence:
        one = {"text": part.text}
        if part.lang:
            one["lang"] = part.lang
        if part.address:
            one["address"] = part.address
        found.append(one)
    return found


def _sentence_in(stored: list[dict[str, str]]) -> Sentence:
    return tuple(
        Part(one["text"], one.get("lang", ""), one.get("address", "")) for one in stored
    )
