"""What the series of the demonstration networks are, and who is signed up for them."""

from dataclasses import dataclass
from datetime import time

from gatherings.actions.series import SeriesDetails
from gatherings.enums import AgendaKind, WorkArea
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
    begun=-110,
    closes=-48,
    gatherings=(
        DemoGathering(
            -30,
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
            12,
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
        DemoGathering(55, "Tema väljer gruppen på första träffen"),
        DemoGathering(118, "Tema väljer gruppen. Avrundning och framtidsspaning"),
    ),
    # Falun and Mora are full, with one and two on the waiting list; see stories.
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
    begun=-20,
    closes=5,
    gatherings=(
        DemoGathering(
            26,
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
            75,
            "Fra tiltak til budsjett",
            (_TEN, _FOUR),
            "Ål",
            ("economic",),
            ((AgendaKind.LOCAL_EXAMPLE, "Tiltak i økonomiplanen", _TEN, time(12)),),
        ),
        DemoGathering(130, "Hva virket?"),
    ),
    # Gol has not answered yet: the coordinator signs up three colleagues.
    seats={"3328": 2, "3330": 2, "3326": 1},
    roles=(
        ("Koordinator", WorkArea.SUSTAINABILITY),
        ("Økonom", WorkArea.FINANCE),
        ("Næringsutvikler", WorkArea.BUSINESS),
    ),
)


NORD = DemoSeries(
    network="nord",
    leader="nettverksleder.nord",
    zone="Europe/Oslo",
    details=SeriesDetails(
        name="Eige tal, eige tiltak",
        contact_email=f"nettverksleder.nord@{DOMAIN}",
        contact_name="Bærekraftige distriktskommuner i nord",
        summary="Kvar kommune tek med si eiga sak. Dei andre gir råd, og saka kjem tilbake.",
        target_group="Koordinatorar, leiing og politikarar i dei ni kommunane.",
        language="nn",
        time_zone="Europe/Oslo",
    ),
    hosts=("Midt-Troms regionråd", "Porsanger kommune"),
    begun=-260,
    closes=-220,
    gatherings=(
        DemoGathering(-200, "Kvar står vi?", (_TEN, _FOUR), "Moen", ("social",)),
        DemoGathering(-60, "Frå råd til tiltak", (_TEN, _FOUR), "Lakselv", ("economic",)),
        DemoGathering(
            20,
            "Kva verka?",
            (_TEN, _FOUR),
            "Moen",
            ("environmental",),
            (
                (AgendaKind.LOCAL_EXAMPLE, "Slik gjorde Målselv", _TEN, time(11)),
                (AgendaKind.OUTLOOK, "Nytt frå fylka", time(11), time(12)),
            ),
        ),
    ),
    seats={"5524": 2, "5622": 2, "5532": 1, "5520": 1, "5528": 1, "5620": 1},
    roles=(
        ("Koordinator", WorkArea.SUSTAINABILITY),
        ("Rådgivar", WorkArea.FOLLOW_UP),
    ),
)
