"""What waits for a person about gatherings."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.lists import in_words
from common.things import Ahead, Thing
from gatherings import words
from gatherings.case_todo import cases_to_bring, homework_to_do
from gatherings.enums import (
    LIVE_STATES,
    SEATED_STATES,
    GatheringState,
    SeatState,
    SeriesState,
)
from gatherings.feedback_todo import forms_to_answer, results_for, results_to_read
from gatherings.models import Gathering, Participation, Registration, Series
from gatherings.queries.cases import asked_back, due_homework
from gatherings.queries.feedback import waiting_for
from gatherings.queries.series import open_series
from gatherings.talk_todo import series_to_book_in, talks_to_book
from gatherings.theme_todo import open_votes, votes_to_cast
from gatherings.tokens import make_token
from networks.enums import Role
from networks.models import MainContact, Membership, Municipality
from networks.queries import roles_of

_ACTING = {Role.COORDINATOR, Role.ADMINISTRATOR}


def things_for(person: User, at: datetime) -> list[Thing]:
    """List seats that are offered to the person, series to sign up for, talks, homework.

    One query tells what there is; those of each kind are read only where there is something.
    """
    memberships = _memberships(person)
    kinds: list[tuple[QuerySet[Any], Callable[[], list[Thing]]]] = [
        (_offered(person), lambda: _offers(person)),
        (_open_to(memberships, at), lambda: _sign_ups(memberships, at)),
        (open_votes(person, at), lambda: votes_to_cast(person, at)),
        (series_to_book_in(memberships, at=at), lambda: talks_to_book(memberships, at=at)),
        (waiting_for(person, at=at), lambda: forms_to_answer(person, at)),
        (results_for(person, at=at), lambda: results_to_read(person, at)),
        (
            due_homework(person, today=timezone.localdate(at)),
            lambda: homework_to_do(person, at),
        ),
        (asked_back(person), lambda: cases_to_bring(person)),
    ]
    asked = User.objects.filter(pk=person.pk).values_list(
        *(Exists(rows) for rows, _read in kinds)
    )
    there = asked.first() or ()
    reads = [read for (_rows, read), is_there in zip(kinds, there, strict=False) if is_there]
    return [thing for read in reads for thing in read()]


def dates_for(
    person: User, municipality: Municipality, *, first: date, last: date
) -> list[Ahead]:
    """List gatherings from ``first`` to ``last``; one query.

    They are those that the person has a seat at, and those of the series that the
    municipality is signed up for or invited to by its network.
    """
    seats = Registration.objects.filter(state__in=SEATED_STATES)
    own = Participation.objects.filter(registration__in=seats.filter(person=person))
    members = Membership.objects.counted().filter(municipality=municipality)
    rows = Gathering.objects.filter(
        Q(pk__in=own.values("gathering"))
        | Q(series__in=seats.filter(municipality=municipality).values("series"))
        | Q(series__network__in=members.values("network")),
        series__state=SeriesState.PUBLISHED,
        state=GatheringState.PLANNED,
        day__gte=first,
        day__lte=last,
    )
    return [_ahead(row) for row in rows.select_related("series").order_by("day", "pk")]


def _ahead(row: Gathering) -> Ahead:
    parts = (words.gathering_name(row), words.hours_of(row), words.place_of(row))
    return Ahead(
        on=cast("date", row.day),  # dates_for gives no others
        order=row.start[len("2026-09-10") :],
        title=row.series.name,
        detail=", ".join(parts),
        address=row.get_absolute_url(),
    )


def _offered(person: User) -> QuerySet[Registration]:
    return Registration.objects.filter(
        person=person, state=SeatState.OFFERED, erased_at__isnull=True
    )


def _offers(person: User) -> list[Thing]:
    rows = _offered(person).select_related("series__network", "municipality__country")
    return [_offer(row) for row in rows.order_by("pk")]


def _offer(row: Registration) -> Thing:
    until = row.offered_until
    return Thing(
        key=f"gatherings.registration:{row.pk}:answer",
        title=_("A seat is offered to you: %(series)s") % {"series": row.series.name},
        detail=_("Answer by %(moment)s") % {"moment": words.moment(until, row.series)},
        place=str(row.municipality),
        due=until.astimezone(row.series.zone).date() if until else None,
        weight=5,
        address=reverse("gatherings:seat-answer", kwargs={"token": make_token(row)}),
    )


def _open_to(memberships: QuerySet[Membership], at: datetime) -> QuerySet[Series]:
    return open_series(at=at).filter(network__in=memberships.values("network"))


def _sign_ups(memberships: QuerySet[Membership], at: datetime) -> list[Thing]:
    """Series that are open, and that nobody of the members is signed up for."""
    series = list(
        _open_to(memberships, at)
        .prefetch_related("hosts")
        .select_related("network")
        .order_by("pk")
    )
    if not series:
        return []
    members = list(memberships.select_related("municipality__country").order_by("pk"))
    answered = set(
        Registration.objects.filter(
            series__in=series,
            municipality__in={member.municipality_id for member in members},
            state__in=LIVE_STATES,
        )
        .values_list("series", "municipality")
        .distinct()
    )
    return [
        _sign_up(one, member)
        for one in series
        for member in members
        if member.network_id == one.network_id
        and (one.pk, member.municipality_id) not in answered
    ]


def _memberships(person: User) -> QuerySet[Membership]:
    """Memberships of the municipalities that the person coordinates or is contact for."""
    held = roles_of(person).municipalities
    places = [pk for pk, roles in held.items() if roles & _ACTING]
    contact = MainContact.objects.current().filter(person=person)
    return Membership.objects.counted().filter(
        Q(municipality__in=places) | Q(pk__in=contact.values("membership")),
        network__closed_at__isnull=True,
    )


def _sign_up(series: Series, member: Membership) -> Thing:
    hosts = in_words([host.name for host in series.hosts.all()])
    closes = series.closes_at
    return Thing(
        key=f"gatherings.series:{series.pk}:sign-up:{member.municipality_id}",
        title=_("Sign up for %(series)s") % {"series": series.name},
        detail=hosts or str(series.network),
        place=str(member.municipality),
        due=closes.astimezone(series.zone).date() if closes else None,
        weight=2,
        address=reverse(
            "gatherings:sign-up",
            kwargs={"slug": series.slug, **member.municipality.address_keys},
        ),
    )
