"""Mails about guidance talks, to the one who booked and the one who gives guidance.

A note is never in them.
"""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common import outbox
from common.enums import MailKind
from gatherings.mail_files import of_talk
from gatherings.models import Talk
from gatherings.talk_words import talk_time
from gatherings.tokens import make_talk_token


def booked(*, talk: Talk) -> None:
    """Tell that a talk is booked."""
    _post(
        talk,
        lambda: _("Guidance talk booked: %(place)s, %(series)s"),
        lambda: [_when(talk), _who(talk), _question(talk), _link(talk)],
    )


def moved(*, talk: Talk, former: Talk) -> None:
    """Tell that a talk has another time or guide; a guide who is let off is told too.

    Args:
        talk: As it is now.
        former: A talk, perhaps not saved, with guide and times as they were.
    """
    _post(
        talk,
        lambda: _("Guidance talk changed: %(place)s, %(series)s"),
        lambda: [_was(former), _when(talk), _who(talk), _link(talk)],
    )
    if former.guide_id != talk.guide_id:
        _post(
            talk,
            lambda: _("Guidance talk given to somebody else: %(place)s, %(series)s"),
            lambda: [_was(former), _("You do not give this talk any more.")],
            to=[former.guide],
        )


def cancelled(*, talk: Talk) -> None:
    """Tell that a talk is called off by the hosts, or given back by the municipality."""
    _post(
        talk,
        lambda: _("Guidance talk cancelled: %(place)s, %(series)s"),
        lambda: [_was(talk), _why(talk)],
    )


def _when(talk: Talk) -> str:
    known = {"when": talk_time(talk), "zone": talk.series.time_zone}
    return _("When: %(when)s (local time, %(zone)s)") % known


def _was(former: Talk) -> str:
    return _("It was to be: %(when)s") % {"when": talk_time(former)}


def _who(talk: Talk) -> str:
    guide = _("Guide: %(name)s") % {"name": talk.guide.get_full_name()}
    place = _("Municipality: %(place)s") % {"place": talk.municipality}
    if talk.booked_by is None:
        return f"{guide}\n{place}"
    return f"{guide}\n{place}, {talk.booked_by.get_full_name()}"


def _question(talk: Talk) -> str:
    if not talk.question:
        return ""
    return _("What the talk is about: %(question)s") % {"question": talk.question}


def _link(talk: Talk) -> str:
    return _("Link to the meeting: %(link)s") % {"link": talk.link} if talk.link else ""


def _why(talk: Talk) -> str:
    if talk.cancel_reason:
        return _("The reason: %(reason)s") % {"reason": talk.cancel_reason}
    return _("The municipality has given the time back.")


def _post(
    talk: Talk,
    subject: Callable[[], str],
    paragraphs: Callable[[], list[str]],
    *,
    to: Sequence[User] = (),
) -> None:
    """Write to each of ``to``, or to booker and guide, in the language of each."""
    both = {one.pk: one for one in (talk.booked_by, talk.guide) if one is not None}
    series = talk.series
    page = reverse("gatherings:talk", kwargs={"slug": series.slug, "talk": talk.pk})
    for person in to or both.values():
        if not person.is_active or not person.email:
            continue
        token = make_talk_token(talk=talk, person=person)
        file = reverse("gatherings:talk-file", kwargs={"token": token})
        language = person.language or series.language
        with translation.override(language):
            parts = [
                *paragraphs(),
                "\n".join([_("The talk:"), settings.SITE_URL + page]),
                "\n".join([_("For your calendar (.ics):"), settings.SITE_URL + file]),
                _("Questions? Write to %(email)s.") % {"email": series.contact_email},
            ]
            outbox.post(
                recipient=person.email,
                language=language,
                kind=MailKind.GATHERING,
                about=f"gatherings.talk:{talk.pk}",
                occasion=f"talk {talk.sequence} {'left' if to else ''}".strip(),
                subject=subject() % {"place": talk.municipality, "series": series.name},
                body_text="\n\n".join(part for part in parts if part),
                file=of_talk(talk, person=person),
            )
