"""A report as a Word file: real headings, tables with heads, links, languages.

Import it only where a file is asked for: the library takes a fifth of a second to load.
"""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from improvement.calculations.content import Block, Content, Sentence

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LOCALES: Final = {"nb": "nb-NO", "nn": "nn-NO", "sv": "sv-SE", "en": "en-GB"}
"""Language of a text → language as Word names it."""

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_INK, _LINK, _MUTED = "102A2E", "0B5A63", "4A5B5F"
_FONT = "Calibri"
_SIZES = {"Normal": 9.5, "Title": 20, "Heading 1": 13, "Heading 2": 11.5, "Heading 3": 10.5}
_CELL = "Table text"
_CELL_SIZE = 8.5


def word_file(
    content: Content, *, owner: str, at: datetime, note: str, site: str, page_word: str
) -> bytes:
    """Write a report as .docx.

    Args:
        content: What it says.
        owner: The municipality or network, for the file's properties.
        at: When it was frozen, or now.
        note: What stands at the foot of each page.
        site: The address of the site, before the paths of the links.
        page_word: The word before the number of the page.
    """
    document = Document()
    _prepare(document, content, owner=owner, at=at)
    document.add_paragraph(_clean(content.title), style="Title")
    writer = _Writer(document, site=site.rstrip("/"))
    for block in content.blocks:
        writer.write(block)
    _foot(document, note=note, page_word=page_word)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _prepare(document: Any, content: Content, *, owner: str, at: datetime) -> None:
    """Set properties, paper, language and styles."""
    properties = document.core_properties
    properties.title, properties.author = _clean(content.title)[:255], _clean(owner)[:255]
    properties.language = LOCALES.get(content.language, content.language)
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    properties.last_modified_by = "Samverk"
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.5)
    section.footer_distance = Cm(0.7)
    styles = document.styles
    for name, size in _SIZES.items():
        style = styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(_INK)
            style.paragraph_format.space_before = Pt(6)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.line_spacing = 1.0
    styles["Title"].paragraph_format.space_before = Pt(0)
    for name in ("List Bullet", "Footer"):
        styles[name].paragraph_format.space_after = Pt(2)
    cell = styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = styles["Normal"], Pt(_CELL_SIZE)
    cell.paragraph_format.space_after = Pt(0)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor.from_string(_LINK), True
    _set_language(styles["Normal"].element.get_or_add_rPr(), content.language)
    defaults = styles.element.find(".//" + qn("w:rPrDefault") + "/" + qn("w:rPr"))
    if defaults is not None:
        _set_language(defaults, content.language)


def _set_language(properties: Any, language: str) -> None:
    """Say in which language text is written, for spelling and for reading aloud."""
    lang = properties.find(qn("w:lang"))
    if lang is None:
        lang = OxmlElement("w:lang")
        properties.append(lang)
    lang.set(qn("w:val"), LOCALES.get(language, language))


class _Writer:
    """Adds blocks to a document."""

    def __init__(self, document: Any, *, site: str) -> None:
        self._document = document
        self._site = site

    def write(self, block: Block) -> None:
        """Add one block."""
        if block.kind == "table":
            self._table(block)
        elif block.kind == "list":
            for row in block.rows:
                self._text(self._document.add_paragraph(style="List Bullet"), row)
        elif block.kind == "heading":
            level = min(max(block.level - 1, 1), 3)
            # Title is the report's own; its parts begin at heading 1, drawn as heading 2.
            paragraph = self._document.add_paragraph(style=f"Heading {level}")
            self._text(paragraph, block.sentences)
        else:
            paragraph = self._document.add_paragraph()
            self._text(paragraph, block.sentences, is_muted=block.kind == "missing")

    def _text(
        self, paragraph: Any, sentences: tuple[Sentence, ...], *, is_muted: bool = False
    ) -> None:
        for number, sentence in enumerate(sentences):
            if number:
                paragraph.add_run(" ")
            for part in sentence:
                run = paragraph.add_run(_clean(part.text))
                run.italic = True if is_muted else None
                if part.lang:
                    _set_language(run._r.get_or_add_rPr(), part.lang)  # noqa: SLF001 -- no public way
                if part.address:
                    self._link(paragraph, run, part.address)

    def _link(self, paragraph: Any, run: Any, address: str) -> None:
        """Put a run inside a link to a page of the site, or to one outside."""
        target = address if "://" in address else self._site + address
        key = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), key)
        link.set(qn("w:history"), "1")
        element = run._r  # noqa: SLF001 -- no public way
        element.addprevious(link)
        run.style = "Hyperlink"
        link.append(element)

    def _table(self, block: Block) -> None:
        table = self._document.add_table(rows=1, cols=len(block.head))
        table.style = "Table Grid"
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), _clean(block.caption))
        table._tbl.tblPr.append(caption)  # noqa: SLF001 -- no public way
        head = table.rows[0]
        for cell, text in zip(head.cells, block.head, strict=True):
            cell.paragraphs[0].add_run(_clean(text)).bold = True
        mark = OxmlElement("w:tblHeader")
        head._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 -- no public way
        for row in block.rows:
            cells = table.add_row().cells
            for cell, sentence in zip(cells, row, strict=True):
                self._text(cell.paragraphs[0], (sentence,))
        _widths(table, block)
        for line in table.rows:
            cannot = OxmlElement("w:cantSplit")
            line._tr.get_or_add_trPr().insert(0, cannot)  # noqa: SLF001 -- no public way
            for cell in line.cells:
                cell.paragraphs[0].style = _CELL
        after = self._document.add_paragraph()
        after.paragraph_format.space_after = Pt(0)
        after.paragraph_format.line_spacing = Pt(6)


def _widths(table: Any, block: Block) -> None:
    """Give columns room by their longest text, within limits; 17 cm in all."""
    longest = [len(text) for text in block.head]
    for row in block.rows:
        for place, sentence in enumerate(row):
            longest[place] = max(longest[place], sum(len(part.text) for part in sentence))
    weights = [min(max(length, 8), 45) for length in longest]
    table.autofit = False
    for place, weight in enumerate(weights):
        width = Cm(17 * weight / sum(weights))
        table.columns[place].width = width  # what LibreOffice goes by; Word goes by the cells
        for cell in table.columns[place].cells:
            cell.width = width


def _foot(document: Any, *, note: str, page_word: str) -> None:
    """Put the note and the number of the page at the foot."""
    paragraph = document.sections[0].footer.paragraphs[0]
    run = paragraph.add_run(f"{_clean(note)} · {page_word} ")
    number = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            piece = OxmlElement("w:fldChar")
            piece.set(qn("w:fldCharType"), kind)
        else:
            piece = OxmlElement("w:instrText")
            piece.set(qn("xml:space"), "preserve")
            piece.text = text
        number._r.append(piece)  # noqa: SLF001 -- no public way
    for one in (run, number):
        one.font.size, one.font.color.rgb = Pt(7.5), RGBColor.from_string(_MUTED)


def _clean(text: str) -> str:
    """Leave out what no XML may hold."""
    return _NOT_IN_XML.sub("", text)
