"""Who may bring figures in; built on the predicates of ``networks``."""

import rules

from networks.enums import Role
from networks.queries import roles_of
from networks.rules import Person, contributes


@rules.predicate
def imports_for_some(person: Person) -> bool:
    return roles_of(person).any_of(Role.ADMINISTRATOR)


# Files: an administrator for the own municipality. A network leader, who can invite any
# municipality and record its decision, must not thereby come to rewrite its figures.
rules.add_perm("indicators.import_observations", imports_for_some)
# Units, networks and frameworks concern everybody: superusers only.
rules.add_perm("indicators.import_everything", rules.is_superuser)
rules.add_perm("indicators.type_value", contributes)
