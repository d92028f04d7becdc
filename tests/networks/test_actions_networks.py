from datetime import UTC, date, datetime

import pytest

from networks.actions import networks
from networks.actions.locks import NetworkClosed
from networks.actions.networks import NetworkDetails
from networks.enums import Role
from networks.models import Network, RoleAssignment, Topic
from tests.factories import (
    NetworkFactory,
    ProgrammeFactory,
    RoleAssignmentFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
HALLINGDAL = NetworkDetails(name="Bærekraftsløftet på Ål", short_name="Ål")


def create(**changes):
    given = {"details": HALLINGDAL, "by": None, "at": AT, **changes}
    return networks.create_network(**given)


def test_creating_stores_what_is_said_and_makes_an_address():
    programme = ProgrammeFactory()
    topics = [TopicFactory(programme=programme), TopicFactory(programme=programme)]
    details = NetworkDetails(
        name="Bærekraftsløftet på Ål",
        short_name="Ål",
        description="Seks kommuner.",
        language="nn",
        programme=programme,
        hosts="Regionrådet",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        is_public=True,
        is_comparable=False,
        not_comparable_reason="Ulike oppgaver",
    )

    network = create(details=details, topics=topics)

    stored = Network.objects.values(*NetworkDetails.__dataclass_fields__).get(pk=network.pk)
    assert stored == {
        "name": "Bærekraftsløftet på Ål",
        "short_name": "Ål",
        "description": "Seks kommuner.",
        "language": "nn",
        "programme": programme.pk,
        "region": None,
        "hosts": "Regionrådet",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 1, 1),
        "is_public": True,
        "is_comparable": False,
        "not_comparable_reason": "Ulike oppgaver",
    }
    assert network.slug == "baerekraftsloftet-pa-al"
    assert set(network.topics.all()) == set(topics)


def test_whoever_creates_a_network_leads_it_and_is_named_in_its_history():
    person = UserFactory()

    network = create(by=person)

    roles = RoleAssignment.objects.values_list("person", "role", "network", "given_by")
    assert list(roles) == [(person.pk, Role.NETWORK_LEADER, network.pk, person.pk)]
    assert [row.history_user for row in network.history.all()] == [person]


def test_a_leader_of_the_programme_and_a_superuser_need_no_role_of_their_own():
    programme = ProgrammeFactory()
    leader = UserFactory()
    RoleAssignmentFactory(person=leader, role=Role.NETWORK_LEADER, programme=programme)

    create(by=leader, details=NetworkDetails(name="A", programme=programme))
    create(by=UserFactory(is_superuser=True), details=NetworkDetails(name="B"))

    assert RoleAssignment.objects.filter(network__isnull=False).count() == 0


def test_the_same_name_again_gets_another_address():
    slugs = [create().slug for _ in range(3)]
    assert slugs == [
        "baerekraftsloftet-pa-al",
        "baerekraftsloftet-pa-al-2",
        "baerekraftsloftet-pa-al-3",
    ]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ny", "ny-2"),
        ("日本", "nettverk"),
        ("Övre Norrland", "ovre-norrland"),
        ("Ŋuorta", "nguorta"),
        ("x" * 80, "x" * 50),
    ],
)
def test_addresses_of_unusual_names(name, slug):
    assert create(details=NetworkDetails(name=name)).slug == slug


def test_a_chosen_address_must_be_free():
    NetworkFactory(slug="hallingdal")
    with pytest.raises(networks.SlugTaken):
        create(slug="hallingdal")
    with pytest.raises(networks.SlugReserved):
        create(slug="ny")


def test_a_network_cannot_end_before_it_starts():
    details = NetworkDetails(name="A", starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 1))
    with pytest.raises(networks.EndsBeforeStart):
        create(details=details)
    assert Network.objects.count() == 0


def test_comparison_that_is_not_sound_needs_a_reason():
    with pytest.raises(networks.ComparisonReasonMissing):
        create(details=NetworkDetails(name="A", is_comparable=False, not_comparable_reason=" "))


def test_topics_belong_to_the_programme():
    with pytest.raises(networks.TopicOfOtherProgramme):
        create(topics=[TopicFactory()])
    network = NetworkFactory(programme=ProgrammeFactory())
    with pytest.raises(networks.TopicOfOtherProgramme):
        networks.choose_topics(network=network, topics=[TopicFactory()])


def test_choosing_topics_replaces_them():
    programme = ProgrammeFactory()
    first, second = TopicFactory(programme=programme), TopicFactory(programme=programme)
    network = NetworkFactory(programme=programme)

    networks.choose_topics(network=network, topics=[first])
    networks.choose_topics(network=network, topics=[second])

    assert list(network.topics.all()) == [second]


def test_adding_a_topic_twice_gives_one():
    programme = ProgrammeFactory()
    first = networks.add_topic(programme=programme, name="Areal ")
    assert networks.add_topic(programme=programme, name="Areal") == first
    assert list(Topic.objects.values_list("name", flat=True)) == ["Areal"]


def test_changing_twice_keeps_one_history_row_for_one_change():
    network = create()
    details = NetworkDetails(name="Nytt navn")

    for _ in range(2):
        changed = networks.change_network(network=network, details=details, by=None)

    assert (changed.name, changed.slug) == ("Nytt navn", "baerekraftsloftet-pa-al")
    assert network.history.count() == 2


def test_changing_the_programme_drops_topics_of_the_old_one():
    topic = TopicFactory()
    network = create(
        details=NetworkDetails(name="A", programme=topic.programme), topics=[topic]
    )

    networks.change_network(network=network, details=NetworkDetails(name="A"), by=None)

    assert list(network.topics.all()) == []


def test_closing_freezes_and_names_the_successor():
    network, successor = NetworkFactory(), NetworkFactory()

    closed = networks.close_network(network=network, successor=successor, by=None, at=AT)
    again = networks.close_network(
        network=network, by=None, at=datetime(2027, 1, 1, tzinfo=UTC)
    )

    assert (closed.closed_at, closed.successor) == (AT, successor)
    assert (again.closed_at, again.successor) == (AT, successor)
    with pytest.raises(NetworkClosed):
        networks.change_network(network=network, details=HALLINGDAL, by=None)
    with pytest.raises(NetworkClosed):
        networks.choose_topics(network=network, topics=[])


def test_a_successor_is_another_open_network():
    network = NetworkFactory()
    with pytest.raises(networks.SuccessorIsItself):
        networks.close_network(network=network, successor=network, by=None, at=AT)
    with pytest.raises(networks.SuccessorClosed):
        networks.close_network(
            network=network, successor=NetworkFactory(closed_at=AT), by=None, at=AT
        )
