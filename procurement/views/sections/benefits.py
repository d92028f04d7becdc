"""What came of the need, from the contract on."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from improvement.models import Measure
from improvement.queries.acting import workplaces
from procurement.actions.benefits import STAGES
from procurement.models import Solution
from procurement.queries.benefits import benefits_of
from procurement.views.benefit_rows import BenefitRow, benefit_row
from procurement.views.sections.reading import Link, Reading


@dataclass(frozen=True, slots=True)
class Shown:
    """All reports, and where one reports and reads the sums."""

    rows: list[BenefitRow]
    report: str
    sums: str


def read(page: Reading) -> Any:
    """Give what the part shows; None for nothing."""
    if page.need.stage not in STAGES:
        return None
    found = benefits_of(page.need)
    own = (
        {place.pk for place in workplaces(page.person)}
        if isinstance(page.person, User)
        else set()
    )
    measures = [row.measure_id for row in found if row.measure_id]
    seen: set[int] = set()
    if measures and isinstance(page.person, User):
        readable = Measure.objects.visible_to(page.person).filter(pk__in=measures)
        seen = set(readable.values_list("pk", flat=True))
    linked = [row.solution_id for row in found if row.solution_id]
    solutions: set[int] = set()
    if linked:
        known = Solution.objects.visible_to(page.person).filter(pk__in=linked)
        solutions = set(known.values_list("pk", flat=True))
    return Shown(
        rows=[benefit_row(row, page, own=own, read=seen, solutions=solutions) for row in found],
        report=_report(page) if page.may_buy else "",
        sums=_sums(page),
    )


def links(page: Reading) -> list[Link]:
    """Link to the pages of the buyers about it; shown to those who may."""
    if page.need.stage not in STAGES or not page.may_buy:
        return []
    return [Link(_("Report what came of it"), _report(page))]


def _report(page: Reading) -> str:
    return reverse("procurement:benefit-report", kwargs={"slug": page.need.slug})


def _sums(page: Reading) -> str:
    """Give the page of the network's sums; nothing where not everybody may know of it."""
    network = page.need.network
    if network is None or not network.is_public:
        return ""
    return reverse("procurement:network-benefits", kwargs={"slug": network.slug})
