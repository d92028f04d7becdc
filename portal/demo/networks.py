"""The three networks of the demonstration: who takes part, since when, decided by whom.

Names, members, groups, hosts and the regional council's case are those of real
networks. Decisions of single municipalities, dates of membership and main
contacts are examples and say so; main contacts bear the name of a role.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from common.models import OutboxMessage
from networks.actions.applications import apply, invite_municipalities
from networks.actions.contacts import appoint_main_contact
from networks.actions.decisions import open_council_case, record_decision
from networks.actions.groups import add_group, put_in_group
from networks.actions.memberships import activate, set_expectations
from networks.actions.networks import NetworkDetails, create_network
from networks.actions.programmes import ProgrammeDetails, set_programme
from networks.actions.slugs import slug_for
from networks.enums import Effect, PartnerRole
from networks.models import Membership, Municipality, Network, Programme, Region
from portal.demo.regions import HALLINGDAL, make_regions, municipalities

DOMAIN = "demo.samverk.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProgramme:
    """A programme with its partners."""

    slug: str
    details: ProgrammeDetails
    partners: tuple[tuple[str, PartnerRole], ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoNetwork:
    """A network and its members.

    Attributes:
        groups: Codes of the members by name of their group; the name is empty
            where the network has no groups.
        undecided: Codes of members whose decision is awaited.
        has_council_case: Whether its region's council asks the members to decide.
        without_contact: Codes of members without a main contact.
        age: Days since the first invitations.
    """

    slug: str
    name: str
    short_name: str
    description: str
    language: str
    country: str
    programme: str
    hosts: str
    topics: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    region: str = ""
    has_council_case: bool = False
    undecided: frozenset[str] = field(default_factory=frozenset)
    without_contact: frozenset[str] = field(default_factory=frozenset)
    age: int = 500

    @property
    def codes(self) -> tuple[str, ...]:
        """All members."""
        return tuple(code for codes in self.groups.values() for code in codes)


GOL = "3324"

PROGRAMMES = (
    DemoProgramme(
        slug="baerekraftsloftet",
        details=ProgrammeDetails(
            name="Bærekraftsløftet",
            description="Kommuner som sammen oversetter bærekraftsmålene til vedtak og tiltak.",
            members_from=5,
            members_to=7,
            topics_from=2,
            gatherings_from=3,
            gatherings_to=4,
        ),
        partners=(
            ("KS", PartnerRole.OWNER),
            ("NHO", PartnerRole.PARTNER),
            ("LO", PartnerRole.PARTNER),
            ("Innovasjon Norge", PartnerRole.PARTNER),
            ("Buskerud fylkeskommune", PartnerRole.PARTNER),
        ),
        topics=("Klima og energi", "Innovative anskaffelser", "Næring og arbeid"),
    ),
    DemoProgramme(
        slug="baerekraftige-distriktskommuner",
        details=ProgrammeDetails(
            name="Bærekraftige distriktskommuner",
            description="Hva kjennetegner en bærekraftig distriktskommune?",
            members_from=5,
            members_to=7,
            topics_from=2,
        ),
        partners=(("KS", PartnerRole.OWNER), ("Distriktssenteret", PartnerRole.RESOURCE)),
        topics=("Bolyst og rekruttering", "Natur og areal", "Lokalt næringsliv"),
    ),
    DemoProgramme(
        slug="dalalab",
        details=ProgrammeDetails(
            name="DalaLab",
            description="Lärande tillsammans för hållbar utveckling i Dalarna.",
            language="sv",
        ),
        partners=(
            ("Region Dalarna", PartnerRole.HOST),
            ("Länsstyrelsen i Dalarnas län", PartnerRole.HOST),
        ),
        topics=("Styrning och uppföljning", "Hållbarhet i ekonomistyrningen"),
    ),
)

NETWORKS = (
    DemoNetwork(
        slug="hallingdal",
        name="Bærekraftsløftet i Hallingdal",
        short_name="Hallingdal",
        description=(
            "Seks kommuner står sammen om etterspørsel etter nye løsninger, "
            "fra fossilfri brøyting til energistyring."
        ),
        language="nb",
        country="NO",
        programme="baerekraftsloftet",
        region="hallingdal",
        has_council_case=True,
        hosts="Regionrådet for Hallingdal",
        topics=("Klima og energi", "Innovative anskaffelser"),
        groups={"": HALLINGDAL},
        undecided=frozenset(HALLINGDAL) - {GOL},
        without_contact=frozenset({"3326"}),
        age=1290,
    ),
    DemoNetwork(
        slug="nord",
        name="Bærekraftige distriktskommuner i nord",
        short_name="Distriktskommuner i nord",
        description=(
            "Ni kommuner oversetter bærekraft til hverdagen i distriktet og definerer hva "
            "som kjennetegner en bærekraftig distriktskommune."
        ),
        language="nb",
        country="NO",
        programme="baerekraftige-distriktskommuner",
        hosts="KS",
        topics=("Bolyst og rekruttering", "Natur og areal", "Lokalt næringsliv"),
        groups={
            "Midt-Troms": ("5532", "5524", "5520", "5526", "5528"),
            "Midt-Finnmark": ("5622", "5624", "5626", "5620"),
        },
        undecided=frozenset({"5626"}),
        without_contact=frozenset({"5624"}),
    ),
    DemoNetwork(
        slug="dalalab",
        name="DalaLab lärprojekt",
        short_name="DalaLab",
        description=(
            "Styrning och uppföljning av hållbar utveckling: fyra träffar där kommunerna lär "
            "av andra och varandra. «Hur gör vi?»"
        ),
        language="sv",
        country="SE",
        programme="dalalab",
        region="norra-sverige",
        hosts="Region Dalarna och Länsstyrelsen i Dalarnas län",
        topics=("Styrning och uppföljning", "Hållbarhet i ekonomistyrningen"),
        groups={
            "": (
                "2021", "2023", "2026", "2029", "2031", "2034", "2039", "2061",
                "2062", "2080", "2081", "2082", "2083", "2084", "2085",
            ),
        },
        undecided=frozenset({"2034"}),
        without_contact=frozenset({"2021"}),
        age=160,
    ),
)  # fmt: skip

_CONTACT = {
    "NO": ("Hovedkontakt i %s", "hovedkontakt"),
    "SE": ("Huvudkontakt i %s", "huvudkontakt"),
}
_EXAMPLE = {
    "NO": (
        "Deltakelse i nettverket (eksempel)",
        "Eksempel i demonstrasjonen, ikke et virkelig vedtak.",
    ),
    "SE": (
        "Deltagande i nätverket (exempel)",
        "Exempel i demonstrationen, inte ett verkligt beslut.",
    ),
}
COUNCIL = {"NO": "Kommunestyret", "SE": "Kommunfullmäktige"}
_CASE_ON = date(2023, 5, 16)


@transaction.atomic
def load_networks(*, at: datetime) -> list[str]:
    """Make the regions, programmes and networks that are not there yet.

    A network that is there stays as people have left it.

    Returns:
        Names of the networks that were made.
    """
    regions = make_regions()
    programmes = {
        each.slug: set_programme(
            slug=each.slug, details=each.details, partners=each.partners, topics=each.topics
        )
        for each in PROGRAMMES
    }
    there = set(Network.objects.values_list("slug", flat=True))
    made = []
    for network in NETWORKS:
        if network.slug not in there:
            _make(
                network,
                programme=programmes[network.programme],
                region=regions.get(network.region),
                at=at,
            )
            made.append(network.name)
    # The addresses of main contacts do not exist: nobody is written to.
    OutboxMessage.objects.filter(
        recipient__endswith=f"@{DOMAIN}", sent_at__isnull=True
    ).delete()
    return made


def _make(
    content: DemoNetwork, *, programme: Programme, region: Region | None, at: datetime
) -> None:
    begun = at - timedelta(days=content.age)
    network = create_network(
        details=NetworkDetails(
            name=content.name,
            short_name=content.short_name,
            description=content.description,
            language=content.language,
            programme=programme,
            region=region,
            hosts=content.hosts,
            starts_on=timezone.localdate(begun),
            is_public=True,
        ),
        topics=programme.topics.filter(name__in=content.topics),
        slug=content.slug,
        by=None,
        at=begun,
    )
    members = municipalities(content.country, content.codes)
    invite_municipalities(
        network=network, municipalities=members, apply_by=None, by=None, at=begun
    )
    for municipality in members:
        _join(content, network, municipality, begun=begun, at=at)
    for name, codes in content.groups.items():
        if name:
            group = add_group(network=network, name=name)
            for membership in network.memberships.filter(municipality__code__in=codes):
                put_in_group(membership=membership, group=group, by=None)
    if content.has_council_case and region is not None:
        _regional_council(network, region, at=at)


def _join(
    content: DemoNetwork,
    network: Network,
    municipality: Municipality,
    *,
    begun: datetime,
    at: datetime,
) -> None:
    """Take one municipality as far as its decision and its main contact allow."""
    membership = Membership.objects.get(network=network, municipality=municipality)
    applied_at = begun + timedelta(days=20)
    apply(membership=membership, by=None, at=applied_at)
    has_contact = municipality.code not in content.without_contact
    if has_contact:
        pattern, mailbox = _CONTACT[content.country]
        place = municipality.name_nb or municipality.name
        appoint_main_contact(
            membership=membership,
            name=pattern % place,
            email=f"{mailbox}.{slug_for(place)}@{DOMAIN}",
            by=None,
            at=at,
            on=timezone.localdate(applied_at),
        )
    decided = municipality.code not in content.undecided
    if decided:
        _decide(content, network, municipality, begun=begun, at=at)
    number = int(municipality.code)
    set_expectations(
        membership=membership,
        is_anchored=decided,
        covers_own_costs=decided,
        takes_active_part=decided and number % 3 != 0,
        is_tied_to_planning=number % 4 == 0,
        works_between_gatherings=decided and number % 5 != 0,
        by=None,
    )
    if decided and has_contact:
        first_day = timezone.localdate(begun + timedelta(days=60))
        activate(membership=membership, by=None, at=at, on=first_day)


def _decide(
    content: DemoNetwork,
    network: Network,
    municipality: Municipality,
    *,
    begun: datetime,
    at: datetime,
) -> None:
    title, wording = _EXAMPLE[content.country]
    decided_on = timezone.localdate(begun + timedelta(days=30 + int(municipality.code) % 23))
    if municipality.code == GOL:
        title = "Deltakelse i Bærekraftsløftet"
        wording = (
            "Gol deltok alt da regionrådet behandlet sak 31/23. Dagen for kommunens eget "
            "vedtak er ikke kjent; regionrådets dag står i stedet."
        )
        decided_on = _CASE_ON
    record_decision(
        municipality=municipality,
        network=network,
        body=COUNCIL[content.country],
        decided_on=decided_on,
        effect=Effect.TAKES_PART,
        title=title,
        wording=wording,
        by=None,
        at=at,
    )


def _regional_council(network: Network, region: Region, *, at: datetime) -> None:
    """Open the case that asks the member municipalities to decide; Gol takes part already."""
    open_council_case(
        region=region,
        network=network,
        body="Regionrådet for Hallingdal",
        case_number="SAK 31/23",
        title="Deltakelse i Bærekraftsløftet",
        decided_on=_CASE_ON,
        due_on=timezone.localdate(at + timedelta(days=19)),
        points=(
            "Regionrådet anbefaler at kommunene i Hallingdal deltar i Bærekraftsløftet.",
            "Kommunene bes om å behandle deltakelsen politisk. (Punktene er gjengitt fritt.)",
        ),
        effect=Effect.PRIORITISES,
        by=None,
        at=at,
    )
