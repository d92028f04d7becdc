"""Reads that several callers share."""

from networks.queries.cases import (
    CouncilCase,
    FollowUp,
    attachable_decisions,
    awaited_decisions,
    council_overview,
    decisions_of,
)
from networks.queries.members import (
    Member,
    Missing,
    StateChange,
    groups_of,
    member_of,
    members_of,
    memberships_of,
    states_of,
    who_is_missing,
    without_readers,
)
from networks.queries.people import leaders_of, people_with_roles
from networks.queries.places import by_reader_name, find_municipalities, members_of_region
from networks.queries.programmes import (
    Exceeded,
    Limit,
    TopicCount,
    TopicLinks,
    limits_exceeded,
    networks_in,
    networks_led_by,
    topic_links,
)
from networks.queries.roles import ROLES_ATTRIBUTE, Roles, forget_roles, roles_of
from networks.queries.successions import (
    Succession,
    ancestors_of,
    descendants_of,
    successions,
    successors_of,
)

__all__ = [
    "ROLES_ATTRIBUTE",
    "CouncilCase",
    "Exceeded",
    "FollowUp",
    "Limit",
    "Member",
    "Missing",
    "Roles",
    "StateChange",
    "Succession",
    "TopicCount",
    "TopicLinks",
    "ancestors_of",
    "attachable_decisions",
    "awaited_decisions",
    "by_reader_name",
    "council_overview",
    "decisions_of",
    "descendants_of",
    "find_municipalities",
    "forget_roles",
    "groups_of",
    "leaders_of",
    "limits_exceeded",
    "member_of",
    "members_of",
    "members_of_region",
    "memberships_of",
    "networks_in",
    "networks_led_by",
    "people_with_roles",
    "roles_of",
    "states_of",
    "successions",
    "successors_of",
    "topic_links",
    "who_is_missing",
    "without_readers",
]
