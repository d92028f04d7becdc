"""What came of needs, in words."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement import words
from procurement.models import Benefit, Need
from procurement.queries.benefits import Sum
from procurement.views.sections.reading import Reading


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """One report.

    Attributes:
        links: Measure, indicator and solution: label and address, which may be empty.
        remove: Where it is taken back; empty for those who may not.
    """

    kind: str
    year: int
    amount: str
    text: str
    source: str
    links: list[tuple[str, str]]
    remove: str


def benefit_row(
    row: Benefit, page: Reading, *, own: set[int], read: set[int], solutions: set[int]
) -> BenefitRow:
    """Show one report.

    Args:
        row: The report.
        page: Who reads what.
        own: Keys of the municipalities that the reader works in.
        read: Keys of the measures that the reader may read.
        solutions: Keys of the solutions that the reader may read.
    """
    is_own = row.municipality_id in own or (
        row.by_id is not None and row.by_id == page.person.pk
    )
    may_remove = page.may_lead or (page.may_buy and is_own)
    keys = {"slug": page.need.slug, "pk": row.pk}
    source = _("Reported by %(who)s, %(day)s.") % {
        "who": row.reported_by,
        "day": words.day(row.at, page.need),
    }
    return BenefitRow(
        kind=row.get_kind_display(),
        year=row.year,
        amount=words.amount(row.value, row.unit),
        text=row.text,
        source=f"{row.municipality}. {source}" if row.municipality else source,
        links=_links(row, page, read, solutions),
        remove=reverse("procurement:benefit-remove", kwargs=keys) if may_remove else "",
    )


def _links(
    row: Benefit, page: Reading, read: set[int], solutions: set[int]
) -> list[tuple[str, str]]:
    found = []
    if row.measure is not None and row.measure.pk in read:
        found.append((row.measure.title, row.measure.get_absolute_url()))
    if row.indicator is not None:
        place = row.municipality or page.need.municipality
        keys = {**place.address_keys, "indicator": row.indicator.code}
        address = reverse("portal:municipality-indicator", kwargs=keys)
        found.append((str(row.indicator.local_name), address))
    if row.solution is not None and row.solution.pk in solutions:
        found.append((row.solution.title, row.solution.get_absolute_url()))
    return found


@dataclass(frozen=True, slots=True)
class SumRow:
    """Benefits of one kind, unit and year."""

    kind: str
    year: int
    amount: str
    needs: str


def sum_rows(found: list[Sum]) -> list[SumRow]:
    """Show the sums of a network."""
    rows = []
    for each in found:
        needs = ngettext("%(n)s need", "%(n)s needs", each.needs) % {"n": each.needs}
        amount = words.amount(each.value, each.unit)
        rows.append(SumRow(str(each.kind.label), each.year, amount, needs))
    return rows


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need of which nothing is reported."""

    title: str
    lang: str
    href: str
    place: str


def need_rows(found: list[Need]) -> list[NeedRow]:
    """Name needs with their municipality."""
    return [
        NeedRow(row.title, row.language, row.get_absolute_url(), str(row.municipality))
        for row in found
    ]
