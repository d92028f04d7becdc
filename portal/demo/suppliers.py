"""Companies of the demonstration: made up, and plainly so. They bear the name of what they do.

Their organisation numbers pass the check and belong to nobody. Norwegian numbers begin with
8 or 9; those that begin with 2 are used for made-up bodies in public test data. Swedish ones
begin with the group of the body: 1 to 3 and 5 to 9 are given out, 4 is not.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from networks.models import Country, County
from portal.demo.networks import DOMAIN
from procurement.actions.suppliers import Company, sign_up
from procurement.actions.watches import Search, follow_search
from procurement.models import Category, Supplier

_SINCE = timedelta(days=660)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCompany:
    """One company: who acts for it, where it delivers, and what it says of itself."""

    key: str
    mailbox: str
    country: str
    number: str
    name: str
    description: str
    references: str
    categories: tuple[str, ...]
    counties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seller:
    """A company that has signed up, and its person."""

    supplier: Supplier
    person: User


COMPANIES = (
    DemoCompany(
        key="energi",
        mailbox="leverandor",
        country="NO",
        number="299900002",
        name="Demoleverandør Energi AS",
        description=(
            "Oppdiktet bedrift i demonstrasjonen. Vi leverer lading, energistyring og "
            "utslippsfri drift til kommuner."
        ),
        references="Eksempler: to idrettshaller og én kommunal vegdrift.",
        categories=("energi", "vegdrift"),
        counties=("Buskerud", "Innlandet", "Troms"),
    ),
    DemoCompany(
        key="nord",
        mailbox="leverandor.nord",
        country="NO",
        number="299900010",
        name="Demoleverandør Nord AS",
        description=(
            "Oppdiktet bedrift i demonstrasjonen. Vi måler vær, vann og avfall der det er "
            "kaldt og langt mellom husene."
        ),
        references="Eksempler: tre vannverk og fire vegavdelinger i nord.",
        categories=("digitale-tjenester", "vann", "vegdrift", "avfall"),
        counties=("Troms", "Finnmark", "Buskerud"),
    ),
    DemoCompany(
        key="maskin",
        mailbox="leverandor.maskin",
        country="NO",
        number="299900029",
        name="Demoleverandør Maskin AS",
        description=(
            "Oppdiktet bedrift i demonstrasjonen. Vi leier ut og vedlikeholder kjøretøy og "
            "maskiner til kommunal drift."
        ),
        references="Eksempler: åtte entreprenører på Østlandet.",
        categories=("kjoretoy", "anleggsmaskiner", "vegdrift"),
        counties=("Buskerud", "Innlandet"),
    ),
    DemoCompany(
        key="maltid",
        mailbox="leverantor",
        country="SE",
        number="4920000009",
        name="Demoleverantör Måltid AB",
        description=(
            "Påhittat företag i demonstrationen. Vi hjälper kommunala kök att laga rätt "
            "mängd mat."
        ),
        references="Exempel: elva skolkök.",
        categories=("maltid", "mat"),
        counties=("Dalarnas län", "Gävleborgs län"),
    ),
    DemoCompany(
        key="fordon",
        mailbox="leverantor.fordon",
        country="SE",
        number="4920000017",
        name="Demoleverantör Fordon AB",
        description=(
            "Påhittat företag i demonstrationen. Vi bygger små eldrivna redskapsbärare för "
            "gator och parker."
        ),
        references="Exempel: två parkförvaltningar.",
        categories=("kjoretoy", "vegdrift"),
        counties=("Dalarnas län", "Värmlands län"),
    ),
)


def are_here() -> bool:
    """Whether one of the companies has signed up."""
    numbers = [each.number for each in COMPANIES]
    return Supplier.objects.filter(organisation_number__in=numbers).exists()


def load_suppliers(*, at: datetime) -> dict[str, Seller]:
    """Sign the companies up, each with its person, and let each follow a search.

    Returns:
        Key of the company → company and person.
    """
    categories = Category.objects.in_bulk()
    made = {}
    for each in COMPANIES:
        person = User.objects.get(email=f"{each.mailbox}@{DOMAIN}")
        counties = list(
            County.objects.filter(
                country=each.country, name__in=each.counties, valid_to__isnull=True
            )
        )
        chosen = [categories[code] for code in each.categories]
        supplier = sign_up(
            person=person,
            country=Country.objects.get(code=each.country),
            number=each.number,
            company=Company(
                name=each.name,
                description=each.description,
                language=person.language,
                references=each.references,
                categories=chosen,
                counties=counties,
            ),
            at=at - _SINCE,
        )
        # What was published before today is known to them.
        follow_search(person=person, search=Search(categories=chosen), at=at)
        made[each.key] = Seller(supplier, person)
    return made
