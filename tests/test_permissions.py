"""Who may open what: every page of the site is one row of this table.

A row says what each person gets when opening the page (GET). A page that only
takes a form answers ``FORM`` (405) to those who may send it.
"""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.models import Invitation
from gatherings.actions.seats import sign_up
from gatherings.tokens import make_token
from indicators.models import Framework, Indicator
from networks.enums import Role
from networks.models import Decision, SubGroup
from tests.factories import (
    CountyMembershipFactory,
    FrameworkFactory,
    FrameworkIndicatorFactory,
    JobFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ObservationFactory,
    ProgrammeFactory,
    RegionFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.gatherings import permissions as gatherings
from tests.gatherings.factories import AT, GatheringFactory, SeriesFactory, someone
from tests.improvement import permissions as improvement
from tests.permission_rows import (
    ADMINISTRATOR,
    ADMINISTRATOR_FORM,
    ANY_LEADER,
    CONTRIBUTORS,
    CONTRIBUTORS_FORM,
    EVERYONE,
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

TABLE = {
    **improvement.TABLE,
    **gatherings.TABLE,
    "accounts:profile": SIGNED_IN,
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


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The world and one browser per person, made once: opening a page changes nothing here.

    What a test adds is rolled back after it, what stands here after the module.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        browsers = {}
        for name in PEOPLE:
            browsers[name] = Client()
            if (who := person_for(name, world)) is not None:
                browsers[name].force_login(who)
        yield world, browsers
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built[0]


@pytest.fixture
def browsers(built, db, monkeypatch):
    # What waits for whom is tried in tests/portal/test_mine.py; to count it for each person on
    # each page would take a third of the time here.
    monkeypatch.setattr("portal.navigation.count_waiting", lambda _person, *, at: 0)
    return built[1]


def make_world():
    """One municipality with its network, region and county, and what hangs on them."""
    here = CountyMembershipFactory(municipality=MunicipalityFactory(code="3324")).municipality
    region = RegionMembershipFactory(
        municipality=here, region=RegionFactory(slug="region")
    ).region
    programme = ProgrammeFactory(slug="programme")
    network = NetworkFactory(
        slug="network", is_public=False, region=region, programme=programme
    )
    group = SubGroup.objects.create(network=network, slug="group", name="Group")
    membership = MembershipFactory(network=network, municipality=here, group=group)
    invited = MembershipFactory(
        network=NetworkFactory(slug="inviting"),
        municipality=here,
        state="INVITED",
        applied_at=None,
        apply_by=date(2099, 1, 1),
    )
    decision = Decision.objects.create(
        network=network,
        municipality=here,
        body="Kommunestyret",
        decided_on=date(2026, 1, 1),
        effect="TAKES_PART",
    )
    indicator = FrameworkIndicatorFactory(framework=FrameworkFactory(is_default=True)).indicator
    place = {"country": "no", "code": here.code}
    series = SeriesFactory(network=network, slug="series")
    # Far ahead: its seats can still be changed.
    GatheringFactory(series=series, number=1, day=date(2099, 1, 1))
    [registration] = sign_up(
        series=series, municipality=here, people=[someone("One")], by=None, at=AT
    )
    return {
        "municipality": here,
        "elsewhere": MunicipalityFactory(code="0301"),
        "region": region,
        "network": network,
        "place": place,
        "county": {"country": "no", "code": here.county_memberships.get().county.code},
        "group": group,
        "membership": membership,
        "invited": invited,
        "decision": decision,
        "programme": programme,
        "indicator": indicator.code,
        "series": series,
        "seat_token": make_token(registration),
    }


def person_for(name, world):
    """The person of one column; None is signed out."""
    scopes = {
        "reader": {"role": Role.READER, "municipality": world["municipality"]},
        "contributor": {"role": Role.CONTRIBUTOR, "municipality": world["municipality"]},
        "coordinator": {"role": Role.COORDINATOR, "municipality": world["municipality"]},
        "administrator": {"role": Role.ADMINISTRATOR, "municipality": world["municipality"]},
        "coordinator elsewhere": {
            "role": Role.COORDINATOR,
            "municipality": world["elsewhere"],
        },
        "council member": {"role": Role.COUNCIL_MEMBER, "region": world["region"]},
        "network leader": {"role": Role.NETWORK_LEADER, "network": world["network"]},
    }
    if name == "signed out":
        return None
    if name in scopes:
        return RoleAssignmentFactory(**scopes[name]).person
    return UserFactory(is_superuser=name == "superuser", is_staff=name == "superuser")


def arguments_of(name, world):
    """What stands in the address of the page ``name``."""
    place, network = world["place"], {"slug": "network"}
    member = {**network, "membership": world["membership"].pk}
    own = {**place, **network}
    special = {
        **{known: partial(make, world) for known, make in improvement.ARGUMENTS.items()},
        **{known: partial(make, world) for known, make in gatherings.ARGUMENTS.items()},
        "portal:municipality-download": lambda: {**place, "ending": "csv"},
        "portal:municipality-indicator": lambda: {**place, "indicator": world["indicator"]},
        "portal:indicator": lambda: {"indicator": world["indicator"]},
        "portal:indicator-download": lambda: {"indicator": world["indicator"], "ending": "csv"},
        "portal:subgroup": lambda: {**network, "group": "group"},
        "portal:network-download": lambda: {**network, "ending": "csv"},
        "portal:subgroup-download": lambda: {**network, "group": "group", "ending": "csv"},
        "portal:county-download": lambda: {**world["county"], "ending": "csv"},
        "portal:region-download": lambda: {"slug": "region", "ending": "csv"},
        "portal:county": lambda: world["county"],
        "portal:region": lambda: {"slug": "region"},
        "portal:about": lambda: {"page": "tilgjengelighet"},
        "portal:language": lambda: {"code": "sv"},
        "indicators:import-template": lambda: {"kind": "observations"},
        **{
            f"indicators:import-{page}": lambda: {"pk": checked_file().pk}
            for page in ("detail", "problems", "confirm", "discard")
        },
        **{
            f"indicators:own-value{page}": lambda: {
                **place,
                "indicator": world["indicator"],
                "year": 2024,
            }
            for page in ("", "-undo")
        },
        "portal:job": lambda: {"pk": JobFactory(started_by=UserFactory()).pk},
        "networks:region-roles": lambda: {"slug": "region"},
        "networks:region-role-log": lambda: {"slug": "region"},
        "networks:programme": lambda: {"slug": "programme"},
        "networks:programme-roles": lambda: {"slug": "programme"},
        "networks:programme-role-log": lambda: {"slug": "programme"},
        "networks:role-end": lambda: {
            "pk": RoleAssignmentFactory(role=Role.READER, municipality=world["municipality"]).pk
        },
        "networks:invitation-resend": lambda: {"pk": invitation_of(world).pk},
        "networks:invitation-withdraw": lambda: {"pk": invitation_of(world).pk},
        "networks:invitation": lambda: {"token": "no-such-token"},
        "networks:subgroup-change": lambda: {**network, "group": world["group"].pk},
        "networks:subgroup-remove": lambda: {**network, "group": world["group"].pk},
        "networks:membership-attach": lambda: {**member, "decision": world["decision"].pk},
        "networks:membership-answer": lambda: {**place, "slug": "inviting"},
    }
    if name in special:
        return special[name]()
    pattern = next(path for known, path in named_paths() if known == name)
    if "membership>" in pattern:
        return member
    if "country>" in pattern:
        return own if "slug>" in pattern else place
    return network if "slug>" in pattern else {}


def checked_file():
    """The check of a file that somebody else has sent."""
    arguments = {
        "file": 0, "name": "figures.csv", "kind": "observations", "source": "Test",
        "vintage": "", "framework": "", "framework_name": "",
    }  # fmt: skip
    return JobFactory(
        task="indicators.check_import", arguments=arguments, started_by=UserFactory()
    )


def invitation_of(world):
    """An open invitation to a role in the municipality."""
    from networks.models import InvitedRole

    invitation = Invitation.objects.create(
        email="new@samverk.example",
        token_digest="0" * 64,
        invited_by=UserFactory(),
        expires_at=datetime.now(tz=UTC) + timedelta(days=7),
    )
    return InvitedRole.objects.create(
        invitation=invitation, role=Role.READER, municipality=world["municipality"]
    )


def compute(world):
    """Give the municipality a value, and compute its dashboards."""
    from indicators import jobs

    indicator = Indicator.objects.get(code=world["indicator"])
    ObservationFactory(indicator=indicator, municipality=world["municipality"])
    jobs.compute_country(
        framework_id=Framework.objects.get().pk,
        country="NO",
        at=datetime.now(tz=UTC),
        progress=lambda _done, _total: None,
    )


def named_paths(resolver=None, namespace="", before=""):
    """Every ``namespace:name`` that the site answers to, with its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", path
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from named_paths(pattern, namespace + inner, path)


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

    assert found == TABLE[name]


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
