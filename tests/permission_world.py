"""The world in which it is asked who may open which page, and send what to it.

``tests/test_permissions.py`` opens pages, ``tests/improvement/test_refused_posts.py`` sends.
"""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseForbidden, HttpResponseNotFound
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.models import Invitation
from gatherings.actions.seats import sign_up
from gatherings.tokens import make_token
from indicators.models import Framework, Indicator
from networks.enums import Role
from networks.models import Decision, SubGroup
from tests.assessments import permissions as assessments
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
from tests.knowledge import permissions as knowledge
from tests.procurement import permissions as procurement

# What goes with every page; for each person on each page it would take a third of the time
# here: what waits for whom (tried in tests/portal/test_mine.py), that a session was seen
# (with every page of other tests), how a refusal looks (once, in tests/test_permissions.py).
SPARED = {
    "portal.navigation.count_waiting": lambda _person, *, at: 0,
    "portal.caching.count_waiting": lambda _person, *, at: 0,
    "accounts.middleware.SessionActivityMiddleware._is_first": lambda _self, _mark: False,
    "config.urls.handler403": lambda _request, exception: HttpResponseForbidden(),
    "config.urls.handler404": lambda _request, exception: HttpResponseNotFound(),
}


def fixtures(names, person_of):
    """The fixtures ``built``, ``world`` and ``browsers`` of a test module.

    The world and one browser for each of ``names`` (``person_of(name, world)``; None is signed
    out) are made once: a refusal and opening a page change nothing here. What a test adds is
    rolled back after it, what stands here after the module.
    """

    @pytest.fixture(scope="module")
    def built(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), transaction.atomic():
            world = make_world()
            browsers = {}
            for name in names:
                browsers[name] = Client()
                if (who := person_of(name, world)) is not None:
                    browsers[name].force_login(who)
            yield world, browsers
            transaction.set_rollback(True)

    @pytest.fixture
    def world(built, db):
        return built[0]

    @pytest.fixture
    def browsers(built, db, monkeypatch):
        for name, stand_in in SPARED.items():
            monkeypatch.setattr(name, stand_in, raising="handler" not in name)
        yield built[1]
        for browser in built[1].values():
            # A language chosen in one test would stay in the browser for the next.
            browser.cookies.pop(settings.LANGUAGE_COOKIE_NAME, None)

    return built, world, browsers


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
        **{known: partial(make, world) for known, make in procurement.ARGUMENTS.items()},
        **{known: partial(make, world) for known, make in assessments.ARGUMENTS.items()},
        **{known: partial(make, world) for known, make in knowledge.ARGUMENTS.items()},
        "accounts:confirm-email": lambda: {"key": "no-such-key"},
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
