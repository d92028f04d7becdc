"""Votes on themes that are open, and that a person has not voted in."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.things import Thing
from gatherings import words
from gatherings.enums import PollState, SeatState, SeriesState
from gatherings.models import Registration, ThemePoll
from gatherings.queries.polls import present_at, votes_cast
from gatherings.tokens import make_token


def votes_to_cast(person: User, at: datetime) -> list[Thing]:
    """List votes that wait for the owner of a seat.

    One query where nothing is open, three more where something is.
    """
    seats = _seats(person)
    polls = list(open_votes(person, at).select_related("series").order_by("closes_at", "pk"))
    if not polls:
        return []
    owned = list(
        seats.filter(series__in={poll.series_id for poll in polls})
        .select_related("municipality__country")
        .order_by("pk")
    )
    done, present = votes_cast(owned, polls), present_at(owned, polls)
    return [
        _thing(poll, row)
        for poll in polls
        for row in owned
        if row.series_id == poll.series_id
        and (poll.pk, row.pk) not in done
        and (not poll.present_only or (poll.held_at_id, row.pk) in present)
    ]


def open_votes(person: User, at: datetime) -> QuerySet[ThemePoll]:
    """Give the votes that are open in series in which the person has a seat."""
    return ThemePoll.objects.filter(
        state__in=(PollState.PROPOSALS, PollState.OPEN),
        opens_at__lte=at,
        closes_at__gte=at.replace(microsecond=0),
        series__in=_seats(person).values("series"),
        series__network__closed_at__isnull=True,
    ).exclude(series__state=SeriesState.CANCELLED)


def _seats(person: User) -> QuerySet[Registration]:
    return Registration.objects.filter(
        person=person, state=SeatState.CONFIRMED, erased_at__isnull=True
    )


def _thing(poll: ThemePoll, row: Registration) -> Thing:
    closes = words.moment(poll.closes_at, poll.series)
    return Thing(
        key=f"gatherings.themepoll:{poll.pk}:vote:{row.pk}",
        title=_("Vote on themes: %(series)s") % {"series": poll.series.name},
        detail=_("You can vote until %(moment)s.") % {"moment": closes},
        place=str(row.municipality),
        due=poll.closes_at.astimezone(poll.series.zone).date(),
        weight=4,
        address=reverse(
            "gatherings:seat-poll", kwargs={"token": make_token(row), "poll": poll.pk}
        ),
    )
