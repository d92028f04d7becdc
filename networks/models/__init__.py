"""Who takes part: municipalities, regions, networks, decisions and roles."""

from networks.models.decisions import Decision
from networks.models.memberships import MainContact, Membership, SubGroup
from networks.models.networks import (
    Network,
    NetworkQuerySet,
    Programme,
    ProgrammePartner,
    Topic,
)
from networks.models.roles import InvitedRole, RoleAssignment
from networks.models.units import (
    Country,
    County,
    CountyMembership,
    Municipality,
    MunicipalityChange,
    MunicipalityQuerySet,
    Region,
    RegionMembership,
)

__all__ = [
    "Country",
    "County",
    "CountyMembership",
    "Decision",
    "InvitedRole",
    "MainContact",
    "Membership",
    "Municipality",
    "MunicipalityChange",
    "MunicipalityQuerySet",
    "Network",
    "NetworkQuerySet",
    "Programme",
    "ProgrammePartner",
    "Region",
    "RegionMembership",
    "RoleAssignment",
    "SubGroup",
    "Topic",
]
