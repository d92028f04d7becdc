"""Solutions that are sent in."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement import words
from procurement.enums import Openness, SolutionState, SupplierState
from procurement.models import Solution
from procurement.queries.solutions import buyers_of
from procurement.views.sections.reading import Link, Reading

MOST = 20


@dataclass(frozen=True, slots=True)
class SolutionRow:
    """One solution that the reader may see."""

    title: str
    lang: str
    href: str
    text: str
    maturity: str
    detail: str


@dataclass(frozen=True, slots=True)
class Shown:
    """How many there are, and those that the reader may see."""

    summary: str
    rows: list[SolutionRow]


def read(page: Reading) -> Any:
    """Give what the part shows; None for nothing."""
    if page.need.published_at is None:
        return None
    sent = Solution.objects.filter(
        need=page.need, state=SolutionState.SENT, supplier__state=SupplierState.ACTIVE
    )
    counts = sent.aggregate(
        total=Count("pk"), open=Count("pk", filter=Q(openness=Openness.EVERYBODY))
    )
    if not counts["total"]:
        return Shown(_("None has been sent yet."), [])
    seen = (
        sent.filter(pk__in=Solution.objects.visible_to(page.person).values("pk"))
        .select_related("supplier")
        .prefetch_related("delivers_to")
        .order_by("-sent_at", "pk")[:MOST]
    )
    members = {place.pk for place in buyers_of(page.need).members}
    return Shown(_summary(**counts), [_row(one, members, page) for one in seen])


def links(page: Reading) -> list[Link]:
    """Link to the pages of the buyers about it; shown to those who may."""
    if not page.may_buy or page.need.published_at is None:
        return []
    address = reverse("procurement:buyer-desk", kwargs={"slug": page.need.slug})
    return [Link(_("Assess the solutions"), address)]


def _summary(*, total: int, open: int) -> str:  # noqa: A002 -- the word of the count
    text = ngettext("%(number)s solution.", "%(number)s solutions.", total)
    parts = [text % {"number": total}]
    if open < total:
        hidden = ngettext(
            "%(number)s is seen by the municipalities alone.",
            "%(number)s are seen by the municipalities alone.",
            total - open,
        )
        parts.append(hidden % {"number": total - open})
    return " ".join(parts)


def _row(one: Solution, members: set[int], page: Reading) -> SolutionRow:
    delivered = len({place.pk for place in one.delivers_to.all()} & members)
    parts = [one.supplier.name]
    if len(members) > 1:
        text = _("delivers to %(number)s of %(all)s municipalities")
        parts.append(text % {"number": delivered, "all": len(members)})
    if one.sent_at is not None:
        parts.append(_("sent %(day)s") % {"day": words.day(one.sent_at, page.need)})
    return SolutionRow(
        title=one.title,
        lang=one.language,
        href=one.get_absolute_url(),
        text=one.text,
        maturity=one.get_maturity_display(),
        detail=" · ".join(parts),
    )
