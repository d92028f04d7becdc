"""Mails about answers, to those who follow a question and still may read it."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common import outbox
from common.enums import MailKind
from improvement.models import workplace_networks
from knowledge.models import Answer, Question
from knowledge.tokens import make_token


def answered(*, answer: Answer, question: Question) -> None:
    """Write to all who follow the question but the one who answers."""
    followers = User.objects.filter(question_follows__question=question, is_active=True)
    for person in followers.order_by("pk"):
        if person.pk == answer.by_id:
            continue
        # Whoever has left the network reads no more of it, also not by mail.
        if workplace_networks(person).filter(pk=question.network_id).exists():
            _tell(person, answer, question)


def _tell(person: User, answer: Answer, question: Question) -> None:
    language = str(person.language or question.language)
    path = reverse("knowledge:follows-end", kwargs={"token": make_token(person)})
    end = f"{settings.SITE_URL}{path}"
    with translation.override(language):
        known = {"title": question.title, "network": question.network.label}
        outbox.post(
            recipient=person.email,
            language=language,
            kind=MailKind.NETWORK,
            about=f"knowledge.question:{question.pk}",
            occasion=f"answer {answer.pk}",
            subject=_("An answer: %(title)s") % known,
            body_text="\n\n".join(
                [
                    _("Somebody in %(network)s has answered «%(title)s»:") % known,
                    answer.text,
                    settings.SITE_URL + question.get_absolute_url(),
                    _("You get this mail because you follow the question."),
                    _("Get no more such mails:"),
                    end,
                ]
            ),
            unsubscribe_url=end,
        )
