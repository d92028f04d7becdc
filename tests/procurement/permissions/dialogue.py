"""Who may open which page of the market dialogue: about a published need."""

from datetime import timedelta

from django.utils import timezone

from procurement.models import Question, Slot
from tests.permission_rows import EVERYONE, FORBIDDEN, FORM, MOVED, OK, row
from tests.procurement.factories import FAR, NeedFactory

_BUYERS = {
    "signed_out": MOVED,
    "contributor": OK,
    "coordinator": OK,
    "administrator": OK,
    "superuser": OK,
}
BUYERS = row(FORBIDDEN, **_BUYERS)
_BUYER_PAGES = ("slot-list", "conference-link", "dialogue-file")
_OF_QUESTION = ("question-answer", "question-hide", "question-promise")
_TALK_FORMS = ("slot-link", "slot-call-off")
_OF_TALK = ("slot-remove", "slot-book", "slot-return", *_TALK_FORMS)
# Those who act for no company are led to where one signs it up.
_COMPANIES = ("question-ask", "seat-take", "seat-return", "slot-book", "slot-return")

TABLE = {
    "procurement:dialogue-log": EVERYONE,
    **{f"procurement:{page}": BUYERS for page in (*_BUYER_PAGES, *_OF_QUESTION, *_TALK_FORMS)},
    **{f"procurement:{page}": row(MOVED) for page in _COMPANIES},
    "procurement:slot-remove": {
        person: FORM if status == OK else status for person, status in BUYERS.items()
    },
}


def published(world):
    """A need of the municipality that takes questions."""
    return NeedFactory(published=True, solutions_until=FAR, municipality=world["municipality"])


def by_slug(world):
    return {"slug": published(world).slug}


def a_question(world):
    need = published(world)
    made = Question.objects.create(need=need, text="Hva?", asked_at=timezone.now())
    return {"slug": need.slug, "pk": made.pk}


def a_talk(world):
    need, start = published(world), timezone.now() + timedelta(days=3)
    made = Slot.objects.create(
        need=need, starts_at=start, ends_at=start + timedelta(minutes=20)
    )
    return {"slug": need.slug, "pk": made.pk}


ARGUMENTS = {
    **{
        f"procurement:{page}": by_slug
        for page in (*_BUYER_PAGES, "dialogue-log", "question-ask", "seat-take", "seat-return")
    },
    **{f"procurement:{page}": a_question for page in _OF_QUESTION},
    **{f"procurement:{page}": a_talk for page in _OF_TALK},
}
