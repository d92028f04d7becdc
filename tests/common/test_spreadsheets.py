import pytest

from common.spreadsheets import safe


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gol", "Gol"),
        ("", ""),
        ("5-6", "5-6"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("\x00\x0b=1", "'=1"),
        ("two\nlines\x1f", "two\nlines"),
    ],
)
def test_no_text_is_a_formula_or_breaks_a_workbook(text, expected):
    assert safe(text) == expected
