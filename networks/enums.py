"""Stable codes of the networks models."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do, always within one scope."""

    COORDINATOR = "COORDINATOR", _("coordinator")
    ADMINISTRATOR = "ADMINISTRATOR", _("administrator")
    CONTRIBUTOR = "CONTRIBUTOR", _("contributor")
    READER = "READER", _("reader")
    NETWORK_LEADER = "NETWORK_LEADER", _("network leader")
    COUNCIL_MEMBER = "COUNCIL_MEMBER", _("council member")


class ScopeKind(models.TextChoices):
    MUNICIPALITY = "MUNICIPALITY", _("municipality")
    REGION = "REGION", _("region")
    NETWORK = "NETWORK", _("network")
    PROGRAMME = "PROGRAMME", _("programme")


# Which roles mean something where; checked by the database too.
ROLES_OF_SCOPE = {
    ScopeKind.MUNICIPALITY: (
        Role.COORDINATOR,
        Role.ADMINISTRATOR,
        Role.CONTRIBUTOR,
        Role.READER,
    ),
    ScopeKind.REGION: (Role.COUNCIL_MEMBER, Role.COORDINATOR, Role.ADMINISTRATOR, Role.READER),
    ScopeKind.NETWORK: (
        Role.NETWORK_LEADER,
        Role.COUNCIL_MEMBER,
        Role.CONTRIBUTOR,
        Role.READER,
    ),
    ScopeKind.PROGRAMME: (Role.NETWORK_LEADER, Role.READER),
}


class RegionKind(models.TextChoices):
    COUNCIL = "COUNCIL", _("regional council")
    DISTRICT = "DISTRICT", _("district")
    OTHER = "OTHER", _("other grouping")


class PartnerRole(models.TextChoices):
    OWNER = "OWNER", _("owner")
    PARTNER = "PARTNER", _("partner")
    FUNDER = "FUNDER", _("funder")
    RESOURCE = "RESOURCE", _("resource body")
    HOST = "HOST", _("host")


class GroupKind(models.TextChoices):
    MEMBERS = "MEMBERS", _("group of members")
    STEERING = "STEERING", _("steering group")
    PROJECT = "PROJECT", _("project group")
    PLANNING = "PLANNING", _("planning group")


class MembershipState(models.TextChoices):
    INVITED = "INVITED", _("invited")
    APPLIED = "APPLIED", _("applied")
    DECIDED = "DECIDED", _("decided")
    ACTIVE = "ACTIVE", _("active")
    LEFT = "LEFT", _("left")
    DECLINED = "DECLINED", _("declined")


class Effect(models.TextChoices):
    """What a decision does."""

    TAKES_PART = "TAKES_PART", _("takes part")
    PRIORITISES = "PRIORITISES", _("prioritises")
    ADOPTS = "ADOPTS", _("adopts")
    NOTED = "NOTED", _("takes to orientation")
    REJECTS = "REJECTS", _("rejects")
