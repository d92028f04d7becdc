"""Reminders and the weekly digest: at most one mail in some days to a person.

What is held back goes into the next mail. A mail and the note that it was written are one
transaction under a lock on the person, so the same work done twice writes nothing twice.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from common.enums import MailKind
from common.outbox import post
from improvement.calculations.reminding import is_recent, newest_mark
from improvement.enums import NoticeKind
from improvement.letters import Reminder, compose, unsubscribe_address
from improvement.models import CycleSettings, Notice, NoticeChoice
from improvement.queries.acting import workplaces
from improvement.queries.dues import Due, DueKind, dues_of, measures_in
from improvement.queries.news import News, news_for
from improvement.queries.settings import settings_by_programme
from improvement.queries.staff import staff_of
from improvement.things.work import falls_to
from networks.actions.locks import day_in
from networks.models import Municipality

REMINDED = {DueKind.STATUS, DueKind.END, DueKind.TASK, DueKind.STEP, DueKind.PART}
WEEK = timedelta(days=7)
LONGEST_DIGEST = timedelta(days=60)  # after a pause, older news is left out

Settings = Mapping[int | None, CycleSettings]


@dataclass(frozen=True, slots=True)
class Pending:
    """A reminder that has not been told of; ``mark`` names it in the log of mails."""

    reminder: Reminder
    mark: str


def remind(*, person_ids: Collection[int], at: datetime) -> int:
    """Write the mails that are due to these people.

    Args:
        person_ids: Keys; those who are gone or closed are passed over.
        at: Now.

    Returns:
        The number of mails written.
    """
    people = list(User.objects.filter(pk__in=person_ids, is_active=True).order_by("pk"))
    places = {person.pk: workplaces(person) for person in people}
    by_key = {place.pk: place for own in places.values() for place in own}
    dues = dues_of(by_key, measures=measures_in(by_key), at=at)
    dues = [due for due in dues if due.kind in REMINDED]
    staff = staff_of(by_key, at=at)
    rules = settings_by_programme()
    switched_off = {
        (person, kind)
        for person, kind in NoticeChoice.objects.filter(person__in=people).values_list(
            "person", "kind"
        )
    }
    written = 0
    for person in people:
        mine = falls_to(person, dues=dues, staff=staff)
        wanted = [kind for kind in NoticeKind if (person.pk, kind) not in switched_off]
        written += _write(
            person, mine=mine, places=places[person.pk], rules=rules, wanted=wanted, at=at
        )
    return written


@transaction.atomic
def _write(
    person: User,
    *,
    mine: list[Due],
    places: list[Municipality],
    rules: Settings,
    wanted: list[NoticeKind],
    at: datetime,
) -> bool:
    """Write at most one mail to one person. Returns whether there was one."""
    # The lock lets only one worker at a time decide what this person has been told.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    notices = list(Notice.objects.filter(person=person).order_by("-at", "-pk"))
    today = timezone.localdate(at)
    if notices and (today - timezone.localdate(notices[0].at)).days < _gap(mine, rules):
        return False
    pending: list[Pending] = []
    if NoticeKind.REMINDER in wanted:
        told = {mark for notice in notices for mark in notice.about}
        pending = _pending(mine, told=told, rules=rules, at=at)
    news: list[list[News]] = []
    monday = today - timedelta(days=today.weekday())
    if NoticeKind.DIGEST in wanted:
        news = _news(person, notices, places=places, monday=monday)
    if not pending and not news:
        return False
    if pending:
        _note(person, NoticeKind.REMINDER, str(today), [each.mark for each in pending], at)
    if news:
        _note(person, NoticeKind.DIGEST, str(monday), [], at)
    _post(person, places=places, pending=pending, news=news, today=today, at=at)
    return True


def _gap(mine: list[Due], rules: Settings) -> int:
    """Give the days between two mails: the most that one of the programmes asks for."""
    programmes = {due.programme_id for due in mine} | {None}
    return max(_rules_of(programme, rules).days_between_mails for programme in programmes)


def _rules_of(programme: int | None, rules: Settings) -> CycleSettings:
    return rules.get(programme) or rules[None]


def _pending(
    mine: list[Due], *, told: set[str], rules: Settings, at: datetime
) -> list[Pending]:
    """Choose the dates whose newest day of reminding has not been told of."""
    days_held = _gap(mine, rules) + 2
    found = []
    for due in mine:
        if due.on is None:
            continue
        own = _rules_of(due.programme_id, rules)
        today = day_in(municipality=due.municipality, at=at)
        before = own.days_before
        if due.kind == DueKind.STATUS:
            # Not on the day of the status itself.
            before = [days for days in before if days < due.patience]
        mark = newest_mark(due=due.on, today=today, before=before, late=own.days_late)
        if mark is None or not is_recent(due=due.on, mark=mark, today=today, days=days_held):
            continue
        name = f"{due.key}:{due.on}:{mark}"
        if name not in told:
            found.append(Pending(Reminder(due, (due.on - today).days), name))
    found.sort(key=lambda each: (each.reminder.days, each.mark))
    return found


def _news(
    person: User, notices: list[Notice], *, places: list[Municipality], monday: date
) -> list[list[News]]:
    """List what is new until the night before Monday, if that has not been told."""
    digests = [notice for notice in notices if notice.kind == NoticeKind.DIGEST]
    newest = max((date.fromisoformat(each.occasion) for each in digests), default=None)
    if newest is not None and newest >= monday:
        return []
    until = _midnight(monday)
    after = until - WEEK if newest is None else _midnight(newest)
    return news_for(
        person,
        places=[place.pk for place in places],
        after=max(after, until - LONGEST_DIGEST),
        until=until,
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _note(
    person: User, kind: NoticeKind, occasion: str, about: list[str], at: datetime
) -> None:
    Notice.objects.create(person=person, kind=kind, occasion=occasion, about=about, at=at)


def _post(
    person: User,
    *,
    places: list[Municipality],
    pending: list[Pending],
    news: list[list[News]],
    today: date,
    at: datetime,
) -> None:
    kind = MailKind.REMINDER if pending else MailKind.DIGEST
    language = person.language or next(
        (place.country.language for place in places if place.country.language),
        settings.LANGUAGE_CODE,
    )
    with translation.override(language):
        letter = compose(
            person_id=person.pk,
            reminders=[each.reminder for each in pending],
            news=news,
        )
    post(
        recipient=person.email,
        language=language,
        kind=kind,
        about=f"accounts.user:{person.pk}",
        occasion=str(today),
        subject=letter.subject,
        body_text=letter.text,
        unsubscribe_url=unsubscribe_address(person.pk, kind),
        not_before_at=at,
    )
