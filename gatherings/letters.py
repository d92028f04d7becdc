"""Mails about seats, in the language of the one who gets them."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common import outbox
from common.enums import MailKind
from gatherings import words
from gatherings.enums import GatheringState, ReminderKind, SeatEvent, SeatState
from gatherings.mail_files import of_seat
from gatherings.models import Gathering, Participation, Registration
from gatherings.queries.seats import line_of
from gatherings.tokens import make_token


def confirm(*, registration: Registration, at: datetime) -> None:
    """Tell what the seat is: taken, or a place in line."""
    with translation.override(registration.language):
        if registration.state == SeatState.WAITING:
            subject = _("You are on the waiting list of %(series)s")
            body = [_in_line(registration)]
        else:
            subject = _("You are signed up for %(series)s")
            body = [_for_whom(registration), _days(registration), _calendar(registration)]
        _post(
            registration,
            subject,
            body,
            occasion=f"{registration.state} {at.isoformat()}",
            file="" if registration.state == SeatState.WAITING else of_seat(registration),
        )


def offer(*, registration: Registration, at: datetime) -> None:
    """Tell that a seat is free, and until when it is held."""
    with translation.override(registration.language):
        until = words.moment(registration.offered_until, registration.series)
        _post(
            registration,
            _("A seat is free in %(series)s"),
            [
                _("The seat is yours if you say yes by %(until)s.") % {"until": until},
                _("If you do not answer, it goes to the next in line."),
                _days(registration),
            ],
            occasion=f"offer {at.isoformat()}",
        )


def ended(*, registration: Registration, event: SeatEvent, at: datetime) -> None:
    """Tell that a seat has been given back, or that the time to answer is out.

    Those who were to come instead are told too.
    """
    with translation.override(registration.language):
        if event == SeatEvent.LAPSED:
            body = _("The time to answer is out, and the seat has gone to the next in line.")
        else:
            body = _("You have no seat any more. You may sign up again while it is open.")
        _post(
            registration,
            _("Your seat in %(series)s is given back"),
            [body],
            occasion=f"{event} {at.isoformat()}",
        )
    today = at.astimezone(registration.series.zone).date()
    substitutes = registration.participations.exclude(substitute_email="").filter(
        gathering__state=GatheringState.PLANNED, gathering__day__gte=today
    )
    for participation in substitutes.select_related("gathering").order_by("pk"):
        participation.registration = registration
        participation.gathering.series = registration.series
        not_needed(participation=participation, at=at)


def substituted(*, participation: Participation, at: datetime) -> None:
    """Tell owner and substitute that somebody else comes to one gathering."""
    owner, gathering = participation.registration, participation.gathering
    known = {"name": participation.substitute_name, "owner": owner.name}
    with translation.override(owner.language):
        _post(
            owner,
            _("Somebody comes instead of you to %(series)s"),
            [
                _("%(name)s comes instead of you. The seat is still yours.") % known,
                words.whole(gathering),
            ],
            occasion=f"substituted {at.isoformat()}",
        )
        _post_substitute(
            participation,
            _("You come instead of %(owner)s to %(series)s"),
            [
                _("%(owner)s has named you to come instead.") % known,
                _details(gathering),
                _("Did you not know of this? Write to the host."),
            ],
            occasion=f"substitute {at.isoformat()}",
        )


def not_needed(*, participation: Participation, at: datetime) -> None:
    """Tell a substitute, who still stands in the row, not to come."""
    with translation.override(participation.registration.language):
        _post_substitute(
            participation,
            _("You do not come instead of %(owner)s to %(series)s"),
            [_("You need not come."), words.whole(participation.gathering)],
            occasion=f"not needed {at.isoformat()}",
        )


def returned(*, participation: Participation, at: datetime) -> None:
    """Tell the owner that nobody comes instead any more."""
    owner = participation.registration
    with translation.override(owner.language):
        _post(
            owner,
            _("You come yourself to %(series)s"),
            [words.whole(participation.gathering)],
            occasion=f"returned {at.isoformat()}",
        )


def remind(*, participation: Participation, kind: ReminderKind) -> None:
    """Remind the one who comes of a gathering: when, where, what to bring."""
    owner, gathering = participation.registration, participation.gathering
    occasion = f"reminder {kind} {gathering.pk} {gathering.day}"
    with translation.override(owner.language):
        known = {"day": words.day_of(gathering), "series": "%(series)s"}
        subject = _("%(day)s: %(series)s") % known
        if participation.substitute_email:
            instead = _("You come instead of %(owner)s.") % {"owner": owner.name}
            body = [instead, _details(gathering)]
            _post_substitute(participation, subject, body, occasion=occasion)
        else:
            body = [_("You are signed up."), _details(gathering), _calendar(owner)]
            _post(owner, subject, body, occasion=occasion, file=of_seat(owner))


def ask_for_feedback(*, participation: Participation, until: datetime, path: str) -> None:
    """Ask the one who came what it was like; nobody sees who answered what."""
    owner, gathering = participation.registration, participation.gathering
    series, occasion = owner.series, f"feedback {gathering.pk}"
    with translation.override(owner.language):
        subject = _("What did you think of %(series)s?")
        body = [
            _("Thank you for coming. A few questions about it:"),
            words.whole(gathering),
            settings.SITE_URL + path,
            _("It can be answered until %(until)s. Nobody sees who answered what.")
            % {"until": words.moment(until, series)},
        ]
        if participation.substitute_email:
            _post_substitute(participation, subject, body, occasion=occasion)
        else:
            _post(owner, subject, body, occasion=occasion)


def _for_whom(registration: Registration) -> str:
    known = {"name": registration.name, "municipality": registration.municipality}
    return _("%(name)s, %(municipality)s: you have a seat.") % known


def _in_line(registration: Registration) -> str:
    line = line_of(registration)
    body = _("You get an e-mail at once if a seat becomes free.")
    if line is None:
        return body
    known = {"number": line.own, "municipality": registration.municipality}
    place = _("You are number %(number)s in line in %(municipality)s.") % known
    return f"{place} {body}"


def _days(registration: Registration) -> str:
    rows = registration.participations.select_related("gathering").order_by("gathering__number")
    lines = []
    for row in rows:
        row.gathering.series = registration.series
        lines.append(words.whole(row.gathering))
    return "\n".join(lines)


def _calendar(registration: Registration) -> str:
    path = reverse("gatherings:seat-calendar", kwargs={"token": make_token(registration)})
    return "\n\n".join([_("Put the gatherings in your calendar:"), settings.SITE_URL + path])


def _details(gathering: Gathering) -> str:
    lines = [words.whole(gathering), gathering.address, gathering.link]
    if gathering.bring:
        lines.append(_("Bring: %(things)s") % {"things": gathering.bring})
    return "\n".join(line for line in lines if line)


def _post(
    registration: Registration,
    subject: str,
    paragraphs: list[str],
    *,
    occasion: str,
    file: str = "",
) -> None:
    """Write to the owner of a seat, unless the address is erased."""
    if not registration.email:
        return
    series = registration.series
    address = settings.SITE_URL + reverse(
        "gatherings:seat", kwargs={"token": make_token(registration)}
    )
    ends = [
        _("See, change or give back your seat:"),
        address,
        _("Questions? Write to %(email)s.") % {"email": series.contact_email},
    ]
    outbox.post(
        recipient=registration.email,
        language=registration.language,
        kind=MailKind.GATHERING,
        about=f"gatherings.registration:{registration.pk}",
        occasion=occasion[:100],
        subject=subject % {"series": series.name},
        body_text="\n\n".join(part for part in [*paragraphs, *ends] if part),
        file=file,
    )


def _post_substitute(
    participation: Participation, subject: str, paragraphs: list[str], *, occasion: str
) -> None:
    """Write to the substitute; the owner's secret link is not in it."""
    owner = participation.registration
    question = _("Questions? Write to %(email)s.") % {"email": owner.series.contact_email}
    outbox.post(
        recipient=participation.substitute_email,
        language=owner.language,
        kind=MailKind.GATHERING,
        about=f"gatherings.participation:{participation.pk}",
        occasion=occasion[:100],
        subject=subject % {"series": owner.series.name, "owner": owner.name},
        body_text="\n\n".join(part for part in [*paragraphs, question] if part),
    )
