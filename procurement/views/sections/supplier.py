"""What a supplier can do: send a solution, follow the need."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from networks.queries import roles_of
from procurement.enums import SolutionState
from procurement.models import Watch
from procurement.queries.suppliers import own_solution, person_of_company
from procurement.views.sections.reading import Link, Reading


@dataclass(frozen=True, slots=True)
class Offer:
    """What the buttons do.

    Attributes:
        send: Address of the form; empty where nothing can be sent, or not by the reader.
        follow: Address to send the wish to follow to; empty for those signed out.
    """

    send: str
    label: str
    follow: str
    follows: bool


def read(page: Reading) -> Any:
    """Give what the part shows; None for nothing."""
    need, person = page.need, page.person
    if need.published_at is None:
        return None
    reader = person if isinstance(person, User) else None
    member = person_of_company(reader) if reader is not None else None
    send, label = "", _("Send a solution")
    if need.takes_solutions_at(page.at):
        if member is not None:
            send = reverse("procurement:solution-write", kwargs={"slug": need.slug})
            mine = own_solution(member.supplier, need)
            if mine is not None:
                is_draft = mine.state == SolutionState.DRAFT
                label = _("Write on your draft") if is_draft else _("Change your solution")
        elif reader is None or not roles_of(reader):
            send = f"{reverse('procurement:supplier-sign-up')}?behov={need.slug}"
    return Offer(
        send=send,
        label=label,
        follow=reverse("procurement:need-follow", kwargs={"slug": need.slug})
        if reader is not None
        else "",
        follows=reader is not None and Watch.objects.filter(person=reader, need=need).exists(),
    )


def links(page: Reading) -> list[Link]:
    """Link to the pages of the buyers about it; shown to those who may."""
    return []
