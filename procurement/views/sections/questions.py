"""Questions and answers."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from networks.queries import roles_of
from procurement import words
from procurement.actions.slots import is_open
from procurement.queries.dialogue import questions_of
from procurement.queries.suppliers import person_of_company
from procurement.views.dialogue_rows import QuestionRow, question_row
from procurement.views.sections.reading import Link, Reading


@dataclass(frozen=True, slots=True)
class Shown:
    """What the part shows.

    Attributes:
        ask: Address of the form; empty where nothing is asked, or not by the reader.
        until: The deadline in words, or that it has passed.
        may_answer: The reader answers for a buyer.
        may_hide: The reader hides what nobody should read.
    """

    rows: list[QuestionRow]
    ask: str
    until: str
    may_answer: bool
    may_hide: bool


def read(page: Reading) -> Any:
    """Give what the part shows; None for nothing."""
    need = page.need
    if need.published_at is None:
        return None
    goes_on = is_open(need)
    return Shown(
        rows=[question_row(row, need, is_over=not goes_on) for row in questions_of(need)],
        ask=_ask(page),
        until=_until(page),
        may_answer=page.may_buy and goes_on,
        may_hide=page.may_buy,
    )


def links(page: Reading) -> list[Link]:
    """Link to the pages of the buyers about it; shown to those who may."""
    if not page.may_buy or page.need.published_at is None:
        return []
    address = reverse("procurement:dialogue-log", kwargs={"slug": page.need.slug})
    return [Link(_("Log of the market dialogue"), address)]


def _ask(page: Reading) -> str:
    if not page.need.takes_questions_at(page.at):
        return ""
    reader = page.person if isinstance(page.person, User) else None
    if reader is None:
        return f"{reverse('procurement:supplier-sign-up')}?behov={page.need.slug}"
    if roles_of(reader) and person_of_company(reader) is None:
        return ""
    return reverse("procurement:question-ask", kwargs={"slug": page.need.slug})


def _until(page: Reading) -> str:
    need = page.need
    until = need.questions_until or need.solutions_until
    if not need.takes_questions_at(page.at):
        return _("No more questions are taken.")
    if until is None:
        return ""
    return _("Questions until %(moment)s.") % {"moment": words.moment(until, need)}
