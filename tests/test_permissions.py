"""Who may open what: every page of the site is one row of this table.

A row says what each person gets when opening the page (GET). A page that only
takes a form answers ``FORM`` (405) to those who may send it.
"""

import os

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.assessments import permissions as assessments
from tests.gatherings import permissions as gatherings
from tests.improvement import permissions as improvement
from tests.knowledge import permissions as knowledge
from tests.permission_rows import (
    ADMINISTRATOR,
    ADMINISTRATOR_FORM,
    ANY_LEADER,
    CONTRIBUTORS,
    CONTRIBUTORS_FORM,
    EVERYONE,
    FORBIDDEN,
    IMPORTERS,
    IMPORTERS_FORM,
    LEADER,
    LEADER_FORM,
    MEMBERS,
    MISSING,
    MOVED,
    OK,
    OWN_MUNICIPALITY,
    PEOPLE,
    SIGNED_IN,
    SOMEBODY_S_FILE,
    SUPERUSER,
    row,
)
from tests.permission_world import arguments_of, compute, fixtures, named_paths, person_for
from tests.procurement import permissions as procurement

TABLE = {
    **improvement.TABLE,
    **gatherings.TABLE,
    **procurement.TABLE,
    **assessments.TABLE,
    **knowledge.TABLE,
    "accounts:profile": SIGNED_IN,
    "accounts:confirm-email": EVERYONE,  # with a link that is used or too old
    # A network leader comes here only while the municipality has no administrator.
    "networks:municipality-roles": ADMINISTRATOR,
    "networks:municipality-role-log": ADMINISTRATOR,
    "networks:region-roles": SUPERUSER,
    "networks:region-role-log": SUPERUSER,
    "networks:network-roles": LEADER,
    "networks:network-role-log": LEADER,
    "networks:programme-roles": SUPERUSER,
    "networks:programme-role-log": SUPERUSER,
    "networks:role-end": ADMINISTRATOR,
    "networks:invitation-resend": ADMINISTRATOR_FORM,
    "networks:invitation-withdraw": ADMINISTRATOR_FORM,
    "networks:invitation-answer": row(MISSING),  # without an invitation in the session
    "networks:invitation": row(MISSING),  # with a secret that does not exist
    "networks:manage": ANY_LEADER,
    "networks:network-create": ANY_LEADER,
    "networks:network-manage": LEADER,
    "networks:network-change": LEADER,
    "networks:membership-invite": LEADER,
    "networks:decision-open": LEADER,
    "networks:subgroup-create": LEADER,
    "networks:subgroup-change": LEADER,
    "networks:subgroup-remove": LEADER,
    "networks:membership-detail": LEADER,
    "networks:membership-activate": LEADER,
    "networks:membership-leave": LEADER,
    "networks:membership-withdraw": LEADER,
    "networks:membership-expect": LEADER,
    "networks:membership-group": LEADER,
    "networks:membership-attach": LEADER_FORM,
    "networks:decision-record": LEADER,
    "networks:contact-appoint": LEADER,
    "networks:contact-end": LEADER,
    "networks:programme": EVERYONE,
    "networks:decision-list": EVERYONE,
    "networks:municipality-networks": OWN_MUNICIPALITY,
    "networks:membership-answer": OWN_MUNICIPALITY,
    "networks:own-contact-appoint": OWN_MUNICIPALITY,
    "networks:own-contact-end": OWN_MUNICIPALITY,
    "networks:own-decision-record": OWN_MUNICIPALITY,
    "indicators:import-list": IMPORTERS,
    "indicators:import-template": IMPORTERS,
    "indicators:import-detail": SOMEBODY_S_FILE,
    "indicators:import-problems": SOMEBODY_S_FILE,
    "indicators:import-confirm": IMPORTERS_FORM,
    "indicators:import-discard": IMPORTERS_FORM,
    "indicators:own-values": CONTRIBUTORS,
    "indicators:own-value": CONTRIBUTORS,
    "indicators:own-value-undo": CONTRIBUTORS_FORM,
    "portal:front": EVERYONE,
    "portal:mine": SIGNED_IN,
    "portal:start": row(MOVED),  # to sign-in, or to where the person's work begins
    "portal:municipalities": EVERYONE,
    "portal:municipality": EVERYONE,
    "portal:municipality-download": EVERYONE,
    "portal:municipality-indicator": EVERYONE,
    "portal:indicators": EVERYONE,
    "portal:indicator": EVERYONE,
    "portal:indicator-download": EVERYONE,
    "portal:networks": EVERYONE,
    "portal:network": MEMBERS,
    "portal:subgroup": MEMBERS,
    "portal:network-download": MEMBERS,
    "portal:subgroup-download": MEMBERS,
    "portal:county": EVERYONE,
    "portal:county-download": EVERYONE,
    "portal:region-download": EVERYONE,
    "portal:region": EVERYONE,
    "portal:goals": EVERYONE,
    "portal:methods": EVERYONE,
    "portal:sources": EVERYONE,
    "portal:about": EVERYONE,
    "portal:search": EVERYONE,
    "portal:language": row(MOVED),
    "portal:account-data": SIGNED_IN,
    "portal:account-export": row(MOVED),  # asks for the password again
    "portal:account-close": row(MOVED),  # asks for the password again
    "portal:health": row(503),  # open to all; no worker runs in the tests
    "portal:jobs": SUPERUSER,
    "portal:job": row(MISSING, signed_out=MOVED, superuser=OK),  # somebody else's job
    "portal:components": row(MISSING, superuser=OK),
}


