"""Mails to those who sent an example in from outside."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common import outbox
from common.enums import MailKind
from knowledge.models import Example


def taken_in(*, example: Example) -> None:
    """Tell the sender that the example is published."""
    _tell(example, occasion="published", is_taken_in=True)


def declined(*, example: Example, reason: str) -> None:
    """Tell the sender why the example was not taken in."""
    _tell(example, occasion="declined", is_taken_in=False, reason=reason)


def _tell(example: Example, *, occasion: str, is_taken_in: bool, reason: str = "") -> None:
    person: User | None = example.created_by
    if person is None or not person.is_active:
        return
    language = str(person.language or example.language)
    with translation.override(language):
        known = {"title": example.title, "place": example.municipality}
        if is_taken_in:
            subject = _("Your example is published: %(title)s") % known
            paragraphs = [
                _("The example «%(title)s» from %(place)s can now be read by everybody:"),
                settings.SITE_URL + example.get_absolute_url(),
            ]
        else:
            subject = _("Your example was not taken in: %(title)s") % known
            paragraphs = [
                _("The example «%(title)s» from %(place)s was not taken in. The reason:"),
                reason,
            ]
        paragraphs[0] %= known
        outbox.post(
            recipient=person.email,
            language=language,
            kind=MailKind.NETWORK,
            about=f"knowledge.example:{example.pk}",
            occasion=occasion,
            subject=subject,
            body_text="\n\n".join(paragraphs),
        )
