"""The mail that carries an answer to all who follow a need, at the same moment."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common import outbox
from common.enums import MailKind
from procurement.enums import SolutionState, SupplierState
from procurement.models import Need, Question, Supplier
from procurement.tokens import make_token


def answered(*, question: Question, need: Need) -> int:
    """Write to all who follow the need or act for a company in its dialogue.

    The mail does not say who has asked. Where no company is among them nobody is written
    to: the daily mail tells the others.

    Returns:
        How many companies were told.
    """
    companies = _companies(need)
    if not companies:
        return 0
    people = User.objects.filter(
        Q(need_watches__need=need) | Q(supplier_people__supplier__in=companies), is_active=True
    )
    for person in people.order_by("pk").distinct():
        _write(person, question, need)
    return len(companies)


def _companies(need: Need) -> list[int]:
    """Keys of the companies that follow the need, have asked, sent, or booked a talk."""
    rows = Supplier.objects.filter(
        Q(people__person__need_watches__need=need)
        | Q(questions__need=need)
        | Q(slots__need=need)
        | Q(solutions__need=need, solutions__state=SolutionState.SENT),
        state=SupplierState.ACTIVE,
    )
    return list(rows.order_by("pk").values_list("pk", flat=True).distinct())


def _write(person: User, question: Question, need: Need) -> None:
    language = str(person.language or settings.LANGUAGE_CODE)
    with translation.override(language):
        address = reverse("procurement:need", kwargs={"slug": need.slug})
        end = reverse("procurement:watch-end", kwargs={"token": make_token(person)})
        parts = [
            _("A question about %(title)s has been answered. All who follow it get this mail.")
            % {"title": need.title},
            _("Question:"),
            question.text,
            _("Answer:"),
            question.answer,
            f"{settings.SITE_URL}{address}#sporsmal-h",
            _("Get no more such mails:"),
            f"{settings.SITE_URL}{end}",
        ]
        outbox.post(
            recipient=person.email,
            language=language,
            kind=MailKind.PROCUREMENT,
            about=f"procurement.question:{question.pk}",
            occasion="answered",
            subject=_("An answer about %(title)s") % {"title": need.title},
            body_text="\n\n".join(parts),
            unsubscribe_url=f"{settings.SITE_URL}{end}",
        )
