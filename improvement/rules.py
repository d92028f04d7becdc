"""Who may do what in the improvement cycle; found by rules' autodiscovery.

Reading is decided by ``visible_to`` of the models: what one may not read is not found.
"""

import rules
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from improvement.queries import acting
from networks.enums import Role
from networks.models import Municipality, Programme
from networks.queries import roles_of
from networks.rules import administers

Person = User | AnonymousUser


@rules.predicate
def works_in(person: Person, municipality: Municipality | None) -> bool:
    return municipality is not None and acting.works_in(person, municipality)


@rules.predicate
def steers(person: Person, municipality: Municipality | None) -> bool:
    return municipality is not None and acting.steers(person, municipality)


@rules.predicate
def leads_programme(person: Person, programme: Programme | None) -> bool:
    if programme is None:
        return False
    return Role.NETWORK_LEADER in roles_of(person).programmes.get(programme.pk, set())


# Log status, write objectives, measures, tasks, judgements, evaluations, conflicts.
rules.add_perm("improvement.work", works_in)
# Rounds, anchoring, reports, import and export, archive.
rules.add_perm("improvement.steer", steers)
rules.add_perm("improvement.audit", administers)
# Steps of the rounds, days of reminders.
rules.add_perm("improvement.set_cycle", leads_programme)
