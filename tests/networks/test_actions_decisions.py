from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from common.models import OutboxMessage
from networks import queries
from networks.actions import decisions
from networks.actions.applications import DecisionOfOther
from networks.actions.locks import NetworkClosed
from networks.enums import Effect, MembershipState
from networks.models import Decision
from tests.factories import (
    CountryFactory,
    DecisionFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    RegionFactory,
    RegionMembershipFactory,
    RoleAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = date(2026, 5, 16)


def record(municipality, network, **changes):
    given = {
        "body": "Kommunestyret",
        "case_number": "31/26",
        "decided_on": DAY,
        "effect": Effect.TAKES_PART,
    }
    return decisions.record_decision(
        **{
            "municipality": municipality,
            "network": network,
            "by": None,
            "at": AT,
            **given,
            **changes,
        }
    )


def test_a_decision_to_take_part_is_attached_at_once():
    membership, person = MembershipFactory(), UserFactory()

    decision = record(membership.municipality, membership.network, by=person, title=" Sak ")
    again = record(membership.municipality, membership.network, title="Sak")

    membership.refresh_from_db()
    assert (membership.state, membership.decision, membership.is_anchored) == (
        "DECIDED",
        decision,
        True,
    )
    assert again == decision
    assert [row.history_user for row in decision.history.all()] == [person]


def test_a_second_decision_leaves_the_first_one_attached():
    membership = MembershipFactory()
    first = record(membership.municipality, membership.network)
    record(membership.municipality, membership.network, case_number="40/26")
    membership.refresh_from_db()
    assert membership.decision == first


def test_a_decision_is_kept_for_one_that_is_not_invited_yet():
    municipality, network = MunicipalityFactory(), NetworkFactory()
    decision = record(municipality, network)
    assert (decision.municipality, decision.network) == (municipality, network)


def test_a_decision_about_something_else_has_no_network():
    assert record(MunicipalityFactory(), None).network is None


@pytest.mark.parametrize(
    ("before", "after"), [("INVITED", "DECLINED"), ("APPLIED", "DECLINED")]
)
def test_a_rejection_declines(before, after):
    membership = MembershipFactory(state=before)
    record(membership.municipality, membership.network, effect=Effect.REJECTS)
    membership.refresh_from_db()
    assert (membership.state, membership.left_reason) == (after, "31/26")


def test_a_rejection_does_not_end_a_membership_by_itself():
    membership = MembershipFactory(state=MembershipState.DECIDED)
    record(membership.municipality, membership.network, effect=Effect.REJECTS)
    membership.refresh_from_db()
    assert membership.state == "DECIDED"


def test_taking_to_orientation_changes_no_membership():
    membership = MembershipFactory()
    record(membership.municipality, membership.network, effect=Effect.NOTED)
    membership.refresh_from_db()
    assert (membership.state, membership.decision) == ("APPLIED", None)


def test_recording_is_refused():
    place, network = MunicipalityFactory(), NetworkFactory()
    with pytest.raises(decisions.DecidedInFuture):
        record(place, network, decided_on=date(2026, 11, 23))
    with pytest.raises(decisions.BodyMissing):
        record(place, network, body=" ")
    with pytest.raises(NetworkClosed):
        record(place, NetworkFactory(closed_at=AT))
    assert Decision.objects.count() == 0


def test_answering_fills_in_the_awaited_decision():
    membership = MembershipFactory()
    place, network = membership.municipality, membership.network
    awaited = DecisionFactory(
        municipality=place, network=network, decided_on=None, effect="", body="Kommunestyret"
    )

    answered = record(place, network, answers=awaited)
    again = record(place, network, answers=awaited)

    membership.refresh_from_db()
    assert answered == awaited == again == membership.decision
    assert answered.decided_on == DAY
    with pytest.raises(decisions.AlreadyDecided):
        record(place, network, answers=awaited, effect=Effect.NOTED)


def test_only_an_own_awaited_decision_can_be_answered():
    place, network = MunicipalityFactory(), NetworkFactory()
    other = DecisionFactory(network=network, decided_on=None, effect="")
    elsewhere = DecisionFactory(
        municipality=place, network=NetworkFactory(), decided_on=None, effect=""
    )
    for awaited in (other, elsewhere):
        with pytest.raises(DecisionOfOther):
            record(place, network, answers=awaited)


@pytest.fixture
def hallingdal():
    """Six municipalities; Gol has decided to take part before the council's case."""
    region = RegionFactory(name="Regionrådet for Hallingdal")
    network = NetworkFactory(region=region)
    for name in ("Flå", "Nesbyen", "Gol", "Hemsedal", "Ål", "Hol"):
        place = MunicipalityFactory(name=name)
        RegionMembershipFactory(region=region, municipality=place, valid_from=date(2020, 1, 1))
    RegionMembershipFactory(
        region=region, valid_from=date(2020, 1, 1), valid_to=date(2023, 1, 1)
    )
    gol = region.municipalities.get(name="Gol")
    MembershipFactory(network=network, municipality=gol)
    decided = record(gol, network, decided_on=date(2023, 2, 1))
    return region, network, decided


def open_case(region, network, **changes):
    given = {
        "body": "Regionrådet for Hallingdal",
        "case_number": "SAK 31/23",
        "decided_on": date(2023, 5, 16),
        "points": ["Kommunane tek del.", "", "Arbeidet skal ha politisk forankring. "],
        "effect": Effect.PRIORITISES,
        "due_on": date(2023, 12, 31),
    }
    return decisions.open_council_case(
        **{"region": region, "network": network, "by": None, "at": AT, **given, **changes}
    )


def test_a_council_s_case_asks_each_municipality_and_counts_the_one_that_takes_part(
    hallingdal,
):
    region, network, decided = hallingdal

    case = open_case(region, network)

    [overview] = queries.council_overview(network)
    assert overview.case == case
    assert (overview.taking_part, overview.decided, overview.asked) == (1, 1, 6)
    assert [str(place) for place in overview.awaited] == [
        "Flå",
        "Hemsedal",
        "Hol",
        "Nesbyen",
        "Ål",
    ]
    assert overview.points == [
        "1. Kommunane tek del.",
        "2. Arbeidet skal ha politisk forankring.",
    ]
    decided.refresh_from_db()
    assert decided.council_case == case
    awaited = Decision.objects.filter(decided_on__isnull=True)
    assert set(awaited.values_list("body", "due_on", "network")) == {
        ("Kommunestyret", date(2023, 12, 31), network.pk)
    }


def test_the_same_case_again_opens_only_what_is_missing(hallingdal):
    region, network, _decided = hallingdal
    case = open_case(region, network)
    flaa = Decision.objects.get(council_case=case, municipality__name="Flå")
    flaa.delete()

    again = open_case(region, network)

    assert again == case
    assert case.follow_ups.count() == 6


def test_those_who_act_for_a_municipality_are_asked_to_decide(hallingdal):
    region, network, _decided = hallingdal
    for name in ("Gol", "Hol"):
        RoleAssignmentFactory(municipality=region.municipalities.get(name=name))

    open_case(region, network)

    assert OutboxMessage.objects.filter(occasion="awaited").count() == 1
    message = OutboxMessage.objects.get(occasion="awaited")
    assert "2. Arbeidet skal ha politisk forankring." in message.body_text


def test_one_point_has_no_number(hallingdal):
    region, network, _decided = hallingdal
    assert open_case(region, network, points=["Kommunane tek del."]).wording == (
        "Kommunane tek del."
    )


def test_swedish_municipalities_are_asked_by_their_own_council():
    region = RegionFactory()
    sweden = CountryFactory(code="SE", name="Sverige", time_zone="Europe/Stockholm")
    RegionMembershipFactory(
        region=region,
        municipality=MunicipalityFactory(country=sweden),
        valid_from=date(2020, 1, 1),
    )
    case = open_case(region, None)
    assert case.follow_ups.get().body == "Kommunfullmäktige"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"points": [" ", ""]}, decisions.PointsMissing),
        ({"body": ""}, decisions.BodyMissing),
        ({"decided_on": date(2026, 11, 23), "due_on": None}, decisions.DecidedInFuture),
        ({"due_on": date(2023, 5, 15)}, decisions.DueBeforeDecided),
        ({"decided_on": date(2019, 5, 16)}, decisions.RegionWithoutMembers),
    ],
)
def test_opening_a_case_is_refused(hallingdal, changes, refused):
    region, network, _decided = hallingdal
    before = Decision.objects.count()
    with pytest.raises(refused):
        open_case(region, network, **changes)
    assert Decision.objects.count() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"municipality": None},
        {"effect": ""},
    ],
)
def test_the_database_refuses_half_a_decision(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionFactory(**changes)


def test_the_database_refuses_a_decision_of_two():
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionFactory(region=RegionFactory())
