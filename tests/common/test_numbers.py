from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common import numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("17", 17), ("", None), ("-1", None), ("1.5", None), ("²", None)],
)
def test_whole_numbers_of_addresses(text, number):
    assert numbers.whole_number(text) == number
    assert numbers.whole_number("9" * 5000) is None


@pytest.mark.parametrize(
    ("value", "decimals", "language", "expected"),
    [
        (1985.5, 1, "nb", "1\u202f985,5"),
        (1985.5, 1, "nn", "1\u202f985,5"),
        (1985.5, 1, "sv", "1\u202f985,5"),
        (1985.5, 1, "en", "1,985.5"),
        (1234567, 0, "nb", "1\u202f234\u202f567"),
        (-0.3, 1, "nb", "\u22120,3"),
        (-0.04, 1, "nb", "0,0"),
        (0.5, 0, "nb", "1"),
        (2.5, 0, "nb", "3"),
        (-2.5, 0, "nb", "\u22123"),
        (1.005, 2, "en", "1.01"),
        (1e15, 0, "sv", "1\u202f000\u202f000\u202f000\u202f000\u202f000"),
        (Decimal("7.45"), 1, "sv", "7,5"),
        (3, 2, "nb-no", "3,00"),
    ],
)
def test_format_number(value, decimals, language, expected):
    assert numbers.format_number(value, decimals=decimals, language=language) == expected


def test_format_number_follows_the_reader():
    with translation.override("en"):
        english = numbers.format_number(1234.5, decimals=1)
    with translation.override("sv"):
        swedish = numbers.format_number(1234.5, decimals=1)
    assert (english, swedish) == ("1,234.5", "1\u202f234,5")


def test_signed_numbers_carry_a_plus_only_above_zero():
    printed = [
        numbers.format_number(value, decimals=1, language="nb", signed=True)
        for value in (0.3, 0.0, -0.3)
    ]
    assert printed == ["+0,3", "0,0", "\u22120,3"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_not_printed(value):
    with pytest.raises(numbers.NotANumberError):
        numbers.format_number(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 985,5", 1985.5),
        ("1\u202f985,5", 1985.5),
        ("1\u00a0985,5", 1985.5),
        ("1985.5", 1985.5),
        ("1.985,5", 1985.5),
        ("1,985.5", 1985.5),
        ("\u22120,3", -0.3),
        ("-0,3", -0.3),
        ("+4", 4.0),
        (" 7 ", 7.0),
        (",5", 0.5),
    ],
)
def test_parse_number(text, expected):
    assert numbers.parse_number(text) == expected


@pytest.mark.parametrize(
    "text", ["", " ", "about 40", "1,2,3", "1.2.3", "--1", "nan", "1e5", "12 %"]
)
def test_parse_number_refuses_other_text(text):
    with pytest.raises(numbers.NotANumberError):
        numbers.parse_number(text)


@given(
    value=st.floats(min_value=-1e9, max_value=1e9),
    language=st.sampled_from(["nb", "nn", "sv", "en"]),
)
def test_a_printed_number_reads_back(value, language):
    printed = numbers.format_number(value, decimals=4, language=language)
    assert numbers.parse_number(printed) == pytest.approx(value, abs=0.000_051)


def test_excel_format():
    assert [numbers.excel_format(n) for n in (0, 1, 3)] == ["#,##0", "#,##0.0", "#,##0.000"]


def test_a_number_of_any_size_is_printed_and_no_immense_one_is_read():
    assert numbers.format_number(1e40, decimals=1, language="en").startswith("10,000,000")
    assert numbers.parse_number("1 000 000 000 000 000") == 1e15
    for text in ("1000000000000001", "-" + "9" * 39):
        with pytest.raises(numbers.NotANumberError):
            numbers.parse_number(text)
