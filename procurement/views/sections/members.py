"""The municipalities of a common need, with volumes and decisions."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import date_in_words
from improvement.queries.acting import workplaces
from procurement import words
from procurement.actions.pools import is_joining
from procurement.enums import CLOSED_STAGES, JoinAnswer, NeedState
from procurement.models import PoolMember
from procurement.queries.pools import members_read, total_of
from procurement.views import pool_rows
from procurement.views.sections.reading import Link, Reading


@dataclass(frozen=True, slots=True)
class Shown:
    """The members as a table with its sum.

    Attributes:
        intro: Who considers to join, and until when one may.
        mark: Kind of the mark of the minimum; empty where none is stated.
        answers: Who has not answered or said no; for the municipalities alone.
        own: What the reader can do for its own municipalities.
    """

    intro: str
    volume: str
    rows: list[pool_rows.MemberRow]
    total: str
    mark: str
    minimum: str
    stated: str
    withdrawn: list[str]
    answers: list[tuple[str, str]]
    own: list[pool_rows.OwnRow]


def read(page: Reading) -> Any:
    """Give what the part shows; None for nothing."""
    need = page.need
    pool = getattr(need, "pool", None)
    if pool is None:
        return None
    rows = members_read(pool)
    joined = [row for row in rows if row.answer == JoinAnswer.YES]
    total = total_of(pool, [row.volume for row in joined])
    mark, minimum, stated = pool_rows.minimum_line(need, total)
    own = (
        {place.pk for place in workplaces(page.person)}
        if isinstance(page.person, User)
        else set()
    )
    is_inside = page.may_lead or any(row.municipality_id in own for row in rows)
    return Shown(
        intro=_intro(page, rows),
        volume=_("Volume a year, %(unit)s") % {"unit": need.unit},
        rows=[pool_rows.member_row(row, need) for row in joined],
        total=words.amount(total.volume),
        mark=mark,
        minimum=minimum,
        stated=stated,
        withdrawn=pool_rows.withdrawn(rows, need),
        answers=pool_rows.answers(rows) if is_inside else [],
        own=[] if need.state == NeedState.CLOSED else pool_rows.own_rows(rows, need, own),
    )


def _intro(page: Reading, rows: list[PoolMember]) -> str:
    need = page.need
    parts = [pool_rows.considering(rows)]
    until = need.pool.join_until
    if until is not None and need.stage not in CLOSED_STAGES:
        is_open = is_joining(need.pool, need, at=page.at)
        text = (
            _("Municipalities may join until %(day)s.")
            if is_open
            else _("Municipalities could join until %(day)s.")
        )
        parts.append(text % {"day": date_in_words(until)})
    return " ".join(part for part in parts if part)


def links(page: Reading) -> list[Link]:
    """Link to the pages of the buyers about it; shown to those who may."""
    need = page.need
    if not page.may_lead or need.state == NeedState.CLOSED or need.stage in CLOSED_STAGES:
        return []
    pages = [("pool-proposals", _("Needs that are alike"))]
    if hasattr(need, "pool"):
        pages += [
            ("pool-ask", _("Ask municipalities to join")),
            ("pool-change", _("Change the pool")),
        ]
    else:
        pages.append(("pool-start", _("Make it a common need")))
    return [
        Link(label, reverse(f"procurement:{name}", kwargs={"slug": need.slug}))
        for name, label in pages
    ]
