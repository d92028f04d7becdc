"""The world of needs that the list of needs and the search are measured in.

2,000 needs of which 300 are common, 5,000 solutions, in networks of municipalities.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from bench import world
from common.memory import forget_everything
from networks.enums import Role
from networks.models import Membership, Municipality, Network
from procurement.enums import JoinAnswer, NeedState, SolutionState, Stage
from procurement.models import (
    Category,
    Need,
    Pool,
    PoolMember,
    Solution,
    Supplier,
    SupplierPerson,
)
from tests.factories import RoleAssignmentFactory, UserFactory

CODE = "XP"
PLACES, NETWORKS, MEMBERS = 357, 20, 12
NEEDS, POOLS, SOLUTIONS = 2_000, 300, 5_000
JOINED = 5
STAGES = list(Stage)
CLOSED = {Stage.COMPETITION, Stage.CONTRACT, Stage.BENEFIT}
WORDS = (
    "fossilfri brøyting av kommunale veger", "energistyring i idrettshaller",
    "mellomlager for brukte byggevarer", "tidlig varsling av lekkasjer",
    "sortering av hytteavfall", "måltider til eldre som bor hjemme", "lading av varebiler",
    "tryggare skolvägar", "digital tillsyn på natt", "återbruk av möbler",
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """What stands, and those who read it; signed out is one more."""

    places: list[Municipality]
    networks: list[Network]
    suppliers: list[Supplier]
    people: dict[str, User]

    def clients(self) -> dict[str, Client]:
        """Sign everybody in anew."""
        clients = {"visitor": Client(), **{who: Client() for who in self.people}}
        for who, person in self.people.items():
            clients[who].force_login(person)
        return clients

    def fill(self, *, times: int) -> None:
        """Add so many times the needs with goals, the pools with members, and the solutions."""
        _fill(self.places, self.networks, self.suppliers, times=times)


def small_world() -> World:
    """Make municipalities, networks, companies, readers and the first needs."""
    world.build(CODE, municipalities=PLACES, indicators=5, years=1)
    places = list(Municipality.objects.filter(country=CODE).order_by("pk"))
    networks = _networks(places)
    suppliers = _suppliers(places[0])
    people = _people(places[0], networks[1], suppliers[0])
    found = World(places, networks, suppliers, people)
    found.fill(times=1)
    return found


def _people(place: Municipality, network: Network, supplier: Supplier) -> dict[str, User]:
    """Make those who read."""
    people = {
        who: UserFactory(email=f"bench.{who}@samverk.example", language="nb")
        for who in ("supplier", "coordinator", "leader")
    }
    SupplierPerson.objects.create(
        supplier=supplier, person=people["supplier"], added_at=timezone.now()
    )
    RoleAssignmentFactory(
        person=people["coordinator"], municipality=place, role=Role.COORDINATOR
    )
    RoleAssignmentFactory(person=people["leader"], network=network, role=Role.NETWORK_LEADER)
    return people


def _networks(places: list[Municipality]) -> list[Network]:
    networks = Network.objects.bulk_create(
        Network(slug=f"bench-need-{n}", name=f"Bench {n}", is_public=n % 4 != 0)
        for n in range(NETWORKS)
    )
    now = timezone.now()
    Membership.objects.bulk_create(
        Membership(
            network=network,
            municipality=places[(n * MEMBERS + k) % len(places)],
            state="APPLIED",
            applied_at=now,
        )
        for n, network in enumerate(networks)
        for k in range(MEMBERS)
    )
    return networks


def _suppliers(place: Municipality) -> list[Supplier]:
    return Supplier.objects.bulk_create(
        Supplier(
            country=place.country,
            organisation_number=f"9{n:08d}",
            name=f"Firma {n}",
            slug=f"bench-firma-{n}",
        )
        for n in range(200)
    )


def _need(
    n: int, places: list[Municipality], networks: list[Network], codes: list[str]
) -> Need:
    now = timezone.now()
    stage = STAGES[n % 6]
    state = (NeedState.PUBLISHED,) * 8 + (NeedState.SHARED, NeedState.DRAFT)
    network = n % NETWORKS
    place = places[(network * MEMBERS + n % MEMBERS) % len(places)]
    rare = "særskilt " if n % 500 == 0 else ""
    is_closed = stage in CLOSED
    return Need(
        municipality=place,
        network=networks[network],
        slug=f"bench-need-{n}",
        title=f"{WORDS[n % 10].capitalize()} {n}",
        summary=f"Vi trenger {rare}{WORDS[(n + 3) % 10]} og {WORDS[(n + 5) % 10]}.",
        description=" ".join(WORDS[(n + k) % 10] for k in range(20)),
        category_id=codes[n % len(codes)],
        volume=Decimal(n % 400 + 1),
        unit="km",
        state=state[n % 10],
        stage=stage,
        published_at=now - timedelta(hours=n % 9_000) if n % 10 < 8 else None,
        solutions_until=None if n % 5 == 0 else now + timedelta(days=n % 180 - 60),
        competition_url="https://bench.example/1" if is_closed else "",
        competition_on=now.date() if is_closed else None,
    )


def _fill(
    places: list[Municipality],
    networks: list[Network],
    suppliers: list[Supplier],
    *,
    times: int,
) -> None:
    first = Need.objects.count()
    codes = list(Category.objects.order_by("pk").values_list("pk", flat=True))
    needs = Need.objects.bulk_create(
        (_need(first + n, places, networks, codes) for n in range(NEEDS * times)),
        batch_size=2_000,
    )
    through = Need.goals.through
    through.objects.bulk_create(
        (
            through(need_id=need.pk, goal_id=(n * 7 + k * 5) % 17 + 1)
            for n, need in enumerate(needs)
            for k in range(3)
        ),
        batch_size=5_000,
    )
    step = NEEDS // POOLS
    pools = Pool.objects.bulk_create(
        Pool(need=need) for need in islice(needs, 0, POOLS * times * step, step)
    )
    PoolMember.objects.bulk_create(
        (
            PoolMember(
                pool=pool,
                municipality=places[(n + k) % len(places)],
                answer=JoinAnswer.YES,
                volume=Decimal(k + 1),
            )
            for n, pool in enumerate(pools)
            for k in range(JOINED)
        ),
        batch_size=5_000,
    )
    now = timezone.now()
    Solution.objects.bulk_create(
        (
            Solution(
                supplier=suppliers[(n // len(needs)) * 7 + n % 7],
                need=needs[n % len(needs)],
                title=WORDS[n % 10].capitalize(),
                text=" ".join(WORDS[(n + k) % 10] for k in range(3)),
                state=SolutionState.SENT,
                version=1,
                sent_at=now,
                saved_at=now,
            )
            for n in range(SOLUTIONS * times)
        ),
        batch_size=5_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    forget_everything()  # rows made all at once leave no history that tells of them
