"""Outgoing mail: written together with the change it tells of, sent by the worker.

A message is a row of the same transaction as the change, so that neither exists without
the other. The worker claims a row by a conditional ``UPDATE`` that also moves its time
forward: no lock is held while the mail server is spoken to, two workers never hold the
same row, and a killed worker only delays it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from common.enums import MailKind
from common.models import OutboxMessage

logger = logging.getLogger(__name__)

BATCH = 200
# How long a claimed message is left alone; longer than the mail server may take.
LEASE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
# About five days. What still waits then is kept, with its error, until a person decides.
MAX_ATTEMPTS = 30
# Their texts hold a secret link: emptied when the message has been sent.
SECRET_KINDS = (MailKind.ACCOUNT, MailKind.INVITATION, MailKind.GATHERING)


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that goes with a mail."""

    name: str
    content: bytes
    media_type: str


def post(
    *,
    recipient: str,
    language: str,
    kind: MailKind,
    about: str,
    occasion: str,
    subject: str,
    body_text: str,
    body_html: str = "",
    unsubscribe_url: str = "",
    file: str = "",
    not_before_at: datetime | None = None,
) -> OutboxMessage:
    """Put a message in the outbox. The same occasion again changes nothing.

    The worker is nudged when the transaction is committed; if the queue is down, the
    periodic task finds the message.

    Args:
        recipient: One e-mail address.
        language: Language of the texts, for the ``lang`` attribute of the HTML.
        kind: What sort of message it is.
        about: What it is about, as ``app.model:key``.
        occasion: Recipient, kind, ``about`` and this make a message unique.
        subject: One line; line breaks become spaces.
        body_text: Plain text, paragraphs parted by an empty line.
        body_html: Whole HTML document; made of ``body_text`` when left out.
        unsubscribe_url: Where one press in the mail program ends such mail (RFC 8058);
            for mail that the recipient may do without.
        file: What to attach, as ``app.file:key`` of ``settings.MAIL_FILES``; it is made when
            the mail is sent, so that it is as things are then.
        not_before_at: Earliest time to send it, now when left out.

    Returns:
        The message, new or found.
    """
    line = " ".join(subject.split())[:200]
    now = timezone.now()
    message, created = OutboxMessage.objects.get_or_create(
        recipient=recipient.strip().lower(),
        kind=kind,
        about=about,
        occasion=occasion,
        defaults={
            "language": language,
            "subject": line,
            "body_text": body_text,
            "body_html": body_html
            or letter(subject=line, body_text=body_text, language=language),
            "unsubscribe_url": unsubscribe_url,
            "file": file,
            "not_before_at": not_before_at or now,
        },
    )
    if created and message.not_before_at <= now:
        transaction.on_commit(_nudge, robust=True)
    return message


def is_posted(*, about: str, occasion: str) -> bool:
    """Whether anybody has been, or is being, written to on an occasion."""
    return OutboxMessage.objects.filter(about=about, occasion=occasion).exists()


def letter(*, subject: str, body_text: str, language: str) -> str:
    """Give plain text the form of a simple HTML letter; addresses become links."""
    with translation.override(language):
        return render_to_string(
            "mail/letter.html",
            {
                "subject": subject,
                "body_text": body_text,
                "language": language,
                "site_url": settings.SITE_URL,
            },
        )


def send_due(*, clock: Callable[[], datetime] = timezone.now) -> int:
    """Send what waits. With the mail server down everything stays as it is.

    Args:
        clock: Tells the time; asked again before each message.

    Returns:
        The number of messages sent.
    """
    due = list(_due(at=clock())[:BATCH])
    if not due:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # smtplib's errors are OSErrors
        logger.warning("The mail server does not answer, %d messages wait: %s", len(due), error)
        return 0
    sent = 0
    try:
        for message in due:
            if not _claim(message, at=clock()):
                continue
            try:
                _email(message, connection=connection).send()
            except (OSError, ValueError) as error:
                _put_back(message, error=error, at=clock())
                if not isinstance(
                    error, SMTPResponseException | SMTPRecipientsRefused | ValueError
                ):
                    break  # the connection is gone: the others wait for the next round
            else:
                _mark_sent(message, at=clock())
                sent += 1
    finally:
        connection.close()
    return sent


def try_again(*, messages: QuerySet[OutboxMessage], at: datetime) -> int:
    """Let unsent messages be tried at once, also those given up. Returns their number."""
    return messages.filter(sent_at__isnull=True).update(attempts=0, not_before_at=at)


def _nudge() -> None:
    from common.tasks import send_outbox  # noqa: PLC0415 -- tasks imports this module

    send_outbox.delay()


def _due(*, at: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        sent_at__isnull=True, not_before_at__lte=at, attempts__lt=MAX_ATTEMPTS
    ).order_by("not_before_at", "pk")


def _claim(message: OutboxMessage, *, at: datetime) -> bool:
    """Take a message for this worker alone; False when another was quicker."""
    taken = OutboxMessage.objects.filter(
        pk=message.pk,
        sent_at__isnull=True,
        attempts=message.attempts,
        not_before_at=message.not_before_at,
    ).update(attempts=F("attempts") + 1, not_before_at=at + LEASE)
    message.attempts += 1
    return taken == 1


def _mark_sent(message: OutboxMessage, *, at: datetime) -> None:
    changes: dict[str, Any] = {"sent_at": at, "error": ""}
    if message.kind in SECRET_KINDS:
        changes |= {"body_text": "", "body_html": ""}
    OutboxMessage.objects.filter(pk=message.pk).update(**changes)


def _put_back(message: OutboxMessage, *, error: Exception, at: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** (message.attempts - 1), LONGEST_PAUSE)
    text = f"{type(error).__name__}: {error}"
    OutboxMessage.objects.filter(pk=message.pk).update(
        error=text[:2_000], not_before_at=at + pause
    )
    logger.warning(
        "Message %d was not sent at attempt %d: %s", message.pk, message.attempts, text
    )


def _email(message: OutboxMessage, *, connection: Any) -> EmailMultiAlternatives:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        # The same for every attempt: a mail server can drop a double.
        "Message-ID": f"<outbox-{message.pk}-{message.created_at:%Y%m%d%H%M%S}@{host}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body_text,
        to=[message.recipient],
        connection=connection,
        headers=headers,
    )
    if message.body_html:
        email.attach_alternative(message.body_html, "text/html")
    made = _file(message.file)
    if made is not None:
        email.attach(made.name, made.content, made.media_type)
    return email


def _file(named: str) -> MailFile | None:
    """Make what is attached; none where it is gone by now."""
    maker, _colon, key = named.partition(":")
    if not maker:
        return None
    make: Callable[[str], MailFile | None] = import_string(settings.MAIL_FILES[maker])
    return make(key)
