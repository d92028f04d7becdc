"""Accounts of the demonstration, one or more for each role. They bear the role's name."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.actions import open_account
from accounts.models import User
from networks.actions.roles import give_role
from networks.enums import Role
from networks.models import Municipality, Network, Region
from networks.queries.assignments import Scope
from portal.demo.networks import DOMAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account and where its role holds: a municipality (``NO/3324``), region or network.

    Attributes:
        is_supplier: Acts for a company (``portal.demo.suppliers``) and has no role.
    """

    mailbox: str
    name: str
    language: str
    role: Role | None = None
    municipality: str = ""
    region: str = ""
    network: str = ""
    is_supplier: bool = False

    @property
    def email(self) -> str:
        """Its address, which is the name to sign in with."""
        return f"{self.mailbox}@{DOMAIN}"


ACCOUNTS = (
    Account(
        mailbox="koordinator", name="Koordinator i Gol", language="nb",
        role=Role.COORDINATOR, municipality="NO/3324",
    ),
    Account(
        mailbox="administrator", name="Administrator i Gol", language="nb",
        role=Role.ADMINISTRATOR, municipality="NO/3324",
    ),
    Account(
        mailbox="bidragsyter", name="Bidragsyter i Gol", language="nb",
        role=Role.CONTRIBUTOR, municipality="NO/3324",
    ),
    Account(
        mailbox="leser", name="Leser i Gol", language="nb",
        role=Role.READER, municipality="NO/3324",
    ),
    Account(
        mailbox="regionrad", name="Medlem av regionrådet for Hallingdal", language="nb",
        role=Role.COUNCIL_MEMBER, region="hallingdal",
    ),
    Account(
        mailbox="nettverksleder", name="Nettverksleder for Hallingdal", language="nb",
        role=Role.NETWORK_LEADER, network="hallingdal",
    ),
    Account(
        mailbox="nettverksleder.nord", name="Nettverksleder i nord", language="nn",
        role=Role.NETWORK_LEADER, network="nord",
    ),
    Account(
        mailbox="koordinator.porsanger", name="Koordinator i Porsanger", language="nb",
        role=Role.COORDINATOR, municipality="NO/5622",
    ),
    Account(
        mailbox="natverksledare", name="Nätverksledare för DalaLab", language="sv",
        role=Role.NETWORK_LEADER, network="dalalab",
    ),
    Account(
        mailbox="samordnare", name="Samordnare i Falun", language="sv",
        role=Role.COORDINATOR, municipality="SE/2080",
    ),
    # Officers of regions are administrators: a coordinator of a region acts for its
    # municipalities too, and would stand on both sides.
    Account(
        mailbox="saksbehandler", name="Saksbehandler for regionrådet for Hallingdal",
        language="nb", role=Role.ADMINISTRATOR, region="hallingdal",
    ),
    Account(
        mailbox="handlaggare", name="Handläggare i Norra Sverige", language="sv",
        role=Role.ADMINISTRATOR, region="norra-sverige",
    ),
    Account(
        mailbox="strateg", name="Regional strateg i Norra Sverige", language="sv",
        role=Role.ADMINISTRATOR, region="norra-sverige",
    ),
    Account(
        mailbox="beslutsfattare", name="Beslutsfattare i Norra Sverige", language="sv",
        role=Role.COUNCIL_MEMBER, region="norra-sverige",
    ),
    Account(mailbox="plattform", name="Plattformansvarlig", language="nb"),
    Account(
        mailbox="leverandor", name="Leverandør av energi", language="nb", is_supplier=True
    ),
    Account(
        mailbox="leverandor.nord", name="Leverandør i nord", language="nb", is_supplier=True
    ),
    Account(
        mailbox="leverandor.maskin", name="Leverandør av maskiner", language="nb",
        is_supplier=True,
    ),
    Account(
        mailbox="leverantor", name="Leverantör av måltider", language="sv", is_supplier=True
    ),
    Account(
        mailbox="leverantor.fordon", name="Leverantör av fordon", language="sv",
        is_supplier=True,
    ),
)  # fmt: skip


@transaction.atomic
def load_people(*, at: datetime) -> int:
    """Open the accounts that are not there yet and give them their roles.

    An account that is there keeps its password and its roles.

    Returns:
        How many accounts were opened.
    """
    there = set(
        User.objects.filter(email__endswith=f"@{DOMAIN}").values_list("email", flat=True)
    )
    opened = 0
    # One password, hashed once: each time takes half a second, on purpose.
    password = make_password(settings.DEMO_PASSWORD)
    for account in ACCOUNTS:
        if account.email not in there:
            _open(account, password=password, at=at)
            opened += 1
    return opened


def _open(account: Account, *, password: str, at: datetime) -> None:
    person = open_account(email=account.email, name=account.name, language=account.language)
    person.password = password
    person.save(update_fields=["password"])
    if account.is_supplier:
        return
    if account.role is None:
        person.is_staff = person.is_superuser = True
        person.save(update_fields=["is_staff", "is_superuser"])
        return
    give_role(
        person=person,
        role=account.role,
        scope=_place(account),
        given_by=None,
        on=timezone.localdate(at),
    )


def _place(account: Account) -> Scope:
    if account.region:
        return Region.objects.get(slug=account.region)
    if account.network:
        return Network.objects.get(slug=account.network)
    country, _slash, code = account.municipality.partition("/")
    return Municipality.objects.get(country=country, code=code)


def person(mailbox: str) -> User:
    """Give an account of the demonstration."""
    return User.objects.get(email=f"{mailbox}@{DOMAIN}")
