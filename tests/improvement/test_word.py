"""Reports as Word files: opened again, and looked at inside."""

import re
import zipfile
from io import BytesIO

import pytest
import time_machine
from django.test import override_settings
from django.urls import reverse
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn

from improvement.actions.reports import freeze_report
from improvement.calculations.content import Block, Content, Part, as_json, checksum
from improvement.enums import ReportKind
from improvement.reports.drafts import draft_of_municipality
from improvement.reports.word import DOCX, word_file
from tests.improvement.reports_world import AT, World

CONTENT = Content(
    kind="POLITICAL",
    title="Gol and the goals",
    language="en",
    blocks=(
        Block(kind="heading", level=2, sentences=((Part("Status"),),)),
        Block(
            kind="paragraph",
            sentences=(
                (Part("See "), Part("Elbiler", "nb", "/tiltak/1/"), Part(".")),
                (Part("And "), Part("the plan", "", "https://example.org/plan?a=1&b=2")),
            ),
        ),
        Block(kind="heading", level=3, sentences=((Part("Deeper"),),)),
        Block(kind="list", rows=(((Part("One"),),), ((Part("Two"),),))),
        Block(kind="missing", sentences=((Part("Nothing\x0b yet."),),)),
        Block(
            kind="table",
            caption="Figures",
            head=("Name", "Value"),
            rows=(
                ((Part("Waste", "", "/x/"),), (Part("4,5"),)),
                ((Part("Bus"),), (Part("–"),)),
            ),
        ),
    ),
)


def made(content=CONTENT):
    return word_file(
        content,
        owner="Gol",
        at=AT,
        note="Samverk · draft",
        site="https://samverk.example/",
        page_word="Page",
    )


def opened(file):
    return Document(BytesIO(file))


def xml(file, name="word/document.xml"):
    with zipfile.ZipFile(BytesIO(file)) as package:
        return package.read(name).decode()


def test_headings_lists_and_paragraphs_have_their_styles():
    found = [(one.style.name, one.text) for one in opened(made()).paragraphs if one.text]

    assert found == [
        ("Title", "Gol and the goals"),
        ("Heading 1", "Status"),
        ("Normal", "See Elbiler. And the plan"),
        ("Heading 2", "Deeper"),
        ("List Bullet", "One"),
        ("List Bullet", "Two"),
        ("Normal", "Nothing yet."),
    ]


def test_a_table_has_a_row_of_heads_and_a_caption():
    table = opened(made()).tables[0]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Name", "Value"],
        ["Waste", "4,5"],
        ["Bus", "–"],
    ]
    head = table.rows[0]._tr.trPr  # noqa: SLF001 -- no public way
    assert head.find(qn("w:tblHeader")) is not None
    caption = table._tbl.tblPr.find(qn("w:tblCaption"))  # noqa: SLF001 -- no public way
    assert caption.get(qn("w:val")) == "Figures"


def test_links_lead_to_the_site_and_outside():
    document = opened(made())
    links = [
        (link.text, link.address)
        for paragraph in document.paragraphs
        for link in paragraph.hyperlinks
    ]

    assert links == [
        ("Elbiler", "https://samverk.example/tiltak/1/"),
        ("the plan", "https://example.org/plan?a=1&b=2"),
    ]


def test_the_language_is_that_of_the_report_and_of_what_people_wrote():
    file = made()
    assert opened(file).core_properties.language == "en-GB"
    assert 'w:lang w:val="en-GB"' in xml(file, "word/styles.xml")
    assert re.search(r'w:lang w:val="nb-NO"/></w:rPr><w:t>Elbiler', xml(file))


def test_the_properties_name_title_owner_and_day():
    properties = opened(made()).core_properties

    assert (properties.title, properties.author) == ("Gol and the goals", "Gol")
    assert properties.created == AT


def test_the_paper_is_a4_with_note_and_number_of_the_page():
    section = opened(made()).sections[0]

    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert section.footer.paragraphs[0].text == "Samverk · draft · Page "
    assert "PAGE" in xml(made(), "word/footer1.xml")


@pytest.mark.django_db
@override_settings(SITE_URL="https://samverk.example")
def test_the_word_file_of_a_note_says_what_the_page_says(client):
    with time_machine.travel(AT, tick=False), translation.override("en"):
        world = World().work()
        content = draft_of_municipality(world.gol, kind=ReportKind.POLITICAL, year=2025)
        report = freeze_report(
            content=content,
            seen=checksum(as_json(content)),
            municipality=world.gol,
            by=world.person,
            at=AT,
        )
        client.force_login(world.person)
        address = reverse("improvement:report-word", kwargs={"pk": report.pk, "title": "n"})
        answer = client.get(address, HTTP_ACCEPT_LANGUAGE="sv")

    assert answer.headers["Content-Type"] == DOCX
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="gol-and-the-sustainability-goals.docx"'
    )
    document = opened(answer.content)
    said = [one.text for one in document.paragraphs if one.text][1:]
    told = []
    for block in content.blocks:
        sentences = ["".join(part.text for part in one) for one in block.sentences]
        if block.kind == "list":
            told += ["".join(part.text for part in row[0]) for row in block.rows]
        elif sentences:
            told.append(" ".join(sentences))
    assert said == told
    assert [row.cells[0].text for row in document.tables[1].rows] == [
        "Indicator",
        "13 · Share of emissions",
        "13 · Share of bus",
    ]
    # The grid says the same as the cells: LibreOffice goes by the one, Word by the other.
    for table in document.tables:
        columns = [column.width for column in table.columns]
        assert columns == [cell.width for cell in table.rows[0].cells]
    foot = document.sections[0].footer.paragraphs[0].text
    assert (
        foot == f"Samverk · frozen on 22 November 2026 · checksum {report.sha256[:12]} · Page "
    )
