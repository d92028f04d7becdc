"""Who may do what in the improvement cycle; found by rules' autodiscovery.

Reading is decided by ``visible_to`` of the models: what one may not read is not found.
"""

import rules
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from improvement.queries import acting
from networks.models import Municipality
from networks.rules import administers

Person = User | AnonymousUser


@rules.predicate
def works_in(person: Person, municipality: Municipality | None) -> bool:
    return municipality is not None and acting.works_in(person, municipality)


@rules.predicate
def steers(person: Person, municipality: Municipality | None) -> bool:
    return municipality is not None and acting.steers(person, municipality)


# Log status, write objectives, measures, tasks, judgements, evaluations, conflicts.
rules.add_perm("improvement.work", works_in)
# Rounds, anchoring, reports, import and export, archive.
rules.add_perm("improvement.steer", steers)
rules.add_perm("improvement.audit", administers)
