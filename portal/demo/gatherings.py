"""Make the series of the demonstration networks by the actions that hosts use."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from common.models import OutboxMessage
from gatherings.actions.agenda import ItemDetails, add_item
from gatherings.actions.gatherings import GatheringDetails, add_gathering
from gatherings.actions.seats import Attendee, sign_up
from gatherings.actions.series import Limits, create_series, publish_series
from gatherings.models import Series
from networks.models import Network
from portal.demo.case_story import tell_nord
from portal.demo.moments import coordinator_of, moment
from portal.demo.networks import DOMAIN
from portal.demo.series import DALALAB, HALLINGDAL, NORD, DemoGathering, DemoSeries
from portal.demo.stories import tell_dalalab, tell_hallingdal

STORIES = ((DALALAB, tell_dalalab), (HALLINGDAL, tell_hallingdal), (NORD, tell_nord))


@transaction.atomic
def load_gatherings(*, at: datetime) -> int:
    """Give each network a series, once; a network that has one is left as it is.

    Returns:
        How many series were made.
    """
    made = 0
    for content, story in STORIES:
        network = Network.objects.filter(slug=content.network, closed_at=None).first()
        if network is None or network.series.exists():
            continue
        with translation.override(content.details.language):
            story(_make(content, network, at=at), at=at)
        made += 1
    # The addresses of participants do not exist: nobody is written to.
    OutboxMessage.objects.filter(
        recipient__endswith=f"@{DOMAIN}", sent_at__isnull=True
    ).delete()
    return made


def _make(content: DemoSeries, network: Network, *, at: datetime) -> Series:
    leader = User.objects.get(email=f"{content.leader}@{DOMAIN}")
    begun = at + timedelta(days=content.begun)
    closes_on = timezone.localdate(at) + timedelta(days=content.closes)
    series = create_series(
        network=network,
        details=replace(
            content.details, closes_at=moment(closes_on, time(23, 59, 59), content.zone)
        ),
        limits=Limits(per_municipality=3),
        hosts=content.hosts,
        topics=network.topics.all()[:2],
        by=leader,
        at=begun,
    )
    for each in content.gatherings:
        _gathering(content, series, each, leader=leader, begun=begun, at=at)
    publish_series(series=series, by=leader)
    for code, count in content.seats.items():
        _sign_up(content, series, code, count, leader=leader, at=begun)
    return series


def _gathering(
    content: DemoSeries,
    series: Series,
    each: DemoGathering,
    *,
    leader: User,
    begun: datetime,
    at: datetime,
) -> None:
    day = timezone.localdate(at) + timedelta(days=each.days)
    details = GatheringDetails(
        title=each.title,
        day=day,
        place=each.place,
        is_social="social" in each.dimensions,
        is_economic="economic" in each.dimensions,
        is_environmental="environmental" in each.dimensions,
    )
    if each.hours is not None:
        first, last = (moment(day, hour, content.zone) for hour in each.hours)
        details = replace(details, starts_at=first, ends_at=last)
    gathering = add_gathering(
        series=series, details=details, adds_participants=False, by=leader, at=begun
    )
    for kind, title, starts, ends in each.items:
        add_item(
            gathering=gathering,
            details=ItemDetails(title=title, kind=kind, starts=starts, ends=ends),
            speakers=(),
            by=leader,
        )


def _sign_up(
    content: DemoSeries, series: Series, code: str, count: int, *, leader: User, at: datetime
) -> None:
    membership = series.network.memberships.select_related("municipality__country")
    place = membership.get(municipality__code=code).municipality
    person = coordinator_of(place)
    people = [
        Attendee(
            name=f"{role} i {place}" if number > 1 else person.name,
            email=f"samling-{code}-{number}@{DOMAIN}" if number > 1 else person.email,
            work_area=area,
            language=content.details.language,
        )
        for number, (role, area) in enumerate(content.roles[:count], start=1)
    ]
    sign_up(series=series, municipality=place, people=people, by=leader, at=at)
