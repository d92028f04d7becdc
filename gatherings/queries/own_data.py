"""What the gatherings know about one person, or about the owner of one seat."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from gatherings.models import (
    CalendarFeed,
    Case,
    CaseAdvice,
    FeedbackMark,
    Gathering,
    HostPerson,
    Participation,
    Registration,
    RegistrationEvent,
    SentReminder,
    Talk,
    TalkNote,
    ThemeProposal,
    Voter,
)


def own_data(person: User) -> dict[str, Any]:
    """Seats and what was done with them, ready for JSON; others' rows are only counted."""
    mine = Q(person=person) | Q(email__iexact=person.email)
    seats = _whole(Registration.objects.filter(mine))
    hosted = HostPerson.objects.filter(person=person).select_related("series")
    feed = CalendarFeed.objects.filter(person=person).first()
    signed_up = Registration.objects.filter(registered_by=person).exclude(mine)
    booked = Talk.objects.filter(booked_by=person).select_related("series", "municipality")
    notes = TalkNote.objects.filter(by=person).select_related("talk__series")
    by_hand = Q(by=person)
    own = Q(registration__in=seats)
    return {
        "seats": [_seat(row) for row in seats],
        **_marks(own),
        "comes_instead_of_others": [
            {"series": row.registration.series.name, "gathering": row.gathering.number}
            for row in _places(person)
        ],
        "others_signed_up": signed_up.count(),
        "changes_of_seats": RegistrationEvent.objects.filter(by=person).count(),
        "holds_series": [
            {"series": row.series.name, "since": row.added_at} for row in hosted.order_by("pk")
        ],
        "calendar_address_made_at": feed.made_at if feed else None,
        "proposed_themes": _proposals(by_hand | own),
        "advice": _advice(by_hand | own),
        "presents_cases": [
            {"series": row.series.name, "title": row.title}
            for row in Case.objects.filter(contact=person)
            .select_related("series")
            .order_by("pk")
        ],
        "booked_talks": [
            {"series": row.series.name, "municipality": str(row.municipality)}
            for row in booked.order_by("pk")
        ],
        "notes_of_talks": [
            {"series": row.talk.series.name, "text": row.text} for row in notes.order_by("pk")
        ],
    }


def seat_data(registration: Registration) -> dict[str, Any]:
    """Everything about one seat, for its owner."""
    [row] = _whole(Registration.objects.filter(pk=registration.pk))
    own = Q(registration=registration)
    return {
        "format": 1,
        "seat": _seat(row),
        **_marks(own),
        "proposed_themes": _proposals(own),
        "advice": _advice(own),
    }


def _whole(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    places = Participation.objects.select_related("gathering").order_by("gathering__number")
    return (
        rows.select_related("series", "municipality")
        .prefetch_related(
            Prefetch("participations", queryset=places),
            Prefetch("events", queryset=RegistrationEvent.objects.order_by("at", "pk")),
        )
        .order_by("pk")
    )


def _seat(row: Registration) -> dict[str, Any]:
    return {
        "series": row.series.name,
        "municipality": str(row.municipality),
        "name": row.name,
        "email": row.email,
        "language": row.language,
        "works_with": row.work_area,
        "diets": row.diets,
        "diet_in_words": row.diet_text,
        "state": row.state,
        "in_line_since": row.queued_at,
        "answer_before": row.offered_until,
        "gatherings": [
            {
                "number": place.gathering.number,
                "day": place.gathering.day,
                "attendance": place.attendance,
                "substitute": place.substitute_name,
                "substitute_email": place.substitute_email,
            }
            for place in row.participations.all()
        ],
        "log": [{"what": event.kind, "at": event.at} for event in row.events.all()],
    }


def _marks(condition: Q) -> dict[str, Any]:
    """That somebody was written to, answered a form, voted; and what, in an open vote."""
    reminders = SentReminder.objects.filter(condition).select_related("gathering__series")
    forms = FeedbackMark.objects.filter(condition).select_related("form__gathering__series")
    votes = Voter.objects.filter(condition).select_related("poll__series", "ballot")
    return {
        "reminders": [
            {**_gathering(row.gathering), "what": row.kind, "at": row.at}
            for row in reminders.order_by("pk")
        ],
        "evaluation_forms_answered": [
            _gathering(row.form.gathering) for row in forms.order_by("pk")
        ],
        "votes_on_themes": [
            {
                "series": row.poll.series.name,
                "open_ballot": row.ballot.choices if hasattr(row, "ballot") else None,
            }
            for row in votes.order_by("pk")
        ],
    }


def _gathering(row: Gathering) -> dict[str, Any]:
    return {"series": row.series.name, "gathering": row.number}


def _places(person: User) -> QuerySet[Participation]:
    rows = Participation.objects.filter(substitute_email__iexact=person.email)
    return rows.select_related("registration__series", "gathering").order_by("pk")


def _proposals(condition: Q) -> list[dict[str, Any]]:
    rows = ThemeProposal.objects.filter(condition).select_related("poll__series")
    return [
        {"series": row.poll.series.name, "title": row.title, "text": row.text}
        for row in rows.order_by("pk")
    ]


def _advice(condition: Q) -> list[dict[str, Any]]:
    rows = CaseAdvice.objects.filter(condition).select_related("case__series")
    return [
        {"series": row.case.series.name, "text": row.text, "at": row.at}
        for row in rows.order_by("pk")
    ]
