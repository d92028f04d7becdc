"""Who may do what with gatherings; found by rules' autodiscovery.

Reading is decided by ``visible_to`` of the models: what one may not read is not found.
"""

import rules
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from gatherings.models import Series
from improvement.rules import works_in
from networks.models import MainContact, Municipality, Network
from networks.rules import belongs_to, leads

Person = User | AnonymousUser


@rules.predicate
def holds(person: Person, series: Series | None) -> bool:
    """Whether the person is one of the hosts, or leads the network."""
    if series is None or not isinstance(person, User):
        return False
    return bool(leads(person, series.network)) or (
        series.host_people.filter(person=person).exists()
    )


@rules.predicate
def is_main_contact(person: Person, municipality: Municipality | None) -> bool:
    if municipality is None or not isinstance(person, User):
        return False
    contacts = MainContact.objects.current().filter(
        person=person, membership__municipality=municipality
    )
    return contacts.exists()


@rules.predicate
def leads_it(person: Person, network: Network | None) -> bool:
    return bool(leads(person, network))


@rules.predicate
def reads_talk_notes(person: Person, municipality: Municipality | None) -> bool:
    """Whether the person is one of the municipality's own; those who act for it are not."""
    return bool(belongs_to(person, municipality) or is_main_contact(person, municipality))


# Create a series in a network.
rules.add_perm("gatherings.create_series", leads_it)
# Edit a series, its gatherings and programme, see everybody's seats, go past limits.
rules.add_perm("gatherings.hold_series", holds)
# Sign up colleagues of a municipality, give their seats back.
rules.add_perm("gatherings.sign_up", works_in | is_main_contact)
# Sign oneself up as one of a municipality's people.
rules.add_perm("gatherings.sign_up_self", belongs_to)
# See the talks that a municipality has booked, beside those who book them.
rules.add_perm("gatherings.read_talks", belongs_to | works_in | is_main_contact)
# Write the cases of a municipality, do their homework, bring them back.
rules.add_perm("gatherings.write_case", works_in | is_main_contact)
