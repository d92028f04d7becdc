"""Who may do what in procurement; found by rules' autodiscovery.

Reading is decided by ``visible_to`` of the models: what one may not read is not found.
"""

import rules
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from improvement.queries import acting
from improvement.rules import works_in
from procurement.enums import JoinAnswer
from procurement.models import Need, PoolMember, SupplierPerson

Person = User | AnonymousUser


@rules.predicate
def leads_need(person: Person, need: Need | None) -> bool:
    """Whether the person works in the municipality whose need it is."""
    return need is not None and acting.works_in(person, need.municipality)


@rules.predicate
def buys(person: Person, need: Need | None) -> bool:
    """Whether the person works in the lead municipality, or in one that has said yes.

    Who acts for a company buys nothing: it would read what competitors have sent.
    """
    if need is None or not isinstance(person, User):
        return False
    places = {place.pk for place in acting.workplaces(person)}
    if not places or SupplierPerson.objects.filter(person=person).exists():
        return False
    if need.municipality_id in places:
        return True
    joined = PoolMember.objects.filter(
        pool__need=need, municipality__in=places, answer=JoinAnswer.YES
    )
    return joined.exists()


# Describe what a municipality needs.
rules.add_perm("procurement.describe_need", works_in)
# Change, share and publish a need, move it from stage to stage, close it.
rules.add_perm("procurement.lead_need", leads_need)
# Read solutions whole, note, shortlist, answer questions.
rules.add_perm("procurement.buy", buys)