# Who may open what does not depend on the database, but the queries of a page do: on
# PostgreSQL each page is opened by those who see most of it. CI runs both, and asks of
# everybody once.
SEE_MOST = ("reader", "administrator", "network leader", "superuser")
if connection.vendor == "postgresql":
    PEOPLE = SEE_MOST
elif os.environ.get("CI"):
    PEOPLE = tuple(person for person in PEOPLE if person not in SEE_MOST)
built, world, browsers = fixtures(PEOPLE, person_for)


def ours(name):
    """Whether the page is written by us; the libraries' own are tested below by rule."""
    return name.split(":")[0] in settings.LOCAL_APPS


def test_every_page_is_in_the_table():
    assert {name for name, _path in named_paths() if ours(name)} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_page_access(world, browsers, name):
    if "download" in name or name == "portal:municipality-indicator":
        compute(world)
    address = reverse(name, kwargs=arguments_of(name, world))

    found = {person: browsers[person].get(address).status_code for person in PEOPLE}

    assert found == {person: TABLE[name][person] for person in PEOPLE}


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/nettverk/network/styre/endre/", FORBIDDEN, "You do not have access to this page"),
        ("/no-such-page/", MISSING, "We cannot find the page"),
    ],
)
def test_a_refusal_is_a_page_of_the_site(built, db, address, status, heading):
    person = "reader" if "reader" in PEOPLE else "contributor"
    answer = built[1][person].get(address, HTTP_ACCEPT_LANGUAGE="en")

    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.content.decode()
    assert 'id="innhold"' in answer.content.decode()


@pytest.mark.parametrize("person", PEOPLE)
def test_the_administration_is_for_staff(browsers, person):
    answer = browsers[person].get(reverse("admin:index"))

    assert answer.status_code == (OK if person == "superuser" else MOVED)


SIGNED_OUT_PAGES = {
    "account_login": OK,
    "account_logout": MOVED,
    "account_signup": OK,
    "account_inactive": OK,
    "account_reset_password": OK,
    "account_reset_password_done": OK,
    "account_email_verification_sent": OK,
    "account_reauthenticate": MOVED,
    "account_email": MOVED,
    "account_change_password": MOVED,
    "mfa_index": MOVED,
    "mfa_activate_totp": MOVED,
    "mfa_list_webauthn": MOVED,
    "mfa_view_recovery_codes": MOVED,
    "usersessions_list": MOVED,
    "socialaccount_connections": MOVED,
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", SIGNED_OUT_PAGES)
def test_account_pages_for_someone_signed_out(name):
    assert Client().get(reverse(name)).status_code == SIGNED_OUT_PAGES[name]
