"""Mail is written with the change it tells of, sent once, and never lost."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from common import outbox, tasks
from common.enums import MailKind
from common.models import OutboxMessage
from tests.threads import all_at_once, race

# Later than the tests are ever run: what is due at once is sent when the row is saved.
NOW = datetime(2126, 11, 22, 12, tzinfo=UTC)


def post(**changes):
    return outbox.post(
        **{
            "recipient": "Reader@Samverk.example",
            "language": "nb",
            "kind": MailKind.NETWORK,
            "about": "networks.network:1",
            "occasion": "created",
            "subject": "A\nsubject",
            "body_text": "Hello,\n\nsee https://samverk.example/x <b>",
            "not_before_at": NOW,
            **changes,
        }
    )


def send(at=NOW):
    return outbox.send_due(clock=lambda: at)


def state(message):
    message.refresh_from_db()
    return (message.sent_at, message.attempts, message.not_before_at, message.error)


class ServerIsDown(EmailBackend):
    def open(self):
        raise ConnectionRefusedError(111, "refused")


class RefusesOne(EmailBackend):
    def send_messages(self, messages):
        if messages[0].to == ["unknown@samverk.example"]:
            raise SMTPRecipientsRefused({"unknown@samverk.example": (550, b"no such box")})
        return super().send_messages(messages)


class BreaksDown(EmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected("gone")


class Slow(EmailBackend):
    """Lets a second worker look while the first is sending."""

    inside = None

    def send_messages(self, messages):
        if Slow.inside is not None:
            look, Slow.inside = Slow.inside, None
            look()
        return super().send_messages(messages)


def backend(settings, chosen):
    settings.EMAIL_BACKEND = f"{__name__}.{chosen.__name__}"


@pytest.mark.django_db
def test_a_message_is_stored_once_per_occasion():
    first = post()
    again = post(subject="Another subject")
    other = post(occasion="closed")

    assert first == again
    assert first != other
    assert (first.recipient, first.subject) == ("reader@samverk.example", "A subject")
    assert "https://samverk.example/x</a>" in first.body_html
    assert "&lt;b&gt;" in first.body_html


@pytest.mark.django_db
def test_a_message_is_sent_with_text_and_html():
    message = post()

    assert send() == 1
    assert state(message) == (NOW, 1, NOW + outbox.LEASE, "")
    sent = mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == (
        ["reader@samverk.example"],
        "A subject",
        "Hello,\n\nsee https://samverk.example/x <b>",
    )
    assert [kind for _body, kind in sent.alternatives] == ["text/html"]
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_a_message_can_say_where_such_mail_is_ended():
    post(unsubscribe_url="https://samverk.example/end/abc/")
    post(occasion="another")

    assert send() == 2
    headers = [
        [sent.extra_headers.get(f"List-Unsubscribe{end}") for end in ("", "-Post")]
        for sent in mail.outbox
    ]
    assert headers == [
        ["<https://samverk.example/end/abc/>", "List-Unsubscribe=One-Click"],
        [None, None],
    ]


@pytest.mark.django_db
def test_a_sent_message_is_not_sent_again():
    post()

    assert [send(), send(), len(mail.outbox)] == [1, 0, 1]


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "sent"), [(-1, 0), (0, 1), (1, 1)])
def test_a_message_waits_for_its_time(seconds, sent):
    post()

    assert send(NOW + timedelta(seconds=seconds)) == sent


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        (MailKind.ACCOUNT, False),
        (MailKind.INVITATION, False),
        (MailKind.NETWORK, True),
        (MailKind.JOB, True),
    ],
)
def test_secret_links_are_forgotten_once_sent(kind, kept):
    message = post(kind=kind)
    send()
    message.refresh_from_db()

    assert (bool(message.body_text), bool(message.body_html)) == (kept, kept)


@pytest.mark.django_db
def test_server_down_loses_nothing_and_costs_no_attempt(settings):
    message = post()
    backend(settings, ServerIsDown)

    assert send() == 0
    assert state(message) == (None, 0, NOW, "")

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send() == 1


@pytest.mark.django_db
def test_a_refused_address_does_not_stop_the_others(settings):
    refused = post(recipient="unknown@samverk.example")
    post()
    backend(settings, RefusesOne)

    assert send() == 1
    sent_at, attempts, not_before_at, error = state(refused)
    assert (sent_at, attempts, not_before_at) == (None, 1, NOW + outbox.FIRST_PAUSE)
    assert error.startswith("SMTPRecipientsRefused")


@pytest.mark.django_db
def test_pauses_grow_up_to_six_hours(settings):
    message = post(recipient="unknown@samverk.example")
    backend(settings, RefusesOne)
    pauses = []
    at = NOW
    for _attempt in range(11):
        send(at)
        message.refresh_from_db()
        pauses.append((message.not_before_at - at) / timedelta(minutes=1))
        at = message.not_before_at

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


@pytest.mark.django_db
def test_a_message_given_up_is_kept_and_can_be_tried_again():
    message = post()
    OutboxMessage.objects.update(attempts=outbox.MAX_ATTEMPTS)

    assert send() == 0
    assert outbox.try_again(messages=OutboxMessage.objects.all(), at=NOW) == 1
    assert send() == 1
    assert outbox.try_again(messages=OutboxMessage.objects.all(), at=NOW) == 0
    assert state(message)[0] == NOW


@pytest.mark.django_db
def test_a_broken_connection_leaves_the_rest_for_the_next_round(settings):
    messages = [post(occasion=str(number)) for number in range(3)]
    backend(settings, BreaksDown)

    assert send() == 0
    assert [state(message)[1] for message in messages] == [1, 0, 0]


@pytest.mark.django_db
def test_a_header_that_cannot_be_sent_does_not_stop_the_others():
    post(recipient="two\nlines@samverk.example")
    post()

    assert send() == 1


@pytest.mark.django_db
def test_two_workers_send_one_message_once(settings):
    post()
    backend(settings, Slow)
    second = []
    Slow.inside = lambda: second.append(send())

    assert send() == 1
    assert second == [0]
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_killed_worker_delays_the_message_by_the_lease():
    message = post()
    assert outbox._claim(message, at=NOW)  # noqa: SLF001 -- as far as a killed worker gets

    assert send(NOW + outbox.LEASE - timedelta(seconds=1)) == 0
    assert send(NOW + outbox.LEASE) == 1


@pytest.mark.django_db
def test_committing_nudges_the_worker(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post(not_before_at=None)
        post(not_before_at=None)

    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_later_mail_nudges_nobody(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        post(not_before_at=datetime(2999, 1, 1, tzinfo=UTC))

    assert callbacks == []


@pytest.mark.django_db
def test_the_task_takes_arguments_of_the_future():
    post(not_before_at=None)
    tasks.send_outbox.delay(something_new=1)

    assert len(mail.outbox) == 1


@race
def test_many_workers_at_once_send_each_message_once():
    for number in range(20):
        post(occasion=str(number))
    counts = []

    assert all_at_once(lambda _number: counts.append(send())) == []
    assert (sum(counts), len(mail.outbox)) == (20, 20)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_sends_nothing():
    with transaction.atomic():
        post(not_before_at=None)
        transaction.set_rollback(True)

    assert (OutboxMessage.objects.count(), len(mail.outbox)) == (0, 0)
