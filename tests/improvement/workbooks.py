"""Measures in Excel files: written, sent, checked and read in."""

import io
from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from improvement.actions import exchange
from improvement.actions import measures as actions
from improvement.actions.measures import Expectation, MeasureDetails
from tests.factories import (
    IndicatorFactory,
    MembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.factories import ObjectiveFactory
from tests.improvement.targets import target

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def book_of(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return packed(book)


def packed(book):
    block = io.BytesIO()
    book.save(block)
    return block.getvalue()


def upload(data, name="measures.xlsx"):
    return SimpleUploadedFile(name, data)


def kept(data, by=None, name="measures.xlsx"):
    return exchange.receive_measures(upload=upload(data, name), by=by or UserFactory(), at=AT)


def check(place, *rows):
    return exchange.check_measures(municipality=place, stored=kept(book_of(*rows)))


def apply(place, stored, *, by=None, seen=None):
    if seen is None:
        seen = exchange.check_measures(municipality=place, stored=stored).seen
    return exchange.import_measures(
        municipality=place, stored=stored, seen=seen, by=by or UserFactory(), at=AT
    )


def problems(checked):
    return [(each.row, each.column, each.code) for each in checked.problems]


def coordinator(place):
    return RoleAssignmentFactory(municipality=place).person


def address(name, place, **kwargs):
    own = {"country": "no", "code": place.code}
    return reverse(f"improvement:{name}", kwargs={**own, **kwargs})


def full_measure(place):
    """A measure with something in every column."""
    membership = MembershipFactory(municipality=place)
    return actions.create_measure(
        municipality=place,
        details=MeasureDetails(
            title="=Brøyting; «grønn»",
            description="First line\nsecond line",
            kind="SERVICE",
            network=membership.network,
            objective=ObjectiveFactory(municipality=place, title="Halve the emissions"),
            responsible_person=coordinator(place),
            responsible_unit="Roads",
            collaborators="Hol",
            starts_on=date(2026, 1, 1),
            ends_on=date(2027, 12, 31),
            cost="1,5 mill. 2026",
            budget_link="https://budget.example/x",
            helps=(target("13.2"), target("3.9"), target("3.10")),
            hurts=(target("15.1"),),
            expectations=(Expectation(IndicatorFactory(code="co2"), 24, "down"),),
        ),
        by=None,
        at=AT,
    )


def exported(client, place, query=""):
    answer = client.get(address("measure-export", place) + query)
    assert answer.status_code == 200
    return answer.content
