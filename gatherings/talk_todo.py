"""Guidance talks that a municipality could book and has not."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from common.things import Thing
from gatherings.models import Series, Talk
from gatherings.queries.talks import booked, series_with_free_talks
from networks.models import Membership


def talks_to_book(memberships: QuerySet[Membership], *, at: datetime) -> list[Thing]:
    """List series with free times in which a member has no talk.

    One query where nothing is free, two more where something is.
    """
    series = list(series_to_book_in(memberships, at=at).order_by("pk"))
    if not series:
        return []
    members = list(memberships.select_related("municipality__country").order_by("pk"))
    have = set(
        Talk.objects.filter(booked(), series__in=series).values_list("series", "municipality")
    )
    return [
        _thing(one, member)
        for one in series
        for member in members
        if member.network_id == one.network_id and (one.pk, member.municipality_id) not in have
    ]


def series_to_book_in(memberships: QuerySet[Membership], *, at: datetime) -> QuerySet[Series]:
    """Give the series of the members' networks that have free times."""
    return series_with_free_talks(at=at).filter(network__in=memberships.values("network"))


def _thing(series: Series, member: Membership) -> Thing:
    place = member.municipality
    keys = place.address_keys
    address = reverse("gatherings:talks", kwargs={"slug": series.slug})
    last: datetime = series.last_talk  # type: ignore[attr-defined]  # of series_with_free_talks
    return Thing(
        key=f"gatherings.series:{series.pk}:talk:{member.municipality_id}",
        title=_("Book your guidance talk"),
        detail=series.name,
        place=str(place),
        due=last.astimezone(series.zone).date(),
        weight=1,
        address=f"{address}?kommune={keys['country']}-{keys['code']}",
    )
