"""The words of reminders and digests, in the language that is active."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.dates import date_in_words
from improvement.enums import NoticeKind
from improvement.models import Evaluation, RoundEvent, StatusEntry
from improvement.queries.dues import Due, DueKind
from improvement.queries.news import News
from improvement.things.work import address_of
from improvement.tokens import make_token

MOST_GROUPS = 30
MOST_ENTRIES = 5  # of one object


@dataclass(frozen=True, slots=True)
class Reminder:
    """A date that a person is reminded of; ``days`` until it, negative when it has passed."""

    due: Due
    days: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, ready to be sent."""

    subject: str
    text: str


def compose(
    *, person_id: int, reminders: Collection[Reminder], news: Collection[list[News]]
) -> Letter:
    """Write one mail: what comes near or is late, then what is new.

    Args:
        person_id: To whom, for the links that end such mail.
        reminders: Most urgent first.
        news: By object, newest first.
    """
    blocks = []
    if reminders:
        blocks.append(
            ngettext(
                "A date in your work comes near or has passed.",
                "%(count)s dates in your work come near or have passed.",
                len(reminders),
            )
            % {"count": len(reminders)}
        )
        blocks += [_reminder(each) for each in reminders]
    if news:
        blocks.append(_("This is new in the work that you follow:"))
        blocks += [_group(each) for each in list(news)[:MOST_GROUPS]]
        if len(news) > MOST_GROUPS:
            blocks.append(_("There is more on the pages of the measures."))
    kinds = [NoticeKind.REMINDER] * bool(reminders) + [NoticeKind.DIGEST] * bool(news)
    blocks.append(_foot(person_id, kinds))
    return Letter(_subject(reminders, news), "\n\n".join(blocks))


def unsubscribe_address(person_id: int, kind: str) -> str:
    """Give the whole address of the page that ends mail of one kind."""
    token = make_token(person_id=person_id, kind=kind)
    return _whole(reverse("improvement:unsubscribe", kwargs={"token": token}))


def _subject(reminders: Collection[Reminder], news: Collection[list[News]]) -> str:
    if len(reminders) == 1:
        return _("Reminder: %(what)s") % {"what": _name(next(iter(reminders)).due)}
    if reminders:
        return _("Reminder: %(count)s dates") % {"count": len(reminders)}
    return ngettext(
        "New in your work: one thing", "New in your work: %(count)s things", len(news)
    ) % {"count": len(news)}


def _reminder(reminder: Reminder) -> str:
    due = reminder.due
    what = {
        DueKind.STATUS: _("The status of %(name)s"),
        DueKind.END: _("The end of %(name)s"),
        DueKind.TASK: _("The task %(name)s"),
        DueKind.STEP: _("The step %(name)s"),
        DueKind.PART: _("The status round %(name)s"),
    }[due.kind] % {"name": _name(due)}
    about = due.about if due.kind != DueKind.PART else ""
    where = f"{due.municipality}, {about}" if about else str(due.municipality)
    query = urlencode({"next": reverse("portal:mine")})
    return "\n".join(
        [f"{what} ({where})", _days(reminder), _whole(f"{address_of(due)}?{query}")]
    )


def _days(reminder: Reminder) -> str:
    day = {"day": date_in_words(reminder.due.on)} if reminder.due.on else {"day": ""}
    if reminder.days < 0:
        return ngettext(
            "%(days)s day late: it was due %(day)s.",
            "%(days)s days late: it was due %(day)s.",
            -reminder.days,
        ) % {**day, "days": -reminder.days}
    if reminder.days == 0:
        return _("Due today.")
    return ngettext(
        "In %(days)s day, %(day)s.", "In %(days)s days, %(day)s.", reminder.days
    ) % {**day, "days": reminder.days}


def _group(group: list[News]) -> str:
    first = group[0].row
    if isinstance(first, RoundEvent):
        parts = [first.round.municipality, first.round.network, first.round]
        head = " · ".join(str(part) for part in parts if part)
        address = first.round.get_absolute_url()
    else:
        head = f"{first.measure.title} ({first.measure.municipality})"
        address = first.measure.get_absolute_url()
    lines = [_line(news) for news in group[:MOST_ENTRIES]]
    left = len(group) - MOST_ENTRIES
    if left > 0:
        lines.append(
            ngettext("and %(count)s more", "and %(count)s more", left) % {"count": left}
        )
    return "\n".join([head, *lines, _whole(address)])


def _line(news: News) -> str:
    row = news.row
    if isinstance(row, StatusEntry):
        said = [row.get_state_display(), row.text or _("No change")]
    elif isinstance(row, Evaluation):
        said = [_("Evaluated"), row.get_outcome_display()]
    else:
        said = [str(row.get_kind_display()).capitalize(), str(row.step or ""), row.text]
    words = ". ".join(str(part).rstrip(".") for part in said if part)
    who = f" – {row.by}" if row.by else ""
    return f"{date_in_words(news.at)}: {words}.{who}"


def _foot(person_id: int, kinds: Collection[NoticeKind]) -> str:
    lines = [
        _("All that waits for you: %(address)s") % {"address": _whole(reverse("portal:mine"))},
        _("Choose which mails you get: %(address)s")
        % {"address": _whole(reverse("improvement:notices"))},
    ]
    ends = {
        NoticeKind.REMINDER: _("No more reminders: %(address)s"),
        NoticeKind.DIGEST: _("No more weekly digests: %(address)s"),
    }
    lines += [ends[kind] % {"address": unsubscribe_address(person_id, kind)} for kind in kinds]
    return "\n".join(lines)


def _name(due: Due) -> str:
    return due.name_in((get_language() or "nb").split("-")[0])


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
