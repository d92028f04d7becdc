"""The series of the demonstration networks: one open for sign-up, one under way."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from common.models import OutboxMessage
from gatherings.actions.agenda import ItemDetails, add_item
from gatherings.actions.attendance import note_attendance
from gatherings.actions.gatherings import GatheringDetails, add_gathering
from gatherings.actions.seats import Attendee, sign_up
from gatherings.actions.series import Limits, SeriesDetails, create_series, publish_series
from gatherings.enums import AgendaKind, Attendance, WorkArea
from gatherings.models import Gathering, Participation, Series
from networks.models import Network
from portal.demo.networks import DOMAIN


@dataclass(frozen=True, slots=True)
class DemoGathering:
    """One gathering: days from today, times of the day, and what stands in its agenda."""

    days: int
    title: str
    hours: tuple[time, time] | None = None
    place: str = ""
    dimensions: tuple[str, ...] = ()
    items: tuple[tuple[str, str, time, time | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSeries:
    """One series, and how many of each municipality are signed up in turn."""

    network: str
    leader: str
    zone: str
    details: SeriesDetails
    hosts: tuple[str, ...]
    begun: int
    closes: int
    gatherings: tuple[DemoGathering, ...]
    seats: dict[str, int]
    roles: tuple[tuple[str, WorkArea], ...]


_TEN, _FOUR = time(10), time(15)
DALALAB = DemoSeries(
    network="dalalab",
    leader="natverksledare",
    zone="Europe/Stockholm",
    details=SeriesDetails(
        name="Styrning och uppföljning av hållbar utveckling",
        contact_email=f"natverksledare@{DOMAIN}",
        contact_name="DalaLab",
        summary=(
            "Ett lärprojekt i fyra träffar. Vi varvar teori med praktik och lär av andra och "
            "varandra. I fokus står hela tiden frågan: Hur gör vi?"
        ),
        target_group=(
            "Kommunala tjänstepersoner som arbetar med hållbarhet, uppföljning, "
            "ekonomistyrning, utvärdering, redovisning och verksamhetsutveckling."
        ),
        language="sv",
        time_zone="Europe/Stockholm",
        shows_seats=True,
    ),
    hosts=("Region Dalarna", "Länsstyrelsen i Dalarnas län"),
    begun=-20,
    closes=5,
    gatherings=(
        DemoGathering(
            18,
            "Förutsättningar och utmaningar",
            (_TEN, _FOUR),
            "Falun",
            ("social",),
            (
                (AgendaKind.COFFEE, "Fika", time(9, 30), _TEN),
                (
                    AgendaKind.TALK,
                    "Varför pratar vi om hållbarhetsstyrning?",
                    _TEN,
                    time(10, 30),
                ),
                (
                    AgendaKind.LOCAL_EXAMPLE,
                    "Effektbedömning och lokal uppföljning av Agenda 2030",
                    time(10, 30),
                    time(11, 45),
                ),
                (AgendaKind.MEAL, "Lunch", time(11, 45), time(12, 45)),
                (
                    AgendaKind.OUTLOOK,
                    "Revision som verktyg för att styra mot hållbarhet",
                    time(12, 45),
                    time(13, 45),
                ),
                (
                    AgendaKind.GROUP_WORK,
                    "Kvantitativ eller kvalitativ uppföljning? Är jämförbarhet önskvärt?",
                    time(13, 45),
                    time(14, 40),
                ),
                (AgendaKind.VOTE, "Omröstning om tema för träff 3 och 4", time(14, 40), _FOUR),
            ),
        ),
        DemoGathering(
            60,
            "Hållbarhetsintegrering, hållbarhetssäkring och hållbarhet i ekonomistyrningen",
            (_TEN, time(15, 30)),
            "Falun",
            ("economic",),
            (
                (AgendaKind.COFFEE, "Fika", time(9, 30), _TEN),
                (AgendaKind.LOCAL_EXAMPLE, "Hållbarhet i budgeten", _TEN, time(11, 30)),
                (AgendaKind.OUTLOOK, "Omvärldsbevakning", time(13), _FOUR),
            ),
        ),
        DemoGathering(103, "Tema väljer gruppen på första träffen"),
        DemoGathering(166, "Tema väljer gruppen. Avrundning och framtidsspaning"),
    ),
    # Falun and Mora are full, with one and two on the waiting list.
    seats={
        "2080": 4,
        "2062": 5,
        "2084": 2,
        "2081": 2,
        "2029": 3,
        "2085": 2,
        "2026": 1,
        "2031": 1,
    },
    roles=(
        ("Samordnare", WorkArea.SUSTAINABILITY),
        ("Ekonom", WorkArea.FINANCE),
        ("Utredare", WorkArea.FOLLOW_UP),
        ("Planerare", WorkArea.PLANNING),
        ("Verksamhetsutvecklare", WorkArea.OPERATIONS),
    ),
)
HALLINGDAL = DemoSeries(
    network="hallingdal",
    leader="nettverksleder",
    zone="Europe/Oslo",
    details=SeriesDetails(
        name="Fra måling til handling",
        contact_email=f"nettverksleder@{DOMAIN}",
        contact_name="Bærekraftsløftet i Hallingdal",
        summary="Tre samlinger om hvordan tallene blir til tiltak i økonomiplanen.",
        target_group="Koordinatorer, økonomi og ledelse i kommunene i Hallingdal.",
        language="nb",
        time_zone="Europe/Oslo",
    ),
    hosts=("Regionrådet for Hallingdal",),
    begun=-90,
    closes=-45,
    gatherings=(
        DemoGathering(
            -30,
            "Hva sier tallene?",
            (_TEN, _FOUR),
            "Gol",
            ("social", "environmental"),
            (
                (AgendaKind.COFFEE, "Kaffe", time(9, 30), _TEN),
                (AgendaKind.LOCAL_EXAMPLE, "Slik bruker Ål tallene", _TEN, time(11)),
                (AgendaKind.OUTLOOK, "Nytt fra staten", time(11), time(12)),
                (AgendaKind.MEAL, "Lunsj", time(12), time(13)),
                (AgendaKind.GROUP_WORK, "Eget tall, eget tiltak", time(13), _FOUR),
            ),
        ),
        DemoGathering(
            26,
            "Fra tiltak til budsjett",
            (_TEN, _FOUR),
            "Ål",
            ("economic",),
            ((AgendaKind.LOCAL_EXAMPLE, "Tiltak i økonomiplanen", _TEN, time(12)),),
        ),
        DemoGathering(90, "Hva virket?"),
    ),
    seats={"3324": 3, "3328": 2, "3330": 2, "3326": 1},
    roles=(
        ("Koordinator", WorkArea.SUSTAINABILITY),
        ("Økonom", WorkArea.FINANCE),
        ("Næringsutvikler", WorkArea.BUSINESS),
    ),
)


@transaction.atomic
def load_gatherings(*, at: datetime) -> int:
    """Give two networks a series, once; a network that has one is left as it is.

    Returns:
        How many series were made.
    """
    made = 0
    for content in (DALALAB, HALLINGDAL):
        network = Network.objects.filter(slug=content.network, closed_at=None).first()
        if network is None or network.series.exists():
            continue
        with translation.override(content.details.language):
            _make(content, network, at=at)
        made += 1
    # The addresses of participants do not exist: nobody is written to.
    OutboxMessage.objects.filter(
        recipient__endswith=f"@{DOMAIN}", sent_at__isnull=True
    ).delete()
    return made


def _make(content: DemoSeries, network: Network, *, at: datetime) -> None:
    leader = User.objects.get(email=f"{content.leader}@{DOMAIN}")
    begun = at + timedelta(days=content.begun)
    closes_on = timezone.localdate(at) + timedelta(days=content.closes)
    series = create_series(
        network=network,
        details=replace(
            content.details, closes_at=_moment(closes_on, time(23, 59, 59), content.zone)
        ),
        limits=Limits(per_municipality=3),
        hosts=content.hosts,
        topics=network.topics.all()[:2],
        by=leader,
        at=begun,
    )
    for each in content.gatherings:
        _gathering(content, series, each, leader=leader, at=at)
    publish_series(series=series, by=leader)
    for code, count in content.seats.items():
        _sign_up(content, series, code, count, leader=leader, at=begun)
    for gathering in series.gatherings.filter(day__lt=timezone.localdate(at)):
        _attend(gathering, leader=leader, at=at)


def _gathering(
    content: DemoSeries, series: Series, each: DemoGathering, *, leader: User, at: datetime
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
        first, last = (_moment(day, hour, content.zone) for hour in each.hours)
        details = replace(details, starts_at=first, ends_at=last)
    gathering = add_gathering(
        series=series, details=details, adds_participants=False, by=leader, at=at
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
    people = [
        Attendee(
            name=f"{role} i {place}",
            email=f"samling-{code}-{number}@{DOMAIN}",
            work_area=area,
            language=content.details.language,
        )
        for number, (role, area) in enumerate(content.roles[:count], start=1)
    ]
    sign_up(series=series, municipality=place, people=people, by=leader, at=at)


def _attend(gathering: Gathering, *, leader: User, at: datetime) -> None:
    rows = Participation.objects.filter(gathering=gathering).order_by("pk")
    for number, row in enumerate(rows):
        given = Attendance.EXCUSED if number % 5 == 3 else Attendance.PRESENT
        note_attendance(participation=row, attendance=given, by=leader, at=at)


def _moment(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZoneInfo(zone))
