"""The portfolio of ten cases: money by effect, movement, harm, the value chain, the files."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from assessments.enums import Side
from assessments.queries.portfolio import Narrowed, read_portfolio
from tests.assessments.factories import (
    AssessmentFactory,
    FundingProgrammeFactory,
    SheetFactory,
    make_version,
    officer,
)

pytestmark = pytest.mark.django_db

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def content(level, *, chain=0, harm=False):
    return {
        "overall": {"level": level},
        "dimensions": {"SOCIAL": {"level": level}},
        "perspectives": {"VALUE_CHAIN": {"level": chain}},
        "goals": {"15": {"effect": -1 if harm else 1}},
    }


@pytest.fixture
def programme():
    """Ten cases of 100 NOK each: six go 0 → +1 → +2, four 0 → −1 and have not ended.

    One of those four harms goal 15; one more is in SEK.
    """
    found = FundingProgrammeFactory()
    version = make_version(programme=found)
    for number in range(11):
        is_good, currency = number < 6, "SEK" if number == 10 else "NOK"
        case = AssessmentFactory(
            version=version, decided=True, amount_granted=100, currency=currency,
            title="=1+1" if number == 9 else f"Sak {number}",
        )  # fmt: skip
        first = content(0)
        second = content(1 if is_good else -1, harm=number == 9)
        SheetFactory(assessment=case, content=first, sent=True)
        common = {"assessment": case, "side": Side.COMMON, "sent": True}
        SheetFactory(**common, moment="DECISION", content=second)
        if is_good:
            SheetFactory(**common, moment="END", content=content(2, chain=1))
        # What is not sent is not counted.
        SheetFactory(assessment=case, moment="HALFWAY", content=content(-2))
    return found


def test_what_officers_read(programme):
    found = read_portfolio(programme, is_officer=True)

    assert (found.currency, found.currencies) == ("NOK", ("NOK", "SEK"))
    assert (found.whole.whole.cases, found.whole.whole.granted) == (10, Decimal(1000))
    by_effect = {code: cell.granted for code, cell in found.whole.groups.items()}
    assert by_effect == {"POSITIVE": Decimal(600), "NEGATIVE": Decimal(400)}
    assert {code: cell.cases for code, cell in found.goals["15"].groups.items()} == {
        "POSITIVE": 9,
        "NEGATIVE": 1,
    }
    tables = {(each.before, each.after): each.tables[""].groups for each in found.moved}
    counts = {pair: {k: c.cases for k, c in cells.items()} for pair, cells in tables.items()}
    assert counts == {
        ("APPLICATION", "DECISION"): {("0", "1"): 6, ("0", "-1"): 4},
        ("DECISION", "END"): {("1", "2"): 6},
        ("APPLICATION", "END"): {("0", "2"): 6},
    }
    assert {code: cell.cases for code, cell in found.value_chain.groups.items()} == {
        "BETTER": 6
    }
    assert [(str(case), goals) for case, goals in found.open_cases] == [("=1+1", ("15",))]


def test_what_an_officer_narrows_it_to(programme):
    none = read_portfolio(programme, is_officer=True, narrowed=Narrowed(kind="COMPANY"))
    assert none.whole.whole is None
    swedish = read_portfolio(programme, is_officer=True, currency="SEK")
    assert swedish.whole.whole.cases == 1
    assert read_portfolio(programme, is_officer=True, currency="USD").currency == "NOK"


def test_what_others_read(programme):
    found = read_portfolio(programme, is_officer=False)

    # Four are fewer than five: they are hidden, and so that they cannot be found by taking
    # the six from the ten, nothing else is left.
    assert found.whole.whole.cases == 10
    assert found.whole.groups == {}
    assert found.harmed == {}
    # Four have not ended: that six have would tell of them.
    assert all(not each.tables[""].groups for each in found.moved)
    assert read_portfolio(programme, is_officer=False, currency="SEK").whole.whole is None


def test_the_page_and_its_files(client, programme, django_assert_max_num_queries):
    client.force_login(officer(programme.region))
    keys = {"slug": programme.slug}
    page = reverse("assessments:portfolio", kwargs=keys)
    client.get(page)  # the first page of a sign-in writes it down, and fills what is remembered
    with django_assert_max_num_queries(16):
        text = client.get(page, **ENGLISH).content.decode()
    assert "Portfolio of" in text
    assert "600 NOK · 6 cases" in text
    file = reverse("assessments:portfolio-file", kwargs={**keys, "ending": "csv"})
    found = list(
        csv.reader(
            StringIO(client.get(file, **ENGLISH).content.decode("utf-8-sig")), delimiter=";"
        )
    )
    assert found[1] == [
        "Granted by effect",
        "Overall judgement",
        "",
        "Positive",
        "6",
        "600.00",
        "NOK",
    ]
    file = reverse("assessments:portfolio-file", kwargs={**keys, "ending": "xlsx"})
    answer = client.get(file, **ENGLISH)
    sheet = load_workbook(BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[2]][3:] == ["Positive", 6, 600, "NOK"]
    assert client.get(file.replace("xlsx", "ods")).status_code == 404
