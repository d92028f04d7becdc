"""Reads that several callers share."""

from networks.queries.cases import (
    CouncilCase,
    FollowUp,
    awaited_decisions,
    council_overview,
    decisions_of,
)
from networks.queries.members import (
    Member,
    Missing,
    members_of,
    who_is_missing,
    without_readers,
)
from networks.queries.people import leaders_of, people_with_roles
from networks.queries.places import members_of_region
from networks.queries.programmes import (
    Exceeded,
    Limit,
    TopicCount,
    TopicLinks,
    limits_exceeded,
    networks_in,
    topic_links,
)
from networks.queries.roles import ROLES_ATTRIBUTE, Roles, forget_roles, roles_of

__all__ = [
    "ROLES_ATTRIBUTE",
    "CouncilCase",
    "Exceeded",
    "FollowUp",
    "Limit",
    "Member",
    "Missing",
    "Roles",
    "TopicCount",
    "TopicLinks",
    "awaited_decisions",
    "council_overview",
    "decisions_of",
    "forget_roles",
    "leaders_of",
    "limits_exceeded",
    "members_of",
    "members_of_region",
    "networks_in",
    "people_with_roles",
    "roles_of",
    "topic_links",
    "who_is_missing",
    "without_readers",
]
