"""What nobody needs any more is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from accounts import actions, jobs, tasks
from accounts.models import Invitation
from common.enums import MailKind
from common.models import OutboxMessage
from common.outbox import post
from tests.accounts.people import member

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@time_machine.travel(NOW, tick=False)
def test_what_is_old_is_forgotten_and_nothing_else():
    chief = member("chief@samverk.example")
    kept, _token = actions.invite(
        email="a@samverk.example", language="nb", invited_by=chief, at=NOW
    )
    old, _token = actions.invite(
        email="b@samverk.example", language="nb", invited_by=chief, at=NOW
    )
    old.expires_at = NOW - jobs.UNANSWERED_KEPT - timedelta(seconds=1)
    old.save()
    for occasion, sent_at in (
        ("old", NOW - jobs.MESSAGES_KEPT - timedelta(seconds=1)),
        ("new", NOW - jobs.MESSAGES_KEPT),
        ("unsent", None),
    ):
        message = post(
            recipient="c@samverk.example",
            language="nb",
            kind=MailKind.NETWORK,
            about="x:1",
            occasion=occasion,
            subject="x",
            body_text="x",
        )
        OutboxMessage.objects.filter(pk=message.pk).update(sent_at=sent_at)
    for key, ends in (("old", NOW - timedelta(seconds=1)), ("new", NOW)):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    for key, seen in (("old", NOW - timedelta(days=15)), ("new", NOW)):
        device = UserSession.objects.create(
            user=chief, session_key=key, ip="127.0.0.1", user_agent="x", data={}
        )
        UserSession.objects.filter(pk=device.pk).update(last_seen_at=seen)

    first, second = jobs.forget_old(at=NOW), jobs.forget_old(at=NOW)
    tasks.forget_old.delay(something_new=1)

    assert first == {"sessions": 1, "devices": 1, "invitations": 1, "messages": 1}
    assert set(second.values()) == {0}
    assert list(Invitation.objects.all()) == [kept]
    assert set(OutboxMessage.objects.values_list("occasion", flat=True)) >= {"unsent"}
