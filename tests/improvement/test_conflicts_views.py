"""The pages about goal conflicts: the matrix and the lists."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement.enums import ConflictState, MeasureState, Pull
from improvement.queries import conflicts
from networks.enums import Role
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.improvement.conflict_cases import case, gol_in, pull
from tests.improvement.factories import MeasureFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def network():
    return NetworkFactory(slug="nett", is_public=False)


@pytest.fixture
def gol(network):
    return gol_in(network)


@pytest.fixture
def worker(gol):
    return RoleAssignmentFactory(role=Role.CONTRIBUTOR, municipality=gol).person


def matrix(client, **query):
    address = reverse("improvement:conflicts", kwargs={"slug": "nett"})
    return client.get(address, query, **ENGLISH)


# ------------------------------------------------------------------ the matrix


def test_the_matrix_counts_what_concerns_the_network(client, network, gol, worker):
    case("11.1", "15.5", -3, municipality=gol, network=network)
    case("15.1", "11.2", -2, municipality=gol)
    case(
        "11.1", "15.5", 3, municipality=gol, network=MembershipFactory(municipality=gol).network
    )
    case("11.1", "15.5", 3, municipality=MunicipalityFactory())
    case("11.1", "15.5", 3, municipality=gol, state=ConflictState.PROPOSED)
    client.force_login(worker)

    answer = matrix(client)

    rows = answer.context["matrix"]
    assert len(rows) == 17
    assert {len(row.cells) for row in rows} == {17}
    filled = {
        (row.goal, place): (cell.mean, cell.count, cell.css)
        for row in rows
        for place, cell in enumerate(row.cells, start=1)
        if cell.count
    }
    assert filled == {
        (11, 15): ("−2.5", "2", "d"),
        (15, 11): ("−2.5", "2", "d"),
    }
    assert answer.context["counts"] == {"PROPOSED": 1, "CONFIRMED": 2, "DISMISSED": 0}


def test_a_square_says_itself_in_words_and_opens_its_cases(client, gol, worker):
    case("11.1", "15.5", -3, municipality=gol, title="Hytter ved skogkanten")
    case("8.9", "13.2", 1, municipality=gol, title="Flere fly")
    client.force_login(worker)

    text = matrix(client).content.decode()
    assert (
        "11 Sustainable cities and communities and 15 Life on land: "
        "strongly against each other, 1 case"
    ) in text
    assert 'href="?mal=11-15#saker"' in text

    text = matrix(client, mal="11-15").content.decode()
    assert "Hytter ved skogkanten" in text
    assert "Flere fly" not in text


def test_the_matrix_of_one_municipality(client, network, gol, worker):
    other = MembershipFactory(network=network, municipality__name="Ål").municipality
    case("11.1", "15.5", -3, municipality=gol, title="I Gol")
    case("11.1", "15.5", 1, municipality=other, title="I Ål")
    client.force_login(worker)

    answer = matrix(client, kommune=f"no-{other.code}")

    assert [row.title for row in answer.context["rows"]] == ["I Ål"]
    assert f'href="?kommune=no-{other.code}&amp;mal=11-15#saker"' in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [{"mal": "18-1"}, {"mal": "x"}, {"kommune": "no-9999"}, {"vis": "x"}, {"side": "x"}],
)
def test_what_the_address_does_not_say_plainly_is_left_out(client, gol, worker, query):
    case("11.1", "15.5", -3, municipality=gol)
    client.force_login(worker)

    answer = matrix(client, **query)

    assert (answer.status_code, len(answer.context["rows"])) == (200, 1)


def test_search_finds_nordic_letters_either_way(client, gol, worker):
    case("11.1", "15.5", -3, municipality=gol, title="Vindmøller på Ål-fjellet")
    case("11.1", "15.5", -3, municipality=gol, title="Noe annet")
    client.force_login(worker)

    found = matrix(client, q="vindmöller").context["rows"]

    assert [row.title for row in found] == ["Vindmøller på Ål-fjellet"]


def test_the_queries_of_the_matrix_do_not_grow(client, network, gol, worker):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert matrix(client).status_code == 200
        return len(found)

    def more():
        place = MembershipFactory(network=network).municipality
        case("11.1", "15.5", -3, municipality=place)
        for way in (Pull.HELPS, Pull.HURTS):
            pull(MeasureFactory(municipality=place, network=network), "15.5", way)

    client.force_login(worker)
    more()
    matrix(client)  # writes down the session
    few = queries()
    for _number in range(30):
        more()

    assert queries() == few


def test_nothing_registered_is_said(client, gol, worker):
    client.force_login(worker)

    text = matrix(client).content.decode()

    assert "No goal conflict yet" in text
    assert "sv-heat" not in text
    assert reverse("improvement:conflict-create", args=["no", "3324"]) in text


# ------------------------------------------------------- measures that pull apart


def test_two_measures_that_pull_apart_are_both_named(client, network, gol, worker):
    other = MembershipFactory(network=network, municipality__name="Ål").municipality
    housing = MeasureFactory(municipality=gol, network=network, title="Hyttefelt")
    forest = MeasureFactory(municipality=other, network=network, title="Skogvern")
    pull(housing, "15.5", Pull.HURTS)
    pull(forest, "15.5", Pull.HELPS)
    client.force_login(worker)

    found = matrix(client).context["contests"]

    assert [
        (
            row.target.number,
            [one.text for one in row.helping],
            [one.text for one in row.hurting],
        )
        for row in found
    ] == [("15.5", ["Skogvern"], ["Hyttefelt"])]
    assert found[0].helping[0].place == "Ål"
    assert found[0].helping[0].href == forest.get_absolute_url()


def opposed(gol, **given):
    """A measure of the municipality that hurts what another one helps."""
    housing = MeasureFactory(municipality=gol)
    forest = MeasureFactory(**{"municipality": gol, **given})
    pull(housing, "15.5", Pull.HURTS)
    pull(forest, "15.5", Pull.HELPS)
    return housing


def test_a_measure_is_warned_of_others_of_the_municipality(gol, worker):
    housing = opposed(gol)

    found = conflicts.warnings_for(housing, person=worker)

    assert [each.target.pk for each in found] == ["15.5"]
    assert found[0].hurting == (housing,)
    assert len(conflicts.warnings_in(gol, person=worker)) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"archived_at": AT},
        {"state": MeasureState.DONE},
        {"state": MeasureState.STOPPED},
    ],
)
def test_only_what_is_under_way_is_warned_of(gol, worker, given):
    housing = opposed(gol, **given)

    assert conflicts.warnings_for(housing, person=worker) == []
    assert conflicts.warnings_in(gol, person=worker) == []


def test_a_finished_measure_is_not_warned_itself(gol, worker):
    housing = opposed(gol)
    housing.state = MeasureState.DONE

    assert conflicts.warnings_for(housing, person=worker) == []


def test_other_municipalities_count_through_a_common_network_only(gol, network, worker):
    other = MembershipFactory(network=network).municipality
    housing = opposed(gol, municipality=other)
    assert conflicts.warnings_for(housing, person=worker) == []

    for measure in (housing, other.measures.get()):
        measure.network = network
        measure.save()
    assert len(conflicts.warnings_for(housing, person=worker)) == 1
    # Somebody who may not read the other municipality is not told of its measure.
    assert conflicts.warnings_for(housing, person=UserFactory()) == []


# ------------------------------------------------------------ a municipality's own


def own_list(client, **query):
    address = reverse("improvement:municipality-conflicts", args=["no", "3324"])
    return client.get(address, query, **ENGLISH)


def test_proposals_stand_first_in_the_list_of_a_municipality(client, gol, worker):
    for state in (ConflictState.DISMISSED, ConflictState.PROPOSED, ConflictState.CONFIRMED):
        case("11.1", "15.5", -1, municipality=gol, state=state, title=state)
    client.force_login(worker)

    assert [row.title for row in own_list(client).context["rows"]] == [
        "PROPOSED",
        "CONFIRMED",
        "DISMISSED",
    ]
    assert [row.title for row in own_list(client, vis="forslag").context["rows"]] == [
        "PROPOSED"
    ]
    assert [row.title for row in own_list(client, vis="").context["rows"]] == ["CONFIRMED"]


def test_long_lists_come_in_pages(client, gol, worker):
    for _number in range(26):
        case("11.1", "15.5", -1, municipality=gol)
    client.force_login(worker)

    assert len(own_list(client).context["rows"]) == 25
    assert len(own_list(client, side="2").context["rows"]) == 1
