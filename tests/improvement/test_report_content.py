"""The content of reports: kept, recognised and compared."""

import json

import pytest

from improvement.calculations.content import (
    Block,
    Content,
    Part,
    as_json,
    checksum,
    from_json,
    lines,
)
from improvement.calculations.differences import Change, Piece, differences


def content(*blocks, **given):
    return Content(
        kind="POLITICAL", title="T", language="nb", blocks=blocks, **{"data": {}, **given}
    )


def heading(text):
    return Block(kind="heading", level=2, sentences=((Part(text),),))


def paragraph(*texts):
    return Block(kind="paragraph", sentences=tuple((Part(text),) for text in texts))


EVERYTHING = content(
    heading("Status"),
    paragraph("One.", "Two."),
    Block(kind="missing", sentences=((Part("Nothing yet."),),)),
    Block(
        kind="list",
        rows=(((Part("See "), Part("measure", "sv", "/tiltak/1/"), Part(".")),),),
    ),
    Block(
        kind="table",
        caption="Figures",
        head=("Name", "Value"),
        rows=(((Part("Waste", "", "/x/"),), (Part("4,5"),)),),
    ),
    data={"figures": {"waste": [2025, "4.5", "green"]}},
)


def test_what_is_written_is_read_again():
    stored = json.loads(json.dumps(as_json(EVERYTHING)))

    assert from_json(stored) == EVERYTHING


def test_lines_are_the_sentences_under_their_headings():
    assert list(lines(EVERYTHING)) == [
        ("Status", "One."),
        ("Status", "Two."),
        ("Status", "Nothing yet."),
        ("Status", "See measure."),
        ("Status", "Waste · 4,5"),
    ]


def test_the_checksum_is_that_of_canonical_json():
    # printf '{"a":[1,2.5,"å"],"b":null}' | sha256sum
    known = "be1e10aa560aca322e2665ca0e4d0ea5ea79c2aa7baf7c8a21664eb0b5edb696"

    assert checksum({"b": None, "a": [1.0, 2.5, "å"]}) == known


@pytest.mark.parametrize(
    "other",
    [
        {"a": [1, 2.5, "å"], "b": 0},
        {"a": [1, 2.5, "a"], "b": None},
        {"a": [2.5, 1, "å"], "b": None},
    ],
)
def test_another_content_has_another_checksum(other):
    assert checksum(other) != checksum({"a": [1, 2.5, "å"], "b": None})


def test_equal_reports_do_not_differ():
    assert differences(EVERYTHING, EVERYTHING) == []


def test_sentences_are_added_removed_and_changed():
    earlier = content(
        heading("Status"),
        paragraph("Gol has reached 3 of 10 indicators.", "The bus comes once a day."),
    )
    later = content(
        heading("Status"),
        paragraph("Gol has reached 5 of 10 indicators.", "Completely new words here!"),
    )

    assert differences(earlier, later) == [
        Change(
            kind="removed",
            heading="Status",
            old=(Piece("The bus comes once a day.", differs=True),),
        ),
        Change(
            kind="changed",
            heading="Status",
            old=(
                Piece("Gol has reached "),
                Piece("3", differs=True),
                Piece(" of 10 indicators."),
            ),
            new=(
                Piece("Gol has reached "),
                Piece("5", differs=True),
                Piece(" of 10 indicators."),
            ),
        ),
        Change(
            kind="added",
            heading="Status",
            new=(Piece("Completely new words here!", differs=True),),
        ),
    ]


def test_a_sentence_under_another_heading_is_gone_and_new():
    earlier = content(heading("A"), paragraph("The same."), heading("B"))
    later = content(heading("A"), heading("B"), paragraph("The same."))

    assert [(change.kind, change.heading) for change in differences(earlier, later)] == [
        ("removed", "A"),
        ("added", "B"),
    ]
