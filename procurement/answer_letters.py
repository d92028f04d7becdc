"""Mails that go at the same moment to all who follow a need or take part in its dialogue."""

from collections.abc import Callable

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common import outbox
from common.enums import MailKind
from procurement import words
from procurement.enums import DialogueEvent, SolutionState, SupplierState
from procurement.models import Need, Question, Supplier
from procurement.queries.contacts import reader_of
from procurement.tokens import make_token


def answered(*, question: Question, need: Need) -> int:
    """Write to all who follow the need or act for a company in its dialogue.

    The mail does not say who has asked. Where no company is among them nobody is written
    to: the daily mail tells the others.

    Returns:
        How many companies were told.
    """
    return _tell(
        need,
        lambda: _("An answer about %(title)s") % {"title": need.title},
        lambda: [
            _("A question about %(title)s has been answered. All who follow it get this mail.")
            % {"title": need.title},
            _("Question:"),
            question.text,
            _("Answer:"),
            question.answer,
            f"{settings.SITE_URL}{need.get_absolute_url()}#sporsmal-h",
        ],
        about=f"procurement.question:{question.pk}",
        occasion="answered",
    )


def happened(*, need: Need, kind: DialogueEvent, text: str, occasion: str) -> int:
    """Tell the same people of a change, a withdrawal, a stage, the competition or the end.

    Args:
        need: What it is about.
        kind: What happened.
        text: In a sentence or two.
        occasion: Names it among what happens to the need; the same again writes nothing.

    Returns:
        How many companies were told; none leaves all to the daily mail.
    """
    return _tell(
        need,
        lambda: f"{need.title}: {words.event(kind, text, need)[0]}",
        lambda: [
            f"{need.title} ({need.municipality}): {words.event(kind, text, need)[0]}",
            words.event(kind, text, need)[1],
            settings.SITE_URL + need.get_absolute_url(),
        ],
        about=f"procurement.need:{need.pk}",
        occasion=occasion,
    )


def _tell(
    need: Need,
    subject: Callable[[], str],
    paragraphs: Callable[[], list[str]],
    *,
    about: str,
    occasion: str,
) -> int:
    companies = _companies(need)
    if not companies:
        return 0
    followers = set(need.watches.values_list("person", flat=True))
    people = User.objects.filter(
        Q(pk__in=followers) | Q(supplier_people__supplier__in=companies), is_active=True
    )
    for person in people.order_by("pk").distinct():
        reader = reader_of(person)
        end = _end(person) if person.pk in followers else ""
        with translation.override(reader.language):
            outbox.post(
                recipient=reader.email,
                language=reader.language,
                kind=MailKind.PROCUREMENT,
                about=about,
                occasion=occasion[:100],
                subject=subject(),
                body_text="\n\n".join(filter(None, [*paragraphs(), *_why(end)])),
                unsubscribe_url=end,
            )
    return len(companies)


def _companies(need: Need) -> list[int]:
    """Keys of the companies that follow the need, have asked, sent, or booked a talk.

    One that nobody acts for any more is told nothing and not counted.
    """
    in_dialogue = (
        Q(people__person__need_watches__need=need)
        | Q(questions__need=need)
        | Q(slots__need=need)
        | Q(solutions__need=need, solutions__state=SolutionState.SENT)
    )
    rows = Supplier.objects.filter(
        in_dialogue, state=SupplierState.ACTIVE, people__person__is_active=True
    )
    return list(rows.order_by("pk").values_list("pk", flat=True).distinct())


def _end(person: User) -> str:
    path = reverse("procurement:watch-end", kwargs={"token": make_token(person)})
    return f"{settings.SITE_URL}{path}"


def _why(end: str) -> list[str]:
    """Say why one gets the mail; those who follow can stop it, all in a dialogue are told."""
    if end:
        reason = _("You get this mail because you follow the need.")
        return [reason, _("Get no more such mails:"), end]
    return [_("You get this mail because your company takes part in the dialogue.")]
