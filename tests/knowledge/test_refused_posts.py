"""What is sent to a page of knowledge by somebody who may not: refused, nothing written."""

import pytest

from knowledge.urls import urlpatterns
from tests.knowledge.permissions import TABLE
from tests.permission_rows import ANY_LEADER
from tests.permission_world import fixtures
from tests.refused_posts import REFUSED, STRANGERS, check_refused, sender, takes_forms

# The weakest and the strongest who are refused somewhere.
PEOPLE = ("signed out", "reader", "council member")
built, world, browsers = fixtures((*PEOPLE, *STRANGERS), sender)


def senders(name):
    """Those who may not send to a page; the glossary is kept by the leaders of all networks."""
    row = TABLE[name]
    refused = tuple(person for person in PEOPLE if row[person] in REFUSED)
    if row["no role"] not in REFUSED:
        return refused
    strangers = STRANGERS[1:] if row == ANY_LEADER else STRANGERS
    return (*refused, *strangers)


PAGES = [name for name in takes_forms(urlpatterns, "knowledge") if senders(name)]


@pytest.mark.parametrize("name", PAGES)
def test_what_is_sent_by_those_who_may_not_is_refused(world, browsers, name):
    check_refused(name, senders(name), world=world, browsers=browsers)
